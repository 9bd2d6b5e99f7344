from odoo import api, models


class AccountPartialReconcile(models.Model):
    """Matches with items of the ledger are made and taken back by its documents alone."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._refuse_ledger_matches()
        return partials

    def write(self, vals):
        self._refuse_ledger_matches()
        result = super().write(vals)
        if {"debit_move_id", "credit_move_id"} & vals.keys():
            self._refuse_ledger_matches()
        return result

    def unlink(self):
        self._refuse_ledger_matches()
        return super().unlink()

    def _refuse_ledger_matches(self):
        if not self.env.su:
            (self.debit_move_id | self.credit_move_id).move_id._refuse_booked_ledger_moves()
