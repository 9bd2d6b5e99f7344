from odoo import models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen
from odoo.addons.logistics_fee.tariff.bearer import by_bearer, split_again


class SaleOrder(models.Model):
    """Proves a stored settlement: each fee, the freight and its split are computed again from what was kept with the order."""

    _inherit = "sale.order"

    def action_check_settlement(self):
        """Compute the settlement of submitted orders again from the kept traces and compare.

        :return: a notification action.
        :raises UserError: naming the order and the parts that do not come out the same.
        """
        self.check_access("read")
        self._check_dealer_order()
        for order in self:
            wrong = order._settlement_differences()
            if wrong:
                raise UserError(self.env._(
                    "Order %(order)s: %(parts)s do not come out as they were stored: tell the finance manager.", order=order.name, parts=", ".join(wrong)))
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"type": "success", "message": self.env._("The settlement was computed again and is the same.")}}

    def _settlement_differences(self):
        """:return: labels of the parts that come out differently; empty for a draft and where nothing was kept."""
        lines = self.settlement_line_ids.sudo()  # sudo: a proof reads what its reader may not
        wrong = [line.label for line in lines if not line._replays()]
        names = self._fields
        if self.settlement_line_ids and sum(to_fen(line.amount) for line in lines) != to_fen(self.settlement_total):
            wrong.append(names["settlement_total"]._description_string(self.env))
        kept = self.freight_bearing or {}
        if not kept.get("steps"):
            return wrong
        parts = by_bearer(split_again(kept["whole_fen"], kept["steps"]))
        stored = {"dealer": to_fen(self.logistics_total) - kept.get("before_fen", 0), "hq": to_fen(self.freight_hq), "consumer": to_fen(self.freight_consumer)}
        quote = self._held_quote()
        if parts != {who: fen for who, fen in stored.items() if fen} or (quote and quote._replay() != kept["whole_fen"]):
            wrong.append(names["logistics_total"]._description_string(self.env))
        return wrong
