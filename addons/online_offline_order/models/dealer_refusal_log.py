from odoo import api, models


class DealerRefusalLog(models.Model):
    """Orders, returns and deliveries move money too: their refused steps are recorded as those of the ledger's own documents."""

    _inherit = "dealer.refusal.log"

    @api.model
    def _watched_models(self):
        return super()._watched_models() | {
            "sale.order", "dealer.return", "stock.picking", "dealer.cancel.request",
            "dealer.order.amendment", "dealer.price.request", "dealer.order.correction"}

    @api.model
    def _is_step(self, method):
        return super()._is_step(method) or method == "button_validate"
