from odoo import fields, models


class LogisticsVersionPart(models.AbstractModel):
    """Shared by the lines of a report: written once, by the report, and as secret as its contract."""

    _name = "logistics.version.part"
    _description = "Part of the checks of a tariff version"

    report_id = fields.Many2one("logistics.version.report", required=True, index=True, ondelete="cascade")
    version_id = fields.Many2one(related="report_id.version_id", store=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="report_id.company_id", store=True, index=True)
    side = fields.Selection(related="report_id.side", store=True)
    currency_id = fields.Many2one(related="report_id.currency_id")
