from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    admin_fee_min_bp = fields.Integer(
        string="Lowest admin rate (bp)", default=500, required=True,
        help="Basis points: 500 is 5 %. A rule below needs a second person, the finance manager.")
    admin_fee_max_bp = fields.Integer(
        string="Highest admin rate (bp)", default=1000, required=True,
        help="Basis points: 1000 is 10 %. A rule above needs a second person, the finance manager.")
    unsure_address = fields.Selection(
        [("block", "Ask a person first"), ("province", "Use the price of the province")], string="Regions read with doubt", default="block",
        required=True, help="What happens to a freight quote while nobody has confirmed the region of an address.")

    lead_time_days = fields.Integer(
        string="Lead time (days)", default=5, required=True, help="Parcels that take longer are listed in the on-time report, promise or not; 0 = none.")

    @api.constrains("lead_time_days")
    def _check_lead_time_days(self):
        for company in self:
            if not 0 <= company.lead_time_days <= 365:
                raise ValidationError(self.env._("The lead time of %s lies between 0 and 365 days.", company.name))

    @api.constrains("admin_fee_min_bp", "admin_fee_max_bp")
    def _check_admin_fee_range(self):
        for company in self:
            if not 0 <= company.admin_fee_min_bp <= company.admin_fee_max_bp <= 10_000:
                raise ValidationError(self.env._(
                    "The admin fee range of %(company)s must lie between 0 and 10000 basis points, the lowest first.",
                    company=company.name))
