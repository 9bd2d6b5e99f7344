from odoo import api, fields, models
from odoo.exceptions import UserError

# What a parcel takes over from its delivery whatever else is given.
OF_DELIVERY = frozenset(("company_id", "partner_id", "division_id", "warehouse_id", "direction", "res_model", "res_id"))


class LogisticsParcel(models.Model):
    """The parcels of a delivery or of a return; whoever packs enters weight, size and number, the rest comes from the document."""

    _inherit = "logistics.parcel"

    picking_id = fields.Many2one("stock.picking", string="Delivery", index="btree_not_null", ondelete="restrict", copy=False)
    return_id = fields.Many2one("dealer.return", string="Return", readonly=True, index="btree_not_null", ondelete="restrict", copy=False)

    @api.model
    def _new_fields(self):
        return super()._new_fields() | {"picking_id"}

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [self._of_delivery(vals) for vals in vals_list]
        pickings = self.env["stock.picking"].browse([vals["picking_id"] for vals in vals_list if vals.get("picking_id")])
        if pickings and not self.env.su:
            pickings.check_access("read")
            pickings._refuse_packed()
        return super().create([
            {**self.env["stock.picking"].browse(vals["picking_id"])._parcel_values(), **vals} if vals.get("picking_id") else vals
            for vals in vals_list])

    @api.model
    def _of_delivery(self, vals):
        """:return: the values of a parcel that a person enters; where it goes and whose it is says the delivery alone."""
        picking = vals.get("picking_id") or (vals.get("res_model") == "stock.picking" and vals.get("res_id"))
        return {**{name: value for name, value in vals.items() if name not in OF_DELIVERY}, "picking_id": picking} if picking else vals

    def write(self, vals):
        if not self.env.su:
            self.picking_id._refuse_packed()
        return super().write(vals)

    def unlink(self):
        if not self.env.su:
            self.picking_id._refuse_packed()
        return super().unlink()

    def _left_from(self):
        return {**super()._left_from(), **{parcel.id: parcel.picking_id.picking_type_id.warehouse_id.id for parcel in self if parcel.picking_id}}

    @api.model
    def _accrual_domain(self, company, on_date):
        """Leave out the way back of returns whose postage is booked (E10b) and not taken back by the carrier's vendor bill by that day."""
        booked = fields.Domain("return_id.postage_move_id.date", "<=", on_date) & (
            fields.Domain("return_id.postage_back_move_id", "=", False) | fields.Domain("return_id.postage_back_move_id.date", ">", on_date))
        return super()._accrual_domain(company, on_date) & (fields.Domain("return_id", "=", False) | ~booked)

    def _follow_events(self):
        super()._follow_events()
        self.picking_id.sale_id._note_delivered()

    def _document_name(self):
        return self.picking_id.display_name or self.return_id.display_name or super()._document_name()

    def action_open_document(self):
        """Open the delivery or return the parcel belongs to."""
        self.ensure_one()
        if self.picking_id.is_dealer_delivery:
            return self.picking_id._open_dealer_form()
        return super().action_open_document()

    def action_cancel(self):
        """Cancel parcels that have not left, see the parcel; not those of a delivery that is done."""
        if any(parcel.picking_id.state == "done" for parcel in self):
            raise UserError(self.env._("The delivery has shipped with this parcel: record what happened to it instead."))
        return super().action_cancel()
