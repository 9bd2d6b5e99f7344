from odoo import Command, api, fields, models


class DealerNomination(models.Model):
    """The invitation that follows the opening of the account, and the checklist that follows the criteria."""

    _inherit = "dealer.nomination"

    invite_user_id = fields.Many2one("res.users", string="Invited login", readonly=True, copy=False)
    invited_at = fields.Datetime(string="Invited on", readonly=True, copy=False)
    invite_problem = fields.Char(string="Why not invited", readonly=True, copy=False)
    invite_url = fields.Char(
        string="Invitation link", compute="_compute_invite_url", groups="dealer_base.group_sc_manager,dealer_base.group_cs_presale",
        help="Whoever opens it sets the password of the terminal's login: send it to the responsible person only.")
    invite_qr = fields.Binary(
        string="QR code", compute="_compute_invite_url", groups="dealer_base.group_sc_manager,dealer_base.group_cs_presale")
    lacks_criteria = fields.Boolean(string="Checklist is out of date", compute="_compute_lacks_criteria")

    @api.depends("invite_user_id", "invited_at", "state")
    def _compute_invite_url(self):
        for nomination in self:
            invite = nomination._open_invite()
            nomination.invite_url, nomination.invite_qr = invite.url, invite.qr

    def _open_invite(self):
        """Give the invitation of the nominated terminal's login that can be used now: one that expired, was used or revoked has no link.

        :return: activation.invite (superuser), or empty.
        """
        self.ensure_one()
        user = self.invite_user_id.sudo()  # sudo: whether the person has logged in
        invites = self.env["activation.invite"].sudo()  # sudo: the link is shown to those whom the field's groups let in
        if not user or user.login_date:
            return invites
        return invites.search([
            ("user_id", "=", user.id), ("record_id.partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id), ("state", "=", "open")],
            limit=1).filtered("is_valid")

    @api.depends("state", "line_ids.criterion_id")
    def _compute_lacks_criteria(self):
        for nomination in self:
            nomination.lacks_criteria = nomination.state == "draft" and bool(nomination._missing_criteria())

    def _missing_criteria(self):
        return self.env["dealer.nomination.criterion"]._for_company(self.company_id) - self.line_ids.criterion_id

    def action_update_checklist(self):
        """Add the criteria that came up since the draft was written. Sales company manager only; what is answered stays.

        :return: True.
        """
        self._require(("group_sc_manager",))
        self.check_access("write")
        for nomination in self:
            if nomination.state != "draft":
                nomination._refuse_state()
            nomination.write({"line_ids": [Command.create({"criterion_id": criterion.id}) for criterion in nomination._missing_criteria()]})
        return True

    def action_renew_invite(self):
        """Make a new invitation link, for one that expired or could not be made. Sales company manager or pre-sale service.

        :return: True.
        """
        self._require(("group_sc_manager", "group_cs_presale"))
        for nomination in self:
            if nomination.state not in ("approved", "invited") or not any(p.dealer_account_opened_at for p in nomination.partner_id._dealer_chain()):
                nomination._refuse_state()
            nomination.sudo()._send_invites()  # sudo: makes the portal login; role and state are checked above
        return True

    def _send_invites(self):
        """Make the login of each nominated terminal, start the validity of its invitation link, and send it (journey J1, step 6).

        Never raises: a top-up must not fail because a phone is taken; the problem stands on the nomination instead.
        """
        for nomination in self:
            user, problem = nomination.partner_id._invite_portal_user(
                nomination.contact_name, nomination._mobile(), nomination.company_id)
            if problem:
                nomination.invite_problem = problem
                continue
            values = {"state": "invited", "invite_user_id": user.id, "invite_problem": False}
            if not user.login_date:
                values["invited_at"] = fields.Datetime.now()
            nomination.write(values)
            record = nomination._enter_funnel()
            if not user.login_date:
                self.env["activation.invite"]._make(record, user)._tell(nomination.submitted_by_id)

    @api.model
    def _begin_funnel(self):
        """Put all terminals that were ever invited into the activation list: an upgrade calls it once."""
        for nomination in self.search([("invite_user_id", "!=", False), ("partner_id", "!=", False)]):
            nomination._enter_funnel()

    def _enter_funnel(self):
        """Put the invited terminal into the activation list.

        :return: its activation.record.
        """
        self.ensure_one()
        record = self.env["activation.record"]._enter(self.partner_id, "nomination", self.company_id, self.submitted_by_id)
        record._on_nominated(self.invite_user_id, self.invited_at or self.write_date)
        return record
