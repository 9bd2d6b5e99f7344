from odoo import models


class PrepaidEntry(models.Model):
    """What shipments and returns tell the batch of the day: the cost of their goods, and whether they count yet."""

    _inherit = "prepaid.entry"

    def _documents_of(self, model):
        """Give the documents of a model that these entries come from."""
        ids = self.filtered(lambda entry: entry.res_model == model).mapped("res_id")
        return self.env[model].sudo().browse(dict.fromkeys(ids)).exists()  # sudo: the batch adds up what others shipped

    def _gl_batch_cost(self):
        shipped = self.filtered(lambda entry: entry.kind == "capture")._documents_of("stock.picking")
        returned = self.filtered(lambda entry: entry.kind == "refund")._documents_of("dealer.return")
        return super()._gl_batch_cost() + shipped._cost_to_book() + returned.picking_ids._batch_cost()

    def _gl_ready(self):
        ready = super()._gl_ready()
        shipments, arrived = ready._arrivals()
        return ready.filtered(lambda entry: entry not in shipments or entry.order_id in arrived)

    def _gl_days(self):
        shipments, arrived = self._arrivals()
        return super()._gl_days() | {entry.id: arrived[entry.order_id] for entry in shipments if entry.order_id in arrived}

    def _arrivals(self):
        """Tell what these entries debit for shipments whose income counts at the receipt (P4), and which of it has arrived.

        :return: (prepaid.entry, {order id: local day of the arrival}).
        """
        waits = {company: company._prepaid_income_waits() for company in self.company_id}
        shipments = self.filtered(lambda entry: waits[entry.company_id])
        orders = shipments._order_shipped()
        shipments = shipments.filtered(lambda entry, ids=set(orders.ids): (
            entry.kind == "capture" and entry.order_model == "sale.order" and entry.order_id in ids))
        return shipments, orders._arrived_on() if orders else {}

    def _order_shipped(self):
        """Give the orders of which these entries debit shipments."""
        captures = self.filtered(lambda entry: entry.kind == "capture" and entry.order_model == "sale.order")
        return self.env["sale.order"].sudo().browse(captures.mapped("order_id")).exists()  # sudo: whether an order has arrived counts for the books
