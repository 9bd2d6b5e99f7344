from odoo import models


class ActivationOrder(models.Model):
    """What was settled of an order of a dealer is what the attribution credited, less what came back."""

    _inherit = "activation.order"

    def _settled(self):
        """Give what was credited of orders, with goods that went out for goods of theirs; an order that has not begun to ship is not settled."""
        ours = self.filtered(lambda row: row.order_id.is_dealer_order)
        settled = super(ActivationOrder, self - ours)._settled()
        if not ours:
            return settled
        first, credited = ours.order_id._with_replacements(), {}
        rows = self.env["dealer.attribution"].sudo()._read_group(  # sudo: the funnel counts for everybody
            [("order_id", "in", [order.id for order in first]), ("role", "=", "store")], ["order_id"], ["amount:sum"])
        for order, amount in rows:
            credited[first[order]] = credited.get(first[order], 0.0) + amount
        return settled | {row: credited[row.order_id] for row in ours if row.order_id in credited}
