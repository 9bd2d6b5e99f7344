import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import to_fen

from ..ledger.duplicates import SAME_PICTURE, Payment, suspicions
from ..ledger.likeness import difference
from .prepaid_payment_mixin import PAYMENTS


class PrepaidTopupCheck(models.Model):
    """Finds payments that are recorded twice, across all dealers and companies; only the finance manager lets one pass."""

    _inherit = "prepaid.topup"

    paid_at = fields.Datetime(string="Time on the slip", help="Date and time of the payment as the slip shows them, if it does.")
    slip_ids = fields.One2many("prepaid.topup.slip", "topup_id", string="Slips remembered")
    warning_ids = fields.One2many("prepaid.topup.warning", "topup_id", string="Possible doubles")
    is_suspicious = fields.Boolean(
        string="Needs release", compute="_compute_is_suspicious", store=True,
        help="It looks like a payment recorded before; the finance manager decides.")
    reversal_id = fields.Many2one("prepaid.topup.reversal", string="Reversal document", readonly=True, copy=False, ondelete="restrict")
    serial_released = fields.Boolean(readonly=True, copy=False, help="The finance manager let a second payment with this serial number pass.")

    @api.depends("warning_ids.state", "warning_ids.other_id.state", "bank_line_id.by_hand")
    def _compute_is_suspicious(self):
        for topup in self:
            topup.is_suspicious = bool(topup._live_warnings())

    def _live_warnings(self):
        """Give the warnings that keep the top-up from being confirmed; a payment on the bank's own list did arrive, whatever its slip looks like."""
        live = self.warning_ids._live()
        return live.filtered(lambda warning: warning.code in ("serial", "file")) if self.bank_line_id._from_bank() else live

    def _find_doubles(self):
        """Compare with every payment that still counts, and write down what looks the same.

        :return: prepaid.topup.warning records that were found now.
        """
        self.ensure_one()
        self.env["prepaid.topup.slip"]._remember(self)
        topup = self.sudo()  # sudo: a double counts even where the user may not see it
        topup.invalidate_recordset(["slip_ids"])
        topup._compute_serial_key()  # what a caller wrote into it does not count
        new, found = topup._as_payment(), []
        for other in topup._may_be_doubles():
            found += [{"topup_id": topup.id, "other_id": other.id, "code": code}
                      for code in suspicions(new, other._as_payment(), topup.company_id.prepaid_slip_likeness)]
        found += [{"topup_id": topup.id, "other_model": other._name, "other_ref": other.id, "code": code}
                  for code, other in topup._same_money([kind for kind in PAYMENTS if kind != topup._name])]
        known = {(warning._other(), warning.code) for warning in topup.warning_ids}
        warnings = topup.env["prepaid.topup.warning"]
        return warnings.create([vals for vals in found if (warnings._other_of(vals), vals["code"]) not in known])

    def _may_be_doubles(self):
        """Give the top-ups worth comparing: same serial or amount, same file, and every picture of the period the company looks back."""
        counts = [("id", "!=", self.id), ("state", "in", ("submitted", "confirmed"))]
        others = self.search([*counts, ("company_id", "=", self.company_id.id), ("amount", "=", self.amount),
                              ("date_paid", ">=", self.date_paid - datetime.timedelta(days=1)),
                              ("date_paid", "<=", self.date_paid + datetime.timedelta(days=1))])
        if self.serial_key:
            others |= self.search([*counts, ("company_id", "=", self.company_id.id), ("serial_key", "=", self.serial_key)])
        slips = self.env["prepaid.topup.slip"]
        files = slips.search([("checksum", "in", self.slip_ids.mapped("checksum")), ("topup_id", "!=", self.id)])
        own, limit = set(self.slip_ids.mapped("fingerprint")) - {False, ""}, max(self.company_id.prepaid_slip_likeness, SAME_PICTURE)
        if own:
            since = fields.Datetime.now() - datetime.timedelta(days=self.company_id.prepaid_slip_days)
            files |= slips.search_fetch(
                [("fingerprint", "!=", False), ("topup_id", "!=", self.id), ("create_date", ">=", since)], ["fingerprint", "topup_id"],
            ).filtered(lambda slip: any(difference(mine, slip.fingerprint) <= limit for mine in own))
        return others | files.topup_id.filtered(lambda topup: topup.state in ("submitted", "confirmed"))

    def _as_payment(self):
        return Payment(
            key=self.id, company=self.company_id.id, amount_fen=to_fen(self.amount), payer=self.payer_name or self.partner_id.name or "",
            day=self.date_paid, moment=self.paid_at or None, serial=self.serial_key or "",
            files=frozenset(self.slip_ids.mapped("checksum")), pictures=frozenset(self.slip_ids.mapped("fingerprint")) - {False, ""},
            on_bank_list=bool(self.bank_line_id._from_bank()))

    def _need_released(self):
        """Refuse to confirm a payment that looks like another one."""
        for warning in self.sudo()._live_warnings():  # sudo: the refusal counts for whoever confirms
            raise UserError(self.env._(
                "Top-up %(name)s is not confirmed: %(why)s The finance manager looks at it and releases it, or it is rejected.",
                name=self.name, why=warning.message))

    def action_release(self, reason=None):
        """Let a payment pass that looks like another one (finance manager, not the one who recorded it).

        :param reason: text, why it is another payment.
        :return: True; releasing twice does nothing more.
        :raises AccessError: for other roles and for the person who recorded the top-up.
        """
        self._need(("group_fin_manager",), self.env._("Only the finance manager releases a payment that looks like another one."))
        for topup in self:
            if topup.state != "submitted":
                raise UserError(self.env._("Top-up %s is not waiting for confirmation: submit it first, or record the payment anew.", topup.name))
            if self.env.user in (topup.submitter_id, topup.create_uid):
                raise AccessError(self.env._("Another person must release top-up %s: you recorded it.", topup.name))
            topup._refuse_editors()
            if not (reason or "").strip():
                raise UserError(self.env._("Say why top-up %s is another payment.", topup.name))
            live = topup.sudo().warning_ids._live()  # sudo: warnings are closed to writes by hand
            live.write({"state": "released", "released_by_id": self.env.uid, "released_at": fields.Datetime.now(), "reason": reason.strip()})
            if "serial" in live.mapped("code"):
                topup.sudo().serial_released = True  # sudo: flow fields are closed to writes
            topup.message_post(body=self.env._("Released as another payment: %s", reason.strip()))
        return True

    def action_ask_release(self):
        """Ask why the payment is another one."""
        return self.env["dealer.reason"]._ask(self, "action_release", self.env._("Release: it is another payment"))
