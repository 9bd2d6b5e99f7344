from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen

from ..scoring import Bracket, Scheme, check_brackets
from .perf_kpi_scheme import POSTS


class PerfCommissionScheme(models.Model):
    """Commission by sales brackets for a group of people; frozen when a second person puts it in force."""

    _name = "perf.commission.scheme"
    _description = "Commission scheme"
    _inherit = ["perf.force.mixin"]
    _force_groups = "dealer_base.group_fin_manager"
    _force_open = frozenset({"date_to"})
    _order = "date_from desc, id desc"

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company.id)
    currency_id = fields.Many2one(related="company_id.currency_id")
    post = fields.Selection(POSTS, required=True, default="sales")
    scope = fields.Selection(
        [("own", "Own credited sales"), ("company", "Sales of the whole company"), ("guide", "What guides are credited with")], string="Earned on",
        default="own", required=True)
    cycle = fields.Selection([("month", "Month"), ("year", "Year")], string="Paid by", default="month", required=True, help="A year is a run of its own.")
    mode = fields.Selection([("marginal", "Each bracket for its part"), ("whole", "The bracket reached for everything")], default="marginal", required=True)
    date_from = fields.Date(string="In force from", required=True, default=lambda self: self.env.company._dealer_today())
    date_to = fields.Date(string="Until")
    needs_kpi = fields.Boolean(string="Times the KPI coefficient", help="Needs a confirmed KPI sheet of each person and month.")
    user_ids = fields.Many2many("res.users", "perf_commission_scheme_person_rel", string="For", domain=[("share", "=", False)])
    guide_ids = fields.Many2many(
        "dealer.guide", "perf_commission_scheme_guide_rel", string="For guides", context={"active_test": False},
        help="Empty: every guide without a scheme of the own.")
    line_ids = fields.One2many("perf.commission.bracket", "scheme_id", string="Brackets", copy=True)
    warning = fields.Char(compute="_compute_warning")

    _dates = models.Constraint("CHECK(date_from <= date_to)", "A scheme ends on the day it begins or later.")

    @api.depends("post", "line_ids.rate", "company_id")
    def _compute_warning(self):
        for scheme in self:
            scheme.warning = False
            if scheme.post == "service" and scheme.line_ids:
                others = self.search([("company_id", "=", scheme.company_id.id), ("post", "=", "operations"), ("state", "=", "active")])
                if others and max(scheme.line_ids.mapped("rate")) > max(others.line_ids.mapped("rate")):
                    scheme.warning = self.env._("Customer service would earn a higher rate than operations: is this a misprint?")

    def _core(self):
        """Give the scheme as the core takes it."""
        self.ensure_one()
        return Scheme(tuple(Bracket(to_fen(line.amount_from), to_fen(line.amount_upto) if line.amount_upto else None, round(line.rate * 100))
                            for line in self.line_ids.sorted("amount_from")), self.mode)

    def _same_people(self):
        """Give the domain of the schemes that pay some of the same people."""
        if self.scope != "guide":
            return [("scope", "!=", "guide"), ("user_ids", "in", self.user_ids.ids)]
        return [("scope", "=", "guide"), ("guide_ids", "in", self.guide_ids.ids) if self.guide_ids else ("guide_ids", "=", False)]

    def write(self, vals):
        if not self.env.su and "date_to" in vals:
            self._refuse_longer(fields.Date.to_date(vals["date_to"]))
        return super().write(vals)

    def _refuse_longer(self, last):
        """Refuse to open schemes again that have an end: what pays longer is put in force by two people.

        :param last: date or False.
        :raises UserError: naming the scheme.
        """
        for scheme in self.filtered(lambda one: one.state == "active" and one.date_to):
            if not last or last > scheme.date_to:
                raise UserError(self.env._("%(name)s ends on %(day)s and is not made longer: enter another one.", name=scheme.name, day=scheme.date_to))

    def _force_words(self):
        return {
            "stays": self.env._("A scheme in force stays: end it with a last day and enter another one."),
            "who": self.env._("Commission schemes are put in force by the finance manager."),
            "own": self.env._("You wrote %s or earn by it: another person puts it in force.")}

    def _force_concerned(self):
        return self.user_ids

    def _check_force(self):
        """As the mixin: brackets without gaps and overlaps, and nobody with two schemes."""
        words = {
            "none": self.env._("no bracket"), "first_not_zero": self.env._("the first one must begin at 0"), "gap": self.env._("a gap between two brackets"),
            "overlap": self.env._("two brackets overlap"), "empty": self.env._("an empty bracket"),
            "last_not_open": self.env._("the last one must have no end"),
            "negative_rate": self.env._("a negative rate")}
        problems = check_brackets(self._core().brackets)
        if problems:
            raise UserError(self.env._("%(name)s: %(problems)s.", name=self.name, problems=", ".join(words[code] for code in problems)))
        twice = self.sudo().search([  # sudo: a second scheme of a person counts whoever wrote it
            ("state", "=", "active"), ("company_id", "=", self.company_id.id), ("cycle", "=", self.cycle), *self._same_people(),
            "|", ("date_to", "=", False), ("date_to", ">=", self.date_from)], limit=1)
        if twice:
            raise UserError(self.env._("%(other)s is in force for some of these people: end it before %(day)s.", other=twice.name, day=self.date_from))
