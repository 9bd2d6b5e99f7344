from odoo import api, fields, models
from odoo.exceptions import UserError


class DealerManifestLine(models.Model):
    """One parcel on a manifest: as it was when it was taken on, and whether it was there when the driver signed."""

    _name = "dealer.manifest.line"
    _description = "Parcel on a manifest"
    _order = "is_there, id"
    _rec_name = "tracking"

    manifest_id = fields.Many2one("dealer.manifest", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="manifest_id.company_id", store=True, index=True)
    state = fields.Selection(related="manifest_id.state", string="Manifest status", store=True)
    parcel_id = fields.Many2one("logistics.parcel", required=True, index=True, ondelete="restrict", readonly=True)
    is_there = fields.Boolean(string="There", readonly=True)
    tracking = fields.Char(string="Waybill number", compute="_compute_parcel", store=True, precompute=True)
    pieces = fields.Integer(compute="_compute_parcel", store=True, precompute=True)
    weight_g = fields.Integer(string="Weight (g)", compute="_compute_parcel", store=True, precompute=True)
    division_id = fields.Many2one(related="parcel_id.division_id")
    document = fields.Char(string="Delivery", compute="_compute_document")

    _parcel_uniq = models.UniqueIndex("(parcel_id) WHERE is_there", "This parcel has been handed over already.")

    @api.depends("parcel_id")
    def _compute_parcel(self):
        for line in self:
            parcel = line.parcel_id
            line.tracking, line.pieces, line.weight_g = parcel.tracking, parcel.pieces, parcel.weight_g

    @api.depends("parcel_id")
    def _compute_document(self):
        for line in self:
            line.document = line.parcel_id.sudo()._document_name()  # sudo: a name on the list

    def action_toggle(self):
        """Count the parcel as there, or take that back."""
        self.manifest_id._check_step()
        for line in self.sudo():  # sudo: role and state are checked above
            line.is_there = not line.is_there
        return True

    def action_take_off(self):
        """Take a parcel off the manifest; it is free for another one."""
        self.manifest_id._check_step()
        for line in self:
            if line.is_there:
                raise UserError(self.env._("Parcel %s is counted as there: take that back first.", line.tracking))
        lines = self.sudo()  # sudo: role and state are checked above
        lines.parcel_id.write({"manifest_id": False})
        lines.unlink()
        return True
