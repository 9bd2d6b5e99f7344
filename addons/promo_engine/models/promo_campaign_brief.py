from odoo import fields, models

BRIEF = ("background", "aim", "audience_note", "needs")


class PromoCampaign(models.Model):
    """The brief of a campaign: what it is for and what it may cost."""

    _inherit = "promo.campaign"

    background = fields.Text(tracking=True)
    aim = fields.Text(tracking=True)
    audience_note = fields.Text(string="Audience", tracking=True)
    needs = fields.Text(string="What it needs", tracking=True)
    theme = fields.Char(tracking=True)
    theme_kind = fields.Selection([("goods", "Goods"), ("service", "Service"), ("pain", "Pain points")], string="Theme of")
    goal_kind = fields.Selection([("awareness", "Awareness"), ("sales", "Sales"), ("satisfaction", "Satisfaction")], string="Goal", default="sales")
    life_stage = fields.Selection(
        [("not_activated", "Not activated"), ("no_order", "Activated, no order"), ("first", "First order"), ("repeat", "Repeat buyers"), ("lost", "Lost")],
        string="Life-cycle stage")
    is_template = fields.Boolean(
        string="Template", copy=False, help="Worth running again: listed under Templates by life-cycle stage, Run again makes a new plan of it.")
    target_amount = fields.Monetary(string="Target turnover", tracking=True)
    target_orders = fields.Integer(string="Target orders", tracking=True)
    budget_amount = fields.Monetary(string="Budget", tracking=True, help="What its discounts and gifts may cost together; 0 = no limit.")
    announce_date = fields.Date(string="Announced on")
    channel_note = fields.Char(string="Channels", help="Where it is shown, separated by commas.")
    risk_note = fields.Text(string="Risks and what is done about them")

    def _plan_fields(self):
        return super()._plan_fields() | set(BRIEF) | {"target_amount", "target_orders", "budget_amount", "theme", "goal_kind"}
