from odoo import models


class AccountMove(models.Model):
    """A credit note takes an order back out of the figures."""

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft)
        posted.filtered(lambda move: move.move_type == "out_refund")._note_activation()
        return posted

    def button_draft(self):
        """Take the credit note out of the figures again."""
        result = super().button_draft()
        self.filtered(lambda move: move.move_type == "out_refund")._note_activation()
        return result

    def _note_activation(self):
        orders = self.sudo().line_ids.sale_line_ids.order_id  # sudo: the funnel counts whoever posts
        if orders:
            orders._note_activation()
