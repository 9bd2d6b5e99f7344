from odoo import api, fields, models


class DealerReturn(models.Model):
    """Returns of goods that nobody fetched: the order waits at its store again when the return ends, and is closed by the refund."""

    _inherit = "dealer.return"

    def _waiting_orders(self):
        """Give the orders whose pick-up these returns have ended, in sudo."""
        orders = self.sudo().order_id  # sudo: who decides about a return may not see the order
        return orders.filtered(lambda order: order.pickup_return_id in self)

    @api.ondelete(at_uninstall=False)
    def _unlink_reopen_pickup(self):
        self._waiting_orders()._reopen_pickup()

    def action_reject(self, reason):
        """Turn a request down, see the flow.

        :param reason: text for the people who asked.
        """
        result = super().action_reject(reason)
        self.filtered(lambda record: record.state == "rejected")._waiting_orders()._reopen_pickup()
        return result

    def action_cancel(self, reason):
        """Give up a return, see the flow.

        :param reason: why.
        """
        result = super().action_cancel(reason)
        self.filtered(lambda record: record.state == "cancelled")._waiting_orders()._reopen_pickup()
        return result

    def action_refund(self):
        """Credit the account, see the flow; an order whose goods nobody fetched is closed with it."""
        result = super().action_refund()
        for order in self.filtered(lambda record: record.state == "refunded")._waiting_orders():
            if order.dealer_state == "shipped":
                order._receive_by_handover(fields.Datetime.now())
        return result
