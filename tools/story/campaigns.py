"""Campaigns and performance: what operations, sales and finance find on the first day (J19, J22)."""
import datetime

from odoo import fields

from tools.story.play import order

BRIEF = {
    "background": "冬款到货，门店先要看得见的让利。", "aim": "让经销商一次订满一季的主推款。", "audience_note": "全部经销商的门店",
    "needs": "商品备货、客服话术", "theme": "冬季首批订货", "target_orders": 20}


def _campaign(stage, name, rules, **values):
    """Plan a campaign as operations, from today on.

    :return: the promo.campaign, submitted.
    """
    today = fields.Datetime.now().replace(hour=0, minute=0, second=0, microsecond=0)
    campaign = stage.as_("yunying")["promo.campaign"].create({
        "name": name, **BRIEF, "date_start": today, "date_end": today + datetime.timedelta(days=20),
        "rule_ids": [(0, 0, {
            "name": rule["name"], "condition_ids": [(0, 0, row) for row in rule["conditions"]],
            "reward_ids": [(0, 0, row) for row in rule["rewards"]]}) for rule in rules], **values})
    campaign.action_submit()
    stage.fresh(campaign)
    return campaign


def campaigns(stage):
    """One campaign of headquarters that runs and lowers the settlement, one that waits for the second person, and an order that earns the first."""
    running = _campaign(stage, "冬季首批满减", [{
        "name": "满6000减200", "conditions": [{"kind": "min_amount", "amount": 6000}], "rewards": [{"kind": "amount", "amount": 200}]}],
        settles=True, budget_amount=2000)
    running.with_env(stage.as_("caiwu")).action_accept_below()  # what headquarters bears may lower some goods below their ex-factory price
    running.with_env(stage.as_("dianshang")).action_approve()
    stage.fresh(running)
    stage.expect(running.state, "approved", f"state of {running.name}")
    waiting = _campaign(stage, "年货节两件九五折", [{
        "name": "两件九五折", "conditions": [{"kind": "min_qty", "qty": 2}], "rewards": [{"kind": "percent", "rate": 5}]}], budget_amount=5000)
    stage.expect(waiting.state, "submitted", f"state of {waiting.name}")
    draft = order(stage, "D6-6A", "A-NVY-165", 20, consumer_name="团购 罗敏", consumer_phone="13800008016")
    stage.expect(f"{draft.goods_total:.2f}", "5800.00", f"goods of {draft.name}, 6,000.00 less the campaign")
    stage.say(f"{running.name} runs and takes 200.00 off {draft.name}; {waiting.name} waits for its approval")


def performance(stage):
    """The target of the year down to the quarter, and a scheme of commission in force."""
    year = fields.Date.context_today(stage.env.user).year
    target = stage.as_("yunying")["perf.target"].create({
        "name": f"{year}年", "level": "year", "date_from": f"{year}-01-01", "date_to": f"{year}-12-31", "amount": 1_200_000})
    target.action_split_level()
    for half in target.child_ids:
        half.action_split_level()
    scheme = stage.as_("jiesuan")["perf.commission.scheme"].create({
        "name": "业务员提成", "user_ids": [(6, 0, (stage.person("yewu") | stage.person("yewu2")).ids)], "date_from": f"{year}-01-01",
        "line_ids": [(0, 0, {"amount_from": 0, "amount_upto": 50_000, "rate": 1}), (0, 0, {"amount_from": 50_000, "rate": 1.5})]})
    scheme.with_env(stage.as_("caiwu")).action_activate()
    stage.fresh(scheme)
    stage.say(f"{target.name}: {len(target.child_ids)} halves, {len(target.child_ids.child_ids)} quarters; {scheme.name} is in force")
