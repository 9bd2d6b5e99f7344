from datetime import timedelta

import werkzeug.urls

from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _invite_link(self, invited_at):
        """Give the link by which an invited person sets a password.

        :param invited_at: naive UTC datetime of the invitation, or False.
        :return: the URL, or False when there is no invitation, it expired, or the person logged in.
        """
        if not self or not invited_at or self.login_date:
            return False
        valid = int(self.env["ir.config_parameter"].get_param("auth_signup.signup.validity.hours", 144))
        rest = (invited_at + timedelta(hours=valid) - fields.Datetime.now()) / timedelta(hours=1)
        if rest <= 0:
            return False
        query = {"db": self.env.cr.dbname, "token": self.partner_id._generate_signup_token(expiration=rest)}
        return f"{self.get_base_url()}/web/signup?{werkzeug.urls.url_encode(query)}"
