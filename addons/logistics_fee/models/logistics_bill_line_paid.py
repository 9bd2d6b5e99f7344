from odoo import fields, models


class LogisticsBillLine(models.Model):
    """Which fees a line pays besides its own, so that no other bill is paid for them again."""

    _inherit = "logistics.bill.line"

    covers = fields.Json(string="Fees that the freight contains", readonly=True)
