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
        return super()._gl_batch_cost() + shipped._cost_to_book() + returned.picking_ids._batch_cost()

    def _gl_ready(self):
        ready = super()._gl_ready()
        if not any(company._prepaid_income_waits() for company in ready.company_id):
            return ready
        shipments = ready.filtered(lambda entry: entry._order_shipped() and entry.company_id._prepaid_income_waits())
        arrived = shipments._order_shipped()._arrived_on()
        return ready.filtered(lambda entry: entry not in shipments or entry.order_id in arrived)

    def _gl_day(self):
        order = self._order_shipped() if self.company_id._prepaid_income_waits() else self.env["sale.order"]
        return order._arrived_on().get(order.id) or super()._gl_day()

    def _order_shipped(self):
        """Give the orders of which these entries debit shipments."""
        captures = self.filtered(lambda entry: entry.kind == "capture" and entry.order_model == "sale.order")
        return self.env["sale.order"].sudo().browse(captures.mapped("order_id")).exists()  # sudo: whether an order has arrived counts for the books
