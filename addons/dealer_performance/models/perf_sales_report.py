from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.dealer_base.adapters.cost import READERS
from odoo.addons.online_offline_order.models.dealer_attribution_rule import KIND_NAMES
from odoo.addons.online_offline_order.models.sale_order import STATES
from odoo.addons.online_offline_order.models.sale_order_source import SOURCE_NAMES

from ..sql.sales import sales_query
from .dealer_division import TIERS


class PerfSalesReport(models.Model):
    """The figures of orders (R1-165 to R1-174): those of dealer.report.line, one for one, with state, source, cost and margin.

    Every report of the menu reads these rows, so the totals of days, states, regions, customers, salespeople and goods are the same; net goods are what
    was settled and credited. Costs and margins are for those who see what goods cost.
    """

    _name = "perf.sales.report"
    _inherit = "dealer.report.line"
    _description = "Sales report"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "order_id"
    _depends = {"stock.move": ["value", "quantity", "state"], "sale.order": ["dealer_state", "order_source", "exchange_return_id"], "dealer.division": ["tier"]}

    order_state = fields.Selection(STATES, string="Order state", readonly=True)
    order_source = fields.Selection(SOURCE_NAMES, string="Order source", readonly=True)
    order_kind = fields.Selection(KIND_NAMES, string="Order kind", readonly=True)
    tier = fields.Selection(TIERS, string="City tier", readonly=True)
    net_qty = fields.Float(string="Net pieces", readonly=True, digits="Product Unit", help="Shipped minus returned.")
    net_goods = fields.Monetary(string="Net goods", readonly=True, help="Goods shipped minus goods returned: what was settled and credited.")
    net_fees = fields.Monetary(string="Net fees and freight", readonly=True)
    returned_goods = fields.Monetary(readonly=True)
    cost = fields.Monetary(readonly=True, groups=READERS, help="What the goods were worth when they left, less that of those that came back.")
    margin = fields.Monetary(readonly=True, groups=READERS, help="Net goods minus cost; fees and freight are not in it.")
    order_count = fields.Integer(string="Orders", readonly=True, help="Different orders; goods sent in exchange for others are no order of their own.")
    dealer_count = fields.Integer(string="Active dealers", readonly=True, help="Different dealers.")
    average_order = fields.Monetary(readonly=True, aggregator="avg", help="Ordered amount by order, without exchanges.")

    @property
    def _table_query(self):
        return sales_query()

    def _read_group_select(self, aggregate_spec, query):
        """Count orders and dealers once, however many rows they have; the average is by order."""
        def column(name):
            return self._field_to_sql(self._table, name, query)
        own_order = SQL.identifier(self._table, "own_order_id")  # nobody reads it: empty where goods go out for others that came back
        if aggregate_spec == "order_count:sum":
            return SQL("count(DISTINCT %s)", own_order)
        if aggregate_spec == "dealer_count:sum":
            return SQL("count(DISTINCT %s)", column("dealer_id"))
        if aggregate_spec == "average_order:avg":
            return SQL("coalesce(sum(%s) / nullif(count(DISTINCT %s), 0), 0)", column("average_order"), own_order)
        return super()._read_group_select(aggregate_spec, query)
