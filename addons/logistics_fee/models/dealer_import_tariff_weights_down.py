from odoo import models

from ..layouts.weights_down import combine


class DealerImportTariffWeightsDown(models.AbstractModel):
    """Weight ranges down and provinces across (layouts/weights_down.py)."""

    _name = "dealer.import.tariff_weights_down"
    _inherit = "logistics.tariff.import"
    _description = "Tariff: weight ranges down, provinces across"

    def _combine(self, rows):
        return combine(rows)
