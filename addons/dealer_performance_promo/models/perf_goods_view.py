from odoo import models
from odoo.exceptions import UserError


class PerfGoodsView(models.Model):
    """From who looked at goods to a campaign for those who have ordered nothing yet (R1-255)."""

    _inherit = "perf.goods.view"

    def action_plan_campaign(self):
        """Plan a first-order campaign for who looked and has no order. Operations.

        :return: form action of a new campaign for an audience of these customers; who orders leaves it.
        :raises AccessError: for others. :raises UserError: for rows of several companies, and when all of them have ordered.
        """
        self.check_access("read")
        company = self.company_id
        if len(company) != 1:
            raise UserError(self.env._("Choose rows of one company: a campaign belongs to one."))
        name = self.env._("Looked, no order %s", company._dealer_today())
        return self.env["promo.audience"].with_company(company)._plan_campaign(self.partner_id, name, family="first_order", history="none")
