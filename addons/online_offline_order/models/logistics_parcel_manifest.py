from odoo import fields, models


class LogisticsParcel(models.Model):
    """Which manifest a parcel left on."""

    _inherit = "logistics.parcel"

    manifest_id = fields.Many2one("dealer.manifest", string="Manifest", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    handed_over_at = fields.Datetime(string="Handed over", readonly=True, copy=False)

    def _warehouse_of(self):
        """Give the warehouse a parcel left from; empty where nobody knows."""
        self.ensure_one()
        return (self.picking_id.sudo().picking_type_id.warehouse_id or self.warehouse_id)  # sudo: a place only
