from odoo import models


class ActivationRecord(models.Model):
    """The portrait of who orders as a dealer is that of the settled goods: an approval settles nothing, so the night is soon enough."""

    _inherit = "activation.record"

    def _with_portrait_at_once(self):
        orders = self.env["sale.order"]
        return super()._with_portrait_at_once().filtered(lambda record: not orders.browse(record.order_ids[:1].order_id.id).is_dealer_order)
