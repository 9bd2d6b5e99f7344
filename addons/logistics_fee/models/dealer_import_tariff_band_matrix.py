from odoo import models


class DealerImportTariffBandMatrix(models.AbstractModel):
    """A price matrix, regions down and weight ranges across (layouts/band_matrix.py)."""

    _name = "dealer.import.tariff_band_matrix"
    _inherit = "logistics.tariff.import"
    _description = "Tariff: matrix, weight ranges across"
    _one_row_per_place = True
