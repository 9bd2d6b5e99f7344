from odoo import fields, models

from odoo.addons.dealer_base.adapters.cost import READERS

from ..sql.sales import value_query

STAGES = [("new", "New"), ("active", "Active"), ("repeat", "Buys again"), ("sleeping", "Sleeping"), ("lost", "Lost")]


class PerfDealerValue(models.Model):
    """What a dealer is worth (R3-112) and where it stands (R3-113): margin, money paid in and growth of the last 90 days, life cycle, repurchase, churn."""

    _name = "perf.dealer.value"
    _description = "Dealer value"
    _auto = False
    _order = "score desc, id"
    _rec_name = "dealer_id"
    _depends = {
        "perf.sales.report": ["dealer_id", "company_id", "side", "order_id", "date", "net_goods", "margin"],
        "prepaid.entry": ["account_id", "amount", "kind", "date"], "prepaid.account": ["partner_id", "company_id"]}

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    dealer_id = fields.Many2one("res.partner", string="Dealer", readonly=True)
    sales_company_id = fields.Many2one("res.partner", string="Sales company", readonly=True)
    salesperson_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    stage = fields.Selection(
        STAGES, string="Life cycle", readonly=True,
        help="New: first order within 90 days. Buys again: two orders or more in 90 days. Sleeping: none in 90 days. Lost: none in 180 days.")
    orders = fields.Integer(readonly=True)
    orders_90 = fields.Integer(string="Orders, 90 days", readonly=True)
    first_order = fields.Date(readonly=True)
    last_order = fields.Date(readonly=True)
    sales = fields.Monetary(string="Net goods so far", readonly=True)
    sales_90 = fields.Monetary(string="Net goods, 90 days", readonly=True)
    sales_before = fields.Monetary(string="Net goods, 90 days before", readonly=True)
    growth = fields.Float(string="Growth (%)", readonly=True, digits=(8, 2), aggregator="avg", help="Net goods of 90 days against the 90 before.")
    topups_90 = fields.Monetary(string="Paid in, 90 days", readonly=True)
    margin_90 = fields.Monetary(string="Margin, 90 days", readonly=True, groups=READERS)
    score = fields.Float(
        string="Value score", readonly=True, digits=(5, 1), aggregator="avg",
        help="0 to 100 by rank among the dealers: 40 % margin, 30 % money paid in, 30 % growth, each of 90 days.")
    dealer_count = fields.Integer(string="Dealers", readonly=True)
    repeats = fields.Integer(string="Bought again", readonly=True, help="Dealers with two orders or more in 90 days.")
    churned = fields.Integer(string="Silent for 90 days", readonly=True)
    repeat_rate = fields.Float(
        string="Repurchase rate (%)", readonly=True, digits=(5, 2), aggregator="avg", help="Dealers with two orders or more in 90 days, of all dealers.")
    churn_rate = fields.Float(
        string="Churn rate (%)", readonly=True, digits=(5, 2), aggregator="avg", help="Dealers without an order in 90 days, of all dealers.")

    @property
    def _table_query(self):
        return value_query()

    def action_open_sales(self):
        """Show the figures of the dealer.

        :return: list action.
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_performance.perf_sales_report_action_customers")
        return {**action, "domain": [("dealer_id", "=", self.dealer_id.id)], "context": {}}
