from odoo import fields, models


class LogisticsVersionReport(models.Model):
    """The checks of a tariff say which open orders it makes dearer or cheaper, and which of them become short of money (N14)."""

    _inherit = "logistics.version.report"

    open_text = fields.Text(
        string="Open orders", readonly=True,
        help="Drafts and waiting orders of the company when the checks were made, with this version in the place of the carrier's present one.")
