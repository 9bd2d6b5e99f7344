from odoo import api, fields, models
from odoo.exceptions import UserError

OPENS = ("lost", "refused")  # what a carrier says that opens a case


class LogisticsParcel(models.Model):
    """Parcels with which something went wrong: the carrier's message "lost" or "refused" opens a case."""

    _inherit = "logistics.parcel"

    case_ids = fields.One2many("dealer.parcel.case", "parcel_id", string="Cases")
    case_count = fields.Integer(compute="_compute_case_count")

    @api.depends("case_ids")
    def _compute_case_count(self):
        counts = dict(self.env["dealer.parcel.case"].sudo()._read_group(  # sudo: a number on a button, the list itself asks for rights
            [("parcel_id", "in", self.ids)], ["parcel_id"], ["__count"]))
        for parcel in self:
            parcel.case_count = counts.get(parcel._origin, 0)

    def _case_order(self):
        """:return: the dealer order whose goods the parcel held, in sudo; also of a parcel that was sent again."""
        picking = self.sudo().picking_id  # sudo: whose goods they are does not depend on who looks
        return picking.parcel_case_id.order_id or picking.dealer_order_id.sudo()  # sudo: see above

    def _case_goods(self):
        """:return: dict sale.order.line in sudo -> pieces that the parcel's delivery took out."""
        out = {}
        for move in self.sudo().picking_id.move_ids.filtered(lambda rec: rec.state == "done"):  # sudo: service reads no stock moves
            line = move.sale_line_id or move.parcel_case_line_id.order_line_id
            if line:
                out[line] = out.get(line, 0) + int(move.product_uom._compute_quantity(move.quantity, line.product_uom_id))
        return out

    def _is_case_parcel(self):
        return self.direction == "out" and bool(self.shipped_date) and bool(self._case_order())

    def _check_case(self):
        """Refuse parcels that have not left for a dealer order.

        :raises UserError: naming the parcel.
        """
        for parcel in self:
            if not parcel._is_case_parcel():
                raise UserError(self.env._("Parcel %s has not left for a dealer order: nothing can be reported about it.", parcel.display_name))

    def _open_cases(self):
        """Open a case for what the carrier says now; parcels with an open one of that kind keep it."""
        for parcel in self:
            if not parcel.case_ids.filtered(lambda case, parcel=parcel: case.kind == parcel.state and case.state != "closed"):
                self.env["dealer.parcel.case"].sudo().create({"parcel_id": parcel.id, "kind": parcel.state})  # sudo: a message opens it, whoever stores it

    def _follow_events(self):
        result = super()._follow_events()
        self.filtered(lambda one: one.state in OPENS and one._is_case_parcel())._open_cases()
        for parcel in self.filtered(lambda one: one.state not in OPENS):
            for case in parcel.case_ids.filtered(lambda one: one.state != "closed" and one.kind in OPENS):
                label = dict(parcel._fields["state"]._description_selection(self.env))[parcel.state]
                case._log(self.env._("The carrier says now: %s", label))
        return result

    def action_open_cases(self):
        """Show the cases of the parcel; without any, begin one."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("online_offline_order.dealer_parcel_case_action")
        action.update({"domain": [("parcel_id", "=", self.id)], "context": {"default_parcel_id": self.id}})
        if not self.case_count:
            action.update({"views": [(False, "form")], "view_mode": "form"})
        return action

    def action_open_document(self):
        """Open the delivery or return the parcel belongs to."""
        self.ensure_one()
        if self.sudo().picking_id.parcel_case_id:  # sudo: which form it opens in
            return self.picking_id._open_dealer_form()
        return super().action_open_document()
