from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.adapters.roles import role_refusal
from odoo.addons.dealer_base.money import to_fen

RETURNERS = ("group_fin_confirmer", "group_fin_manager")


class PrepaidPayoutReturn(models.AbstractModel):
    """A payout that the bank sends back: withdrawal, refund of a season's close, refund of a leaver.

    Another person than the payer records it. The ledger gives the money back to the very lots it came from, on the account it
    left; on the owner's next one when that is closed; where the owner left as well, his account opens again, frozen. The books
    are reversed. The concrete model has ``account_id``, ``company_id``, ``entry_id`` and ``move_id`` of the payment.
    """

    _inherit = "prepaid.payout.mixin"
    _reason_methods = {"action_return"}
    _dated_methods = {"action_return"}

    returner_id = fields.Many2one("res.users", string="Return recorded by", readonly=True, copy=False)
    returned_at = fields.Datetime(readonly=True, copy=False)
    return_reason = fields.Char(readonly=True, copy=False)
    return_entry_id = fields.Many2one("prepaid.entry", string="Entry of the return", readonly=True, copy=False, ondelete="restrict")
    return_move_id = fields.Many2one("account.move", string="Journal entry of the return", readonly=True, copy=False, ondelete="restrict")
    return_account_id = fields.Many2one(related="return_entry_id.account_id", string="Money is on account")

    # -- hooks

    def _payout_paid_state(self):
        """Give the state of a document that is paid."""
        return "paid"

    def _payout_payer(self):
        """Give the user who paid: he does not record the return."""
        return self.sudo().entry_id.actor_id  # sudo: a person counts for every role

    def _payout_entries(self):
        """Give the prepaid.entry records of the payment, oldest first."""
        return self.entry_id

    def _payout_key(self):
        """Give the text that names the payment in the keys of the ledger."""
        return f"{self._name},{self.id}"

    def _payout_log(self):
        """Give the record whose discussion notes what happened to the payment."""
        return self

    def _returned_values(self):
        """Give the values that the document takes with the return, after it was booked."""
        return {"state": "returned"}

    # -- buttons

    def action_ask_return(self):
        """Ask for the bank's words about a payment that it sent back, and for its day."""
        return self.env["dealer.reason"]._ask(self, "action_return", self.env._("Sent back by the bank"))

    def action_return(self, reason, day=None):
        """Note that the bank sent the money back: the owner has it on his account again (Paid -> Sent back by the bank).

        :param reason: text, the bank's reference of the return and why.
        :param day: day of the return at the bank, which the books take; today by default.
        :return: True; pressing twice does nothing more.
        :raises AccessError: for others than receipt confirmer and finance manager, and for the one who paid it.
        :raises UserError: when it is not paid, without a reason, or with a day on which it cannot have come back.
        """
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in RETURNERS):
            raise AccessError(role_refusal(self.env, RETURNERS, self.env._("Your role may not record that the bank sent a payment back.")))
        self.check_access("read")
        for payout in self.filtered(lambda one: not one._payout_is_returned()):
            payout._need_returnable(reason)
            back = payout.sudo()  # sudo: flow fields are closed to writes; the confirmer keeps no books by hand
            back.returned_on = payout.company_id._prepaid_named_day(payout._payout_purpose(), day, back._payout_return_from())
            back.write({
                **back._take_back(), "return_reason": reason.strip(), "returner_id": self.env.uid, "returned_at": fields.Datetime.now()})
            back.write(back._returned_values())
            back._payout_log().message_post(author_id=self.env.user.partner_id.id, body=self.env._(
                "%(what)s of %(owner)s came back from the bank: %(reason)s. The money is on account %(account)s.",
                what=back._payout_purpose(), owner=back.partner_id.display_name, reason=reason.strip(), account=back.return_account_id.display_name))
        return True

    # -- parts

    def _payout_return_from(self):
        """Give the first day on which it can have come back: that of its payment, or of its approval where nobody named the bank's day."""
        payout = self.sudo()  # sudo: the days count for every role
        return payout.paid_on or payout._payout_first_day() or payout.entry_id.date

    def _payout_is_returned(self):
        payout = self.sudo()  # sudo: whether it came back counts for every role
        return bool(payout.entry_id) and payout.return_entry_id.reversed_entry_id == payout.entry_id

    def _need_returnable(self, reason):
        name, wanted = self._payout_purpose(), self._payout_paid_state()
        if self.state != wanted or not self.sudo().entry_id:  # sudo: as _payout_is_returned
            names = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(self.env._(
                "%(name)s of %(owner)s is in state %(now)s, not %(wanted)s with a payment: nothing can come back from the bank.",
                name=name, owner=self.partner_id.display_name, now=names[self.state], wanted=names[wanted]))
        if self.env.user == self._payout_payer():
            raise AccessError(self._own_return_refusal())
        if not (reason or "").strip():
            raise UserError(self.env._("%s: enter the bank's reference of the return and why it came back.", name))

    def _own_return_refusal(self):
        return self.env._("Another person must record that the bank sent %s back: you paid it.", self._payout_purpose())

    def _take_back(self):
        """Book the return of a payment.

        :return: values for the document: entry and journal entry of the return.
        """
        label = self.env._("%s sent back by the bank", self._payout_purpose())
        account, state = self._return_account()
        taken = self._payout_entries() if account == self.account_id else self.entry_id
        lines = [self._return_line(entry, label, account) for entry in taken]
        entries = account._post_entries(
            f"{self._payout_key()},returned", lines, self._name, self.id, approver=self.env.user, new_state=state)
        found = dict(zip(taken, entries, strict=True))
        for old, entry in found.items():
            if old.move_id:
                entry.sudo()._link_move(self._reverse_books(old.move_id, label))  # sudo: nobody writes entries by hand
        entry = found[self.entry_id]
        return {"return_entry_id": entry.id, "return_move_id": entry.sudo().move_id.id}  # sudo: nobody else may read it yet

    def _return_account(self):
        """Find the account the money goes to.

        :return: (prepaid.account in superuser mode, state that it takes or None).
        """
        account, accounts = self.account_id.sudo(), self.env["prepaid.account"].sudo()  # sudo: who records it may not see the next account
        if account.state != "closed":
            return account, None
        own = [("company_id", "=", self.company_id.id), ("partner_id", "=", self.partner_id.id), ("state", "!=", "closed")]
        live = accounts.search([*own, ("brand_id", "=", account.brand_id.id)], limit=1) or accounts.search(own, order="id desc", limit=1)
        if not live and self.partner_id.sudo().dealer_state != "approved":  # sudo: state of the owner
            return account, "frozen"
        target = live or accounts._get_or_create(self.company_id, self.partner_id, account.brand_id).sudo()  # sudo: as above
        return target, "open" if target.state == "draft" else None  # whatever its first top-up would have to be, as with money that is carried

    def _return_line(self, entry, label, account):
        kind = "withdrawal_return" if entry.kind in ("withdrawal", "clawback") else "season_refund_return"
        line = {"kind": kind, "amount_fen": -to_fen(entry.amount), "label": label, "reverses": entry.id}
        if account != self.account_id:
            return line  # another account: its lots are not ours, the money is new cash there
        lots = [(lot, -fen) for lot, fen in entry.lots]
        return {**line, "lots": lots, "bucket": self.env["prepaid.lot"].browse(lots[0][0]).bucket}

    def _reverse_books(self, move, label):
        """Reverse the journal entry of a payment; its lines are matched with the reversal unless something else settled them before."""
        reversal = self.env["prepaid.posting"]._reverse_move(move, self.company_id._dealer_today(), label, self.returned_on)
        for account in move.line_ids.account_id.filtered("reconcile"):
            lines = move.line_ids.filtered(lambda line, account=account: line.account_id == account)
            if not all(lines.mapped("reconciled")):
                lines |= reversal.line_ids.filtered(lambda line, account=account: line.account_id == account)
                lines.remove_move_reconcile()
                lines.reconcile()
        return reversal
