from odoo import api, models

OPEN = frozenset(("analytic_distribution", "analytic_line_ids", "no_followup"))  # what a user may still write on a posted item of the ledger

MONEY = frozenset(("account_id", "partner_id", "debit", "credit", "balance", "amount_currency", "move_id"))


class AccountMoveLine(models.Model):
    """Items of posted entries of the ledger: partner, account, amounts, texts, taxes and matching are closed to users."""

    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self.env["account.move"].browse({vals["move_id"] for vals in vals_list if vals.get("move_id")})._refuse_booked_ledger_moves()
        lines = super().create(vals_list)
        lines.move_id._refuse_posted_hand_entries()
        return lines

    def write(self, vals):
        if not self.env.su and vals.keys() - OPEN:
            self.move_id._refuse_booked_ledger_moves()
            if vals.get("move_id"):
                self.env["account.move"].browse(vals["move_id"])._refuse_booked_ledger_moves()
        booked = not self.env.su and vals.keys() & MONEY
        posted = self.move_id.filtered(lambda move: move.state == "posted") if booked else self.env["account.move"]
        posted._refuse_hand_entries()
        result = super().write(vals)
        posted._refuse_hand_entries()  # what came onto the advance account is seen after the write
        return result

    def unlink(self):
        if not self.env.su:
            self.move_id._refuse_booked_ledger_moves()
        self.move_id._refuse_posted_hand_entries()
        return super().unlink()

    def remove_move_reconcile(self):
        if not self.env.su and (self.matched_debit_ids or self.matched_credit_ids):
            self.move_id._refuse_booked_ledger_moves()
        return super().remove_move_reconcile()
