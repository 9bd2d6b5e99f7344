from dataclasses import replace

from odoo import api, models

from ..adapters.identity import identities
from ..adapters.keys import partner_key


class PromoCart(models.AbstractModel):
    """A customer is known by phone, address and payer too: who takes part again under another name meets the limit per customer."""

    _inherit = "promo.cart"

    @api.model
    def _buyer_facts(self, partners):
        found = super()._buyer_facts(partners)
        if not self.env.company.sudo().promo_same_person:  # sudo: a setting
            return found
        for partner in partners.sudo():  # sudo: as in super
            if not partner.dealer_level and not partner.dealer_id:
                keys = identities(partner.phone, (partner.country_id.code, partner.state_id.name, partner.city, partner.street, partner.street2))
                if keys:
                    found[partner.id]["identity"] = keys
        return found

    @api.model
    def _cart_of(self, order, now, facts, done, tags, codes=None):
        cart = super()._cart_of(order, now, facts, done, tags, codes)
        payer = self._payer_of(order)
        if not payer:
            return cart
        keys = sorted({*cart.buyer.facts.get("identity", ()), partner_key(payer.id)})
        return replace(cart, buyer=replace(cart.buyer, facts={**cart.buyer.facts, "identity": keys}))

    @api.model
    def _payer_of(self, order):
        """:return: res.partner who gets the invoice in place of the customer, so that the order counts for him too; dealers pay for many."""
        payer = order.partner_invoice_id._origin.sudo().commercial_partner_id  # sudo: as in super
        if not payer or payer == order.partner_id._origin.sudo().commercial_partner_id:  # sudo: as in super
            return payer.browse()
        known = not payer.dealer_level and not order.partner_id.sudo().dealer_level and order.company_id.sudo().promo_same_person  # sudo: as above
        return payer if known else payer.browse()
