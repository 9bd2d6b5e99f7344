from odoo import models


class PrepaidAccountReleased(models.Model):
    _inherit = "prepaid.account"

    def _released_by(self, amount_fen):
        """Name the waiting orders that so much more money would release, smaller ones behind a large one included."""
        orders = self._waiting_orders()
        asked = [order._asked_fen() for order in orders]
        answers = self._cover().released_by(amount_fen, asked) if orders else []
        return super()._released_by(amount_fen) + [
            (order.name, fen) for order, fen, goes in zip(orders, asked, answers, strict=True) if goes]
