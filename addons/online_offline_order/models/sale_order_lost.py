from odoo import fields, models


class SaleOrder(models.Model):
    """The lost sale that an order came from."""

    _inherit = "sale.order"

    lost_sale_ids = fields.One2many("dealer.lost.sale", "order_id", string="Lost sales", readonly=True, copy=False)

    def _flow_fields(self):
        return super()._flow_fields() | {"lost_sale_ids"}

    def action_open_lost_sale(self):
        """Show the lost sale that the order came from."""
        self.ensure_one()
        return self._open_records(self.env._("Lost sales"), self.lost_sale_ids)
