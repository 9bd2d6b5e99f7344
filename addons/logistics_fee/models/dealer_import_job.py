from odoo import api, fields, models


class DealerImportJob(models.Model):
    _inherit = "dealer.import.job"

    is_tariff = fields.Boolean(compute="_compute_is_tariff")
    tariff_carrier_id = fields.Many2one(
        "delivery.carrier", string="Carrier of the sheet", domain=[("dealer_code", "!=", False)],
        help="For sheets that do not name their carrier in a column.")
    tariff_side = fields.Selection(
        [("charge", "Charged to dealers"), ("cost", "Cost from the carrier")], string="Prices are", default="charge", required=True)
    tariff_purpose = fields.Selection(
        [("outbound", "Outbound"), ("return", "Return")], string="Prices are for", default="outbound", required=True)

    @api.depends("layout")
    def _compute_is_tariff(self):
        for job in self:
            job.is_tariff = bool(job.layout and job.layout.startswith("tariff_"))
