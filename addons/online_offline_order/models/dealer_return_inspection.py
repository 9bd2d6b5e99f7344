from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..returns import Inspected
from .dealer_return import RECEIVERS

COUNTS = {"good_qty", "worn_qty", "defect_qty", "photo_ids", "note"}


class DealerReturnInspection(models.Model):
    """What the warehouse finds on the pieces of one line of a return: as new, worn, or with a fault of the maker.

    The lines appear with the receipt; a warehouse operator fills them while the return is to be inspected. The step itself is
    ``dealer.return.action_inspect``.
    """

    _name = "dealer.return.inspection"
    _description = "Inspection of returned goods"
    _inherit = ["dealer.flow.mixin", "dealer.proof.mixin"]
    _order = "return_id desc, id"
    _rec_name = "product_id"
    _proof_fields = ("photo_ids",)

    return_id = fields.Many2one("dealer.return", required=True, readonly=True, index=True, ondelete="cascade")
    line_id = fields.Many2one("dealer.return.line", string="Return line", required=True, readonly=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="return_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="return_id.partner_id", store=True, index=True)
    product_id = fields.Many2one(related="line_id.product_id", store=True, index=True)
    received_qty = fields.Integer(related="line_id.received_qty", store=True)
    good_qty = fields.Integer(string="As new")
    worn_qty = fields.Integer(string="Worn", help="Traces of use: the class of the return does not stand. A photo is needed.")
    defect_qty = fields.Integer(string="Defective", help="A fault of the maker: goes on the list of purchasing.")
    photo_ids = fields.Many2many("ir.attachment", "dealer_inspection_photo_rel", string="Photos", copy=False, bypass_search_access=True)
    note = fields.Char(string="Finding")
    inspected_at = fields.Datetime(related="return_id.inspected_at", store=True)

    _counts_positive = models.Constraint("CHECK(good_qty >= 0 AND worn_qty >= 0 AND defect_qty >= 0)", "Pieces are zero or more.")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("The lines of an inspection appear with the receipt of the goods."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            for record in self:
                if vals.keys() - COUNTS or record.return_id.state != "inspecting" or not any(self.env.user.has_group(group) for group in RECEIVERS):
                    raise AccessError(self.env._(
                        "The inspection of return %s is filled by the warehouse while it is to be inspected.", record.return_id.name))
        return super().write(vals)

    def _inspected(self):
        """Give the lines as the core judges them."""
        return [Inspected(
            line.product_id.display_name, line.received_qty, line.good_qty, line.worn_qty, line.defect_qty, len(line.photo_ids)) for line in self]
