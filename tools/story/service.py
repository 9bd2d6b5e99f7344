"""Guides and sources of supply, an exchange that waits for money, a complaint: what service and stores do after the sale (J14, J25)."""
from tools.story.play import approve, order, ship, signed_slip, submit

GUIDES = (("D6-6A", "黎雪", "G601", "store"), ("D6-6B", "邵峰", "G602", "store"), ("D1-1A", "安琪", "G101", "virtual"))
MAILS = ("D1", "D1-1A", "D1-1B", "D2", "D2-2A", "D6", "D6-6A", "D6-6B")


def guides(stage):
    """Guides of three stores, and a consumer who belongs to one of them."""
    made = stage.as_("kefu")["dealer.guide"].create([
        {"name": name, "work_number": number, "kind": kind, "store_id": stage.partner(code).id} for code, name, number, kind in GUIDES])
    stage.as_("kefu")["dealer.consumer.binding"].create({"phone": "13800008016", "guide_id": made[0].id, "consent": True})
    stage.say(f"{len(made)} guides; the consumer 罗敏 belongs to {made[0].name}")
    return made


def sources(stage):
    """A second warehouse for the East, and the rules that rank both: HQ first."""
    headquarters = stage.env["stock.warehouse"].search([("company_id", "=", stage.env.company.id)], limit=1, order="id")
    headquarters.name = "总部仓"  # it bears the name of the company that Odoo was installed with
    east = stage.env["stock.warehouse"].create({"name": "华东仓", "code": "EAST", "company_id": stage.env.company.id})
    stage.as_("cangku")["dealer.sourcing.rule"].create([
        {"name": "总部仓优先", "kind": "hq", "warehouse_ids": [(6, 0, headquarters.ids)], "sequence": 10},
        {"name": "东部由华东仓补充", "kind": "warehouse", "warehouse_ids": [(6, 0, east.ids)], "partner_id": stage.partner("SC-E").id, "sequence": 20}])
    stage.say(f"orders are supplied by {headquarters.name}, those of the East by {east.name} where it lacks goods")


def exchange(stage, guide):
    """One coat of an order with a guide comes back for two long ones; the account lacks the difference, so the exchange waits."""
    sold = order(stage, "D6-6A", "A-NVY-165", 2, consumer_name="罗敏", consumer_phone="13800008016", guide_id=guide.id)
    submit(stage, sold, "680.00", "submitted")
    approve(stage, sold)
    ship(stage, sold, "SF6000000000002")
    sold.with_env(stage.as_("shouhou")).action_received(note="门店确认", proofs=[signed_slip()])
    credited = stage.as_("yunying")["dealer.attribution"].search([("order_id", "=", sold.id), ("role", "=", "guide")])
    stage.expect((credited.guide_id.name, f"{credited.amount:.2f}"), (guide.name, "600.00"), f"who is credited with {sold.name}")
    big = order(stage, "D6-6B", "C-BLK-175", 9, consumer_name="柳青", consumer_phone="13800008018")
    submit(stage, big, f"{big.settlement_total:.2f}", "submitted")
    returned = stage.as_("kefu")["dealer.return"].create({
        "order_id": sold.id, "reason": "换成长款", "postage_by": "collect", "postage": 18.0,
        "line_ids": [(0, 0, {"order_line_id": sold.order_line[0].id, "quantity": 1})],
        "exchange_line_ids": [(0, 0, {"product_id": stage.product("B-BLK-170").id, "quantity": 2})]})
    stage.expect(f"{returned.net_amount:.2f}", "-513.60", f"change of the balance by {returned.name}")
    returned.action_submit()
    returned.with_env(stage.as_("shouhou")).action_approve()
    stage.fresh(returned)
    returned.with_env(stage.as_("cangguan")).action_receive()
    stage.fresh(returned)
    if returned.state == "inspecting":
        returned.with_env(stage.as_("cangku")).action_inspect()
    stage.fresh(returned)
    returned.with_env(stage.as_("shouhou")).action_accept_exchange()
    stage.fresh(returned)
    stage.expect(returned.state, "waiting", f"state of {returned.name}")
    stage.say(f"{returned.name}: a coat against two long ones, 513.60 more; it waits for a top-up of {returned.sudo().exchange_missing:.2f}")
    return sold


def complaint(stage, sold):
    """The store complains about a parcel; after-sale service has to answer."""
    told = stage.as_("shouhou")["dealer.complaint"].create({
        "partner_id": sold.partner_id.id, "order_id": sold.id, "kind": "delivery", "text": "外箱破损，请跟进物流公司。"})
    stage.say(f"{told.name}: {sold.partner_id.name} complains about the parcel of {sold.name}")


def mails(stage):
    """Stores and dealers get an address, so that they are told of what happens from now on."""
    for code in MAILS:
        partner = stage.partner(code)
        partner.email = f"{code.lower()}@example.com"
    stage.say(f"{len(MAILS)} stores and dealers have a mail address")


def after_sales(stage):
    """Play the chapter; the addresses come last, when everything else has happened."""
    made = guides(stage)
    sold = exchange(stage, made[0])
    complaint(stage, sold)
    sources(stage)
