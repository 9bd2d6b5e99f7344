from odoo import models


class SaleOrder(models.Model):
    """When the income of an order counts that waits for its receipt (P4)."""

    _inherit = "sale.order"

    def _arrived_on(self):
        """Give the orders whose goods have arrived: received, or some of them came back already.

        :return: {order id: local day of the arrival}.
        """
        found = {}
        for order in self.filtered(lambda rec: rec.dealer_state == "received"):
            found[order.id] = order.company_id._dealer_local(order.received_at).date()
        refunds = self.env["prepaid.entry"].sudo()._read_group(  # sudo: whether goods came back counts for the books
            [("order_model", "=", "sale.order"), ("order_id", "in", self.ids), ("kind", "=", "refund")], ["order_id"], ["date:min"])
        for order_id, day in refunds:
            found[order_id] = min(day, found.get(order_id, day))
        return found

    def _book_arrived(self):
        """Post the invoices of these orders' deliveries whose income waited for the receipt."""
        for order in self:
            day = order._arrived_on().get(order.id) or order.company_id._dealer_today()
            for picking in order.picking_ids.filtered(lambda rec: rec.is_dealer_delivery and rec.state == "done").sorted("id"):
                picking._book_arrived(day)
