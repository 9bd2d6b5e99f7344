"""Dealers who do not pay in advance: Dealer Five pays each order before it ships, Dealer Four a month later (journey J15)."""
from tools.story.play import approve, order, ship, submit
from tools.story.slip import picture

BANK, ALIPAY = "dealer_prepaid.receipt_channel_bank", "dealer_prepaid.receipt_channel_alipay"


def receipt(stage, record, amount, slip, channel=BANK):
    """The cashier records a receipt for an order with its slip and hands it to the confirmer.

    :param slip: what the slip says. :return: the prepaid.receipt, submitted.
    """
    env = stage.as_("chuna")
    proof = env["ir.attachment"].create({"name": "付款凭证.png", "raw": picture("付款凭证", *slip.split())})
    paid = env["prepaid.receipt"].create({
        "partner_id": record.account_partner_id.id, "order_id": record.id, "amount": amount, "channel_id": stage.env.ref(channel).id,
        "payer_name": record.account_partner_id.name, "proof_ids": [(6, 0, proof.ids)]})
    paid.action_submit()
    stage.fresh(paid)
    stage.expect(paid.state, "submitted", f"state of {paid.name}")
    return paid


def pay_now(stage):
    """J15 a and c: one order is paid and goes to the warehouse, one lacks 30.00, one has a receipt that was typed wrong."""
    stage.partner("D5").with_env(stage.as_("jiesuan")).action_set_settlement("pay_now", "合同：款到发货")
    first = order(stage, "D5-5A", "A-BLK-170", 2, consumer_name="田甜", consumer_phone="13800008011")
    submit(stage, first, "680.00", "waiting")
    paid = receipt(stage, first, 680.0, f"{first.name} 转账 680.00")
    paid.with_env(stage.as_("fuhe")).action_confirm()
    stage.fresh(first).action_retry()
    stage.fresh(first)
    stage.expect(first.dealer_state, "submitted", f"state of {first.name}")
    approve(stage, first)
    stage.say(f"Dealer Five pays each order: {first.name} is paid by {paid.name} and waits for the warehouse")
    second = order(stage, "D5-5A", "A-BLK-175", 2, consumer_name="苏梅", consumer_phone="13800008012")
    submit(stage, second, "680.00", "waiting")
    receipt(stage, second, 650.0, f"{second.name} 转账 650.00").with_env(stage.as_("fuhe")).action_confirm()
    stage.fresh(second).action_retry()
    stage.fresh(second)
    stage.expect((second.dealer_state, f"{second.missing_amount:.2f}"), ("waiting", "30.00"), f"state of {second.name} and what is missing")
    rest = receipt(stage, second, 30.0, f"{second.name} 支付宝 30.00", ALIPAY)
    stage.say(f"{second.name}: 650.00 of 680.00 are paid, 30.00 are missing; {rest.name} over 30.00 waits for its confirmation")
    third = order(stage, "D5-5A", "A-BLK-180", 2, consumer_name="程阳", consumer_phone="13800008013")
    submit(stage, third, "680.00", "waiting")
    wrong = receipt(stage, third, 860.0, f"{third.name} 转账 680.00")
    stage.say(f"{wrong.name} says 860.00 and its slip 680.00: it waits for a confirmer who looks")


def pay_later(stage):
    """J15 b: a shipped order is due in 30 days, the next one is over the credit limit."""
    stage.partner("D4").with_env(stage.as_("jiesuan")).action_set_settlement("pay_later", "合同：月结30天", days=30, limit=1000.0)
    stage.as_("fuhe")["prepaid.settlement.change"].search([("partner_id", "=", stage.partner("D4").id), ("state", "=", "proposed")]).action_confirm()
    stage.expect(stage.fresh(stage.partner("D4")).settlement_method, "pay_later", "settlement method of D4, confirmed by a second person")
    first = order(stage, "D4-4A", "A-NVY-170", 2, consumer_name="韦娜", consumer_phone="13800008014")
    submit(stage, first, "680.00", "submitted")
    approve(stage, first)
    ship(stage, first, "SF4000000000001")
    stage.expect(f"{first.due_ids.residual:.2f}", "680.00", f"open invoice of {first.name}")
    second = order(stage, "D4-4A", "A-NVY-175", 2, consumer_name="邱明", consumer_phone="13800008015")
    submit(stage, second, "680.00", "submitted")
    stage.expect(second.credit_state, "over", f"credit of {second.name}")
    stage.say(f"Dealer Four pays in 30 days: {first.name} is invoiced, {second.name} is over the limit of 1,000.00 and waits for the finance manager")
