from odoo import api, models
from odoo.exceptions import UserError

STORE = "dealer_base.group_portal_store"


class DealerReturn(models.Model):
    """A store's manager and the dealer ask for returns of their own orders themselves, and follow them; service decides as ever (roles.md 5)."""

    _inherit = "dealer.return"

    @api.model
    def dealer_request_return(self, idempotency_key, payload):
        """Ask for a return, see the method; people of a dealer for their own orders. What HQ pays for the way back is not theirs to say."""
        if not self.env.user.has_group(STORE):
            return super().dealer_request_return(idempotency_key, payload)
        name = payload.get("order") if isinstance(payload, dict) else None
        own = self.env["sale.order"].search(  # by the rules of the portal: orders of the own tree
            [("name", "=", name or ""), ("is_dealer_order", "=", True), ("company_id", "=", self.env.company.id)], limit=1)
        if not own:
            raise UserError(self.env._("There is no dealer order %s.", name or ""))
        self._check_store_payload(own, payload)
        key = f"{self.env.user.commercial_partner_id.id}:{idempotency_key}" if isinstance(idempotency_key, str) else idempotency_key
        return super(DealerReturn, self.sudo()).dealer_request_return(key, payload)  # sudo: role and order are checked above; people of a dealer only read
