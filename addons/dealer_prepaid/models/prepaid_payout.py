import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.adapters.roles import role_refusal
from odoo.addons.dealer_base.adapters.sentences import label_of

CHECKERS = ("group_fin_manager", "group_fin_confirmer")


class PrepaidPayout(models.AbstractModel):
    """A refund to the owner's bank account on file: fresh bank data need the second approval of a person who took no other step.

    The concrete document has ``partner_id`` and ``company_id`` and says in the hooks when it waits for the payment and who
    took part in it so far.
    """

    _name = "prepaid.payout.mixin"
    _description = "Refund to a bank account"

    bank_shown = fields.Char(compute="_compute_bank_state", string="Bank account", help="Bank and last digits; the whole number stands in the bank list.")
    bank_state = fields.Selection(
        [("missing", "None on file"), ("fresh", "Changed lately: second approval"), ("checked", "Second approval given"), ("good", "On file")],
        compute="_compute_bank_state", string="Bank data")
    bank_checker_id = fields.Many2one("res.users", string="Bank data approved by", readonly=True, copy=False)
    bank_checked_at = fields.Datetime(readonly=True, copy=False)
    checked_bank_id = fields.Many2one("res.partner.bank", readonly=True, copy=False, ondelete="set null")
    checked_bank_change = fields.Integer(readonly=True, copy=False, help="Which change of the bank data the approver saw.")
    paid_bank_shown = fields.Char(string="Paid to", readonly=True, copy=False)

    # -- hooks

    def _payout_waits(self):
        """Say whether the refund is approved and not yet paid."""
        raise NotImplementedError(self._name)

    def _payout_persons(self):
        """Give the users who ran, entered or approved the refund: none of them approves its bank data."""
        raise NotImplementedError(self._name)

    def _payout_approved_at(self):
        """Give the moment of the approval of what waits for its payment or was paid: that at which its money was set aside."""
        payout = self.sudo()  # sudo: a moment counts for every role
        holds = payout._own_holds() or payout.env["prepaid.hold"].search([("key", "=", payout.entry_id.hold_key or "")])
        return min(holds.mapped("created_at"), default=None)

    def _payout_first_day(self):
        """Give the first day on which the bank can have paid it, where the company is: that of its approval; None where that is not known."""
        moment = self._payout_approved_at()
        return self.company_id._dealer_today(moment) if moment else None

    # -- state

    @api.depends(
        "partner_id.bank_ids.prepaid_changed_at", "partner_id.bank_ids.prepaid_change_no", "partner_id.bank_ids.active",
        "partner_id.bank_ids.sequence", "bank_checker_id", "bank_checked_at", "checked_bank_id", "checked_bank_change")
    def _compute_bank_state(self):
        for payout in self:
            bank = payout._payout_bank()
            payout.bank_shown = bank._masked() if bank else self.env._("none on file")
            payout.bank_state = payout._bank_state(bank)

    def _payout_bank(self):
        return self.partner_id._payout_bank(self.company_id) if self.partner_id else self.env["res.partner.bank"]

    def _bank_state(self, bank):
        if not bank:
            return "missing"
        changed, days = bank.prepaid_changed_at, self.company_id.sudo().prepaid_bank_change_days  # sudo: the setting counts whoever looks
        if not changed or changed < fields.Datetime.now() - datetime.timedelta(days=days):
            return "good"
        seen = self.checked_bank_id == bank and self.checked_bank_change == bank.prepaid_change_no  # times are whole seconds, a number is not
        return "checked" if self.bank_checker_id and seen and self.bank_checked_at >= changed else "fresh"

    # -- steps

    def action_confirm_bank(self):
        """Give the second approval for bank data that were changed lately (J16c).

        :return: True; pressing twice does nothing more.
        :raises AccessError: for other roles than finance manager and confirmer, for everybody who took part in the refund, and
            for those who entered the present bank data.
        """
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in CHECKERS):
            raise AccessError(role_refusal(self.env, CHECKERS, self.env._("Your role may not approve bank data.")))
        self.check_access("read")
        for payout in self:
            if not payout._payout_waits():
                raise UserError(self.env._(
                    "%(name)s is in state %(state)s and does not wait for a payment: bank data are approved once the refund is approved, before it is paid.",
                    name=payout.display_name, state=label_of(payout)))
            if payout.bank_state != "fresh":
                continue
            bank = payout._payout_bank()
            if self.env.user in payout._payout_persons() | bank._hands():
                raise AccessError(self.env._(
                    "Another person must approve the bank data of %(owner)s: you took part in the refund or changed them.",
                    owner=payout.partner_id.display_name))
            payout.sudo().write({  # sudo: who approved is closed to writes
                "bank_checker_id": self.env.uid, "bank_checked_at": fields.Datetime.now(), "checked_bank_id": bank.id,
                "checked_bank_change": bank.prepaid_change_no})
        return True

    def _payout_problem(self):
        """Say what keeps the money from being paid to the bank account on file.

        :return: sentence, or None.
        """
        self.ensure_one()
        if self.bank_state == "fresh":
            return self.env._(
                "%(owner)s: the bank data were changed within %(days)s days; another finance manager or confirmer must approve them first.",
                owner=self.partner_id.display_name, days=self.company_id.sudo().prepaid_bank_change_days)  # sudo: see _bank_state
        if self.bank_state == "missing" and self.company_id.sudo().prepaid_refund_needs_bank:  # sudo: see _bank_state
            return self.env._("%s has no bank account on file: enter one on the partner form.", self.partner_id.display_name)
        return None
