from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _dealer_base_setup(self):
        super()._dealer_base_setup()
        self._ensure_nomination_sequence()

    def _ensure_nomination_sequence(self):
        """Create the number sequence of nominations for the companies that have none."""
        sequences = self.env["ir.sequence"].sudo()  # sudo: who may create a company need not manage sequences
        for company in self:
            if not sequences.search_count([("code", "=", "dealer.nomination"), ("company_id", "=", company.id)], limit=1):
                sequences.create({
                    "name": "Nomination", "code": "dealer.nomination", "company_id": company.id,
                    "prefix": "NOM/%(range_year)s/", "padding": 5, "use_date_range": True,
                })
