from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal


class PortalCampaigns(CustomerPortal):
    """The dealer's calendar of campaigns, and his applications to take part."""

    @http.route("/my/campaigns", type="http", auth="user", website=True, methods=["GET"])
    def campaigns(self, **_arguments):
        """List the campaigns that run or come."""
        return self._campaigns_page()

    @http.route("/my/campaigns/<int:campaign_id>/apply", type="http", auth="user", website=True, methods=["POST"])
    def apply(self, campaign_id, note="", **_arguments):
        """Apply for a campaign that the dealer is shown."""
        partner = self._own_dealer()
        campaign = request.env["promo.campaign"]._shown_to(partner).filtered(lambda one: one.id == campaign_id)
        if not campaign or not request.env.user.has_group("dealer_base.group_portal_store"):
            raise request.not_found()
        try:
            with request.env.cr.savepoint():
                request.env["promo.entry"]._apply(campaign, partner, note.strip())
        except UserError as error:
            return self._campaigns_page(str(error))
        return request.redirect("/my/campaigns", code=303)

    def _own_dealer(self):
        """:return: the dealer or store that the user belongs to; nobody else has these pages."""
        partner = request.env.user.sudo().partner_id.commercial_partner_id  # sudo: the user's own firm
        if not request.env.user.has_group("dealer_base.group_portal_clerk") or partner.dealer_level not in ("dealer", "store"):
            raise request.not_found()
        return partner

    def _campaigns_page(self, error=None):
        partner = self._own_dealer()
        campaigns = request.env["promo.campaign"]._shown_to(partner)
        found = request.env["promo.entry"].sudo().search([  # sudo: his own applications alone
            ("partner_id", "=", partner.id), ("campaign_id", "in", campaigns.ids), ("state", "!=", "draft")], order="id")
        return request.render("promo_engine.portal_campaigns", {
            **self._prepare_portal_layout_values(), "page_name": "promo_campaigns", "campaigns": campaigns, "error": error,
            "entries": {entry.campaign_id.id: entry for entry in found}})
