from odoo import api, models
from odoo.exceptions import AccessError

ALL_LEFT = ("shipped", "received")
SHIPPED = ("partial", *ALL_LEFT)


class SaleOrder(models.Model):
    """What the attribution says about an order counts for the funnel, too: the same returns, the same amounts."""

    _inherit = "sale.order"

    def _activation_nets(self):
        """Give what each order counts: of goods that have all left what was credited, less what came back and with what went out for it.

        While goods are still to leave the whole order counts, less what came back.
        """
        sent, nets = self.filtered(lambda order: order.is_dealer_order and order.dealer_state in SHIPPED), {}
        if not sent:  # nothing has left or come back
            return super()._activation_nets()
        first = sent._with_replacements()
        rows = self.env["dealer.attribution"].sudo()._read_group(  # sudo: the funnel counts for everybody
            [("order_id", "in", [order.id for order in first]), ("role", "=", "store")], ["order_id", "return_id"], ["amount:sum"])
        credited, moved = {}, {}
        for order, back, amount in rows:
            whole = first[order]
            credited[whole] = credited.get(whole, 0.0) + amount
            if back or order != whole:
                moved[whole] = moved.get(whole, 0.0) + amount
        for order in sent & self.browse(whole.id for whole in credited):
            if order.dealer_state in ALL_LEFT:
                nets[order] = order.company_id.currency_id.round(credited[order])
            elif order in moved:
                goods = order.order_line.filtered(lambda line: not line.display_type and line.product_id.type != "service")
                nets[order] = order.company_id.currency_id.round(sum(goods.mapped("price_total")) + moved[order])
        return super(SaleOrder, self.filtered(lambda order: order not in nets))._activation_nets() | nets

    def _activation_date(self):
        """Give when the order was submitted: the day of the order in the reports, whenever somebody approved it (R1-245)."""
        return self.is_dealer_order and self.submitted_at or super()._activation_date()

    def _with_replacements(self):
        """Find the orders of what went out for goods of these orders, and of what went out for those in turn.

        :return: dict of sale.order -> the one of these orders for which it counts; each counts for itself.
        """
        first = {order: order for order in self}
        found = self.sudo()  # sudo: the funnel counts for everybody
        while found:
            found = found.search([("exchange_return_id.order_id", "in", found.ids)])
            first.update({order: first[order.exchange_return_id.order_id] for order in found})
        return first

    def _note_activation(self):
        """Count the orders anew; goods that replace others are no order of their own, they belong to the first one."""
        orders = self
        while swaps := orders.filtered("exchange_return_id"):
            orders = (orders - swaps) | swaps.exchange_return_id.order_id
        return super(SaleOrder, orders)._note_activation()

    def _drop_rest(self, reason, by_dealer=False):
        result = super()._drop_rest(reason, by_dealer)
        self.sudo()._note_activation()  # sudo: the funnel counts whoever gives up what has not left
        return result

    def _after_shipment(self, picking, parcel):
        result = super()._after_shipment(picking, parcel)
        if self.exchange_return_id:
            self.sudo()._note_activation()  # sudo: the funnel counts whoever ships
        return result

    @api.model
    def _on_shelf_shown(self, products):
        super()._on_shelf_shown(products)
        self.env["perf.goods.view"]._note(products)

    def action_exclude_points(self):
        """Leave orders out of the resource points: of campaigns that do not count. Operations; asking again changes nothing.

        :return: True.
        """
        return self._mark_points(True)

    def action_include_points(self):
        """Count orders for the resource points again. Operations; asking again changes nothing.

        :return: True.
        """
        return self._mark_points(False)

    def _mark_points(self, excluded):
        if not self.env.user.has_group("dealer_base.group_ops"):
            raise AccessError(self.env._("Which orders count for points is decided by operations."))
        self.check_access("read")
        for order in self.sudo().filtered(lambda one: one.is_point_excluded != excluded):  # sudo: a mark for the points; role and right are checked above
            order.is_point_excluded = excluded
            order.message_post(body=self.env._("Does not count for points.") if excluded else self.env._("Counts for points again."))
        return True
