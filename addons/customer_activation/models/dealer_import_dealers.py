from odoo import models


class DealerImportDealers(models.AbstractModel):
    """Dealers and stores of a sheet begin in the activation list as pending, bound to their salesperson."""

    _inherit = "dealer.import.dealers"

    def _commit(self, job, rows, found, plan):
        partners = super()._commit(job, rows, found, plan)
        self.env["activation.record"]._enter(
            partners.filtered(lambda partner: partner.dealer_level in ("dealer", "store")), "import", job.company_id)
        return partners
