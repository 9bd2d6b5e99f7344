from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..adapters.cost import READERS, is_open


class ProductTemplate(models.Model):
    """Goods of the channel: brand, season, and whether they are on the shelf of the ordering pages."""

    _inherit = "product.template"

    dealer_brand_id = fields.Many2one("dealer.brand", string="Brand", index="btree_not_null", ondelete="restrict")
    dealer_season_id = fields.Many2one("dealer.season", string="Season", index="btree_not_null", ondelete="restrict")
    shelf_state = fields.Selection(
        [("off", "Off shelf"), ("on", "On shelf")], default="off", required=True, index=True, copy=False, tracking=True,
        help="Only goods on the shelf can be ordered by dealers and stores.",
    )
    dealer_goods_code = fields.Char(
        string="Goods code", index="btree_not_null", copy=False, help="Code shared by all colours and sizes; sheets find the goods by it.",
    )

    standard_price = fields.Float(groups=READERS)

    _goods_code_uniq = models.UniqueIndex(
        "(dealer_goods_code, COALESCE(company_id, 0)) WHERE dealer_goods_code IS NOT NULL", "This goods code is taken already.")

    def _has_field_access(self, field, operation):
        return is_open(super()._has_field_access(field, operation), operation)

    @api.model
    def _check_shelf_right(self):
        if not self.env.su and not any(self.env.user.has_group(f"dealer_base.{group}") for group in ("group_cs_presale", "group_ops")):
            raise AccessError(self.env._("Goods are put on and off the shelf by pre-sale service or operations."))

    def action_shelf_on(self):
        """Offer the goods to dealers and stores.

        :raises UserError: when goods have no retail price.
        """
        self._check_shelf_right()
        for product in self:
            if product.list_price <= 0:
                raise UserError(self.env._("%s has no retail price: enter one before it goes on the shelf.", product.display_name))
        self.write({"shelf_state": "on"})
        return True

    def action_shelf_off(self):
        """Take the goods from the ordering pages; open orders stay."""
        self._check_shelf_right()
        self.write({"shelf_state": "off"})
        return True
