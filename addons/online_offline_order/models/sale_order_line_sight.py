from odoo import api, models


class SaleOrderLine(models.Model):
    """Prices of the goods are the dealer's secret from the clerks of its stores, unless the company shows them."""

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "dealer.sight.mixin"]

    @api.model
    def _portal_fields(self):
        return super()._portal_fields() | {"is_dealer_order"}

    @api.model
    def _clerk_closed_fields(self):
        return super()._clerk_closed_fields() | {
            "price_unit", "technical_price_unit", "price_subtotal", "price_total", "price_tax", "price_reduce_taxexcl", "price_reduce_taxinc",
            "discount", "untaxed_amount_invoiced", "untaxed_amount_to_invoice", "amount_invoiced", "amount_to_invoice", "extra_tax_data",
            "pricelist_item_id",
        }

    @api.model
    def _shows_fees_to_clerks(self):
        return self.env["sale.order"]._shows_fees_to_clerks()
