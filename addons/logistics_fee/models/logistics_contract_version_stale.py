from odoo import models


class LogisticsContractVersion(models.Model):
    """A tariff that comes into force or ends makes the freight of open orders of its company stale."""

    _inherit = "logistics.contract.version"

    def _write_life(self, vals):
        result = super()._write_life(vals)
        if "state" in vals:
            for version in self.sudo().filtered(lambda rec: rec.contract_id.side == "charge"):  # sudo: which orders it touches, whoever activates
                self.env["sale.order"]._flag_freight_where(
                    [("company_id", "=", version.company_id.id)], self.env._("tariff %s", version.display_name))
        return result
