from odoo import api, models
from odoo.exceptions import AccessError

SHIPPED = ("partial", "shipped", "received")


class SaleOrder(models.Model):
    """What the attribution says about an order counts for the funnel, too: the same returns, the same amounts."""

    _inherit = "sale.order"

    def _activation_net(self):
        self.ensure_one()
        if not self.is_dealer_order or self.dealer_state not in SHIPPED:  # nothing can have come back
            return super()._activation_net()
        lines = self.env["dealer.attribution"].sudo().search([("order_id", "=", self.id), ("role", "=", "store")])  # sudo: the funnel counts for everybody
        if not lines.return_id:
            return super()._activation_net()
        goods = self.order_line.filtered(lambda line: not line.display_type and line.product_id.type != "service")
        back = sum(lines.filtered("return_id").mapped("amount"))
        return self.company_id.currency_id.round(sum(goods.mapped("price_total")) + back)

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
