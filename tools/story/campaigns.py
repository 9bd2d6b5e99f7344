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
            "name": rule["name"], "level": rule.get("level", "order"), "condition_ids": [(0, 0, row) for row in rule["conditions"]],
            "reward_ids": [(0, 0, row) for row in rule["rewards"]]}) for rule in rules], **values})
    campaign.action_submit()
    stage.fresh(campaign)
    return campaign


def _approve(stage, campaign):
    """Two other people let a campaign run: finance, as with the others it may lower goods below their ex-factory price, then the manager."""
    campaign.with_env(stage.as_("caiwu")).action_accept_below()
    campaign.with_env(stage.as_("dianshang")).action_approve()
    stage.fresh(campaign)
    stage.expect(campaign.state, "approved", f"state of {campaign.name}")


def _prizes(stage):
    """A prize table in force: one scarf in ten draws, ten points otherwise."""
    table = stage.as_("yunying")["promo.prize.table"].create({"name": "冬季转盘", "prize_ids": [
        (0, 0, {"name": "羊绒围巾", "odds": 10, "stock": 5, "kind": "goods", "value": 90}),
        (0, 0, {"name": "10 积分", "odds": 90, "is_endless": True, "is_fallback": True, "kind": "points", "points": 10})]})
    table.action_submit()
    table.with_env(stage.as_("dianshang")).action_approve()
    stage.fresh(table)
    return table


def campaigns(stage):
    """The three forms (R3-017): full-reduce, full-gift and full-draw of headquarters run, one campaign waits for the second person, and an order
    earns all three."""
    running = _campaign(stage, "冬季首批满减", [{
        "name": "满6000减200", "conditions": [{"kind": "min_amount", "amount": 6000}], "rewards": [{"kind": "amount", "amount": 200}]}],
        settles=True, budget_amount=2000)
    _approve(stage, running)  # each is proved with what runs already: the next one is planned after it
    gift = _campaign(stage, "冬季首批满赠", [{
        "name": "满5000送围巾", "conditions": [{"kind": "min_amount", "amount": 5000}], "rewards": [{
            "kind": "gift", "product_id": stage.product("H").id, "qty": 1, "worth": 90, "gift_stock": 20}]}], settles=True, budget_amount=1800)
    _approve(stage, gift)
    table = _prizes(stage)
    draw = _campaign(stage, "冬季首批满抽奖", [{
        "name": "满4000抽奖一次", "level": "after", "conditions": [{"kind": "min_amount", "amount": 4000}], "rewards": [{
            "kind": "lottery", "key": table.name, "count": 1}]}], settles=True, budget_amount=900)
    _approve(stage, draw)
    waiting = _campaign(stage, "年货节两件九五折", [{
        "name": "两件九五折", "conditions": [{"kind": "min_qty", "qty": 2}], "rewards": [{"kind": "percent", "rate": 5}]}], budget_amount=5000)
    waiting.with_env(stage.as_("caiwu")).action_accept_below()  # as with the others; the second person is left to the visitor
    stage.fresh(waiting)
    stage.expect(waiting.state, "submitted", f"state of {waiting.name}")
    draft = order(stage, "D6-6A", "A-NVY-165", 20, consumer_name="团购 罗敏", consumer_phone="13800008016")
    stage.expect(f"{draft.goods_total:.2f}", "5800.00", f"goods of {draft.name}, 6,000.00 less the campaign")
    told = str(draft.promo_html)
    stage.expect([name in told for name in ("满6000减200", "满5000送围巾", "满4000抽奖一次")], [True] * 3, f"what {draft.name} earns")
    stage.say(f"{running.name}, {gift.name} and {draw.name} run, {draft.name} earns all three; {waiting.name} waits for its approval")


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
