from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import to_fen

PAYERS = ("group_fin_confirmer",)
RETURNERS = ("group_fin_confirmer", "group_fin_manager")
LISTERS = ("group_fin_settlement", "group_fin_confirmer", "group_fin_manager")


class PrepaidWithdrawal(models.Model):
    """Money paid back to the owner before the season's close (template E12).

    draft -> submitted (held) -> approved -> paid | rejected; paid -> returned when the bank sends it back. Three people, as at
    the season's close: one enters it, the finance manager approves it, the receipt confirmer pays it to the owner's bank account
    and notes the bank's reference. Ledger and books follow the payment, not the approval.
    """

    _name = "prepaid.withdrawal"
    _inherit = ["prepaid.document.bonus", "prepaid.payout.mixin"]
    _description = "Prepaid withdrawal"
    _reason_methods = {"action_reject", "action_return"}
    _open_states = ("submitted", "approved")

    _makers = ("group_fin_cashier", "group_fin_settlement")
    _checkers = ("group_fin_manager",)

    journal_id = fields.Many2one(
        "account.journal", string="Paid from", required=True, check_company=True, domain=[("type", "=", "bank")], ondelete="restrict",
        default=lambda self: self.env["prepaid.topup"]._default_journal())
    refund = fields.Monetary(related="amount", string="To pay")
    bank_reference = fields.Char(readonly=True, copy=False, help="Reference of the payment at the bank; entered by who pays.")
    state = fields.Selection(
        selection_add=[("paid", "Paid"), ("returned", "Sent back by the bank")], ondelete={"paid": "set default", "returned": "set default"})
    payer_id = fields.Many2one("res.users", string="Paid by", readonly=True, copy=False)
    paid_at = fields.Datetime(readonly=True, copy=False)
    returner_id = fields.Many2one("res.users", string="Return recorded by", readonly=True, copy=False)
    returned_at = fields.Datetime(readonly=True, copy=False)
    return_reason = fields.Char(readonly=True, copy=False, tracking=True)
    return_entry_id = fields.Many2one("prepaid.entry", string="Entry of the return", readonly=True, copy=False, ondelete="restrict")
    return_move_id = fields.Many2one("account.move", string="Journal entry of the return", readonly=True, copy=False, ondelete="restrict")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "A withdrawal has an amount above 0.00.")

    def write(self, vals):
        if self.env.su or "bank_reference" not in vals:
            return super().write(vals)
        self._need(PAYERS)
        self.check_access("write")
        for withdrawal in self:
            if vals.keys() != {"bank_reference"} or withdrawal.state != "approved":
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
            paid = withdrawal.sudo()  # sudo: flow fields are closed to writes; the confirmer keeps no books by hand
            paid.write({
                **paid._pay(), "state": "paid", "payer_id": self.env.uid, "paid_at": fields.Datetime.now(), "paid_bank_shown": withdrawal.bank_shown})
        return True

    def action_ask_return(self):
        """Ask for the bank's words about a payment that it sent back."""
        return self.env["dealer.reason"]._ask(self, "action_return", self.env._("Sent back by the bank"))

    def action_return(self, reason):
        """Note that the bank sent the money back: the owner has it on his account again (Paid -> Sent back by the bank).

        The ledger restores the very lots the money came from, and a bonus that was taken back with it; the books are reversed.

        :param reason: text, the bank's reference of the return and why.
        :return: True; pressing twice does nothing more.
        :raises AccessError: for others than receipt confirmer and finance manager, and for the one who paid it.
        """
        self._need(RETURNERS)
        for withdrawal in self.filtered(lambda doc: doc.state != "returned"):
            withdrawal._need_state("paid")
            if self.env.user == withdrawal.payer_id:
                raise AccessError(self.env._("Another person must record that the bank sent %s back: you paid it.", withdrawal.name))
            if not (reason or "").strip():
                raise UserError(self.env._("%s: enter the bank's reference of the return and why it came back.", withdrawal.name))
            back = withdrawal.sudo()  # sudo: as action_pay
            back.write({
                **back._take_back(), "state": "returned", "return_reason": reason.strip(), "returner_id": self.env.uid,
                "returned_at": fields.Datetime.now()})
        return True

    def action_bank_list(self):
        """Take the list of the chosen approved withdrawals for the bank; each log says who took it.

        :return: action that shows workbook and text file.
        :raises UserError: when none of them waits for its payment, or they are paid from different bank accounts.
        """
        self._need(LISTERS)
        waiting = self.filtered(lambda doc: doc.state == "approved")
        if not waiting:
            raise UserError(self.env._("None of these withdrawals is approved and waits for its payment."))
        if len(waiting.journal_id) > 1:
            raise UserError(self.env._("A bank list is for one bank: choose withdrawals that are paid from the same account."))
        lists = self.env["prepaid.bank.list"]
        action = lists._make(self.env._("Withdrawals %s", waiting[0].company_id._dealer_today()), waiting)
        for withdrawal in waiting.sudo():  # sudo: an export is noted whoever takes it
            withdrawal.message_post(body=lists._log_text(action), author_id=self.env.user.partner_id.id)
        return action

    # -- hooks of prepaid.document and prepaid.payout.mixin

    def _hold_cause(self):
        if self.state == "approved":
            return self.env._("payment and its bank reference: %s", self._role_names(("group_fin_confirmer",)))
        return super()._hold_cause()

    def _carry_out(self):
        """Nothing is booked by the approval: the money stays held until it is paid."""
        return {}

    def _payout_waits(self):
        return self.state == "approved"

    def _payout_persons(self):
        return self.submitter_id | self.create_uid | self.approver_id | self.sudo().editor_ids  # sudo: the list counts for every role

    def _payout_purpose(self):
        """Give the text that the bank prints on the payment."""
        return self.env._("Withdrawal %s", self.name)

    # -- money

    def _pay(self):
        label = self._payout_purpose()
        entry = self._take_out(self.account_id, "withdrawal", label)
        return self._book(entry, self.account_id._gl_pay_back(self.journal_id, to_fen(self.amount), label))

    def _take_back(self):
        """Book the return of a payment, on the account it left, or on the owner's next one when that is closed.

        :return: values for the document.
        """
        label, account = self.env._("Withdrawal %s sent back by the bank", self.name), self.account_id
        taken = self.env["prepaid.entry"].search([("res_model", "=", self._name), ("res_id", "=", self.id)], order="id")
        if account.state == "closed":
            following = self.env["prepaid.account"]._get_or_create(self.company_id, self.partner_id)
            account, taken = following.sudo(), self.entry_id  # sudo: who records the return may not see the next account
        lines = [self._return_line(entry, label, account) for entry in taken]
        entries = account._post_entries(f"{self._hold_key()},returned", lines, self._name, self.id, approver=self.env.user)
        found = dict(zip(taken, entries, strict=True))
        for old, entry in found.items():
            if old.move_id:
                entry.sudo()._link_move(self._reverse_books(old.move_id, label))  # sudo: nobody writes entries by hand
        if account == self.account_id:
            for topup_id, gift_fen, cash_fen in self.clawback_plan or ():
                self.env["prepaid.topup"].browse(topup_id)._note_taken_back(-gift_fen - cash_fen)
        entry = found[self.entry_id]
        return {"return_entry_id": entry.id, "return_move_id": entry.sudo().move_id.id}  # sudo: nobody else may read it yet

    def _return_line(self, entry, label, account):
        line = {"kind": "withdrawal_return", "amount_fen": -to_fen(entry.amount), "label": label, "reverses": entry.id}
        if account != self.account_id:
            return line  # another account: its lots are not ours, the money is new cash there
        lots = [(lot, -fen) for lot, fen in entry.lots]
        return {**line, "lots": lots, "bucket": self.env["prepaid.lot"].browse(lots[0][0]).bucket}

    def _reverse_books(self, move, label):
        reversal = self.env["prepaid.posting"]._reverse_move(move, self.company_id._dealer_today(), label)
        lines = (move | reversal).line_ids.filtered(lambda line: line.account_id.reconcile)
        lines.remove_move_reconcile()
        for account_lines in lines.grouped("account_id").values():
            account_lines.reconcile()
        return reversal
