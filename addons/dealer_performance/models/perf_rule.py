from odoo import api, fields, models
from odoo.exceptions import UserError

from ..scoring import PointRule

KINDS = [("points", "Points"), ("reward", "Reward or penalty")]


class PerfRule(models.Model):
    """A rule table (R0-039, R1-247, R4-024): from which completion of a target on how many points, or which amount, are given.

    draft -> in force by another person; a table in force stays, another one begins on a later day.
    """

    _name = "perf.rule"
    _description = "Rule table of points and rewards"
    _inherit = ["perf.force.mixin"]
    _force_groups = "dealer_base.group_ops_manager,dealer_base.group_fin_manager"
    _order = "kind, date_from desc, id desc"

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company.id)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True, default="points")
    level = fields.Selection(
        [("year", "Company year"), ("half", "Half-year"), ("quarter", "Quarter"), ("month", "Month")], string="For targets of", required=True, default="month")
    date_from = fields.Date(string="In force from", required=True, default=lambda self: self.env.company._dealer_today())
    line_ids = fields.One2many("perf.rule.line", "rule_id", string="Steps", copy=True)

    def _force_words(self):
        return {
            "stays": self.env._("A table in force stays: enter another one that begins on a later day."),
            "who": self.env._("Rule tables are put in force by the operations manager or the finance manager."),
            "own": self.env._("%s was entered by you: another person puts it in force.")}

    def _check_force(self):
        """As the mixin: steps that begin at different completions, and no table in force that begins on that day or later."""
        starts = self.line_ids.mapped("completion_from")
        if not starts or len(set(starts)) < len(starts):
            raise UserError(self.env._("%s needs steps that begin at different completions.", self.name))
        same = self._tables(self.company_id, self.kind, self.level)
        later = self.sudo().search([*same, ("date_from", ">=", self.date_from)], limit=1)  # sudo: a table in force counts, whoever reads it
        if later:
            raise UserError(self.env._("%(other)s is in force from %(day)s: another one begins on a later day.", other=later.name, day=later.date_from))

    @api.model
    def _tables(self, company, kind, level):
        """Give the domain of the tables in force for the same targets."""
        return [("company_id", "=", company.id), ("kind", "=", kind), ("level", "=", level), ("state", "=", "active")]

    @api.model
    def _in_force(self, company, kind, level, day):
        """Find the table of a day.

        :return: perf.rule in sudo, maybe empty.
        """
        return self.sudo().search([  # sudo: the rule counts, whoever works out
            *self._tables(company, kind, level), ("date_from", "<=", day)], order="date_from desc, id desc", limit=1)

    def _core(self):
        """Give the steps as the core takes them; values in hundredths of a point or of a yuan."""
        name = "points" if self.kind == "points" else "amount"
        return [PointRule(round(line.completion_from * 100), round(line[name] * 100)) for line in self.line_ids]
