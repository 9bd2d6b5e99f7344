from odoo import models


class ResCompany(models.Model):
    """Each company numbers its consumer receipts by year."""

    _inherit = "res.company"

    def _dealer_order_setup(self):
        super()._dealer_order_setup()
        self._ensure_receipt_sequence()

    def _ensure_receipt_sequence(self):
        """Create the number sequence of consumer receipts, without gaps, for the companies that have none."""
        sequences = self.env["ir.sequence"].sudo()  # sudo: who may create a company need not manage sequences
        for company in self:
            if not sequences.search_count([("code", "=", "dealer.order.receipt"), ("company_id", "=", company.id)], limit=1):
                sequences.create({
                    "name": "Consumer receipt", "code": "dealer.order.receipt", "company_id": company.id, "prefix": "RC/%(range_year)s/", "padding": 6,
                    "use_date_range": True, "implementation": "no_gap"})
