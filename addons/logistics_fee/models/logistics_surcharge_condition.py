import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..adapters.lists import read_periods


class LogisticsSurchargeCondition(models.AbstractModel):
    """When a surcharge applies. Everything entered must hold; "over" means more than, the limit itself is not over."""

    _name = "logistics.surcharge.condition"
    _description = "Conditions of a surcharge"

    date_from = fields.Date(string="From day")
    date_to = fields.Date(string="To day", help="Included.")
    periods = fields.Char(string="Every year", help="Month-day to month-day, both included, e.g. 11-01~11-15, 12-20~01-05.")
    weekdays = fields.Char(help="Digits of the days, Monday = 1, e.g. 67 for the weekend; empty = every day.")
    option = fields.Char(
        string="Only with", help="Name of what the order asks for: declared_value, cod_amount, floors, carton, remote_area, or your own.")
    division_ids = fields.Many2many("dealer.division", string="Only to regions", ondelete="restrict")
    zone_codes = fields.Char(string="Only in zones", help="Codes of zones, with commas between.")
    parcels_over = fields.Integer(string="More parcels than")
    longest_over_mm = fields.Integer(string="Longest side over (mm)")
    girth_over_mm = fields.Integer(string="Girth over (mm)", help="Longest side plus the way around the parcel.")
    weight_over_g = fields.Integer(string="Parcel over (g)")
    weight_upto_g = fields.Integer(string="Parcel up to (g)", help="Included; 0 = no limit.")

    _condition_dates = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)", "A surcharge must not end before it starts.")
    _condition_limits = models.Constraint(
        "CHECK (parcels_over >= 0 AND longest_over_mm >= 0 AND girth_over_mm >= 0 AND weight_over_g >= 0 AND weight_upto_g >= 0)",
        "Limits of a surcharge cannot be negative.")

    @api.constrains("periods", "weekdays")
    def _check_periods(self):
        for surcharge in self:
            try:
                read_periods(surcharge.periods)
            except ValueError as error:
                raise ValidationError(self.env._(
                    "%(part)s is no period of a year: write month-day to month-day, such as 11-01~11-15.", part=error)) from error
            if not re.fullmatch(r"[1-7]*", surcharge.weekdays or ""):
                raise ValidationError(self.env._(
                    "%(days)s are no days of the week: write digits from 1 (Monday) to 7.", days=surcharge.weekdays))
