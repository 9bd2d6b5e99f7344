from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.adapters.sentences import label_of
from odoo.addons.dealer_base.money import to_fen


class PrepaidTransfer(models.Model):
    """Money moved from one prepaid account to another of the same company (template E16); both ledgers name it.

    Within the accounts of one dealer and his stores one finance manager approves; from one dealer to another two do (feature 19).
    """

    _name = "prepaid.transfer"
    _inherit = "prepaid.document.bonus"
    _description = "Prepaid transfer"

    _makers = ("group_fin_cashier", "group_fin_settlement")
    _checkers = ("group_fin_manager",)

    target_id = fields.Many2one("prepaid.account", string="To account", required=True, check_company=True, ondelete="restrict", index=True)
    first_approver_id = fields.Many2one("res.users", string="First approval by", readonly=True, copy=False)
    first_approved_at = fields.Datetime(readonly=True, copy=False)
    needs_two = fields.Boolean(compute="_compute_needs_two", string="Two approvals", help="The money goes from one dealer to another.")
    target_partner_id = fields.Many2one(related="target_id.partner_id", string="To owner")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "A transfer has an amount above 0.00.")
    _two_accounts = models.Constraint("CHECK(account_id <> target_id)", "A transfer needs two different accounts.")

    @api.depends("account_id.dealer_id", "target_id.dealer_id", "account_id.partner_id", "target_id.partner_id")
    def _compute_needs_two(self):
        for transfer in self:
            dealers = [account.dealer_id or account.partner_id for account in (transfer.account_id, transfer.target_id)]
            transfer.needs_two = dealers[0] != dealers[1]

    def action_approve(self):
        """Approve the transfer; between two dealers the first approval is noted and the second, by another person, moves the money.

        :return: True.
        :raises AccessError: for others than the finance manager, for who entered it, and for the first approver.
        """
        self._need(self._checkers)
        first = self.filtered(lambda doc: doc.state == "submitted" and doc.needs_two and not doc.first_approver_id)
        for transfer in first:
            if self.env.user in (transfer.submitter_id, transfer.create_uid):
                raise AccessError(self.env._("Another person must approve %s: you entered it.", transfer.name))
            transfer._refuse_editors()
            transfer.sudo().write({"first_approver_id": self.env.uid, "first_approved_at": fields.Datetime.now()})  # sudo: flow fields are closed to writes
        for transfer in (self - first).filtered(lambda doc: doc.state == "submitted"):
            if self.env.user == transfer.first_approver_id:
                raise AccessError(self.env._(
                    "%s moves money to another dealer: you gave the first approval, another finance manager must give the second.", transfer.name))
        return super(PrepaidTransfer, self - first).action_approve()

    def _check_ready(self):
        super()._check_ready()
        if self.target_id.state not in ("draft", "open"):
            raise UserError(self.env._(
                "%(name)s: account %(account)s takes no money in state %(state)s; choose an open account, or have this one opened again.",
                name=self.name, account=self.target_id.name, state=label_of(self.target_id)))

    def _carry_out(self):
        fen, label = to_fen(self.amount), self.env._("Transfer %s", self.name)
        entry = self._take_out(self.account_id, "transfer_out", label)
        arrived = self.target_id._post_entries(
            self._hold_key(), [{"kind": "transfer_in", "amount_fen": fen, "label": label}], self._name, self.id, approver=self.env.user)
        move = self.account_id._gl_event(self.company_id.prepaid_journal_id, "E16", {"amount": fen}, label, other=self.target_id.partner_id)
        arrived._link_move(move)
        return self._book(entry, move)
