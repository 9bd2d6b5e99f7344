from odoo import fields, models

from .sale_order_source import CONSUMER_KINDS


class DealerReportLine(models.Model):
    """Figures by where consumers come from (R2-021)."""

    _inherit = "dealer.report.line"
    _depends = {"sale.order": ["consumer_kind"]}

    consumer_kind = fields.Selection(CONSUMER_KINDS, string="Consumer kind", readonly=True)
