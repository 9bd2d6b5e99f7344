from odoo import models


class LogisticsFeeRule(models.Model):
    """Fee rules that orders ask, and where their invoices book them."""

    _inherit = "logistics.fee.rule"

    def _events_without_caller(self):
        return super()._events_without_caller() - {"shipment", "exchange"}  # orders and exchanges ask, see _order_fees, _charges

    def _income_values(self):
        """:return: values of an invoice line that put the fee on the rule's own account; empty without a rule or an account."""
        return {"account_id": self.account_id.id} if self and self.account_id else {}
