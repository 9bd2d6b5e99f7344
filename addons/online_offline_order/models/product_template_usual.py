from odoo import api, models


class ProductTemplate(models.Model):
    """What the steps of an order ask of goods."""

    _inherit = "product.template"

    @api.model
    def _usual_fields(self):
        return super()._usual_fields() + (
            "name", "active", "categ_id", "company_id", "type", "is_storable", "tracking", "lot_valuated", "uom_id", "list_price", "invoice_policy",
            "description_picking", "description_pickingin", "description_pickingout", "shelf_state", "dealer_negative_sale", "piece_height_mm",
            "piece_length_mm", "piece_width_mm", "dealer_brand_id")
