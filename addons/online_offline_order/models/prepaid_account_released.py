from odoo import models

from odoo.addons.dealer_base.money import to_fen


class PrepaidAccountReleased(models.Model):
    _inherit = "prepaid.account"

    def _released_by(self, amount_fen):
        """Name the waiting orders that so much more money would release, smaller ones behind a large one included."""
        released, left = super()._released_by(amount_fen), to_fen(self.available) + amount_fen
        for order in self._waiting_orders():
            needed = to_fen(order.proposed_total or order.settlement_total)
            if needed <= left:
                released.append((order.name, needed))
                left -= needed
        return released
