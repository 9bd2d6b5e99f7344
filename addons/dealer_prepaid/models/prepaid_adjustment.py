from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen


class PrepaidAdjustment(models.Model):
    """A correction of an account with a reason and a counterpart in the books: what no other document covers."""

    _name = "prepaid.adjustment"
    _inherit = "prepaid.document"
    _description = "Prepaid adjustment"

    _makers = ("group_fin_cashier", "group_fin_settlement")
    _checkers = ("group_fin_manager",)

    direction = fields.Selection([("credit", "In the dealer's favour"), ("debit", "To the dealer's charge")], required=True, default="credit")
    counter_account_id = fields.Many2one(
        "account.account", string="Counterpart", required=True, check_company=True, ondelete="restrict",
        help="Account of the books on the other side of the adjustment.")
    original_entry_id = fields.Many2one("prepaid.entry", string="Corrects", ondelete="restrict", help="The ledger entry that was wrong.")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "An adjustment has an amount above 0.00; choose its direction.")

    def _hold_fen(self):
        return to_fen(self.amount) if self.direction == "debit" else 0

    def _check_ready(self):
        if self.counter_account_id == self.env["prepaid.gl.mapping"]._account(self.company_id, "advance"):
            raise UserError(self.env._("%s: the counterpart cannot be the advance account itself.", self.name))
        if self.original_entry_id and self.original_entry_id.account_id != self.account_id:
            raise UserError(self.env._("%s corrects an entry of another account.", self.name))

    def _carry_out(self):
        account, fen, label = self.account_id, to_fen(self.amount), self.env._("Adjustment %s", self.name)
        if self.direction == "debit":
            entry, sign = self._capture_hold("adjust", label), -1
        else:
            entry, sign = account._post_entries(
                self._hold_key(), [{"kind": "adjust", "amount_fen": fen, "label": label}], self._name, self.id, approver=self.env.user), 1
        counter = self.counter_account_id.sudo()  # sudo: approvers read no charts
        move = account._gl_entry(self.company_id.prepaid_journal_id, [(counter, sign * fen), (account._role("advance"), -sign * fen)], label)
        return self._book(entry, move)
