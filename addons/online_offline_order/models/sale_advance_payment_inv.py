from odoo import models


class SaleAdvancePaymentInv(models.TransientModel):
    _inherit = "sale.advance.payment.inv"

    def create_invoices(self):
        """Invoice plain orders; a dealer order is invoiced by its shipments alone."""
        self.sale_order_ids._refuse_standard_step()
        return super().create_invoices()
