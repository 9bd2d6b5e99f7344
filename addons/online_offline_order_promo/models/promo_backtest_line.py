from dataclasses import replace

from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, round_div, to_fen


class PromoBacktestLine(models.Model):
    """A past dealer order in a backtest: what its settlement would have been."""

    _inherit = "promo.backtest.line"

    is_dealer_order = fields.Boolean(related="order_id.is_dealer_order")
    settlement_then = fields.Monetary(string="Account paid", readonly=True, help="The settlement of the dealer order as it was.")
    settlement_diff = fields.Monetary(
        string="Account would pay", readonly=True, help="More (or less, below 0): what comes off the goods, and the fees that are a percentage of them.")

    @api.model
    def _carts(self, orders, given):
        found = super()._carts(orders, given)
        for order in orders.filtered(lambda one: one.is_dealer_order and one.id not in given):
            goods = [line.bare() for line in order._frozen_settlement().goods] if order.settlement_line_ids else []
            found[order.id] = replace(found[order.id], lines=tuple(order._settled_lines(goods)))
        return found

    @api.model
    def _more_of(self, order, then, now, tally):
        values = super()._more_of(order, then, now, tally)
        if not order.is_dealer_order:
            return values
        goods_fen, less = to_fen(order.goods_total), then - now
        fees = [part for part in order.settlement_line_ids if part.kind == "admin" and part.rate_bp and to_fen(part.base) == goods_fen]
        diff = less + sum(round_div((goods_fen + less) * part.rate_bp, 10_000) - to_fen(part.amount) for part in fees)
        tally.sums["settlement_diff"] = tally.sums.get("settlement_diff", 0) + diff
        return {**values, "settlement_then": order.settlement_total, "settlement_diff": float(from_fen(diff))}
