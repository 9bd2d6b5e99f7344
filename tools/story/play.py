"""What happened in the story before the first visitor comes, so that every role finds something to do."""
import base64
from datetime import timedelta

from tools.story.slip import picture

CHENGDU, MIANYANG = "510107", "510703"
CONSUMER = {"consumer_name": "高晓梅", "consumer_phone": "13800008001", "consumer_street": "科华北路8号", "consumer_consent": True}


def nominate(stage, login, vals, steps=3):
    """Nominate as a sales company manager; HQ and e-commerce approve.

    :param steps: 1 = submitted only, 2 = HQ approved too, 3 = all.
    :return: the nomination.
    """
    env = stage.as_(login)
    nomination = env["dealer.nomination"].create({"sales_company_id": env.user.sales_company_ids.id, **vals})
    for line in nomination.line_ids:
        line.write({"score": {"value_score": 9}, "amount": {"value_amount": 1_200_000}, "yes_no": {"value_yes": True}}[line.kind])
    nomination.action_submit()
    if steps > 1:
        nomination.with_env(stage.as_("qudao")).action_approve_hq()
    if steps > 2:
        nomination.with_env(stage.as_("dianshang")).action_approve()
    state = {1: "submitted", 2: "hq_approved", 3: "approved"}[steps]
    stage.expect(nomination.state, state, f"nomination {nomination.name}")
    return nomination


def nominations(stage):
    """Dealers and stores are approved as J1 says; two nominations wait, one store is left for the newcomer."""
    ready = (("xibu", "D1", "张伟"), ("xibu", "D1-1A", "刘芳"), ("xibu", "D1-1B", "王磊"), ("dongbu", "D2", "李娜"),
             ("dongbu", "D2-2A", "赵强"), ("xibu", "D3", "黄勇"))
    for login, code, contact in ready:
        nominate(stage, login, _registered(stage, code, contact))
    nominate(stage, "xibu", _registered(stage, "D3-3B", "徐明"), steps=2)
    nominate(stage, "dongbu", {
        "level": "store", "candidate_name": "门店2B", "dealer_id": stage.partner("D2").id, "contact_name": "丁一", "phone": "13800002012",
        "division_id": stage.division("330106").id, "street": "文三路22号"}, steps=1)
    stage.say("six terminals approved, one waits for e-commerce, one for HQ")


def _registered(stage, code, contact):
    partner = stage.partner(code)
    return {"level": partner.dealer_level, "partner_id": partner.id, "contact_name": contact, "phone": partner.phone}


def order(stage, store, sku, pieces, carrier="SF", division=CHENGDU, **vals):
    """Enter an order as pre-sale service.

    :return: the sale.order, a draft.
    """
    env = stage.as_("kefu")
    carrier_id = env["delivery.carrier"].search([("dealer_code", "=", carrier)]).id
    record = env["sale.order"].with_context(default_is_dealer_order=True).create({
        "is_dealer_order": True, "partner_id": stage.partner(store).id, "dealer_mode": "consumer", "carrier_id": carrier_id,
        **CONSUMER, "consumer_division_id": stage.division(division).id,
        "order_line": [(0, 0, {"product_id": stage.product(sku).id, "product_uom_qty": pieces})], **vals})
    stage.keep()
    return record


def submit(stage, record, total, state):
    """Submit an order and look at the outcome."""
    stage.expect(f"{record.settlement_total:.2f}", total, f"total of {record.name} ({record.settlement_refusal or 'priced'})")
    record.action_submit()
    stage.fresh(record)
    stage.expect(record.dealer_state, state, f"state of {record.name}")


def approve(stage, record):
    """The other person of pre-sale service approves."""
    record.with_env(stage.as_("shenhe")).action_approve()
    stage.fresh(record)
    stage.expect(record.dealer_state, "approved", f"state of {record.name}")


def ship(stage, record, tracking, pieces=None):
    """The warehouse operator enters the tracking number and validates the delivery.

    :param pieces: pieces of every line that leave now; all by default. :return: the stock.picking.
    """
    picking = record.sudo().picking_ids.filtered(lambda p: p.state not in ("done", "cancel")).with_env(stage.as_("cangguan"))
    picking.action_assign()
    picking.carrier_tracking_ref = tracking
    for move in picking.move_ids:
        move.quantity = move.product_uom_qty if pieces is None else pieces
        move.picked = True
    if picking.is_partial:
        picking.action_ask_partial("其余缺货")
        picking.with_env(stage.as_("shenhe")).action_release_partial("门店同意先发一部分")
    answer = picking.button_validate()
    if isinstance(answer, dict) and answer["res_model"] == "stock.backorder.confirmation":
        stage.as_("cangguan")["stock.backorder.confirmation"].with_context(**answer["context"]).create({}).process()
    stage.fresh(record)
    stage.expect(picking.state, "done", f"state of {picking.name}")
    return picking


def send_back(stage, record, pieces, postage=18.0):
    """Pre-sale service asks for the return of pieces of an order's first line, not quality, freight collect.

    :return: the dealer.return, submitted.
    """
    returned = stage.as_("kefu")["dealer.return"].create({
        "order_id": record.id, "reason": "尺码不合适", "postage_by": "collect", "postage": postage,
        "line_ids": [(0, 0, {"order_line_id": record.order_line[0].id, "quantity": pieces})]})
    returned.action_submit()
    return returned


def top_up(stage, code, payer, remark, amount):
    """The cashier records a top-up with its slip and hands it to the confirmer.

    :return: the prepaid.topup, submitted.
    """
    env = stage.as_("chuna")
    slip = env["ir.attachment"].create({"name": "汇款凭证.png", "raw": picture("汇款凭证", remark, payer, f"{amount:.2f}")})
    topup = env["prepaid.topup"].create({
        "partner_id": stage.partner(code).id, "amount": amount, "payer_name": payer, "remark": remark, "method": "online",
        "proof_ids": [(6, 0, slip.ids)]})
    topup.action_submit()
    return topup


def figures(stage, code, balance, held, available):
    """Check an account and the proof of the whole ledger."""
    account = stage.env["prepaid.account"]._for_partner(stage.env.company, stage.partner(code))
    stage.fresh(account)
    found = tuple(f"{value:.2f}" for value in (account.balance, account.held, account.available))
    stage.expect(found, (balance, held, available), f"balance, held and available of {code}")
    stage.check_ledger()


def signed_slip():
    """Give the slip that the consumer signed, as ``action_received`` takes it."""
    return {"name": "签收单.png", "data": base64.b64encode(picture("签收单", "李女士", "2"))}


def dealer_one(stage):
    """J3 shipped and received; a return of it waits; one order waits for the warehouse, one for the review."""
    figures(stage, "D1", "5000.00", "0.00", "5000.00")
    first = order(stage, "D1-1A", "A-RED-170", 2)
    submit(stage, first, "680.00", "submitted")
    figures(stage, "D1", "5000.00", "680.00", "4320.00")
    approve(stage, first)
    ship(stage, first, "SF1000000000001")
    figures(stage, "D1", "4320.00", "0.00", "4320.00")
    first.with_env(stage.as_("shouhou")).action_received(note="李女士签收", proofs=[signed_slip()])
    stage.say(f"{first.name}: two red jackets, 600.00 + 48.00 + 32.00 = 680.00, shipped and received")
    returned = send_back(stage, first, 1)
    stage.say(f"{returned.name}: one of the two comes back, waits for after-sale service")
    second = order(stage, "D1-1B", "B-BLK-170", 1, division=MIANYANG, consumer_name="郝建", consumer_phone="13800008002")
    submit(stage, second, "410.80", "submitted")
    approve(stage, second)
    stage.say(f"{second.name}: one long coat, 360.00 + 28.80 + 22.00 = 410.80, waits for the warehouse")
    third = order(stage, "D1-1A", "F-CML-L", 3, carrier="YTO", consumer_name="龙飞", consumer_phone="13800008003")
    submit(stage, third, "470.60", "submitted")
    figures(stage, "D1", "4320.00", "881.40", "3438.60")
    stage.say(f"{third.name}: three sweaters, 420.00 + 33.60 + 17.00 = 470.60, waits for the review")


def unfinished(stage):
    """A draft with its quotes, and a sheet with mistakes that was checked and not imported."""
    draft = order(stage, "D1-1B", "D-RED-165", 2, carrier="STO", division=MIANYANG, consumer_name="尹航", consumer_phone="13800008006")
    name = "dealers-mistakes.xlsx"
    job = stage.as_("kefu")["dealer.import.job"].create({"layout": "dealers", "filename": name, "file": stage.content(f"broken/{name}")})
    job.action_check()
    stage.expect((job.created_count, job.error_count), (1, 9), f"good and bad rows of {name}")
    stage.say(f"{draft.name} is a draft; {name} was checked: 9 rows with mistakes")


def dealer_two(stage):
    """J4: 4,500.00 are held, the next order lacks 180.00, and a top-up of 500.00 waits for its confirmation."""
    big = order(stage, "D2-2A", "C-BLK-175", 10, consumer_name="万里", consumer_phone="13800008004")
    submit(stage, big, "4500.00", "submitted")
    small = order(stage, "D2-2A", "A-RED-170", 2, consumer_name="江雪", consumer_phone="13800008005")
    submit(stage, small, "680.00", "waiting")
    stage.expect(f"{small.missing_amount:.2f}", "180.00", "missing amount")
    figures(stage, "D2", "5000.00", "4500.00", "500.00")
    topup = top_up(stage, "D2", "李娜", "东部销售公司 李娜", 500.0)
    stage.say(f"{small.name} waits for 180.00; {topup.name} over 500.00 waits for its confirmation, which releases it")


def next_prices(stage):
    """A price version for a later day waits for the finance manager (J7)."""
    version = stage.as_("jiesuan")["dealer.price.version"].create({
        "date_from": stage.env.company._dealer_today() + timedelta(days=30),
        "line_ids": [(0, 0, {"product_id": stage.product(sku).id, "ex_factory_price": 320.0}) for sku in ("A-RED-165", "A-RED-170")]})
    stage.say(f"{version.name}: new prices wait for the finance manager")
