from odoo import api, models
from odoo.http import request


class SaleOrder(models.Model):
    """What a dealer's people see of their orders on the portal and by RPC; everything else of ours stays inside HQ."""

    _name = "sale.order"
    _inherit = ["sale.order", "dealer.sight.mixin"]

    @api.model
    def _portal_fields(self):
        return super()._portal_fields() | {
            "is_dealer_order", "dealer_state", "dealer_id", "sales_company_id", "dealer_mode", "consumer_name", "consumer_phone",
            "consumer_division_id", "consumer_street", "consumer_consent", "submitted_at", "approved_at", "shipped_at", "received_at",
            "cancel_reason", "settlement_line_ids", "goods_total", "discount_total", "admin_total", "logistics_total", "settlement_total", "captured_total",
            "waiting_since", "missing_amount", "funded_text", "must_confirm", "proposed_total", "money_text", "promised_date", "settled_by",
            "account_partner_id", "dealer_delivery_count",
        }

    @api.model
    def _clerk_closed_fields(self):
        """A clerk sees the total; how it comes about is the dealer's secret."""
        return super()._clerk_closed_fields() | {
            "settlement_line_ids", "goods_total", "discount_total", "admin_total", "logistics_total", "money_text", "amount_untaxed", "amount_tax",
            "amount_total", "amount_undiscounted", "amount_to_invoice", "amount_invoiced", "amount_paid", "tax_totals", "prepayment_percent",
        }

    @api.model
    def _clerk_never_fields(self):
        """A clerk learns whether the account has enough, not what it has (roles.md 10)."""
        return super()._clerk_never_fields() | {"missing_amount"}

    @api.model
    def _shows_fees_to_clerks(self):
        """Rights on fields are asked before an order is known: one company of those in sight that hides its fees hides them."""
        return all(self.env.companies.sudo().mapped("clerk_sees_fees"))  # sudo: a setting of the companies, whoever looks

    def _shows_fees(self):
        """Say whether the paper of the order may show the current user how the total comes about: not to a clerk, nor to who has but a link.

        :return: bool.
        """
        self.ensure_one()
        user = self._onlooker()
        return not user.share or user.has_group("dealer_base.group_portal_store") or user.has_group("dealer_base.group_portal_readonly") \
            or bool(self.company_id.sudo().clerk_sees_fees)  # sudo: a setting of the company, whoever looks

    def _tells_missing(self):
        """Say whether the page of the order may tell the current user what its account lacks: not a clerk, nor who has but a link.

        :return: bool.
        """
        user = self._onlooker()
        return not user.share or user.has_group("dealer_base.group_portal_store") or user.has_group("dealer_base.group_portal_readonly")

    @api.model
    def _onlooker(self):
        """Give the person who looks: a portal page is rendered by the system, for the user of the request.

        :return: one res.users.
        """
        return request.env.user if request and request.env.cr is self.env.cr else self.env.user

    def _get_name_portal_content_view(self):
        """Odoo's content of the portal page, but for dealer orders, whose figures are those of the settlement."""
        self.ensure_one()
        return "online_offline_order.portal_order_content" if self.is_dealer_order else super()._get_name_portal_content_view()
