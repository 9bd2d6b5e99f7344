from odoo import api, models


class AccountMove(models.Model):
    """The invoice of a parcel stays as it was posted with the shipment."""

    _inherit = "account.move"

    @api.model
    def _ledger_move_fields(self):
        return [*super()._ledger_move_fields(), ("stock.picking", "dealer_invoice_id")]
