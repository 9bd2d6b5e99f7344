from odoo import api, fields, models


class PrepaidHold(models.Model):
    """A warehouse sees what is kept back for the orders it ships, also where another one ships the rest."""

    _inherit = "prepaid.hold"

    warehouse_ids = fields.Many2many(
        "stock.warehouse", string="Warehouses of the order", compute="_compute_warehouse_ids", search="_search_warehouse_ids", compute_sudo=True)

    @api.depends("res_model", "res_id")
    def _compute_warehouse_ids(self):
        orders = self.env["sale.order"].browse([hold.res_id for hold in self if hold.res_model == "sale.order"]).exists()
        found = {order.id: order.warehouse_id | order.picking_ids.picking_type_id.warehouse_id for order in orders}
        for hold in self:
            hold.warehouse_ids = found.get(hold.res_id, False) if hold.res_model == "sale.order" else False

    def _search_warehouse_ids(self, operator, value):
        if operator != "in":
            return NotImplemented
        orders = self.env["sale.order"].sudo()._search([  # sudo: names the hold, shows no order
            "|", ("warehouse_id", "in", list(value)), ("picking_ids.picking_type_id.warehouse_id", "in", list(value))])
        return [("res_model", "=", "sale.order"), ("res_id", "in", orders)]
