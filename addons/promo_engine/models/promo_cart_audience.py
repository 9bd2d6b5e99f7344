from odoo import api, models

from ..adapters.keys import campaign_key


class PromoCart(models.AbstractModel):
    """Which audiences a buyer belongs to, and how far he is with his account, are facts that conditions may ask for."""

    _inherit = "promo.cart"

    @api.model
    def _buyer_facts(self, partners):
        found = super()._buyer_facts(partners)
        buyers = partners.sudo()  # sudo: as in super
        if self.env["promo.condition"].sudo().search_count([("fact", "=", "activation")], limit=1):  # sudo: whether any rule asks for it
            states = self.env["promo.audience"]._activation_of(buyers)
            for partner in buyers:
                found[partner.id]["activation"] = states.get(partner._origin.id, "none")
        for partner, keys in self.env["promo.audience"]._keys_of(buyers).items():
            if keys:
                found[partner]["audience"] = keys
        for partner, campaigns in self.env["promo.entry"]._accepted_of(buyers).items():
            if campaigns:
                found[partner]["entry"] = [campaign_key(campaign) for campaign in campaigns]
        return found
