"""The sheets of data/ come in, each through the import of the role whose it is."""
from datetime import date

from tools.story.content import goods

KNOWN = ("D4", "D5", "D6")


def run_import(stage, login, layout, name, **vals):
    """Upload, check and import one sheet as a person.

    :return: the dealer.import.job, done, without a row left out.
    """
    job = stage.as_(login)["dealer.import.job"].create({
        "layout": layout, "filename": name, "file": stage.content(name), "mode": "all_or_nothing", **vals})
    job.action_check()
    errors = job.error_ids.filtered(lambda finding: not finding.is_warning)
    if errors:
        stage.fail(f"{name}: " + "; ".join(f"row {error.row} {error.header}: {error.reason}" for error in errors[:5]))
    job.action_import()
    stage.expect(job.state, "done", f"state of the import of {name}")
    stage.say(f"{login} imported {name}: {job.summary}")
    return job


def import_dealers(stage):
    """Two sales companies, six dealers, nine stores."""
    job = run_import(stage, "kefu", "dealers", "dealers.xlsx")
    stage.expect(job.created_count, 17, "new partners")
    companies = stage.as_("qudao")["res.partner"].search([("dealer_level", "=", "sales_company")])
    companies.action_approve_channel()
    stage.expect(set(companies.mapped("dealer_state")), {"approved"}, "state of the sales companies")
    known = stage.as_("qudao")["res.partner"].search([("dealer_code", "=like", "D%")]).filtered(lambda partner: partner.dealer_code[:2] in KNOWN)
    known.action_approve_channel()
    stage.as_("dianshang")["res.partner"].browse(known.ids).action_approve_channel()
    stage.expect(set(known.mapped("dealer_state")), {"approved"}, "state of the dealers known for years")
    stage.say("qudao approved the two sales companies; qudao and dianshang approved the dealers known for years, D4, D5 and D6, with their stores")


def make_categories(stage):
    """The categories that the goods sheet names; an administrator enters them once."""
    categories = stage.env["product.category"]
    for name in goods.CATEGORIES:
        if not categories.search([("name", "=", name)]):
            categories.create({"name": name})
    stage.say("goods categories")


def import_goods(stage):
    """Three departments import one sheet, each its own columns; the finance manager activates the prices."""
    run_import(stage, "kefu", "goods", "goods.xls")
    run_import(stage, "caigou", "goods", "goods.xls")
    run_import(stage, "jiesuan", "goods", "goods.xls")
    version = stage.as_("caiwu")["dealer.price.version"].search([("state", "=", "draft")])
    stage.expect(len(version), 1, "draft price versions")
    version.action_activate()
    stage.say(f"caiwu activated the ex-factory prices: {version.line_count} products")


def put_on_shelf(stage):
    """Operations puts the new goods on the shelf; until then nobody can order them."""
    templates = stage.as_("yunying")["product.template"].search([("dealer_goods_code", "in", [item.code for item in goods.GOODS])])
    templates.action_shelf_on()
    stage.expect(len(templates), len(goods.GOODS), "goods on the shelf")
    stage.say(f"yunying put {len(templates)} goods on the shelf")


def import_tariffs(stage):
    """Four carriers; each version is activated by the finance manager."""
    for layout, name in (
            ("tariff_flat", "tariff-sf.xlsx"), ("tariff_first_continue", "tariff-ems.xls"),
            ("tariff_first_continue", "tariff-sto.xlsx"), ("tariff_flat", "tariff-yto.xls")):
        run_import(stage, "jiesuan", layout, name)
    versions = stage.as_("caiwu")["logistics.contract.version"].search([("state", "=", "draft")])
    stage.expect(len(versions), 4, "draft tariff versions")
    versions.action_activate()
    stage.say("caiwu activated the tariffs of SF, EMS, STO and YTO")


def enter_fee_rules(stage):
    """Admin fee 8 % of the ex-factory price, handling 10.00 per returned piece, entered by one and activated by another."""
    rules = stage.as_("jiesuan")["logistics.fee.rule"].create([
        {"name": "管理费 8%", "code": "admin", "event": "order", "kind": "percent", "rate_bp": 800, "date_from": date(2026, 1, 1)},
        {"name": "退货手续费 每件 10 元", "code": "handling", "event": "return", "kind": "per_item", "amount": 10.0,
         "date_from": date(2026, 1, 1)},
    ])
    rules.with_env(stage.as_("caiwu")).action_activate()
    stage.say("caiwu activated the admin fee and the handling fee")


def import_stock(stage):
    """The warehouse manager imports the count of the opening stock; Odoo books it as an inventory adjustment."""
    job = run_import(stage, "cangku", "stock", "opening-stock.xlsx")
    wanted = sum(row[2] for row in goods.STOCK_SHEET.rows)
    stage.expect(job.created_count, len(goods.STOCK_SHEET.rows), "counted products")
    products = stage.env["product.product"].search([("default_code", "in", [row[0] for row in goods.STOCK_SHEET.rows])])
    stage.expect(sum(products.mapped("free_qty")), wanted, "pieces in the warehouse")
    stage.say(f"{wanted:.0f} pieces of {len(products)} products in HQ's warehouse")


def import_remittances(stage):
    """The cashier imports the bank's list and makes top-ups of what found its owner; the confirmer confirms them."""
    run_import(stage, "chuna", "remittances", "remittances.xls")
    lines = stage.as_("chuna")["prepaid.bank.line"].search([])
    found = {line.serial[-1]: line.partner_id.dealer_code or "" for line in lines}
    stage.expect(found, {"1": "D1", "2": "D2", "3": "", "4": "D6", "5": "", "6": ""}, "owners of the remittances")
    lines.filtered("partner_id").action_make_topups()
    topups = lines.topup_id.with_env(stage.as_("fuhe"))
    topups.action_confirm()
    stage.say("fuhe confirmed 5,000.00 for Dealers One and Two each and 6,000.00 for Dealer Six: their accounts are open")
