from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .activation_invite import INVITERS
from .dealer_nomination import mobile


class ActivationRecord(models.Model):
    """Invitation of a customer: the login is his phone, no mail is needed."""

    _inherit = "activation.record"

    invite_ids = fields.One2many(
        "activation.invite", "record_id", string="Invitations", readonly=True, groups=INVITERS + ",dealer_base.group_ops,dealer_base.group_auditor")
    invite_url = fields.Char(string="Invitation link", compute="_compute_invite", groups=INVITERS)
    invite_qr = fields.Binary(string="QR code", compute="_compute_invite", groups=INVITERS)
    invite_until = fields.Datetime(string="Valid until", compute="_compute_invite")
    invite_state = fields.Selection(
        [("none", "Not invited"), ("open", "Valid"), ("expired", "Expired"), ("used", "Used"), ("revoked", "Revoked")], string="Invitation",
        compute="_compute_invite")

    @api.depends("invite_ids.state", "invite_ids.expires_at")
    def _compute_invite(self):
        for record in self:
            last = record.sudo().invite_ids.sorted("id")[-1:]  # sudo: link and token of the customer whom the user may read
            record.invite_url, record.invite_qr, record.invite_until = last.url, last.qr, last.expires_at
            record.invite_state = "expired" if last.state == "open" and not last.is_valid else last.state or "none"

    def action_invite(self):
        """Make the portal login and a link with QR code that expires; an older link stops working.

        Salesperson for own customers, sales manager, pre-sale service, sales company.

        :return: True.
        :raises UserError: naming what is missing, or that the customer has logged in.
        """
        self._check_inviter()
        for record in self:
            if record.first_login_at:
                raise UserError(self.env._("%s has logged in already: no invitation is needed.", record.display_name))
            login = mobile(record.phone or record.partner_id.phone)
            owner = record.sudo()  # sudo: makes the portal login; role and record are checked above
            owner._check_approved()
            user, problem = owner.partner_id._invite_portal_user(record.contact_name or record.partner_id.name, login, record.company_id)
            if problem:
                raise UserError(problem)
            if user.login_date:
                raise UserError(self.env._("The login %s was used before: its owner knows the password.", user.login))
            self.env["activation.invite"].sudo()._make(owner, user)  # sudo: as above
            owner._note(phone=login, invited_at=record.invited_at or fields.Datetime.now())
            owner._bind()
            owner.message_post(body=self.env._("Invited by %s.", self.env.user.name))
        return True

    def _check_approved(self):
        """Refuse customers whom nobody looked at, or who are frozen or gone: a login lets in.

        :raises UserError: naming customer, state and next step.
        """
        for partner in self.partner_id:
            if partner.dealer_state == "review":
                raise UserError(self.env._(
                    "%s is still to be reviewed: once the HQ channel approver and the operations manager have approved it, invite it.", partner.display_name))
            if partner.dealer_state != "approved":
                states = dict(partner._fields["dealer_state"]._description_selection(self.env))
                raise UserError(self.env._(
                    "%(customer)s is not approved, its channel state is “%(state)s”: ask the HQ channel approver before you invite it.",
                    customer=partner.display_name, state=states.get(partner.dealer_state, "–")))

    def _bind(self):
        """The customer belongs to the salesperson who invited him; one that had a salesperson already keeps him."""
        for record in self.filtered(lambda one: not one.partner_id.user_id):
            record.partner_id.user_id = record.user_id

    def action_revoke_invite(self):
        """Make the open link useless.

        :return: True.
        """
        self._check_inviter()
        self.invite_ids.sudo().filtered(lambda invite: invite.state == "open").action_revoke()  # sudo: the right is checked above
        return True

    def _check_inviter(self):
        if not self.env.user.has_groups(INVITERS):
            raise AccessError(self.env._("Customers are invited by their salesperson, pre-sale service or the sales company."))
        self.check_access("write")

    def _on_nominated(self, user, at):
        """A nomination invited the terminal: the funnel counts it as invited.

        :param user: res.users, the invited login.
        :param at: naive UTC datetime.
        """
        for record in self:
            record._note(invited_at=record.invited_at or at, contact_name=record.contact_name or user.name, phone=user.login)
