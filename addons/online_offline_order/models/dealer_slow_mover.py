from odoo import api, fields, models
from odoo.exceptions import UserError

from ..sql.slow_movers import slow_movers_query

MOVERS = ("dealer_base.group_wh_manager", "dealer_base.group_ops_manager")


class DealerSlowMover(models.Model):
    """Goods that lie in a warehouse and have not been sold for N days (R0-006), with the warehouse where they sell."""

    _name = "dealer.slow.mover"
    _description = "Slow movers"
    _auto = False
    _order = "days desc, id"
    _rec_name = "product_id"
    _depends = {
        "res.company": ["slow_mover_days"], "stock.location": ["usage", "warehouse_id"],
        "stock.move": ["date", "location_dest_id", "location_id", "quantity", "state"],
        "stock.quant": ["in_date", "location_id", "product_id", "quantity", "reserved_quantity"], "stock.warehouse": ["company_id"]}

    company_id = fields.Many2one("res.company", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    product_id = fields.Many2one("product.product", string="Goods", readonly=True)
    categ_id = fields.Many2one(related="product_id.categ_id")
    on_hand = fields.Float(readonly=True, digits="Product Unit")
    free = fields.Float(readonly=True, digits="Product Unit")
    last_sale = fields.Datetime(readonly=True, help="Empty: never sold; the days count since the goods came.")
    days = fields.Integer(string="Days without a sale", readonly=True, aggregator="max")
    freshness = fields.Char(string="Stock figure", compute="_compute_freshness", help="Live, or how old the last count is.")
    to_warehouse_id = fields.Many2one("stock.warehouse", string="Sells in", readonly=True, help="Where most were sold in these days.")
    sold_there = fields.Float(string="Sold there", readonly=True, digits="Product Unit")
    proposed = fields.Float(
        string="Proposed transfer", readonly=True, digits="Product Unit", help="What sells there in these days and is not there, at most what is free here.")

    @property
    def _table_query(self):
        return slow_movers_query()

    def _compute_freshness(self):
        sources = self.env["dealer.stock.source"]
        places = sources._places(self.warehouse_id, self.env["product.product"])
        for row in self:
            row.freshness = sources._freshness_text(places[row.warehouse_id.id])

    @api.model
    def _under_way(self, here, there, goods):
        """Find the open moves of goods from one warehouse to another.

        :param here: stock.warehouse. :param there: stock.warehouse. :param goods: product.product.
        :return: stock.move in sudo.
        """
        return self.env["stock.move"].sudo().search([  # sudo: what is on its way counts, whoever prepares transfers
            ("location_id", "child_of", here.lot_stock_id.id), ("location_dest_id", "child_of", there.lot_stock_id.id),
            ("product_id", "in", goods.ids), ("state", "not in", ("done", "cancel")), ("picking_id", "!=", False)])

    def action_transfer(self):
        """Prepare the proposed transfers as drafts, one for each pair of warehouses; somebody else of the warehouse checks and validates them.

        Goods that are in an open transfer between the two already are left out; that transfer is shown.

        :return: action of the transfers.
        :raises AccessError: for others than warehouse and operations managers. :raises UserError: where nothing is proposed.
        """
        self.env["sale.order"]._require_role(*MOVERS)
        self.check_access("read")
        rows = self.filtered(lambda row: row.proposed >= 1)
        if not rows:
            raise UserError(self.env._("Nothing is proposed for these goods: no other warehouse sells them, or it has enough."))
        pickings = self.env["stock.picking"].sudo()  # sudo: role checked above; the drafts are the warehouse's to check
        for (here, there), moved in rows.grouped(lambda row: (row.sudo().warehouse_id, row.sudo().to_warehouse_id)).items():  # sudo: names of places
            under_way = self._under_way(here, there, moved.product_id)
            pickings |= under_way.picking_id
            moved = moved.filtered(lambda row, goods=under_way.product_id: row.product_id not in goods)
            if not moved:
                continue  # a doubled click
            pickings |= pickings.create({
                "picking_type_id": here.int_type_id.id, "location_id": here.lot_stock_id.id, "location_dest_id": there.lot_stock_id.id,
                "origin": self.env._("Slow movers"), "company_id": here.company_id.id, "transfer_editor_ids": [fields.Command.link(self.env.uid)],
                "move_ids": [fields.Command.create({
                    "product_id": row.product_id.id, "product_uom_qty": int(row.proposed), "location_id": here.lot_stock_id.id,
                    "location_dest_id": there.lot_stock_id.id, "company_id": here.company_id.id}) for row in moved]})
        return {"type": "ir.actions.act_window", "name": self.env._("Proposed transfers"), "res_model": "stock.picking", "view_mode": "list,form",
                "domain": [("id", "in", pickings.ids)]}
