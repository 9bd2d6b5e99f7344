from odoo import api, models


class ResPartner(models.Model):
    """What the steps of an order ask of stores, of those above them and of consumers."""

    _inherit = "res.partner"

    @api.model
    def _usual_fields(self):
        return super()._usual_fields() + (
            "active", "name", "complete_name", "parent_id", "commercial_partner_id", "company_id", "company_name", "commercial_company_name",
            "is_company", "type", "lang", "tz", "email", "phone", "street", "city", "zip", "state_id", "country_id", "vat", "user_id", "dealer_level",
            "dealer_state", "dealer_id", "sales_company_id", "division_id", "fee_grade_id", "is_dealer_consumer", "settlement_method")
