from odoo import fields, models
from odoo.tools import SQL

from ..sql.effect import effect_query


class PromoEffect(models.Model):
    """What a campaign changed (R4-059): orders, turnover and buyers before, during and after it, of those who took part and of the others.

    Orders count as everywhere, see ``sale.order._promo_counted``; turnover is less what came back.
    Before and after are as long as the campaign. Groups are the levels of the channel, channels the sales teams. A campaign that still runs has no after.
    """

    _name = "promo.effect"
    _description = "Before, during and after a campaign"
    _auto = False
    _order = "date_order desc, id desc"
    _rec_name = "order_id"
    _depends = {
        "promo.campaign": ["company_id", "date_start", "date_end", "state"], "promo.application": ["order_id", "state"],
        "promo.application.share": ["campaign_id", "application_id"],
        "sale.order": ["company_id", "state", "date_order", "partner_id", "team_id", "amount_total"], "sale.order.line": ["order_id", "invoice_lines"],
        "account.move": ["move_type", "state"], "account.move.line": ["price_total", "promo_withdrawn_id"],
        "res.partner": ["dealer_id", "dealer_level", "commercial_partner_id"]}

    campaign_id = fields.Many2one("promo.campaign", string="Campaign", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    order_id = fields.Many2one("sale.order", string="Order", readonly=True)
    date_order = fields.Datetime(string="Ordered on", readonly=True)
    buyer_id = fields.Many2one("res.partner", string="Buyer", readonly=True)
    phase = fields.Selection([("before", "Before"), ("during", "During"), ("after", "After")], string="When", readonly=True)
    part = fields.Selection(
        [("in", "Took part"), ("out", "Did not")], string="Participation", readonly=True, help="Buyers with an order that got something of the campaign.")
    level = fields.Selection(
        [("sales_company", "Sales companies"), ("dealer", "Dealers"), ("store", "Stores"), ("none", "Others")], string="Group", readonly=True)
    team_id = fields.Many2one("crm.team", string="Channel", readonly=True)
    turnover = fields.Monetary(readonly=True)
    order_count = fields.Integer(string="Orders", readonly=True)
    buyer_count = fields.Integer(string="Buyers", readonly=True, help="Different buyers.")
    response = fields.Integer(string="Orders with the promotion", readonly=True)

    @property
    def _table_query(self):
        return effect_query(self.env["sale.order"]._promo_counted())

    def _read_group_select(self, aggregate_spec, query):
        """Count buyers once, however many orders they have."""
        if aggregate_spec == "buyer_count:sum":
            return SQL("count(DISTINCT %s)", self._field_to_sql(self._table, "buyer_id", query))
        return super()._read_group_select(aggregate_spec, query)
