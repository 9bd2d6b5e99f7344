from odoo import api, models


class PromoCart(models.AbstractModel):
    """Which audiences a buyer belongs to, and how far he is with his account, are facts that conditions may ask for."""

    _inherit = "promo.cart"

    @api.model
    def _buyer_facts(self, partners):
        found = super()._buyer_facts(partners)
        buyers = partners.sudo()  # sudo: as in super
        audiences, accepted, asked = self.env["promo.audience"]._facts_of(buyers)
        if asked:
            states, since = self.env["promo.audience"]._activation_of(buyers), self.env["promo.audience"]._registered_on(buyers)
            for partner in buyers:
                found[partner.id]["activation"] = states.get(partner._origin.id, "none")
                if at := since.get(partner._origin.id):
                    found[partner.id]["registered"] = self.env.company._dealer_local(at).date().isoformat()
        for fact, keys_of in (("audience", audiences), ("entry", accepted)):
            for partner, keys in keys_of.items():
                if keys:
                    found[partner][fact] = keys
        return found
