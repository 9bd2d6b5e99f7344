from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.adapters.roles import role_refusal
from odoo.addons.dealer_base.money import AmountError, to_fen

RECORDERS = ("group_fin_cashier", "group_fin_manager", "group_cs_presale", "group_sales_rep")
CONFIRMERS = ("group_fin_confirmer", "group_fin_manager", "group_x_cs_confirm_payment")
REVERSERS = ("group_fin_confirmer", "group_fin_manager")
EXTENDED = "dealer_base.group_x_cs_confirm_payment"


class PrepaidReceipt(models.Model):
    """The steps of a receipt. Every public method checks role, state and person, and may be pressed twice."""

    _inherit = "prepaid.receipt"

    twin_model = fields.Char(readonly=True, copy=False)
    twin_id = fields.Many2oneReference(model_field="twin_model", readonly=True, copy=False)
    twin_name = fields.Char(string="Recorded before in", readonly=True, copy=False)
    twin_released_by_id = fields.Many2one("res.users", string="Second use allowed by", readonly=True, copy=False)
    twin_reason = fields.Char(string="Why it is no double", readonly=True, copy=False, tracking=True)
    twin_hint = fields.Char(compute="_compute_twin_hint")
    is_own = fields.Boolean(compute="_compute_is_own", help="You recorded or changed it, so another person confirms it.")

    @api.depends("state", "twin_name", "twin_released_by_id")
    @api.depends_context("lang")
    def _compute_twin_hint(self):
        """Look now: a double may have come after this receipt was submitted, or the other one may have been rejected."""
        for receipt in self:
            twin = receipt._find_twin() if receipt.state == "submitted" and not receipt.twin_released_by_id else None
            receipt.twin_hint = self.env._(
                "The same proof or serial number is already recorded in %s. Is it really other money? The finance manager decides.",
                twin[2]) if twin else False

    @api.depends_context("uid")
    @api.depends("create_uid", "submitter_id", "editor_ids")
    def _compute_is_own(self):
        for receipt in self:
            own = receipt.sudo()  # sudo: the persons count for every role
            receipt.is_own = self.env.user in (own.create_uid | own.submitter_id | own.editor_ids | own.bank_line_id._hands())

    # -- buttons

    def action_submit(self):
        """Hand the receipt to the confirmer (draft -> To confirm). A proof or serial number used before is flagged, not refused.

        :return: True, or a notification action when the receipt looks like a double; pressing twice does nothing more.
        :raises AccessError: for roles that may not record receipts.
        :raises UserError: without proof, with a bad amount, for an order of somebody else.
        """
        self._need_role(RECORDERS, self.env._("Your role may not record receipts."))
        flagged = self.browse()
        for receipt in self.filtered(lambda rec: rec.state == "draft"):
            receipt._check_ready()
            booking, payer, account = receipt._find_booking()
            twin = receipt._find_twin() or (False, False, False)
            receipt.sudo().write({  # sudo: flow fields are closed to writes
                "state": "submitted", "submitter_id": self.env.uid, "booking": booking, "payer_id": payer.id, "account_id": account.id,
                "twin_model": twin[0], "twin_id": twin[1], "twin_name": twin[2]})
            receipt._take_bank_line()
            if twin[0]:
                receipt.sudo().message_post(body=receipt.twin_hint)  # sudo: the chatter of the receipt
                flagged |= receipt
        if not flagged:
            return True
        return {
            "type": "ir.actions.client", "tag": "display_notification", "params": {
                "title": self.env._("Recorded already?"), "message": flagged[0].twin_hint, "type": "warning", "sticky": True,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"}}}

    def action_confirm(self):
        """Confirm that the money arrived (To confirm -> Confirmed): ledger and journal entry, or the open invoices are settled.

        :return: True; pressing twice does nothing more.
        :raises AccessError: for roles that may not confirm, and for the one who recorded it.
        :raises UserError: for a double that the finance manager has not allowed, and when the ledger refuses.
        """
        self._need_role(CONFIRMERS, self.env._("Your role may not confirm receipts."))
        for receipt in self.filtered(lambda rec: rec.state != "confirmed"):
            receipt._need_state("submitted")
            if self.env.user in (receipt.submitter_id | receipt.create_uid):
                raise AccessError(self.env._("Another person must confirm receipt %s: you recorded it.", receipt.name))
            receipt._refuse_editors()
            receipt._recheck_twin()
            values = receipt._book()
            receipt.sudo().write({  # sudo: flow fields are closed to writes
                **values, "state": "confirmed", "confirmer_id": self.env.uid, "confirmed_at": fields.Datetime.now()})
            self.env.user._note_extended_right(EXTENDED, [f"dealer_base.{group}" for group in REVERSERS], receipt, receipt.submitter_id)
            receipt._after_confirm()
        return True

    def action_reject(self, reason):
        """Reject a receipt whose money did not arrive or was typed wrong (To confirm -> Rejected).

        :param reason: text, why.
        :return: True.
        :raises AccessError: for everybody but confirmers and the one who recorded it.
        """
        self._need_reason(reason)
        for receipt in self:
            if self.env.user not in (receipt.submitter_id | receipt.create_uid):
                receipt._need_role(CONFIRMERS, self.env._("Your role may not reject receipts of others."))
                receipt._refuse_editors()
            receipt.check_access("read")
            receipt._need_state("submitted")
            receipt.sudo().write({"state": "rejected", "reject_reason": reason.strip()})  # sudo: flow fields are closed to writes
            receipt._free_bank_line()
        return True

    def action_release_twin(self, reason):
        """Allow the confirmation of a receipt that looks like money recorded before.

        :param reason: text, why it is other money.
        :return: True.
        :raises AccessError: for everybody but the finance manager, and for the one who recorded it.
        """
        self._need_role(("group_fin_manager",), self.env._("Only the finance manager decides on receipts that look like doubles."))
        self._need_reason(reason)
        for receipt in self:
            receipt._need_state("submitted")
            if self.env.user in (receipt.submitter_id | receipt.create_uid):
                raise AccessError(self.env._("Another person must decide on receipt %s: you recorded it.", receipt.name))
            receipt._refuse_editors()
            twin = receipt._find_twin() or (receipt.twin_model, receipt.twin_id, receipt.twin_name)
            receipt.sudo().write({  # sudo: flow fields are closed to writes
                "twin_model": twin[0], "twin_id": twin[1], "twin_name": twin[2], "twin_released_by_id": self.env.uid, "twin_reason": reason.strip()})
        return True

    def action_reverse(self, reason):
        """Take a confirmed receipt back (Confirmed -> Reversed): a second ledger line and a red journal entry; the first ones stay.

        Money that is spent already leaves the account in debt; only the finance manager may do that. What has shipped is not touched.

        :param reason: text, why.
        :return: True; pressing twice does nothing more.
        :raises AccessError: for other roles, and for the one who recorded it.
        :raises UserError: when the money is spent or kept back for an order.
        """
        self._need_role(REVERSERS, self.env._("Your role may not reverse receipts."))
        self._need_reason(reason)
        for receipt in self.filtered(lambda rec: rec.state != "reversed"):
            receipt._need_state("confirmed")
            if self.env.user in (receipt.submitter_id | receipt.create_uid):
                raise AccessError(self.env._("Another person must reverse receipt %s: you recorded it.", receipt.name))
            receipt._refuse_editors()
            receipt._check_reversible()
            values = receipt._book_reversal()
            receipt.sudo().write({  # sudo: flow fields are closed to writes
                **values, "state": "reversed", "reverse_reason": reason.strip(), "reversed_by_id": self.env.uid,
                "reversed_at": fields.Datetime.now()})
            receipt._free_bank_line()
            receipt._after_reverse()
        return True

    def action_ask_reject(self):
        """Ask why the receipt is rejected."""
        return self.env["dealer.reason"]._ask(self, "action_reject", self.env._("Reject receipt"))

    def action_ask_reverse(self):
        """Ask why the receipt is reversed."""
        return self.env["dealer.reason"]._ask(self, "action_reverse", self.env._("Reverse receipt"))

    def action_ask_release_twin(self):
        """Ask why the receipt is no double."""
        return self.env["dealer.reason"]._ask(self, "action_release_twin", self.env._("Not a double"))

    def action_open_account(self):
        """Open the prepaid account the receipt went to."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "prepaid.account", "res_id": self.account_id.id, "view_mode": "form"}

    def action_open_twin(self):
        """Open the document that carries the same proof or serial number."""
        self.check_access("read")
        self.ensure_one()
        twin = self._find_twin() or (self.twin_model, self.twin_id)
        if not twin[0]:
            raise UserError(self.env._("Receipt %s looks like no other: there is nothing to compare.", self.name))
        return {"type": "ir.actions.act_window", "res_model": twin[0], "res_id": twin[1], "view_mode": "form"}

    # -- hooks

    def _after_confirm(self):
        """Hook: the receipt has been confirmed and booked. Extend; return nothing."""

    def _after_reverse(self):
        """Hook: the receipt has been taken back. Extend; return nothing."""

    def _check_reversible(self):
        """Hook: raise UserError when the receipt cannot be taken back now. Extend and call super."""

    # -- parts

    def _need_role(self, groups, refusal):
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in groups):
            raise AccessError(role_refusal(self.env, groups, refusal))
        self.check_access("read")

    def _need_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Give a reason for receipt %s.", self[:1].name))

    def _check_ready(self):
        """Raise UserError when the receipt cannot be submitted. Extend and call super."""
        self.ensure_one()
        try:
            fen = to_fen(self.amount, exact=True)
        except AmountError:
            fen = 0
        if fen <= 0:
            raise UserError(self.env._("Receipt %(name)s: %(amount)s is no amount to book; enter one above 0.00.", name=self.name, amount=self.amount))
        if self.date > self.company_id._dealer_today():
            raise UserError(self.env._(
                "Receipt %(name)s: money cannot have come in on %(date)s, which is in the future; enter the day of the payment.",
                name=self.name, date=self.date))
        if not self._bank_line()._from_bank():  # the day of the bank's own list is what it is
            self.company_id._prepaid_check_bank_day(self.name, self.date)
        accounts = self.channel_id._accounts(self.company_id)
        if self.journal_id not in accounts:
            raise UserError(self.env._(
                "Receipt %(name)s: money by %(channel)s is received on %(accounts)s, not on %(account)s; choose the account it came in on.",
                name=self.name, channel=self.channel_id.name, account=self.journal_id.sudo().name,  # sudo: names in a sentence
                accounts=", ".join(accounts.mapped("name")) or self.env._("no account of this company yet")))
        if self.is_offline and not self.proof_ids and not self._bank_line()._from_bank():
            raise UserError(self.env._(
                "Receipt %(name)s has no proof: attach the slip or picture, the channel %(channel)s needs one; a serial number and amount "
                "of the bank's list prove it too.",
                name=self.name, channel=self.channel_id.name))

    def _recheck_twin(self):
        if self.twin_released_by_id:
            return
        twin = self._find_twin()
        if twin:
            raise UserError(self.env._(
                "Receipt %(name)s: the same proof or serial number is already recorded in %(twin)s; the finance manager must allow it first.",
                name=self.name, twin=twin[2]))
