from datetime import timedelta

from odoo import fields, models
from odoo.http import request


class ResUsers(models.Model):
    _inherit = "res.users"

    password_by_id = fields.Many2one(
        "res.users", string="Password set by", readonly=True, copy=False, groups="base.group_erp_manager",
        help="Somebody else who set the password last. Logins with it do not activate a customer; setting an own password does.")

    def _set_password(self):
        """Remember who set the password when it was not the person himself: nobody activates a customer with a password he gave him.

        The public user sets one only through a signed link that went to the person.
        """
        super()._set_password()
        setter = self.env.user
        for user in self.sudo():  # sudo: a mark of the program, whoever may set passwords
            own = user == setter or setter._is_public()
            if user.password_by_id != (setter.browse() if own else setter):
                user.password_by_id = False if own else setter.id

    def _update_last_login(self):
        """The one place where every client (browser, app, RPC) arrives after the password was right.

        Superuser switches, on-behalf work and ``with_user`` never come here.
        """
        super()._update_last_login()
        if len(self) == 1 and self.env.uid == self.id and self.share:
            self.sudo()._note_activation_login()  # sudo: a customer writes no activation

    def _note_activation_login(self):
        """Record the login for the customer the user belongs to; the first own one enables the account, once and for ever."""
        self.ensure_one()
        records = self.env["activation.record"].search([
            ("partner_id", "=", self.partner_id.commercial_partner_id.id), ("company_id", "in", self.company_ids.ids)])
        if not records:
            return
        now, own, (ip, device) = fields.Datetime.now(), not self.password_by_id, self._login_device()
        self.env["activation.login"].create([{
            "record_id": record.id, "user_id": self.id, "at": now, "is_own": own, "password_by_id": self.password_by_id.id, "ip": ip, "device": device,
        } for record in records])
        for record in records if own else ():
            values = {"last_login_at": now, "login_count": record.login_count + 1}
            if not record.first_login_at:
                values |= {"first_login_at": now, "account_state": "enabled", "is_own_device": self._is_device_of(record.user_id, ip, device)}
            record._note(**values)

    def _login_device(self):
        """Give address and device of the request: (ip, "platform browser"), empty texts outside of a request."""
        if not request:
            return "", ""
        agent = request.httprequest.user_agent
        return request.httprequest.remote_addr or "", f"{agent.platform or ''} {agent.browser or ''}".strip()

    def _is_device_of(self, other, ip, device):
        """Say whether another user was seen at this address with the same kind of device lately."""
        logs = self.env["res.device.log"].sudo().search([  # sudo: devices of another person, for a yes or no
            ("user_id", "=", other.id), ("ip_address", "=", ip), ("last_activity", ">=", fields.Datetime.now() - timedelta(days=7))]) if ip else ()
        return any(f"{log.platform or ''} {log.browser or ''}".strip() == device for log in logs)

    def _note_activation_browse(self):
        """Note the first look of an own login at orders or goods. Called once a session by the portal."""
        if not self.share or self.password_by_id:
            return
        records = self.env["activation.record"].search([
            ("partner_id", "=", self.partner_id.commercial_partner_id.id), ("company_id", "in", self.company_ids.ids),
            ("browsed_at", "=", False), ("first_login_at", "!=", False)])
        records._note(browsed_at=fields.Datetime.now())
