from odoo import api, models

STORE = "dealer_base.group_portal_store"


class DealerReturn(models.Model):
    """A store's manager and the dealer ask for returns of their own orders themselves, and follow them; service decides as ever (roles.md 5)."""

    _inherit = "dealer.return"

    @api.model
    def dealer_request_return(self, idempotency_key, payload):
        """Ask for a return, see the method; people of a dealer for their own orders. What HQ pays for the way back is not theirs to say."""
        if not self.env.user.has_group(STORE):
            return super().dealer_request_return(idempotency_key, payload)
        own = self._own_order(payload.get("order") if isinstance(payload, dict) else None)
        self._check_store_payload(own, payload)
        key = self.env["sale.order"]._store_key(idempotency_key)
        return super(DealerReturn, self.sudo()).dealer_request_return(key, payload)  # sudo: role and order are checked above; people of a dealer only read
