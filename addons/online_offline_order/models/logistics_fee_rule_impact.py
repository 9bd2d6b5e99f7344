from odoo import models
from odoo.exceptions import ValidationError

from odoo.addons.dealer_base.money import to_fen, yuan
from odoo.addons.logistics_fee.models.logistics_fee_rule import MANDATORY
from odoo.addons.logistics_fee.tariff.fees import evaluate

OPEN = ("draft", "waiting")
LIMITS = (("min_amount", "max_amount"), ("order_min_amount", "order_max_amount"), ("order_base_from", "order_base_upto"))
AMOUNTS = ("amount", *(name for pair in LIMITS for name in pair))
AT_MOST = 300  # orders that are worked out while somebody waits for the form


class LogisticsFeeRule(models.Model):
    """A fee rule that is not in force yet says what it makes of open orders, which of them become short and by how much, and what the
    orders of last month would have cost by it (N14)."""

    _name = "logistics.fee.rule"
    _inherit = ["logistics.fee.rule", "prepaid.impact.mixin"]

    def _impact_depends(self):
        return [
            *super()._impact_depends(), "code", "event", "kind", "rate_bp", "amount", "base", "scope", "priority", "date_from", "date_to", "state",
            "min_amount", "max_amount", "order_min_amount", "order_max_amount", "order_base_from", "order_base_upto", "bearer", "tier_ids.rate_bp",
            "tier_ids.upto", "categ_ids", "partner_ids", "grade_ids", "division_ids"]

    def _impact(self):
        self.ensure_one()
        if self.state != "draft" or self.event != "order" or not self.date_from:
            return []
        try:
            self._check_value()
        except ValidationError:
            return []  # the rule is not filled in yet
        if impossible := self._impossible():
            return [impossible]
        rules = [rule._core_rule() for rule in self._in_force(self.company_id, domain=[("event", "=", "order"), ("id", "!=", self._origin.id)])]
        day = max(self.company_id._dealer_today(), self.date_from)
        return [*self._impact_on_open(rules, day), *self._impact_on_last_month(rules, day)]

    def _impossible(self):
        """:return: why the rule cannot be saved as it stands on the form, or nothing."""
        if any(self[name] < 0 for name in AMOUNTS) or any(not 0 <= rate <= 10_000 for rate in (self.rate_bp, *self.tier_ids.mapped("rate_bp"))):
            return self.env._("Amounts cannot be negative and a rate lies between 0 and 100 %.")
        if any(0 < self[high] < self[low] for low, high in LIMITS):
            return self.env._("An upper limit cannot be below its lower limit.")
        return ""

    def _more(self, order, rules, day):
        """Give what an order would cost more by the rule.

        :return: fen, below zero when it costs less; None where no fee can be worked out.
        """
        goods = [line for line in order._snapshot_goods() if line.unit_fen and line.qty > 0]
        if not goods:
            return None
        event = self._fee_event("order", day, order._fee_lines(goods), order.partner_id, order._delivery_division())
        without, having = (evaluate(found, event, MANDATORY["order"]) for found in (rules, [*rules, self._core_rule()]))
        if not having.ok:
            return None
        paid = [sum(fee.fen for fee in found.fees if fee.bearer == "dealer") if found.ok else None for found in (without, having)]
        return paid[1] - (to_fen(order.admin_total) if paid[0] is None else paid[0])

    def _impact_on_open(self, rules, day):
        orders = self.env["sale.order"].sudo().search([  # sudo: sums over the company, for who may enter fee rules
            ("is_dealer_order", "=", True), ("company_id", "=", self.company_id.id), ("dealer_state", "in", OPEN), ("settlement_total", ">", 0)],
            order="id", limit=AT_MOST)
        short, touched, sum_fen, covers = [], 0, 0, {}
        for order in orders:
            more = self._more(order, rules, day)
            if not more:
                continue
            touched, sum_fen = touched + 1, sum_fen + more
            account = order._find_account()
            cover = covers[account] = covers[account] if account in covers else account._cover()
            total = to_fen(order.settlement_total)
            missing = 0 if cover.take(total)[1] else cover.take(total + more)[1]
            if missing:
                short.append(self.env._("%(order)s by %(missing)s", order=order.name, missing=yuan(missing)))
        text = self.env._(
            "Open orders: %(touched)s of %(count)s change, together by %(sum)s CNY.", touched=touched, count=len(orders), sum=yuan(sum_fen))
        return [text, self.env._("Short by it: %s.", self._named(short))] if short else [text]

    def _impact_on_last_month(self, rules, day):
        company = self.company_id
        first, _last = company._dealer_last_month()
        orders = self.env["sale.order"].sudo().search([  # sudo: see above
            ("is_dealer_order", "=", True), ("company_id", "=", company.id), ("dealer_state", "in", ("approved", "partial", "shipped", "received")),
            ("submitted_at", ">=", company._dealer_utc(first)), ("submitted_at", "<", company._dealer_utc(company._dealer_today().replace(day=1)))],
            order="id", limit=AT_MOST)
        found = [more for order in orders if (more := self._more(order, rules, day)) is not None]
        return [self.env._(
            "%(month)s: %(count)s orders would have cost %(sum)s CNY more by it.", month=f"{first:%Y-%m}", count=len(found), sum=yuan(sum(found)))]
