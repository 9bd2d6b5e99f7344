from odoo import fields, models

from ..sql.sales import goods_query


class PerfGoodsReport(models.Model):
    """How goods do (R1-167): views by customers, time on the shelf, orders, what was sold and came back, what lies in stock, sell-through."""

    _name = "perf.goods.report"
    _description = "Goods operation report"
    _auto = False
    _order = "sold_qty desc, id"
    _rec_name = "product_id"
    _depends = {
        "dealer.report.line": ["side", "product_id", "company_id", "order_id", "ordered_qty", "shipped_qty", "returned_qty", "date"],
        "perf.goods.view": ["product_id", "partner_id", "company_id"],
        "stock.quant": ["product_id", "company_id", "quantity", "location_id"], "stock.location": ["usage"],
        "product.template": ["shelf_state", "shelf_at", "categ_id", "dealer_brand_id", "dealer_season_id"]}

    company_id = fields.Many2one("res.company", readonly=True)
    product_id = fields.Many2one("product.product", string="Product", readonly=True)
    categ_id = fields.Many2one("product.category", string="Category", readonly=True)
    brand_id = fields.Many2one("dealer.brand", string="Brand", readonly=True)
    season_id = fields.Many2one("dealer.season", string="Season", readonly=True)
    shelf_state = fields.Selection([("off", "Off shelf"), ("on", "On shelf")], readonly=True)
    shelf_date = fields.Date(string="On the shelf since", readonly=True)
    shelf_days = fields.Integer(string="Days on the shelf", readonly=True, aggregator="avg")
    view_count = fields.Integer(string="Views", readonly=True, help="Customers who saw it on their order page, each once a day, in the last 400 days.")
    viewer_count = fields.Integer(
        string="Customers who looked", readonly=True, aggregator=None, help="Different customers who saw it on their order page in the last 400 days.")
    order_count = fields.Integer(string="Orders", readonly=True, aggregator=None)
    ordered_qty = fields.Float(string="Ordered pieces", readonly=True, digits="Product Unit")
    sold_qty = fields.Float(string="Net pieces sold", readonly=True, digits="Product Unit")
    returned_qty = fields.Float(string="Returned pieces", readonly=True, digits="Product Unit")
    on_hand = fields.Float(string="In stock", readonly=True, digits="Product Unit")
    sell_through = fields.Float(
        string="Sell-through (%)", readonly=True, digits=(6, 2), aggregator="avg", help="Net pieces sold of those sold and still in stock.")
    last_sold = fields.Date(readonly=True, string="Last shipped on")

    @property
    def _table_query(self):
        return goods_query()

    def action_open_views(self):
        """Show which customers looked at the product, and when.

        :return: list action.
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_performance.perf_goods_view_action")
        return {**action, "domain": [("product_id", "=", self.product_id.id), ("company_id", "=", self.company_id.id)], "context": {}}

    def action_open_sales(self):
        """Show the figures of the product.

        :return: list action.
        """
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_performance.perf_sales_report_action_goods")
        return {**action, "domain": [("product_id", "=", self.product_id.id)], "context": {}}
