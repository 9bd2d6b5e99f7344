from odoo import api, models

from odoo.addons.dealer_prepaid.sql.pairs import PairSource


class PrepaidPair(models.Model):
    """Orders and returns count among the documents with two persons."""

    _inherit = "prepaid.pair"

    @api.model
    def _pair_sources(self):
        return [
            *super()._pair_sources(), PairSource("sale.order", "submitted_by", "approved_by", "approved_at", "settlement_total"),
            PairSource("dealer.return", "submitted_by", "approved_by", "approved_at", "net_amount")]
