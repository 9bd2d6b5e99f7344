from odoo import fields, models
from odoo.exceptions import UserError

from ..sql.report_lines import report_lines_query
from .sale_order_settlement import MONEY_SEEN


class DealerReportLine(models.Model):
    """Figures of dealer orders (R1-126 to R1-128, R1-142): what was ordered, shipped and returned, by goods, region, customer and salesperson.

    Every list and pivot reads these rows, so the sums of all axes are the same; they equal the orders, and shipped minus
    returned equals what the ledger (on a term: the invoices) took.
    """

    _name = "dealer.report.line"
    _description = "Figures of orders"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "order_id"
    _depends = {
        "prepaid.entry": ["company_id", "partner_id", "date", "kind", "amount", "components", "order_model", "order_id", "res_model", "res_id"],
        "account.move": ["amount_total_signed", "invoice_date"],
        "dealer.settlement.line": ["active", "amount", "kind", "order_id", "quantity", "sale_line_id"],
        "sale.order": [
            "company_id", "consumer_division_id", "dealer_id", "dealer_mode", "dealer_state", "is_dealer_order", "partner_id", "rest_move_id",
            "sales_company_id", "settled_by", "submitted_at", "warehouse_id"],
        "sale.order.line": ["order_id", "price_unit", "product_id"], "stock.move": ["picking_id", "quantity", "sale_line_id", "state"],
        "stock.picking": ["date_done", "dealer_invoice_id", "sale_id"],
        "dealer.return": ["charges_move_id", "company_id", "credit_note_id", "order_id", "postage_correction_ids", "received_at", "state"],
        "dealer.return.line": ["goods_share", "product_id", "received_qty", "return_id"],
        "res.partner": ["dealer_id", "division_id", "sales_company_id", "user_id"],
        "product.template": ["categ_id", "dealer_brand_id", "dealer_season_id"],
    }

    side = fields.Selection([("ordered", "Ordered"), ("shipped", "Shipped"), ("returned", "Returned")], string="What happened", readonly=True)
    part = fields.Selection(
        [("goods", "Goods"), ("fees", "Fees and freight")], string="Goods or fees", readonly=True,
        help="Admin fee, freight and charges belong to a document and to no product: they stand in a row of their own.")
    date = fields.Date(readonly=True, help="Day of the submission, of the debit or of the credit.")
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    order_id = fields.Many2one("sale.order", string="Order", readonly=True)
    picking_id = fields.Many2one("stock.picking", string="Shipment", readonly=True)
    return_id = fields.Many2one("dealer.return", string="Return", readonly=True)
    store_id = fields.Many2one("res.partner", string="Store", readonly=True)
    dealer_id = fields.Many2one("res.partner", string="Dealer", readonly=True, help="Dealer of the store when the order was entered.")
    sales_company_id = fields.Many2one("res.partner", string="Sales company", readonly=True)
    salesperson_id = fields.Many2one("res.users", string="Salesperson", readonly=True, help="Who looks after the dealer today.")
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    product_id = fields.Many2one("product.product", string="Product", readonly=True)
    categ_id = fields.Many2one("product.category", string="Category", readonly=True)
    brand_id = fields.Many2one("dealer.brand", string="Brand", readonly=True)
    season_id = fields.Many2one("dealer.season", string="Season", readonly=True)
    province_id = fields.Many2one("dealer.division", string="Province", readonly=True, help="Where the goods go: the consumer's region, else the store's.")
    city_id = fields.Many2one("dealer.division", string="City", readonly=True)
    goods = fields.Monetary(readonly=True, groups=MONEY_SEEN)
    admin = fields.Monetary(string="Admin fee", readonly=True, groups=MONEY_SEEN)
    logistics = fields.Monetary(string="Logistics fee", readonly=True, groups=MONEY_SEEN)
    total = fields.Monetary(readonly=True, groups=MONEY_SEEN, help="Above zero for what was ordered and shipped, and for what was credited by a return.")
    ordered_qty = fields.Float(string="Ordered pieces", readonly=True, digits="Product Unit")
    ordered_total = fields.Monetary(string="Ordered amount", readonly=True, groups=MONEY_SEEN)
    shipped_qty = fields.Float(string="Shipped pieces", readonly=True, digits="Product Unit")
    shipped_total = fields.Monetary(string="Shipped amount", readonly=True, groups=MONEY_SEEN)
    returned_qty = fields.Float(string="Returned pieces", readonly=True, digits="Product Unit")
    returned_total = fields.Monetary(string="Returned amount", readonly=True, groups=MONEY_SEEN, help="Credits less postage and handling.")
    net_total = fields.Monetary(string="Net amount", readonly=True, groups=MONEY_SEEN, help="Shipped minus returned: what the account paid in the end.")

    @property
    def _table_query(self):
        return report_lines_query()

    def action_open_document(self):
        """Open the return, the shipment or the order of the row.

        :return: a window action.
        :raises UserError: for an entry of the ledger that names none of them.
        """
        self.ensure_one()
        record = self.return_id or self.picking_id or self.order_id
        if not record:
            raise UserError(self.env._("This amount of %s belongs to no order: look it up in the prepaid account.", self.store_id.display_name))
        if not self.return_id:
            return record._open_dealer_form()
        return {"type": "ir.actions.act_window", "res_model": record._name, "res_id": record.id, "view_mode": "form"}
