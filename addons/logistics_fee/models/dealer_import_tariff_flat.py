from odoo import models


class DealerImportTariffFlat(models.AbstractModel):
    """Our template: one row per destination and weight range (layouts/flat.py)."""

    _name = "dealer.import.tariff_flat"
    _inherit = "logistics.tariff.import"
    _description = "Tariff: template, one row per range"
