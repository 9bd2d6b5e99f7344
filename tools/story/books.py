"""Finance at work: bonus rules, lots, a limit, documents that wait for their second person, the bank's list, a statement, a certificate."""
from datetime import timedelta

from tools.story.play import approve, figures, order, ship, submit, top_up
from tools.story.slip import picture


def receiving(stage):
    """Dealers are told where to pay: one finance manager proposes it, the other one confirms it."""
    env = stage.as_("caiwu")
    account = stage.env.company._receiving_accounts()[:1].with_env(env)
    change = env["prepaid.receiving.change"].browse(account.action_change_receiving()["res_id"])
    change.write({"payment_hint": "户名：示例服饰总公司，开户行：中国银行成都高新支行，账号：6217 0000 0000 0001", "reason": "告知经销商向哪里付款"})
    change.action_propose()
    change.with_env(stage.as_("caiwu2")).action_confirm()
    stage.expect(change.state, "done", "state of the change of the receiving account")
    stage.say("caiwu proposed what dealers are told to pay into, caiwu2 confirmed it")


def bonus_rules(stage):
    """One rule is in force before the first top-up is confirmed, another one waits for the finance manager."""
    rules = stage.as_("jiesuan")["prepaid.bonus.rule"]
    in_force = rules.create({"name": "充值满 6000 送 5%", "min_amount": 6000.0, "mode": "percent", "rate": 5.0, "max_amount": 500.0, "expiry_days": 90})
    in_force.action_submit()
    in_force.with_env(stage.as_("caiwu")).action_activate()
    stage.expect(in_force.state, "active", f"state of {in_force.name}")
    waiting = rules.create({
        "name": "首充满 20000 送 1200", "min_amount": 20000.0, "mode": "fixed", "fixed_amount": 1200.0, "expiry_days": 60, "first_only": True})
    waiting.action_submit()
    stage.say(f"caiwu put the bonus rule {in_force.name} in force; {waiting.name} waits for its approval")


def month_before(stage):
    """Dealer Six began last month, with one order that he paid for at once: the commission of that month is paid on it."""
    with stage.at(stage.env.company._dealer_today().replace(day=1) - timedelta(days=1), 10, ledger=True):
        first = order(stage, "D6-6A", "A-NVY-180", 16, consumer_name="团购 曹颖", consumer_phone="13800008019")
        paid = top_up(stage, "D6", "余洋", "东部销售公司 余洋", first.settlement_total)
        paid.with_env(stage.as_("fuhe")).action_confirm()
        stage.keep()  # the gate looks from a connection of its own
        submit(stage, first, f"{paid.amount:.2f}", "submitted")
        approve(stage, first)
        ship(stage, first, "SF6000000000000")
    figures(stage, "D6", "0.00", "0.00", "0.00")
    credited = stage.env["dealer.attribution"].search([("order_id", "=", first.id)])
    stage.expect({(line.salesperson_id.login, f"{line.amount:.2f}") for line in credited if line.role == "store"}, {("yewu2", "4800.00")}, "credited sales")
    stage.say(f"{first.name} of Dealer Six, 4,800.00 of goods, was paid for and shipped on {credited[0].date}")


def dealer_six(stage):
    """The top-up of 6,000.00 has earned 300.00; an order uses the gift first; a limit of a store; one order in review."""
    figures(stage, "D6", "6300.00", "0.00", "6300.00")
    account = _account(stage, "D6")
    stage.as_("caiwu")["prepaid.sub.limit"].create({
        "account_id": account.id, "partner_id": stage.partner("D6-6A").id, "per_order": 1000.0, "per_day": 3000.0})
    first = order(stage, "D6-6A", "A-NVY-165", 2, consumer_name="罗敏", consumer_phone="13800008016")
    submit(stage, first, "680.00", "submitted")
    approve(stage, first)
    ship(stage, first, "SF6000000000001")
    figures(stage, "D6", "5620.00", "0.00", "5620.00")
    lots = account.sudo().lot_ids
    left = {bucket: f"{sum(of_bucket.mapped('free')):.2f}" for bucket, of_bucket in lots.grouped("bucket").items()}
    stage.expect(left, {"gift": "0.00", "cash": "5620.00"}, "what is left of the lots of Dealer Six")
    second = order(stage, "D6-6B", "A-NVY-180", 2, consumer_name="秦月", consumer_phone="13800008017")
    submit(stage, second, "680.00", "submitted")
    stage.say(f"{first.name} of Dealer Six was paid from the gift of 300.00 first, then 380.00 cash; {second.name} waits for the review")


def bank_list(stage):
    """A top-up that a salesperson proposed meets its line of the bank's list; a remittance of nobody is parked."""
    claim = top_up(stage, "D6", "余洋", "东部销售公司 余洋", 1500.0)
    lines = stage.as_("chuna")["prepaid.bank.line"]
    lines.search([("topup_id", "=", False)]).action_match()
    match = stage.as_("chuna")["prepaid.match"].search([("topup_id", "=", claim.id)])
    stage.expect((len(match), match.bank_line_id.serial), (1, "202611200005"), f"proposals for {claim.name}")
    nobody = lines.search([("serial", "=", "202611200006")])
    parked = stage.as_("chuna")["prepaid.unidentified"].browse(nobody.action_park()["res_id"])
    parked.reason = "附言看不出是谁的款"
    parked.action_submit()
    parked.with_env(stage.as_("fuhe")).action_approve()
    stage.say(f"{claim.name} over 1,500.00 has a proposed match; 860.00 of nobody are parked as {parked.name}; 1,200.00 are on the unmatched list")


def documents(stage):
    """A deposit received; a credit line, a rebate to approve; a second rebate of the kind gift is granted."""
    account, today = _account(stage, "D6"), stage.env.company._dealer_today()
    env = stage.as_("chuna")
    slip = env["ir.attachment"].create({"name": "保证金凭证.png", "raw": picture("经销商六", "保证金 2000.00")})
    deposit = env["prepaid.deposit"].create({
        "kind": "received", "partner_id": stage.partner("D6").id, "amount": 2000.0, "reason": "经销合同保证金", "proof_ids": [(6, 0, slip.ids)]})
    deposit.action_submit()
    deposit.with_env(stage.as_("fuhe")).action_approve()
    line = stage.as_("yewuzg")["prepaid.credit.line"].create({
        "account_id": account.id, "amount": 2000.0, "date_from": today, "date_to": today + timedelta(days=60), "reason": "旺季备货，申请临时授信额度"})
    line.action_submit()
    grants = stage.as_("jiesuan")["prepaid.grant"]
    gift = grants.create({
        "account_id": account.id, "bucket": "gift", "amount": 200.0, "expires_on": today + timedelta(days=30), "reason": "新店开业赠送"})
    rebate = grants.create({"account_id": account.id, "bucket": "rebate", "amount": 120.0, "reason": "上季返利"})
    (gift | rebate).action_submit()
    gift.with_env(stage.as_("caiwu")).action_approve()
    figures(stage, "D6", "5820.00", "680.00", "5140.00")
    stage.say(f"deposit {deposit.name} of 2,000.00; gift {gift.name} of 200.00; {line.name} over 2,000.00 and {rebate.name} over 120.00 wait for approval")


def statement(stage):
    """Dealer One's statement up to today is issued and waits for his answer."""
    account = _account(stage, "D1")
    issued = stage.as_("jiesuan")["prepaid.statement"].create({"account_id": account.id, "date_to": stage.env.company._dealer_today()})
    stage.keep()
    issued.action_issue()
    stage.expect((issued.state, f"{issued.closing:.2f}"), ("issued", "4320.00"), f"state and closing of {issued.name}")
    stage.say(f"{issued.name}: Dealer One's statement, {issued.line_count} entries, closing {issued.closing:.2f}, waits for his answer")


def certificate(stage):
    """The settlement accountant makes the day's tie-out certificate, which waits for its signature, and last month's checklist."""
    stage.check_ledger()
    made = stage.as_("jiesuan")["prepaid.tieout"].browse(stage.as_("jiesuan")["prepaid.tieout"].action_make()["res_id"])
    stage.expect(made.state, "green", f"state of {made.name}")
    month = stage.as_("jiesuan")["prepaid.month.close"].create({})
    month.action_check()
    stage.expect(month.state, "open", f"state of {month.name}")
    stage.say(f"{made.name} agrees and waits for its signature; the checklist {month.name} has {month.red_count} red item")


def _account(stage, code):
    return stage.env["prepaid.account"]._for_partner(stage.env.company, stage.partner(code))
