from odoo import models


class DealerImportTariffFirstContinue(models.AbstractModel):
    """A carrier's offer with first and continued weight per region (layouts/first_continue.py)."""

    _name = "dealer.import.tariff_first_continue"
    _inherit = "logistics.tariff.import"
    _description = "Tariff: first and continued weight"
    _one_row_per_place = True
