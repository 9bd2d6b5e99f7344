from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..attribution import KINDS, PROPOSED, Rule, check_rule

KIND_NAMES = [
    ("own_store", "1 Buys in the own store"), ("other_store", "2 Buys in another store"), ("link", "3 Buys through a guide's link"),
    ("courier", "4 Buys online, courier"), ("pickup", "5 Buys online, picks up in a store")]
PARTS = ("guide_own", "guide_serving", "store_own", "store_serving")


class DealerAttributionRule(models.Model):
    """Who is credited with which part of an order, by its kind (R2-019, journey J25); what counts is the row in force when goods are first settled.

    A row that has been used stays as it is: another table begins on a later day as a row of its own.
    """

    _name = "dealer.attribution.rule"
    _description = "Attribution rule"
    _inherit = ["mail.thread"]
    _order = "kind, date_from desc, id desc"

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company.id)
    kind = fields.Selection(KIND_NAMES, required=True, index=True)
    date_from = fields.Date(string="In force from", required=True, default=lambda self: self.env.company._dealer_today(), tracking=True)
    guide_own_bp = fields.Integer(default=10_000, tracking=True, help="Basis points: 10000 is 100 %.")
    guide_serving_bp = fields.Integer(tracking=True, help="Basis points: 10000 is 100 %.")
    store_own_bp = fields.Integer(default=10_000, tracking=True, help="Basis points: 10000 is 100 %.")
    store_serving_bp = fields.Integer(tracking=True, help="Basis points: 10000 is 100 %.")
    guide_own = fields.Float(string="Own guide %", compute="_compute_percent", inverse="_inverse_percent", digits=(5, 2))
    guide_serving = fields.Float(string="Serving guide %", compute="_compute_percent", inverse="_inverse_percent", digits=(5, 2))
    store_own = fields.Float(string="Own store %", compute="_compute_percent", inverse="_inverse_percent", digits=(5, 2))
    store_serving = fields.Float(string="Serving store %", compute="_compute_percent", inverse="_inverse_percent", digits=(5, 2))
    is_used = fields.Boolean(string="Used", compute="_compute_is_used")

    _version_uniq = models.UniqueIndex("(company_id, kind, date_from)", "This kind has a rule from that day already.")

    @api.depends("guide_own_bp", "guide_serving_bp", "store_own_bp", "store_serving_bp")
    def _compute_percent(self):
        for rule in self:
            for part in PARTS:
                rule[part] = rule[f"{part}_bp"] / 100

    @api.depends("kind", "date_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        names = dict(self._fields["kind"]._description_selection(self.env))
        for rule in self:
            rule.display_name = f"{names.get(rule.kind, '')} {rule.date_from or ''}".strip()

    def _inverse_percent(self):
        for rule in self:
            rule.write({f"{part}_bp": round(rule[part] * 100) for part in PARTS})

    def _compute_is_used(self):
        lines = self.env["dealer.attribution"].sudo()  # sudo: whether it is used does not depend on who asks
        used = {rule.id for (rule,) in lines._read_group([("rule_id", "in", self.ids)], ["rule_id"])}
        for rule in self:
            rule.is_used = rule.id in used

    @api.constrains("guide_own_bp", "guide_serving_bp", "store_own_bp", "store_serving_bp")
    def _check_shares(self):
        sentences = {
            "negative": self.env._("Shares are not below 0 %."),
            "guide_sum": self.env._("The two guides' shares make up 100 %."),
            "store_sum": self.env._("The two stores' shares make up 100 %.")}
        for rule in self:
            wrong = check_rule(rule._core())
            if wrong:
                names = dict(self._fields["kind"]._description_selection(self.env))
                raise ValidationError(self.env._("%(kind)s: %(wrong)s", kind=names[rule.kind], wrong=sentences[wrong]))

    def _core(self):
        """Give the rule as the core takes it."""
        return Rule(*(self[f"{part}_bp"] for part in PARTS))

    def write(self, vals):
        if set(vals) - {"message_follower_ids", "message_ids", "message_main_attachment_id"}:
            for rule in self.filtered("is_used"):
                raise UserError(self.env._("%s has credited orders and stays as it is: enter a new row that begins on a later day.", rule.display_name))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        for rule in self.filtered("is_used"):
            raise UserError(self.env._("%s has credited orders and stays as it is: enter a new row that begins on a later day.", rule.display_name))

    @api.model
    def _in_force(self, company, kind, day):
        """Find the rule of a kind.

        :param company: res.company. :param kind: key of an order kind. :param day: date.
        :return: (dealer.attribution.rule in sudo, maybe empty; Rule of the core).
        """
        rule = self.sudo().search_fetch(  # sudo: the rule counts, whoever ships
            [("company_id", "=", company.id), ("kind", "=", kind), ("date_from", "<=", day)], limit=1, order="date_from desc, id desc")
        return rule, rule._core() if rule else PROPOSED[kind]

    @api.model
    def _fill_companies(self, companies=None):
        """Give the companies that have no table yet the proposed one; a table that exists is left alone.

        :param companies: res.company, by default all.
        """
        companies = companies or self.env["res.company"].sudo().search([])  # sudo: every company gets its table
        having = {company for (company,) in self.sudo()._read_group([], ["company_id"])}  # sudo: as above
        self.sudo().create([{  # sudo: as above
            "company_id": company.id, "kind": kind, "date_from": "2000-01-01",
            **{f"{part}_bp": getattr(PROPOSED[kind], f"{part}_bp") for part in PARTS},
        } for company in companies if company not in having for kind in KINDS])
