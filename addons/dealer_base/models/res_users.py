from odoo import api, fields, models
from odoo.exceptions import AccessError


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

    @api.model
    def _get_invalidation_fields(self):
        # Record rules name the sales companies of the user: a change must reach the cached rules at once.
        return super()._get_invalidation_fields() | {"sales_company_ids"}
