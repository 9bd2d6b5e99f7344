import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class PrepaidDeposit(models.Model):
    """A deposit that goes back is paid to the bank account on file, or in cash against a signed slip; somebody can prove who got it.

    As with withdrawals the number itself stands on the partner form: the document shows it masked, and keeps what was paid to.
    """

    _inherit = "prepaid.deposit"

    by_cash = fields.Boolean(compute="_compute_by_cash", compute_sudo=True)
    bank_shown = fields.Char(
        compute="_compute_bank_shown", string="Goes to", help="Bank account of the owner on file, masked; its data stand on the partner form.")
    bank_reference = fields.Char(copy=False, help="Reference of the payment at the bank; whoever approves enters it before.")
    paid_bank_shown = fields.Char(string="Paid to", readonly=True, copy=False)

    @api.depends("journal_id")
    def _compute_by_cash(self):
        for deposit in self:
            deposit.by_cash = deposit.journal_id.type == "cash"

    @api.depends("kind", "journal_id", "partner_id.bank_ids.active", "partner_id.bank_ids.sequence", "partner_id.bank_ids.acc_number")
    def _compute_bank_shown(self):
        for deposit in self:
            bank = deposit._payee_bank()
            deposit.bank_shown = self.env._("cash, against a signed slip") if deposit.by_cash else bank._masked() if bank else self.env._("none on file")

    def _payee_bank(self):
        return self.partner_id._payout_bank(self.company_id) if self.partner_id else self.env["res.partner.bank"]

    def _guarded_fields(self):
        return super()._guarded_fields() | {"paid_bank_shown"}

    def write(self, vals):
        payment = vals and vals.keys() <= {"bank_reference", "date_paid"}
        if self.env.su or not payment or any(deposit.state != "submitted" or deposit.kind != "returned" for deposit in self):
            return super().write(vals)
        self._need(self._checkers)
        self.check_access("read")
        return super(PrepaidDeposit, self.sudo()).write(vals)  # sudo: the submitted document is closed, only what the bank says of the payment is open

    def _check_ready(self):
        super()._check_ready()
        if self.kind == "returned":
            self._check_payee()

    def _check_payee(self):
        """Refuse a return without a payee: no bank account on file, or cash without a slip that the receiver signed."""
        if self.by_cash and not self.proof_ids:
            raise UserError(self.env._("%s pays a deposit back in cash: attach the slip that the receiver signed.", self.name))
        if not self.by_cash and not self._payee_bank():
            raise UserError(self.env._(
                "%(name)s pays a deposit back: %(owner)s has no bank account on file. Enter one on the partner form, or pay in cash against a slip.",
                name=self.name, owner=self.partner_id.display_name))

    def _carry_out(self):
        if self.kind != "returned":
            return super()._carry_out()
        self._check_left()
        self._check_payee()
        if self.by_cash:
            return {**super()._carry_out(), "paid_bank_shown": self.bank_shown}
        if not (self.bank_reference or "").strip():
            raise UserError(self.env._("%s: enter the bank's reference of the payment first.", self.name))
        bank, days = self._payee_bank(), self.company_id.sudo().prepaid_bank_change_days  # sudo: the setting counts whoever approves
        fresh = bank.prepaid_changed_at and bank.prepaid_changed_at >= fields.Datetime.now() - datetime.timedelta(days=days)
        if fresh and self.env.user in bank._hands():
            raise AccessError(self.env._(
                "Another person must approve %(name)s: the bank data of %(owner)s were changed within %(days)s days, and you entered them.",
                name=self.name, owner=self.partner_id.display_name, days=days))
        return {**super()._carry_out(), "paid_bank_shown": bank._masked()}
