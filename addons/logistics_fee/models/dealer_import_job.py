from odoo import api, fields, models
from odoo.exceptions import UserError

TARIFF_FIELDS = frozenset(("tariff_carrier_id", "tariff_side", "tariff_purpose"))


class DealerImportJob(models.Model):
    """Tariff sheets need to be told what the sheet itself does not say: the carrier, and which side its prices are."""

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

    def write(self, vals):
        if TARIFF_FIELDS & vals.keys():
            for job in self:
                if job.state == "done":
                    raise UserError(self.env._("Import %s is done: make a new one for another file.", job.display_name))
            # What was checked was checked for another carrier or side.
            vals = {**vals, **self._blank_outcome(), "state": "draft", "result_file": False}
        return super().write(vals)
