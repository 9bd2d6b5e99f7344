from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError


class ResUsers(models.Model):
    _inherit = "res.users"

    sales_company_ids = fields.Many2many(
        "res.partner", "dealer_user_sales_company_rel", "user_id", "partner_id", string="Sales companies",
        domain=[("dealer_level", "=", "sales_company")],
        help="The sales companies whose dealers and stores this user manages.",
    )

    def write(self, vals):
        if "group_ids" in vals and self.env.user in self and not self.env.su and not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("Nobody gives rights to himself: ask another administrator."))
        return super().write(vals)

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

    @api.model
    def _get_invalidation_fields(self):
        # Record rules name the sales companies of the user: a change must reach the cached rules at once.
        return super()._get_invalidation_fields() | {"sales_company_ids"}
