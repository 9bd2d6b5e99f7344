from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    return_days = fields.Integer(
        string="Return period (days)", default=7, required=True,
        help="The day after the receipt is day 1; the last day is open until 24:00 where the company is.")
    return_quality_days = fields.Integer(string="Return period for quality (days)", default=7, required=True)

    _return_days_positive = models.Constraint("CHECK(return_days >= 0 AND return_quality_days >= 0)", "A return period is zero or more days.")

    def _dealer_order_setup(self):
        super()._dealer_order_setup()
        self._ensure_return_sequence()

    def _ensure_return_sequence(self):
        """Create the number sequence of returns for the companies that have none."""
        sequences = self.env["ir.sequence"].sudo()  # sudo: who may create a company need not manage sequences
        for company in self:
            if not sequences.search_count([("code", "=", "dealer.return"), ("company_id", "=", company.id)], limit=1):
                sequences.create({
                    "name": "Return", "code": "dealer.return", "company_id": company.id, "prefix": "RT/%(range_year)s/", "padding": 5,
                    "use_date_range": True})
