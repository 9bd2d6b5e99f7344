from odoo import models


class LogisticsFeeRule(models.Model):
    _inherit = "logistics.fee.rule"

    def _events_without_caller(self):
        return super()._events_without_caller() - {"shipment"}  # orders ask for it, see _order_fees
