from odoo import fields, models

KINDS = [("score", "Score"), ("amount", "Amount"), ("yes_no", "Yes or no")]


class DealerNominationCriterion(models.Model):
    """A condition that a nominated dealer or store should meet; operations keep the list and the limits.

    A nomination copies the limit when it is written down, so that a later change of the limit does not judge anew
    what was nominated before.
    """

    _name = "dealer.nomination.criterion"
    _description = "Nomination criterion"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(KINDS, required=True, default="score", help="Score and amount must reach the limit; yes or no must be yes.")
    is_mandatory = fields.Boolean(string="Mandatory", help="A terminal that misses it is not nominated, whatever the reason.")
    threshold_score = fields.Integer(string="Lowest score")
    threshold_amount = fields.Monetary(string="Lowest amount")
    company_id = fields.Many2one("res.company", index=True, help="Leave empty for all companies.")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")

    _limits_positive = models.Constraint(
        "CHECK(threshold_score >= 0 AND threshold_amount >= 0)", "The limit of a criterion is zero or more.")

    def _compute_currency_id(self):
        for criterion in self:
            criterion.currency_id = (criterion.company_id or self.env.company).currency_id

    def _for_company(self, company):
        """Find the criteria that a nomination in a company is checked against.

        :param company: one res.company.
        :return: dealer.nomination.criterion recordset in list order.
        """
        return self.search([("company_id", "in", [False, company.id])])
