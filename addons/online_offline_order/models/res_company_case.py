from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _dealer_order_setup(self):
        super()._dealer_order_setup()
        self._ensure_case_sequence()

    def _ensure_case_sequence(self):
        """Create the number sequence of parcel cases for the companies that have none."""
        sequences = self.env["ir.sequence"].sudo()  # sudo: who may create a company need not manage sequences
        for company in self:
            if not sequences.search_count([("code", "=", "dealer.parcel.case"), ("company_id", "=", company.id)], limit=1):
                sequences.create({
                    "name": "Parcel case", "code": "dealer.parcel.case", "company_id": company.id, "prefix": "PC/%(range_year)s/", "padding": 5,
                    "use_date_range": True})
