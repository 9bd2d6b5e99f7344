from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _guard(self, vals):
        self.order_id._refuse_exchange()
        return super()._guard(vals)
