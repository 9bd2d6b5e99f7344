from dataclasses import replace

from odoo import fields, models

from odoo.addons.dealer_base.money import round_div, to_fen

from ..returns import QUALITY, Refusal
from .dealer_return import TAKEN


class DealerReturn(models.Model):
    """What headquarters had taken off an order, when goods come back: kept, or withdrawn as far as the goods that stay no longer earn it."""

    _inherit = "dealer.return"

    discount_withdrawn = fields.Monetary(
        string="Discount withdrawn", compute="_compute_amounts", store=True, copy=False,
        help="Taken off by headquarters, and no longer earned by the goods that stay; comes off the credit.")

    def _withdrawn_fen(self, gone, kept_off_fen):
        """Hook: say what all returns of the order together withdraw. Extend: return fen; reads only.

        :param gone: {key of the order line: pieces} that are gone with this return, those of earlier returns included.
        :param kept_off_fen: what had come off the pieces that stay.
        :return: fen >= 0; of what had come off never more than ``kept_off_fen``.
        """
        return 0

    def _may_withdraw(self, order):
        """Hook: say whether anything of an order can be withdrawn. Extend: return a bool.

        :param order: sale.order in sudo.
        """
        return any(part.kind == "discount" for part in order.settlement_line_ids)

    def _other_returns(self):
        """:return: dealer.return in sudo: those that took goods of the order back beside this one."""
        return self.sudo().search([  # sudo: returns the user may not see have withdrawn their part too
            ("order_id", "=", self.order_id._origin.id), ("state", "in", TAKEN), ("id", "!=", self._origin.id)])

    def _withdrawn_before_fen(self):
        """:return: fen that the other returns of the order have withdrawn."""
        return sum(to_fen(one.discount_withdrawn) for one in self._other_returns())

    def _less_withdrawn(self, result, shipped, wanted):
        """Take off the credit what the goods that stay no longer earn: the growth of the whole, so that all returns add up.

        :param result: Preview. :param shipped: Shipped. :param wanted: {key of the order line: pieces} of this return.
        :return: Preview; never less than 0 for the goods. A fault of the goods withdraws nothing, nor do goods that go out for others.
        """
        order = self.order_id._origin.sudo()  # sudo: the figures of the order belong to its return
        if result.is_exchange or not self._may_withdraw(order):
            return result
        others = self._other_returns()
        prices = {line._settlement_key(): to_fen(line.price_unit) for line in order._goods_lines()}
        gone = dict(wanted)
        for line in others.line_ids:
            key = line.order_line_id._settlement_key()
            gone[key] = gone.get(key, 0) + line._pieces()
        kept_off = sum(
            price * (line.qty - gone.get(line.key, 0)) - line.goods_fen + round_div(line.goods_fen * gone.get(line.key, 0), line.qty)
            for line, price in ((line, prices[line.key]) for line in shipped.lines) if line.qty)
        due = self._withdrawn_fen(gone, kept_off) - self._withdrawn_before_fen()
        if self.reason_class == QUALITY:
            due = min(due, 0)
        return replace(result, withdrawn_fen=min(due, result.goods_fen)) if due else result

    def _kept_discounts(self, goods, order):
        """Give what comes off the goods that go out for the same goods of a quality exchange: what had come off those.

        :param goods: list of GoodsLine of the replacement. :param order: its sale.order.
        :return: as ``sale.order._order_discounts``.
        """
        if self.reason_class != QUALITY:
            return {}
        back = self._core_preview(self._snapshot_shipped(), self._wanted(), [])
        if isinstance(back, Refusal):
            return {}
        lines = {line.order_line_id._settlement_key(): line.order_line_id.sudo() for line in self.line_ids}  # sudo: figures of the first order
        off = {}
        for part in back.lines:
            line = lines[part.key]
            fen, pieces = off.get(line.product_id.id, (0, 0))
            off[line.product_id.id] = fen + to_fen(line.price_unit) * part.qty - part.goods_fen, pieces + part.qty
        products = {line._settlement_key(): line.product_id._origin.id for line in order._goods_lines()}
        found = {}
        for line in goods:
            fen, pieces = off.get(products[line.key], (0, 0))
            if fen:
                label = self.env._("As on the first order")
                found[line.key] = round_div(fen * min(line.qty, pieces), pieces), label
        return found
