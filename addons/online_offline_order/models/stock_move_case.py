from odoo import api, fields, models
from odoo.exceptions import AccessError

GUARDED = {"picking_id", "location_id", "location_dest_id", "product_id", "product_uom", "product_uom_qty", "parcel_case_line_id"}


class StockMove(models.Model):
    """Moves of a parcel case's transfers ask for the case's goods and become done through their transfer alone."""

    _inherit = "stock.move"

    parcel_case_line_id = fields.Many2one(
        "dealer.parcel.case.line", readonly=True, copy=False, index="btree_not_null", ondelete="restrict", groups="base.group_user")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            pickings = self.env["stock.picking"].sudo().browse({vals["picking_id"] for vals in vals_list if vals.get("picking_id")})  # sudo: see write
            if any(vals.get("parcel_case_line_id") for vals in vals_list) or pickings.parcel_case_id:
                raise AccessError(self.env._("The goods of a parcel case are entered in the case."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and (GUARDED & vals.keys() or vals.get("state") in ("done", "cancel")):
            guarded = self.sudo().picking_id.filtered("parcel_case_id")  # sudo: whether it is guarded does not depend on who writes
            if guarded or "parcel_case_line_id" in vals:
                raise AccessError(self.env._("The goods of a parcel case are entered in the case: validate its transfer as it is."))
        return super().write(vals)
