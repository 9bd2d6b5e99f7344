"""Loads the story of data/ into a fresh zh_CN database with all add-ons: run by `bin/run`, inside `odoo shell`.

Every step goes through the public method that the person of the story presses in the client, with that person's rights, so the
loading proves the whole flow. Wants `env`, the folder of the sheets in STORY_DATA, and nobody else at work on the database.
By hand: STORY_DATA=$PWD/data STORY_SCRIPT=$PWD/tools/story/load.py odoo shell -d DB --no-http < tools/shell/story.py
"""
import os
import pathlib
import sys

DATA = pathlib.Path(os.environ["STORY_DATA"]).resolve()
ROOT = pathlib.Path(os.environ["STORY_SCRIPT"]).resolve().parents[2] if "STORY_SCRIPT" in os.environ else DATA.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from tools.story import imports, play, stage  # noqa: E402


def _company(show):
    """What the person who installs the product sets: the name, and no text messages of Odoo to consumers."""
    company = show.env.company
    company.name = "示例服饰总公司"
    if "stock_text_confirmation" in company._fields:
        company.stock_text_confirmation = False


def load():
    """Play the whole story, or stop with a sentence."""
    show = stage.Stage(env, DATA)
    if show.env["res.users"].search_count([("login", "=", "chuna")]):
        show.fail("this database holds the story already; bin/run --fresh begins again")
    _company(show)
    stage.make_people(show)
    imports.import_dealers(show)
    stage.give_sales_companies(show)
    imports.make_categories(show)
    imports.import_goods(show)
    imports.put_on_shelf(show)
    imports.import_tariffs(show)
    imports.enter_fee_rules(show)
    imports.import_stock(show)
    play.nominations(show)
    imports.import_remittances(show)
    play.dealer_one(show)
    play.dealer_two(show)
    play.next_prices(show)
    show.check_ledger()
    show.say("complete: ledger, holds and general ledger agree")


load()
