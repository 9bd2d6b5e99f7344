from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..adapters.cost import READERS, WRITERS, is_open, is_valuing, values_goods


class ProductProduct(models.Model):
    """What goods cost is seen by finance, purchasing, the operations manager and the auditor, and written by purchasing and the finance manager."""

    _inherit = "product.product"

    standard_price = fields.Float(groups=READERS)

    def _has_field_access(self, field, operation):
        return is_open(super()._has_field_access(field, operation), operation)

    @api.model_create_multi
    @values_goods
    def create(self, vals_list):
        if any(vals.get("standard_price") for vals in vals_list):
            self._need_cost_writer()
        return super().create(vals_list)

    def write(self, vals):
        if "standard_price" in vals and not is_valuing():
            self._need_cost_writer()
        return super().write(vals)

    def _need_cost_writer(self):
        if not self.env.su and not any(self.env.user.has_group(group) for group in WRITERS):
            raise AccessError(self.env._("What goods cost is entered by purchasing or the finance manager."))
