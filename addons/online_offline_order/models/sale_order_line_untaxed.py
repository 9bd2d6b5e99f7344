from odoo import api, models


class SaleOrderLine(models.Model):
    """What is left to invoice of the lines of dealer orders; their taxes, which are in the price, are worked out again only where it is not known."""

    _inherit = "sale.order.line"

    @api.depends("price_subtotal")
    def _compute_untaxed_amount_to_invoice(self):
        known = self.browse()
        for line in self.filtered(lambda one: one.order_id.is_dealer_order and one.state == "sale" and not one._get_invoice_lines()):
            qty = line.qty_delivered if line.product_id.invoice_policy == "delivery" else line.product_uom_qty
            if qty in (0, line.product_uom_qty):  # nothing, or the whole line
                line.untaxed_amount_to_invoice = line.price_subtotal if qty else 0.0
                known |= line
        return super(SaleOrderLine, self - known)._compute_untaxed_amount_to_invoice()
