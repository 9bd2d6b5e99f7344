from odoo import fields, models


class PromoMemberLevel(models.Model):
    """A level of members: from how much turnover, how many orders and points on, and what comes with it."""

    _name = "promo.member.level"
    _description = "Member level"
    _inherit = ["mail.thread", "dealer.flow.mixin"]
    _order = "company_id, sequence, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(required=True, tracking=True, help="Campaigns name the level by it.")
    sequence = fields.Integer(default=10, tracking=True, help="A higher number is a higher level.")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    active = fields.Boolean(default=True, tracking=True)
    months = fields.Integer(string="Counted over months", default=12, required=True, tracking=True, aggregator=None)
    spend_from = fields.Monetary(string="Turnover from", tracking=True, aggregator=None, help="Of confirmed orders; 0 = not asked for.")
    orders_from = fields.Integer(string="Orders from", tracking=True, aggregator=None, help="0 = not asked for.")
    points_from = fields.Integer(string="Points earned from", tracking=True, aggregator=None, help="0 = not asked for.")
    need = fields.Selection([("all", "All of them"), ("any", "One of them")], string="Asked for", required=True, default="all", tracking=True)
    benefit_ids = fields.One2many("promo.member.benefit", "level_id", string="Benefits", copy=True)
    member_ids = fields.One2many("promo.member", "level_id", string="Members", readonly=True)

    _code_uniq = models.UniqueIndex("(company_id, code)", "This code belongs to another level already.")
    _numbers = models.Constraint(
        "CHECK (months > 0 AND spend_from >= 0 AND orders_from >= 0 AND points_from >= 0)",
        "Thresholds of a level are not negative, and it counts over a month at least.")

    def _reached(self, spend, orders, points):
        """:param spend: turnover in yuan. :return: whether these figures reach the level; one without thresholds is reached by nobody by himself."""
        self.ensure_one()
        asked = [(self.spend_from, spend), (self.orders_from, orders), (self.points_from, points)]
        found = [round(have, 2) >= round(wanted, 2) for wanted, have in asked if wanted]
        return bool(found) and (all(found) if self.need == "all" else any(found))
