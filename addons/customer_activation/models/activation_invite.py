import secrets
from base64 import b64encode
from datetime import timedelta
from io import BytesIO

import qrcode

from odoo import api, fields, models
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
        return self.create([{
            "record_id": record.id, "user_id": user.id, "invited_by_id": self.env.uid, "token": self._new_token(),
            "expires_at": fields.Datetime.now() + timedelta(days=record.company_id.activation_invite_days)}])

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
