from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .account_journal import MAKERS
from .prepaid_proposed_change import FLOW
from .prepaid_topup import METHODS


class PrepaidReceivingChange(models.Model):
    """A change of an account that dealers pay into, or a new one: the finance manager proposes it, another person confirms it (R0-030).

    Whoever could change alone what dealers are told would lead their money elsewhere.
    """

    _name = "prepaid.receiving.change"
    _description = "Change of a receiving account"
    _inherit = ["prepaid.proposed.change"]
    _rec_name = "account_name"
    _flow_fields = FLOW | {"before_values"}

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    journal_id = fields.Many2one(
        "account.journal", string="Account", index=True, ondelete="restrict", domain=[("type", "in", ("bank", "cash"))],
        context={"active_test": False}, help="Empty for a new account.")
    account_name = fields.Char(string="Name", compute="_compute_data", store=True, readonly=False, precompute=True)
    journal_type = fields.Selection([("bank", "Bank account or wallet"), ("cash", "Cash box")], default="bank", required=True, string="Kind")
    acc_number = fields.Char(string="Account number", help="Of a new bank account or wallet.")
    is_receiving = fields.Boolean(
        string="Dealers pay into it", compute="_compute_data", store=True, readonly=False, precompute=True)
    payment_hint = fields.Char(
        string="What dealers are told", compute="_compute_data", store=True, readonly=False, precompute=True,
        help="Account holder, number and bank as the dealer needs them to pay.")
    method = fields.Selection(METHODS, string="Usual method", compute="_compute_data", store=True, readonly=False, precompute=True)
    is_active = fields.Boolean(string="In use", compute="_compute_data", store=True, readonly=False, precompute=True)
    reason = fields.Char()
    before_values = fields.Json(readonly=True, copy=False, help="What held when it was proposed, as it is stored: the same in every language.")

    @api.depends("journal_id")
    def _compute_data(self):
        """Begin with what holds now."""
        for change in self.filtered(lambda rec: rec.state == "draft"):
            journal = change.journal_id.sudo()  # sudo: the figures of the account that is changed
            change.account_name = journal.name or change.account_name
            change.is_receiving = journal.is_prepaid_receiving if journal else True
            change.payment_hint, change.method = journal.prepaid_payment_hint, journal.prepaid_method
            change.is_active = journal.active if journal else True

    # -- hooks of prepaid.proposed.change

    def _words(self):
        name = self.account_name if len(self) == 1 else ""
        return {
            "buttons": self.env._("A change of a receiving account is proposed and confirmed with its buttons."),
            "fixed": self.env._("The change of %s is proposed and stays as it is: have it rejected and propose it anew.", name),
            "kept": self.env._("The change of %s stays for the record.", name),
            "own": self.env._("Another person must confirm the change of %s: you proposed it.", name),
            "waits_not": self.env._("The change of %s does not wait for a decision.", name),
            "no_reason": self.env._("Say why the change of %s is rejected.", name),
            "roles": self.env._("Only the finance manager or the receipt confirmer decides on changes of receiving accounts."),
        }

    def _check_still_right(self):
        if (self.before_values or False) != self._now_values():
            raise UserError(self.env._("%s changed since this was proposed: have it rejected and proposed anew.", self.account_name))

    # -- buttons

    def action_propose(self):
        """Propose the change (draft -> To confirm).

        :return: action that closes the dialog and tells who confirms.
        :raises AccessError: for everybody but the finance manager.
        :raises UserError: without a reason, for an account of another company, and when nothing changes.
        """
        self.ensure_one()
        self._need_maker()
        self.check_access("write")
        if self.state != "draft":
            return {"type": "ir.actions.act_window_close"}
        self._check_ready()
        self.sudo().write({  # sudo: flow fields are closed to writes
            "state": "proposed", "proposer_id": self.env.uid, "before": self._now(), "before_values": self._now_values()})
        return self._waits_notice(self.env._("%s: another finance manager or the receipt confirmer confirms the change.", self.account_name))

    # -- parts

    @api.model
    def _reject_without_values(self):
        """Reject changes proposed before what held then was kept: nobody can tell whether it still holds. For upgrades."""
        for change in self.search([("state", "=", "proposed"), ("journal_id", "!=", False)]).filtered(lambda rec: not rec.before_values):
            change = change.with_context(lang=change.proposer_id.lang)
            change._close("rejected", change.env._("Proposed before an upgrade that compares the bank account too: propose it anew."))

    def _need_maker(self):
        if not any(self.env.user.has_group(group) for group in MAKERS):
            raise AccessError(self.env._("Receiving accounts are kept by the finance manager: ask them to propose the change."))

    def _check_ready(self):
        journal = self.journal_id.sudo()  # sudo: figures of the account that is changed
        name = self.account_name or self.env._("New account")
        if not (self.account_name or "").strip():
            raise UserError(self.env._("Give the new account a name."))
        if journal and journal.company_id != self.company_id:
            raise UserError(self.env._("%(name)s belongs to %(company)s: change it there.", name=name, company=journal.company_id.name))
        if journal and journal.type not in ("bank", "cash"):
            raise UserError(self.env._("%s is neither a bank account nor a cash box: choose another account.", name))
        if self.is_receiving and journal.currency_id and journal.currency_id != self.company_id.currency_id:
            raise UserError(self.env._(
                "%(name)s is kept in %(other)s and the company in %(own)s: dealers pay in the company's currency only; choose another account.",
                name=name, other=journal.currency_id.name, own=self.company_id.currency_id.name))
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say why %s changes.", name))
        if not journal and self.journal_type == "bank" and not (self.acc_number or "").strip():
            raise UserError(self.env._("%s: enter the account number of the new account.", name))
        if journal and self._values() == {field: journal[field] or False for field in self._values()}:
            raise UserError(self.env._("%s: nothing would change; enter what shall be different.", name))
        waiting = self.sudo().search(  # sudo: whoever proposed it
            [("journal_id", "=", journal.id), ("state", "=", "proposed"), ("id", "!=", self.id)], limit=1) if journal else None
        if waiting:
            raise UserError(self.env._("%(name)s: a change of %(who)s waits already; confirm or reject it first.", name=name, who=waiting.proposer_id.name))

    def _values(self):
        """Give what is written on the account."""
        return {
            "name": self.account_name.strip(), "is_prepaid_receiving": self.is_receiving, "prepaid_payment_hint": (self.payment_hint or "").strip() or False,
            "prepaid_method": self.method, "active": self.is_active}

    def _now(self):
        """Say what holds now, for the record."""
        journal = self.journal_id.sudo()  # sudo: see _check_ready
        if not journal:
            return False
        parts = [
            journal.name, self.env._("dealers pay into it") if journal.is_prepaid_receiving else self.env._("not for dealers"), journal.prepaid_payment_hint,
            dict(self._fields["method"]._description_selection(self.env)).get(journal.prepaid_method),
            None if journal.active else self.env._("archived")]
        return "; ".join(part for part in parts if part)

    def _now_values(self):
        """Give what holds now as it is stored, to see at the confirmation whether it is still so: no word of it hangs on a language."""
        journal = self.journal_id.sudo()  # sudo: see _check_ready
        bank = journal.bank_account_id
        return {
            "names": {code: journal.with_context(lang=code).name for code, _name in self.env["res.lang"].get_installed()},
            "receiving": journal.is_prepaid_receiving, "hint": journal.prepaid_payment_hint, "method": journal.prepaid_method,
            "active": journal.active, "bank": [bank.id, bank.acc_number, bank.acc_holder_name, bank.bank_id.id]} if journal else False

    def _carry_out(self):
        change = self.sudo().with_company(self.company_id)  # sudo: flow fields are closed to writes; nobody here keeps journals
        change = change.with_context(lang=self.proposer_id.lang)  # the name is written in the language it was entered in
        if change.journal_id:
            change.journal_id.write(change._values())
        else:
            bank = {"bank_acc_number": change.acc_number.strip()} if change.journal_type == "bank" else {}
            change.journal_id = change.env["account.journal"].create({
                **change._values(), **bank, "type": change.journal_type, "company_id": change.company_id.id})
        self._close("done")
