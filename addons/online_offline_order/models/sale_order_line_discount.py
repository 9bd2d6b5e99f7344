from odoo import models

from odoo.addons.dealer_base.money import to_fen


class SaleOrderLine(models.Model):
    """What comes off a line of a dealer order."""

    _inherit = "sale.order.line"

    def _settled_fen(self):
        """:return: what was debited for the pieces that have shipped, in fen; what comes off the line is in it."""
        self.ensure_one()
        full = to_fen(self.price_unit) * self.qty_settled
        if not full or not any(part.kind == "discount" for part in self.order_id.settlement_line_ids):
            return full
        line = next((one for one in self.order_id._frozen_settlement().goods if one.key == self._settlement_key()), None)
        return line.part_fen(0, self.qty_settled) if line else full
