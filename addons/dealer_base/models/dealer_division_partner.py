from odoo import api, fields, models


class ResPartner(models.Model):
    """Where a partner is, as a division code that tariffs and reports use; the address texts stay Odoo's own.

    Odoo keeps the address of a parent and its children of type "contact" the same, in both directions. A dealer and
    its stores have addresses of their own, so whoever stands below another in the tree is of type "other".
    """

    _inherit = "res.partner"

    division_id = fields.Many2one(
        "dealer.division", string="Region", index="btree_not_null", ondelete="restrict", domain=[("valid_to", "=", False)],
    )
    dealer_since = fields.Date(string="Cooperation since")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([
            {**vals, "type": "other"} if vals.get("dealer_level") in ("dealer", "store") and vals.get("type", "contact") == "contact" else vals
            for vals in vals_list
        ])

    def write(self, vals):
        if vals.get("dealer_level") in ("dealer", "store") or (vals.get("type") == "contact" and any(self.mapped("dealer_level"))):
            vals = {**vals, "type": "other"}
        return super().write(vals)

    def _handle_first_contact_creation(self):
        if not self.dealer_level:
            super()._handle_first_contact_creation()

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
