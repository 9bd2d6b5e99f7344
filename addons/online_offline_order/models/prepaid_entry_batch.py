from odoo import models


class PrepaidEntry(models.Model):
    """What shipments and returns tell the batch of the day: the cost of their goods, and whether they count yet."""

    _inherit = "prepaid.entry"

    def _documents_of(self, model):
        """Give the documents of a model that these entries come from."""
        ids = self.filtered(lambda entry: entry.res_model == model).mapped("res_id")
        return self.env[model].sudo().browse(ids).exists()  # sudo: the batch adds up what others shipped

    def _gl_batch_cost(self):
        shipped = self.filtered(lambda entry: entry.kind == "capture")._documents_of("stock.picking")
        returned = self.filtered(lambda entry: entry.kind == "refund")._documents_of("dealer.return")
        return super()._gl_batch_cost() + shipped._batch_cost() + returned.picking_ids._batch_cost()

    def _gl_ready(self):
        ready = super()._gl_ready()
        if not ready or ready.company_id.prepaid_revenue_at != "receipt":
            return ready
        shipments = ready.filtered(lambda entry: entry.kind == "capture" and entry.order_model == "sale.order")
        orders = self.env["sale.order"].sudo().browse(shipments.mapped("order_id"))  # sudo: whether an order has arrived counts for the books
        arrived = set(orders.filtered(lambda order: order.dealer_state == "received").ids)
        return ready.filtered(lambda entry: entry not in shipments or entry.order_id in arrived)
