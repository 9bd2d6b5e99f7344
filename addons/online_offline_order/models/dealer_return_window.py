from odoo import api, fields, models


class DealerReturn(models.Model):
    """The return policy of the goods: days, exclusions and evidence by category, the company's own days where none says."""

    _inherit = "dealer.return"

    policy_text = fields.Char(string="What to check", compute="_compute_policy_text")

    @api.depends("line_ids.product_id", "line_ids.quantity", "reason_class", "company_id")
    def _compute_policy_text(self):
        for record in self:
            notes = dict.fromkeys(policy.note for policy in record._policies().values() if policy.note)
            record.policy_text = "; ".join(notes) or False

    def _policies(self):
        """Give the policies of the goods that come back.

        :return: {product.product: dealer.return.policy, maybe empty}.
        """
        products = self.line_ids.filtered("quantity").product_id
        return self.env["dealer.return.policy"]._policies_of(self.company_id, products, self.reason_class) if products else {}

    def _days(self):
        own = super()._days()
        return min((policy.days if policy else own for policy in self._policies().values()), default=own)

    def _check_request(self):
        for product, policy in self._policies().items():
            if policy.is_excluded:
                self._refuse("excluded", line=product.display_name, category=policy.categ_id.display_name or product.categ_id.display_name)
            if policy.needs_evidence and not self.evidence_ids:
                self._refuse("policy_evidence", line=product.display_name)
        return super()._check_request()
