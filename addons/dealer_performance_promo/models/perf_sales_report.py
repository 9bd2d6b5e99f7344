from odoo import models
from odoo.exceptions import UserError


class PerfSalesReport(models.Model):
    """From the customer goods report to a campaign for the customers on it (R1-255)."""

    _inherit = "perf.sales.report"

    def action_plan_campaign(self):
        """Plan a campaign for the customers of these rows. Operations.

        :return: form action of a new campaign for an audience of these customers.
        :raises AccessError: for others. :raises UserError: for rows of several companies.
        """
        self.check_access("read")
        company = self.company_id
        if len(company) != 1:
            raise UserError(self.env._("Choose rows of one company: a campaign belongs to one."))
        name = self.env._("Customer goods report %s", company._dealer_today())
        return self.env["promo.audience"].with_company(company)._plan_campaign(self.store_id, name)
