from odoo import models
from odoo.fields import Domain

from odoo.addons.dealer_base.money import to_fen


class DealerPriceVersion(models.Model):
    """What a price version does to orders: drafts and waiting orders ask for the new total, held ones keep theirs or take a better one."""

    _inherit = "dealer.price.version"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "active":
            for version in self.filtered(lambda rec: rec.company_id.sudo().better_price and rec.date_from <= rec.company_id._dealer_today()):  # sudo: a setting
                self.env["sale.order"]._take_better_prices(version.company_id)
        return result

    def _touched_orders(self):
        """:return: drafts and waiting orders, in sudo, whose goods cost something else by this version."""
        self.ensure_one()
        prices = {line.product_id.id: to_fen(line.ex_factory_price) for line in self.line_ids}
        domain = Domain("order_id.is_dealer_order", "=", True) & Domain("order_id.dealer_state", "in", ("draft", "waiting"))
        lines = self.env["sale.order.line"].sudo().search(  # sudo: finance is told which orders ask for a new total
            domain & Domain("order_id.company_id", "=", self.company_id.id) & Domain("product_id", "in", list(prices)))
        return lines.filtered(lambda line: not line.special_price and to_fen(line.price_unit) != prices[line.product_id.id]).order_id

    def action_open_touched_orders(self):
        """Show the drafts and waiting orders whose total changes with these prices."""
        self.ensure_one()
        orders = self._touched_orders().sudo(False)
        view = self.env.ref("online_offline_order.sale_order_view_list_dealer")
        form = self.env.ref("online_offline_order.sale_order_view_form_dealer")
        return {
            "type": "ir.actions.act_window", "name": self.env._("Orders with a new total"), "res_model": "sale.order", "view_mode": "list,form",
            "views": [(view.id, "list"), (form.id, "form")], "domain": [("id", "in", orders.ids)], "context": {"create": False}}
