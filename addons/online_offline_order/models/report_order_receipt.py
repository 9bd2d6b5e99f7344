from odoo import api, models


class ReportOrderReceipt(models.AbstractModel):
    """Makes the paper of a consumer receipt; making it is what counts as a print, whichever way it was asked for."""

    _name = "report.online_offline_order.order_receipt"
    _description = "Consumer receipt on paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        receipts = self.env["dealer.order.receipt"].browse(docids)
        receipts.check_access("read")
        return {
            "doc_ids": receipts.ids, "doc_model": receipts._name, "docs": receipts,
            "prints": {receipt.id: receipt._begin_print() for receipt in receipts}}
