from odoo import models


class PrepaidAccountReleased(models.Model):
    _inherit = "prepaid.account"

    def _released_by(self, amount_fen):
        """Name the waiting orders that so much more money would release, smaller ones behind a large one included."""
        released, left = super()._released_by(amount_fen), self._spendable_fen() + amount_fen
        for order in self._waiting_orders():
            needed = order._asked_fen()
            if needed <= left:
                released.append((order.name, needed))
                left -= needed
        return released
