from odoo import api, models


class PromoCart(models.AbstractModel):
    """The level of a member is a fact that conditions may ask for."""

    _inherit = "promo.cart"

    @api.model
    def _buyer_facts(self, partners):
        found = super()._buyer_facts(partners)
        if not self.env["promo.member.level"].sudo().search_count([], limit=1):  # sudo: whether there are levels at all
            return found
        roots = {}
        for partner in partners.sudo():  # sudo: as in super
            roots.setdefault(partner._promo_owner()._origin.id, []).append(partner.id)
        members = self.env["promo.member"].sudo().search([  # sudo: as in super
            ("partner_id", "in", list(roots)), ("company_id", "=", self.env.company.id)])
        for partner in partners:
            found[partner.id]["member"] = ""
        for member in members:
            for partner in roots[member.partner_id.id]:
                found[partner]["member"] = member.level_id.code or ""
        return found
