from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen


class PrepaidTransfer(models.Model):
    """Money moved from one prepaid account to another of the same company (template E16); both ledgers name it."""

    _name = "prepaid.transfer"
    _inherit = "prepaid.document.bonus"
    _description = "Prepaid transfer"

    _makers = ("group_fin_cashier", "group_fin_settlement")
    _checkers = ("group_fin_manager",)

    target_id = fields.Many2one("prepaid.account", string="To account", required=True, check_company=True, ondelete="restrict", index=True)
    target_partner_id = fields.Many2one(related="target_id.partner_id", string="To owner")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "A transfer has an amount above 0.00.")
    _two_accounts = models.Constraint("CHECK(account_id <> target_id)", "A transfer needs two different accounts.")

    def _check_ready(self):
        super()._check_ready()
        if self.target_id.state not in ("draft", "open"):
            raise UserError(self.env._("%(name)s: account %(account)s takes no money in its state.", name=self.name, account=self.target_id.name))

    def _carry_out(self):
        fen, label = to_fen(self.amount), self.env._("Transfer %s", self.name)
        advance = self.account_id._role("advance")
        entry = self._take_out(self.account_id, "transfer_out", label)
        arrived = self.target_id._post_entries(
            self._hold_key(), [{"kind": "transfer_in", "amount_fen": fen, "label": label}], self._name, self.id, approver=self.env.user)
        owners = {1: self.account_id.partner_id, -1: self.target_id.partner_id}
        move = self.account_id._gl_entry(self.company_id.prepaid_journal_id, [(advance, fen, owners[1]), (advance, -fen, owners[-1])], label)
        arrived._link_move(move)
        return self._book(entry, move)
