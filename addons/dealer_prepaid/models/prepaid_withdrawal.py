from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import to_fen

PAYERS = ("group_fin_confirmer",)
PAYMENT = {"bank_reference", "paid_on"}
LISTERS = ("group_fin_settlement", "group_fin_confirmer", "group_fin_manager")


class PrepaidWithdrawal(models.Model):
    """Money paid back to the owner before the season's close (template E12).

    draft -> submitted (held) -> approved -> paid | rejected; paid -> returned when the bank sends it back. Three people, as at
    the season's close: one enters it, the finance manager approves it, the receipt confirmer pays it to the owner's bank account
    and notes the bank's reference. Ledger and books follow the payment, not the approval.
    """

    _name = "prepaid.withdrawal"
    _inherit = ["prepaid.document.bonus", "prepaid.payout.mixin", "prepaid.approved.mixin"]
    _description = "Prepaid withdrawal"
    _reason_methods = {"action_reject", "action_return"}
    _open_states = ("submitted", "approved")

    _makers = ("group_fin_cashier", "group_fin_settlement")
    _checkers = ("group_fin_manager",)

    journal_id = fields.Many2one(
        "account.journal", string="Paid from", required=True, check_company=True, domain=[("type", "=", "bank")], ondelete="restrict",
        default=lambda self: self.env["prepaid.topup"]._default_journal("bank"))
    bank_needed = fields.Boolean(related="company_id.prepaid_refund_needs_bank")
    refund = fields.Monetary(related="amount", string="To pay", tracking=False)  # the amount is tracked
    state = fields.Selection(
        selection_add=[("paid", "Paid"), ("returned", "Sent back by the bank")], ondelete={"paid": "set default", "returned": "set default"})
    payer_id = fields.Many2one("res.users", string="Paid by", readonly=True, copy=False)
    paid_at = fields.Datetime(readonly=True, copy=False)

    _amount_positive = models.Constraint("CHECK(amount > 0)", "A withdrawal has an amount above 0.00.")

    def write(self, vals):
        if self.env.su or not vals.keys() & PAYMENT:
            return super().write(vals)
        self._need(PAYERS)
        self.check_access("write")
        for withdrawal in self:
            if vals.keys() - PAYMENT or withdrawal.state != "approved":
                raise AccessError(self.env._("The bank's reference of %s is entered alone, once it is approved and before it is paid.", withdrawal.name))
        return super(PrepaidWithdrawal, self.sudo()).write(vals)  # sudo: the approved document is closed, only the reference is open

    # -- buttons

    def action_pay(self):
        """Note that the money went to the owner's bank account: ledger entry, journal entry (Approved -> Paid).

        :return: True; pressing twice does nothing more.
        :raises AccessError: for others than the receipt confirmer, and for those who entered, changed or approved it.
        :raises UserError: without the bank's reference, or when the bank data wait for their second approval.
        """
        self._need(PAYERS)
        for withdrawal in self.filtered(lambda doc: doc.state != "paid").sorted("account_id"):
            withdrawal._need_state("approved")
            if self.env.user in withdrawal._payout_persons():
                raise AccessError(self.env._("A third person must pay %s: you entered or approved it.", withdrawal.name))
            problem = withdrawal._payout_problem()
            if problem:
                raise UserError(problem)
            if not (withdrawal.bank_reference or "").strip():
                raise UserError(self.env._("%s: enter the bank's reference of the payment first.", withdrawal.name))
            if withdrawal.paid_on:
                withdrawal.company_id._prepaid_check_bank_day(withdrawal.name, withdrawal.paid_on)
                withdrawal.company_id._prepaid_check_after_approval(withdrawal.name, withdrawal.paid_on, withdrawal._payout_first_day())
            paid = withdrawal.sudo()  # sudo: flow fields are closed to writes; the confirmer keeps no books by hand
            paid.write({
                **paid._pay(), "state": "paid", "payer_id": self.env.uid, "paid_at": fields.Datetime.now(), "paid_bank_shown": withdrawal.bank_shown})
        return True

    def action_bank_list(self):
        """Take the list of the chosen approved withdrawals for the bank; each log says who took it.

        :return: action that shows workbook and text file.
        :raises UserError: when none of them waits for its payment, or they are paid from different bank accounts.
        """
        self._need(LISTERS)
        waiting = self.filtered(lambda doc: doc.state == "approved")
        if not waiting:
            raise UserError(self.env._("None of these withdrawals is approved and waits for its payment: choose approved ones."))
        if len(waiting.journal_id) > 1:
            raise UserError(self.env._("A bank list is for one bank: choose withdrawals that are paid from the same account."))
        lists = self.env["prepaid.bank.list"]
        action = lists._make(self.env._("Withdrawals %s", waiting[0].company_id._dealer_today()), waiting)
        listed = waiting.filtered(lambda doc: not doc._payout_problem())
        for withdrawal in listed.sudo():  # sudo: an export is noted whoever takes it
            withdrawal.message_post(body=lists._log_text(action), author_id=self.env.user.partner_id.id)
        return action

    # -- hooks of prepaid.document and prepaid.payout.mixin

    def _hold_cause(self):
        if self.state == "approved":
            return self.env._("payment and its bank reference: %s", self._role_names(("group_fin_confirmer",)))
        return super()._hold_cause()

    def _effect_step(self):
        return self.env._("Paying")

    def _carry_out(self):
        """Nothing is booked by the approval: the money stays held until it is paid."""
        return {}

    def _own_sentence(self):
        """The approver does not pay it either."""
        if self.state == "approved" and self.env.user in self._payout_persons() and self._has_role(PAYERS):
            return self.env._("You entered, changed or approved it: another person pays it.")
        return super()._own_sentence()

    def _payout_waits(self):
        return self.state == "approved"

    def _payout_approved_at(self):
        return self.approved_at  # its money is held from the submit on

    def _payout_persons(self):
        return self.submitter_id | self.create_uid | self.approver_id | self.sudo().editor_ids  # sudo: the list counts for every role

    def _payout_purpose(self):
        """Give the text that the bank prints on the payment."""
        return self.env._("Withdrawal %s", self.name)

    def _payout_payer(self):
        return self.payer_id or super()._payout_payer()

    def _pay_by_bank(self, reference):
        self.bank_reference = reference
        super()._pay_by_bank(reference)

    def _payout_entries(self):
        return self.env["prepaid.entry"].search([("res_model", "=", self._name), ("res_id", "=", self.id)], order="id")

    def _payout_key(self):
        return self._hold_key()

    # -- money

    def _pay(self):
        label = self._payout_purpose()
        entry = self._take_out(self.account_id, "withdrawal", label)
        return self._book(entry, self.account_id._gl_pay_back(self.journal_id, to_fen(self.amount), label, self.paid_on))

    def _take_back(self):
        """Book the return of the payment, and give back a bonus that was taken back with it."""
        values = super()._take_back()
        if self.env["prepaid.entry"].browse(values["return_entry_id"]).account_id == self.account_id:
            for topup_id, gift_fen, cash_fen in self.clawback_plan or ():
                self.env["prepaid.topup"].browse(topup_id)._note_taken_back(-gift_fen - cash_fen)
        return values
