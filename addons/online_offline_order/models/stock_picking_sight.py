from odoo import api, models


class StockPicking(models.Model):
    """Deliveries as a dealer's people see them: what comes and by which parcel, nothing of HQ's books."""

    _name = "stock.picking"
    _inherit = ["stock.picking", "dealer.sight.mixin"]

    @api.model
    def _portal_fields(self):
        return super()._portal_fields() | {"is_dealer_delivery", "dealer_order_id", "captured_amount", "dealer_currency_id"}

    @api.model
    def _clerk_closed_fields(self):
        return super()._clerk_closed_fields() | {"captured_amount"}

    @api.model
    def _shows_fees_to_clerks(self):
        return self.env["sale.order"]._shows_fees_to_clerks()

    def _open_dealer_form(self):
        """:return: action that shows the delivery in its own form; whoever does not read the consumer's contact gets the order, which masks him."""
        self.ensure_one()
        order = self.sale_id
        if order and not self.partner_id.has_access("read"):
            return order._open_dealer_form()
        view = self.env.ref("online_offline_order.stock_picking_view_form_dealer")
        return {
            "type": "ir.actions.act_window", "res_model": self._name, "res_id": self.id, "view_mode": "form", "views": [(view.id, "form")]}

    @api.model
    def get_empty_list_help(self, help_message):
        """As Odoo, which says of every empty list of transfers the same; what our menus say of theirs is shown.

        :param help_message: text of the menu's action, markup.
        """
        if "o_dealer_help" in (help_message or ""):
            return help_message
        return super().get_empty_list_help(help_message)
