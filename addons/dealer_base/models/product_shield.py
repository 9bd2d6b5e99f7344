from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductTemplate(models.Model):
    """Goods kept from some dealers: these neither find, see nor order them, and nor do their stores (journey J26)."""

    _inherit = "product.template"

    shield_partner_ids = fields.Many2many(
        "res.partner", "dealer_product_shield_rel", "product_tmpl_id", "partner_id", string="Shielded from", domain=[("dealer_level", "!=", False)],
        tracking=True, groups="base.group_user",
        help="These dealers, and all below them, neither find nor order the goods; to them the code is unknown.")

    @api.constrains("shield_partner_ids")
    def _check_shield_partners(self):
        for product in self:
            wrong = product.shield_partner_ids.filtered(lambda partner: not partner.dealer_level)
            if wrong:
                raise ValidationError(self.env._(
                    "%(product)s can be shielded from sales companies, dealers and stores only, not from %(partner)s.",
                    product=product.display_name, partner=wrong[0].display_name))
