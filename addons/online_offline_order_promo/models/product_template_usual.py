from odoo import api, models


class ProductTemplate(models.Model):
    """What pricing asks of goods."""

    _inherit = "product.template"

    @api.model
    def _usual_fields(self):
        return super()._usual_fields() + ("promo_launch_date",)
