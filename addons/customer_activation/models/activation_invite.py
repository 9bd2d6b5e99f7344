import secrets
from base64 import b64encode
from datetime import timedelta
from io import BytesIO

import qrcode
from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

INVITERS = "dealer_base.group_sales_rep,dealer_base.group_cs_presale,dealer_base.group_sc_manager"
PASSWORD_MIN = 8


class ActivationInvite(models.Model):
    """A link, also as a QR code, by which one customer sets his password once. It expires, is used up, or is revoked."""

    _name = "activation.invite"
    _description = "Invitation of a customer"
    _inherit = ["activation.fact.mixin"]
    _order = "id desc"
    _rec_name = "record_id"

    user_id = fields.Many2one("res.users", string="Login", required=True, readonly=True)
    invited_by_id = fields.Many2one("res.users", string="Invited by", readonly=True)
    token = fields.Char(required=True, readonly=True, copy=False, index=True, groups="base.group_no_one")
    expires_at = fields.Datetime(string="Valid until", required=True, readonly=True)
    state = fields.Selection([("open", "Valid"), ("used", "Used"), ("revoked", "Revoked")], default="open", required=True, readonly=True, index=True)
    used_at = fields.Datetime(readonly=True)
    is_valid = fields.Boolean(string="Can be used", compute="_compute_is_valid")
    url = fields.Char(string="Invitation link", compute="_compute_url", groups=INVITERS)
    qr = fields.Binary(string="QR code", compute="_compute_url", groups=INVITERS)

    _token_uniq = models.Constraint("UNIQUE(token)", "Tokens differ.")
    _one_open = models.UniqueIndex("(record_id) WHERE state = 'open'", "A customer has one open invitation.")

    @api.depends("state", "expires_at")
    def _compute_is_valid(self):
        now = fields.Datetime.now()
        for invite in self:
            invite.is_valid = invite.state == "open" and invite.expires_at > now

    @api.depends("state", "expires_at", "token")
    def _compute_url(self):
        for invite in self:
            token = invite.sudo().token  # sudo: the link is shown to those whom the field's groups let in
            invite.url = f"{invite.get_base_url()}/activate/{token}" if invite.is_valid else False
            invite.qr = self._qr_code(invite.url) if invite.url else False

    @api.model
    def _qr_code(self, text):
        """Draw a QR code.

        :return: base64 of a PNG.
        """
        out = BytesIO()
        qrcode.make(text, box_size=6, border=3).save(out, format="PNG")
        return b64encode(out.getvalue())

    @api.model
    def _new_token(self):
        """Draw what nobody guesses: for invitations and badges."""
        return secrets.token_urlsafe(24)

    @api.model
    def _make(self, record, user):
        """Make the one open invitation of a customer; an older one is revoked."""
        record.invite_ids.filtered(lambda invite: invite.state == "open").write({"state": "revoked"})
        self.env.flush_all()
        invite = self.create([{
            "record_id": record.id, "user_id": user.id, "invited_by_id": self.env.uid, "token": self._new_token(),
            "expires_at": fields.Datetime.now() + timedelta(days=record.company_id.activation_invite_days)}])
        invite._send()
        return invite

    def _send(self):
        """Mail the link to the customer who has an address; none is needed. Nobody here gets a copy of it: who opens it sets the password."""
        for invite in self.with_user(SUPERUSER_ID):  # sudo: who presses is neither sender nor reader of the mail
            customer = invite.record_id.partner_id
            address = invite.user_id.partner_id.email or customer.email
            if not address:
                continue
            said = invite.with_context(lang=customer.lang or self.env.lang)
            company = invite.company_id
            said.env["mail.mail"].create([{
                "subject": said.env._("Your account at %s", company.name), "email_to": address, "auto_delete": True,
                "author_id": company.partner_id.id, "email_from": company.email_formatted or said.env.user.email_formatted,
                "body_html": said._letter()}])

    def _letter(self):
        """Give the text of the mail with the link, in the language of the environment."""
        until = self.company_id._dealer_local(self.expires_at).date()
        link = Markup('<a href="{url}">{url}</a>').format(url=self.url)
        return Markup("<p>{}</p><p>{}</p><p>{}</p>").format(
            self.env._("Your account is ready. Your login is your mobile phone %s.", self.user_id.login),
            Markup.escape(self.env._("Set your password here: %s", "{link}")).format(link=link),
            self.env._("The link works once, until %s. Give it to nobody.", until))

    def _tell(self, people):
        """Tell salesperson and nominator that a link waits for the customer, without the link: they show or send it from his page.

        :param people: res.users besides the customer's salesperson; who invites is not told what he did.
        """
        for invite in self:
            record = invite.record_id
            for user in (people | record.user_id).filtered(lambda one: one.active and not one.share) - self.env.user:
                told = record.with_context(lang=user.lang or self.env.lang)
                told.message_notify(
                    partner_ids=user.partner_id.ids, subject=told.env._("The invitation of %s is ready", record.display_name),
                    body=told.env._("Link and QR code stand on the page “Invitation” of the customer, and on the nomination: send them to %(name)s, "
                                    "%(phone)s, until %(day)s.", name=record.contact_name or record.display_name, phone=invite.user_id.login,
                                    day=invite.company_id._dealer_local(invite.expires_at).date()))

    def action_revoke(self):
        """Make an open invitation useless. Who follows the customer may do so; pressing again changes nothing.

        :return: True.
        """
        for invite in self:
            invite.record_id._need_follower()
            if invite.state == "used":
                raise UserError(self.env._("The invitation of %s was used already.", invite.record_id.display_name))
            invite.sudo().state = "revoked"  # sudo: the state has no other way in, the right is checked above
        return True

    @api.model
    def _find(self, token):
        """Find what a token opens.

        :param token: text from the link.
        :return: activation.invite that can be used, or empty: unknown, expired, used and revoked look the same to a stranger.
        """
        found = self.sudo().search([("token", "=", token)], limit=1) if token and len(token) >= 24 else self.sudo()  # sudo: the caller has no user yet
        return found if found and found.is_valid and found.user_id.active and not found.user_id.login_date else found.browse()

    def _accept(self, password, again):
        """Set the first password of the customer's login and use the invitation up.

        :return: the login.
        :raises UserError: when the passwords differ, are too short, or the invitation is no longer valid.
        :raises AccessError: when somebody else's session opened the link.
        """
        self.ensure_one()
        if not self.env.user._is_public():
            raise AccessError(self.env._("You are logged in as %s: the customer opens the invitation on his own device.", self.env.user.name))
        if password != again:
            raise UserError(self.env._("The two passwords differ."))
        if len(password or "") < PASSWORD_MIN:
            raise UserError(self.env._("The password needs at least %s characters.", PASSWORD_MIN))
        if not self.try_lock_for_update() or not self.is_valid:
            raise UserError(self.env._("This invitation is not valid any more: ask your salesperson for a new one."))
        self.write({"state": "used", "used_at": fields.Datetime.now()})
        self.user_id.password = password
        return self.user_id.login
