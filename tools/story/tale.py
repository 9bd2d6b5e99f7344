"""The order in which the story happens."""
import base64
import pathlib

from odoo.tools import file_path

from tools.story import activation, books, campaigns, imports, payments, play, service, stage


def tell(show):
    """Play the whole story, or stop with a sentence.

    :param show: a Stage over a fresh database.
    """
    _company(show)
    stage.make_people(show)
    activation.import_long_ago(show, imports.import_dealers)
    stage.give_sales_companies(show)
    imports.make_categories(show)
    for step in (imports.import_goods, imports.put_on_shelf, imports.import_tariffs, imports.enter_fee_rules, imports.import_stock):
        activation.import_long_ago(show, step)
    play.nominations(show)
    books.receiving(show)
    books.month_before(show)
    books.bonus_rules(show)
    imports.import_remittances(show)
    play.dealer_one(show)
    play.dealer_two(show)
    play.next_prices(show)
    play.unfinished(show)
    payments.pay_now(show)
    payments.pay_later(show)
    books.dealer_six(show)
    books.bank_list(show)
    books.documents(show)
    service.after_sales(show)
    campaigns.campaigns(show)
    campaigns.performance(show)
    activation.play(show)
    books.statement(show)
    books.certificate(show)
    service.mails(show)
    show.check_ledger()
    show.say("complete: ledger, holds and general ledger agree")


def _company(show):
    """What the person who installs the product sets: name, logo and address of the company on its papers."""
    logo = file_path("dealer_base/static/description/icon.png")
    show.env.company.write({
        "name": "示例服饰总公司", "street": "天府大道1号", "city": "成都市",
        "logo": base64.b64encode(pathlib.Path(logo).read_bytes())})
