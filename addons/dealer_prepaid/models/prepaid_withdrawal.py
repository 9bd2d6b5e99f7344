from odoo import fields, models

from odoo.addons.dealer_base.money import to_fen


class PrepaidWithdrawal(models.Model):
    """Money paid back to the owner before the season's close (template E12): held when asked for, paid when approved."""

    _name = "prepaid.withdrawal"
    _inherit = "prepaid.document.bonus"
    _description = "Prepaid withdrawal"

    _makers = ("group_fin_cashier", "group_fin_settlement")
    _checkers = ("group_fin_manager",)

    journal_id = fields.Many2one(
        "account.journal", string="Paid from", required=True, check_company=True, domain=[("type", "=", "bank")], ondelete="restrict",
        default=lambda self: self.env["prepaid.topup"]._default_journal())
    bank_reference = fields.Char(help="Reference of the payment at the bank.")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "A withdrawal has an amount above 0.00.")

    def _carry_out(self):
        label = self.env._("Withdrawal %s", self.name)
        entry = self._take_out(self.account_id, "withdrawal", label)
        move = self.account_id._gl_pay_back(self.journal_id.sudo(), to_fen(self.amount), label)  # sudo: approvers read no journals
        return self._book(entry, move)
