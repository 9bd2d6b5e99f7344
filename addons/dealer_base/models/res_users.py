from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..adapters.rights import RightsWatch

LOGIN_DATA = {"email", "login", "password"}
FINANCE = tuple(f"dealer_base.group_fin_{role}" for role in ("manager", "cashier", "confirmer", "settlement"))


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
        changed = self._login_data_changes(vals)
        result = super().write(vals)
        if watch:
            watch.check()
        self._tell_login_data(changed)
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

    def _login_data_changes(self, vals):
        """Give the logins of people of finance that somebody else takes in hand: who has two of them is two persons.

        :return: {res.users: names of the changed fields}, empty where the program itself writes.
        """
        if self.env.uid == SUPERUSER_ID or not LOGIN_DATA & vals.keys():  # SUPERUSER_ID: compared only, the program's own writes
            return {}
        finance = [self.env.ref(name).id for name in FINANCE]
        found = {}
        for user in (self - self.env.user).sudo().filtered(lambda one: set(finance) & set(one.all_group_ids.ids)):  # sudo: whose rights count
            names = [name for name in sorted(LOGIN_DATA & vals.keys()) if name == "password" or user[name] != vals[name]]
            if names:
                found[user] = names
        return found

    def _tell_login_data(self, changed):
        """Leave a line on people of finance whose login data somebody else changed, and tell them and the finance managers."""
        managers = self.env["res.users"].sudo().search([("all_group_ids", "in", self.env.ref(FINANCE[0]).ids)]) if changed else self  # sudo: to be told
        for user, names in changed.items():
            user.partner_id.message_post(
                author_id=self.env.user.partner_id.id, partner_ids=(managers | user).partner_id.ids, body=self.env._(
                    "%(who)s changed the login data of %(user)s (%(fields)s). Whoever can log in as two people can enter and confirm alone: ask why.",
                    who=self.env.user.name, user=user.name, fields=", ".join(user._fields[name]._description_string(self.env) for name in names)))

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
