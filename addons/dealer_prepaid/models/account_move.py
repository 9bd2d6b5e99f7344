from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Journal entries that book the prepaid ledger stay as they are: the ledger entry cannot be taken back, so its books cannot.

    A correction is a return, an adjustment or another document of the ledger, which books its own entries.
    """

    _inherit = "account.move"

    def _refuse_ledger_moves(self):
        if self.env.su:
            return
        entry = self.env["prepaid.entry"].sudo().search(  # sudo: the books are protected whoever reads the ledger
            ["|", ("move_id", "in", self.ids), ("clearing_move_id", "in", self.ids)], limit=1)
        if entry:
            move = (entry.move_id | entry.clearing_move_id) & self.sudo()  # sudo: the sentence names the move
            raise UserError(self.env._(
                "%(move)s books prepaid entry \"%(entry)s\" and stays as it is: correct it with a return or an adjustment of the prepaid account.",
                move=move[:1].display_name, entry=entry.label))

        batch = self.env["prepaid.gl.batch"].sudo().search([("move_id", "in", self.ids)], limit=1)  # sudo: see above
        if batch:
            raise UserError(self.env._(
                "%(move)s books batch %(batch)s of the prepaid ledger and stays as it is: reverse the batch as a whole.",
                move=batch.move_id.display_name, batch=batch.name))

    def button_draft(self):
        self._refuse_ledger_moves()
        return super().button_draft()

    def button_cancel(self):
        self._refuse_ledger_moves()
        return super().button_cancel()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        self._refuse_ledger_moves()
        return super()._reverse_moves(default_values_list=default_values_list, cancel=cancel)
