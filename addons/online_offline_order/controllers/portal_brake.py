from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

OWNER = "dealer_base.group_portal_dealer"


class PortalBrake(CustomerPortal):
    """The owner's pages: orders that wait for his confirmation, and what he wants to be asked about (N17).

    Every page works with the rights of the user; who may answer is checked by the documents themselves.
    """

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "dealer_confirmation_count" in counters:
            values["dealer_confirmation_count"] = len(self._asked_orders()) if request.env.user.has_group(OWNER) else 0
        return values

    @http.route("/my/order-confirmations", type="http", auth="user", website=True, methods=["GET"])
    def order_confirmations(self, **_arguments):
        """List the orders that wait for the owner."""
        return self._orders_page()

    @http.route("/my/order-confirmations/<int:order_id>/<any(agree,refuse):answer>", type="http", auth="user", website=True, methods=["POST"])
    def answer_order(self, order_id, answer, reason="", **_arguments):
        """Agree to an order, or refuse it with a reason."""
        self._need_owner()
        order = request.env["sale.order"].search([("id", "=", order_id)])
        if not order:
            raise request.not_found()
        try:
            with request.env.cr.savepoint():
                order.action_agree_brake() if answer == "agree" else order.action_refuse_brake(reason)
        except (AccessError, UserError) as error:
            return self._orders_page(str(error))
        return request.redirect("/my/order-confirmations", code=303)

    @http.route("/my/brakes", type="http", auth="user", website=True, methods=["GET"])
    def brakes(self, **_arguments):
        """Show what the owner wants to be asked about."""
        return self._brakes_page()

    @http.route("/my/brakes/set", type="http", auth="user", website=True, methods=["POST"])
    def set_brake(self, store_code="", ask_above="", per_day="", per_month="", **_arguments):
        """Set a brake of the owner, on his account or on one store."""
        self._need_owner()
        try:
            with request.env.cr.savepoint():
                request.env["prepaid.brake"].set_brake(store_code.strip(), ask_above.strip(), per_day.strip(), per_month.strip())
        except (AccessError, UserError) as error:
            return self._brakes_page(str(error))
        return request.redirect("/my/brakes", code=303)

    # -- parts

    def _need_owner(self):
        if not request.env.user.has_group(OWNER):
            raise request.not_found()

    def _asked_orders(self):
        orders = request.env["sale.order"].search([("brake_state", "=", "asked"), ("dealer_state", "=", "submitted")], order="submitted_at, id")
        brakes, user = request.env["prepaid.brake"], request.env.user
        return orders.filtered(lambda order: user in brakes._owner_users(order.account_partner_id))

    def _orders_page(self, error=None):
        self._need_owner()
        return request.render("online_offline_order.portal_order_confirmations", {
            **self._prepare_portal_layout_values(), "page_name": "dealer_confirmation", "orders": self._asked_orders(), "error": error})

    def _brakes_page(self, error=None):
        self._need_owner()
        owner = request.env["prepaid.brake"]._own_partner()
        brakes = request.env["prepaid.brake"].search([("owner_id", "=", owner.id)])
        stores = owner.sudo().search([("id", "child_of", owner.id), ("dealer_level", "=", "store"), ("id", "!=", owner.id)])  # sudo: names of his own stores
        return request.render("online_offline_order.portal_brakes", {
            **self._prepare_portal_layout_values(), "page_name": "dealer_brake", "brakes": brakes, "stores": stores, "error": error})
