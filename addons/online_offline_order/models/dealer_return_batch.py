from odoo import models


class DealerReturn(models.Model):
    """Returns of companies that book by the day: refund and charges wait for their batch, no credit note is posted."""

    _inherit = "dealer.return"

    def _waits_for_batch(self):
        """Tell whether the ledger entries of the return are booked by the day."""
        return bool(self.env["prepaid.entry"].sudo().search_count([  # sudo: after-sale service keeps no ledger
            ("res_model", "=", "dealer.return"), ("res_id", "=", self.id), ("gl_mode", "=", "batch")], limit=1))

    def _post_credit_note(self, result, memo_fen=0):
        return self.env["account.move"] if self._waits_for_batch() else super()._post_credit_note(result, memo_fen)

    def _post_charges(self, result, memo_fen=0):
        return self.env["account.move"] if self._waits_for_batch() else super()._post_charges(result, memo_fen)
