from collections import Counter

from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..engine import read_outcome
from ..engine.kinds.coin_price import COINS


class SaleOrder(models.Model):
    """Points, vouchers and deposits that pay a part of an order. They are money of the buyer: prices, tax and thresholds stay as they are."""

    _inherit = "sale.order"

    promo_paid = fields.Monetary(
        string="Paid with points, vouchers, deposits", compute="_compute_promo_paid", store=True, groups="base.group_user",
        help="Money the buyer need not pay any more; prices and tax stay.")
    promo_to_pay = fields.Monetary(string="Left to pay", compute="_compute_promo_to_pay", groups="base.group_user")

    @api.depends("promo_result")
    def _compute_promo_paid(self):
        for order in self:
            uses = read_outcome(order.promo_result).assets if order.promo_result else ()
            order.promo_paid = float(from_fen(sum(use.used_fen for use in uses)))

    @api.depends("promo_paid", "amount_total")
    def _compute_promo_to_pay(self):
        for order in self:
            order.promo_to_pay = order.amount_total - order.promo_paid

    @api.depends("promo_paid")
    def _compute_amount_paid(self):
        """As Odoo, with what points, vouchers and deposits pay."""
        result = super()._compute_amount_paid()
        for order in self:
            order.amount_paid += order.promo_paid
        return result

    def _promo_balances(self):
        """Extend: say what the buyer wants to spend on the order.

        :return: {account of the engine: how much}.
        """
        return {}

    def _promo_deposits(self, now):
        """Extend: give the deposits of the order that count. :param now: aware datetime. :return: tuple of Deposit."""
        return ()

    def _promo_points_of(self, outcome):
        """:return: points that an outcome spends: prices with coins and payments."""
        coins = sum(issue.count for issue in outcome.issues if issue.kind == "spend" and issue.key == COINS)
        return coins + sum(use.used_fen // use.step_fen for use in outcome.assets if use.asset == "points")

    def _promo_points_back(self, outcome, plan):
        """:param plan: RefundPlan of all that is gone. :return: points that go back to the buyer."""
        steps = {use.rule: use.step_fen for use in outcome.assets if use.asset == "points"}
        back = sum(part.fen // steps[part.rule] for part in plan.assets if part.asset == "points")
        kept = {line.id: line.qty - plan.gone.get(line.id, 0) for line in outcome.lines}
        for effect in outcome.effects:
            coins = sum(issue.count for issue in effect.issues if issue.kind == "spend" and issue.key == COINS)
            pieces = sum(count for _name, _first, count, _fen in effect.shares)
            stay = sum(max(0, min(count, kept[name] - first)) for name, first, count, _fen in effect.shares)
            back += coins * (pieces - stay) // pieces if coins and pieces else 0
        return back

    def _promo_settled(self, move_type):
        """:return: Counter {kind of asset: fen} of what entries have settled on invoices, or on credit notes, of the order."""
        found = Counter()
        for entry in self.env["account.move"].sudo().search([  # sudo: every entry of the order counts
                ("promo_paid_order_id", "=", self.id), ("state", "=", "posted"), ("promo_settles_id.move_type", "=", move_type)]):
            found[entry.promo_asset] += to_fen(entry.amount_total)
        return found
