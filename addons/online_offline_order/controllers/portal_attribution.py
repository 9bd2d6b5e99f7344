from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

STORE, READER = "dealer_base.group_portal_store", "dealer_base.group_portal_readonly"
PAGE = 50


class PortalAttribution(CustomerPortal):
    """What a store or a dealer is credited with, by month and order. Clerks see no ex-factory amounts, so they have no such page."""

    @http.route(["/my/attribution", "/my/attribution/page/<int:page>"], type="http", auth="user", website=True, methods=["GET"])
    def attribution(self, page=1, **_arguments):
        """Show the sums by month and the lines of the own tree, newest first."""
        user = request.env.user
        if not (user.has_group(STORE) or user.has_group(READER)):
            raise request.not_found()
        records = request.env["dealer.attribution"]
        domain = records._page_domain()
        lines = records.sudo()  # sudo: the domain is that of the own tree
        pages = pager(url="/my/attribution", total=lines.search_count(domain), page=page, step=PAGE)
        found = lines.search(domain, limit=PAGE, offset=pages["offset"])
        own = request.env["sale.order"].search([("id", "in", found.order_id.ids)])  # those that the user may open
        return request.render("online_offline_order.portal_attribution", {
            **self._prepare_portal_layout_values(), "page_name": "dealer_attribution", "lines": found,
            "sums": records._page_sums(sorted(set(found.mapped("period")))), "own_orders": own.ids, "pager": pages, "default_url": "/my/attribution"})
