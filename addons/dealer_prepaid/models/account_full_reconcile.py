from odoo import models


class AccountFullReconcile(models.Model):
    """A full match with items of the ledger stays; what makes it up is guarded with the items and the partial matches."""

    _inherit = "account.full.reconcile"

    def unlink(self):
        if not self.env.su:
            self.reconciled_line_ids.move_id._refuse_booked_ledger_moves()
        return super().unlink()
