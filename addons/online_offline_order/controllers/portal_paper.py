from odoo import http
from odoo.http import request

from odoo.addons.sale.controllers.portal import CustomerPortal


class PortalPaper(CustomerPortal):
    """Odoo's file of an order says its prices to everybody who may open the page; a dealer order has its slip instead, which minds who reads it."""

    @http.route()
    def portal_my_sale_order_download_edi(self, order_id=None, access_token=None, **kw):
        """Give no file of a dealer order.

        :param order_id: id of a sale.order. :param access_token: of its link.
        """
        order = request.env["sale.order"].sudo().browse(order_id).exists()  # sudo: which kind of order, the parent checks who may open it
        if order.is_dealer_order:
            return request.redirect("/my")
        return super().portal_my_sale_order_download_edi(order_id=order_id, access_token=access_token, **kw)
