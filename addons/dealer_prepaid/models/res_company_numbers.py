from odoo import api, models


class ResCompany(models.Model):
    """Each company numbers its documents for itself (J18); what two companies share keeps the numbers of the system."""

    _inherit = "res.company"

    def _dealer_prepaid_setup(self):
        super()._dealer_prepaid_setup()
        self._ensure_own_numbers()

    @api.model
    def _own_number_codes(self):
        """Give the codes of the number series, each named as its model, that every company has for itself. Extend with |."""
        series = self.env["ir.sequence"].sudo().search([("code", "=like", "prepaid.%"), ("company_id", "=", False)])  # sudo: numbering only
        return set(series.mapped("code")) - {"prepaid.company.transfer"}  # two companies see the same transfer

    def _ensure_own_numbers(self):
        """Copy the number series for the companies that have none; one with documents goes on where the common series stands."""
        sequences = self.env["ir.sequence"].sudo()  # sudo: who may create a company need not manage sequences
        common = sequences.search([("code", "in", list(self._own_number_codes())), ("company_id", "=", False)])
        for company in self:
            known = set(sequences.search([("code", "in", common.mapped("code")), ("company_id", "=", company.id)]).mapped("code"))
            for series in common.filtered(lambda one, known=known: one.code not in known):
                documents = self.env[series.code].sudo().with_context(active_test=False)  # sudo: whether there are any
                used = documents.search_count([("company_id", "=", company.id)], limit=1)
                series.copy({"company_id": company.id, "number_next": series.number_next_actual if used else 1})
