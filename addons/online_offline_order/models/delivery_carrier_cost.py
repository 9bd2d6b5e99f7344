from odoo import models

from odoo.addons.dealer_base.adapters.cost import values_goods


class DeliveryCarrier(models.Model):
    """A carrier that must be told what goods cost is told by the program."""

    _inherit = "delivery.carrier"

    @values_goods
    def _product_price_to_company_currency(self, quantity, product, company):
        return super()._product_price_to_company_currency(quantity, product, company)
