from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..adapters.rights import RightsWatch


class ResUsers(models.Model):
    _inherit = "res.users"

    sales_company_ids = fields.Many2many(
        "res.partner", "dealer_user_sales_company_rel", "user_id", "partner_id", string="Sales companies",
        domain=[("dealer_level", "=", "sales_company")],
        help="The sales companies whose dealers and stores this user manages.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        watch = RightsWatch(self.env)
        users = super().create(vals_list)
        watch.check()
        return users

    def write(self, vals):
        self._refuse_system_users(vals)
        watch = RightsWatch(self.env) if "group_ids" in vals else None
        result = super().write(vals)
        if watch:
            watch.check()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_no_system_users(self):
        self._refuse_system_users({"active": False})

    def _refuse_system_users(self, vals):
        """Refuse whoever keeps users to write on an administrator of the system: password, login or mail would make him one.

        :raises AccessError: naming the user.
        """
        if self.env.su or not vals.keys() - {"company_id", "company_ids"} or self.env.user.has_group("base.group_system"):
            return
        for user in self.sudo().filtered(lambda one: one.has_group("base.group_system")):  # sudo: whose rights count, whoever asks
            raise AccessError(self.env._("%s is an administrator of the system: only another one changes this user.", user.name))

    @api.constrains("partner_id", "active", "group_ids")
    def _check_one_login(self):
        """Who records and who confirms are told apart by their logins: one person has one."""
        for user in self.filtered(lambda rec: rec.active and rec._is_internal()):
            twin = self.sudo().search([  # sudo: a second login counts whoever made it
                ("partner_id", "=", user.partner_id.id), ("id", "!=", user.id), ("share", "=", False)], limit=1)
            if twin:
                raise ValidationError(self.env._(
                    "%(person)s has the login %(login)s already: one person has one login, or he could confirm what he entered himself.",
                    person=user.partner_id.name, login=twin.login))

    def _note_extended_right(self, right, regular, document, first):
        """Leave a line on a document when its step was possible by an extended right only (G24); such rights break a duty conflict.

        :param right: xmlid of the extended right.
        :param regular: xmlids of the roles that may take the step anyway.
        :param document: record with a chatter.
        :param first: res.users who took the step before.
        """
        self.ensure_one()
        if not self.has_group(right) or any(self.has_group(group) for group in regular):
            return
        document = document.sudo()  # sudo: the line is written whatever the user may write on the document
        line = self.env._(
            "%(right)s: %(second)s took this step of %(document)s by that right; the step before was taken by %(first)s.",
            right=self.env.ref(right).sudo().name, second=self.name, document=document.display_name,  # sudo: name of the right
            first=", ".join(first.sudo().mapped("name")) or "-")  # sudo: names in a sentence
        grant = self.env["dealer.right.grant"]._in_force(self, right)
        document.message_post(author_id=self.partner_id.id, body=Markup("%s %s") % (line, grant._get_html_link()) if grant else line)
        if grant:
            grant.message_post(author_id=self.partner_id.id, body=Markup("%s %s") % (self.env._("Used on:"), document._get_html_link()))

    @api.model
    def _get_invalidation_fields(self):
        # Record rules name the sales companies of the user: a change must reach the cached rules at once.
        return super()._get_invalidation_fields() | {"sales_company_ids"}
