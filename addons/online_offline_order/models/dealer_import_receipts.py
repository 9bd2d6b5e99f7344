from odoo import api, models


class DealerImportReceipts(models.AbstractModel):
    """Order numbers of a sheet of receipts are dealer orders of the company."""

    _inherit = "dealer.import.receipts"

    @api.model
    def _find_documents(self, company, numbers):
        orders = self.env["sale.order"].search([
            ("company_id", "=", company.id), ("name", "in", numbers), ("is_dealer_order", "=", True), ("dealer_state", "!=", "cancelled")])
        return {**super()._find_documents(company, numbers), **{order.name: order for order in orders}}
