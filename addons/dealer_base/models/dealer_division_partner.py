from odoo import api, fields, models


class ResPartner(models.Model):
    """Where a partner is, as a division code that tariffs and reports use; the address texts stay Odoo's own."""

    _inherit = "res.partner"

    division_id = fields.Many2one(
        "dealer.division", string="Region", index="btree_not_null", ondelete="restrict", domain=[("valid_to", "=", False)],
    )
    dealer_since = fields.Date(string="Cooperation since")

    @api.onchange("division_id")
    def _onchange_division_id(self):
        self.update(self._division_address(self.division_id))

    @api.model
    def _division_address(self, division):
        """Address values that say the same as a division.

        :return: vals for country, province and city; empty without a division.
        """
        if not division:
            return {}
        chain = division
        while chain and chain.level != "city" and chain.parent_id:
            chain = chain.parent_id
        city = chain if chain.level == "city" else division
        district = division.name if division.level == "district" and city != division else ""
        return {
            "country_id": division.state_id.country_id.id,
            "state_id": division.state_id.id,
            "city": f"{city.name}{district}" if division.level != "province" else division.name,
        }
