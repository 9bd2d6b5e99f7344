from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .dealer_return import RECEIVERS
from .stock_picking import SHIPPERS

CLEAN_CONTEXT = ("lang", "tz", "uid", "allowed_company_ids")
GUARDED = {"parcel_case_id", "case_move_ids", "location_id", "location_dest_id", "picking_type_id", "partner_id", "carrier_id", "state"}


class StockPicking(models.Model):
    """Transfers of a parcel case: goods that leave again without charge, wrong goods that come back.

    They name no order line, so nothing is debited, invoiced or credited; their cost goes to selling expense (E13h, E13i). The
    warehouse ships them like a dealer's delivery, with a waybill number and parcels; a person who decided about the case does not.
    """

    _inherit = "stock.picking"

    parcel_case_id = fields.Many2one("dealer.parcel.case", readonly=True, copy=False, index="btree_not_null", ondelete="restrict", groups="base.group_user")
    case_move_ids = fields.Many2many(
        "account.move", "stock_picking_case_move", "picking_id", "move_id", string="Entry of goods without charge", readonly=True, copy=False,
        groups="base.group_user")
    is_case_delivery = fields.Boolean(compute="_compute_is_case_delivery", groups="base.group_user", export_string_translation=False)

    @api.depends("parcel_case_id", "picking_type_id.code")
    def _compute_is_case_delivery(self):
        for picking in self:
            picking.is_case_delivery = bool(picking.parcel_case_id) and picking.picking_type_id.code == "outgoing"

    # -- guards

    def write(self, vals):
        if not self.env.su and GUARDED & vals.keys():
            if "parcel_case_id" in vals or "case_move_ids" in vals:
                raise AccessError(self.env._("The case of a transfer is set by the case itself."))
            for picking in self.sudo().filtered("parcel_case_id"):  # sudo: whether it is guarded does not depend on who writes
                raise AccessError(self.env._("Transfer %s belongs to a parcel case: enter what moves and validate it.", picking.name))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_no_case(self):
        if not self.env.su and self.sudo().parcel_case_id:  # sudo: see write
            raise UserError(self.env._("A transfer of a parcel case stays for the record: cancel it instead."))

    def _case_transfers(self):
        """:return: those of the transfers that belong to a case and are still to be done, in sudo."""
        return self.sudo().filtered(lambda one: one.parcel_case_id and one.state not in ("done", "cancel"))  # sudo: see write

    def _check_case_transfer(self):
        """Refuse other roles and persons than a warehouse operator who did not decide about the case, and parts of its goods.

        :raises AccessError, UserError: naming the transfer and the case.
        """
        for picking in self:
            case, out = picking.parcel_case_id, picking.is_case_delivery
            if not any(self.env.user.has_group(group) for group in (SHIPPERS if out else RECEIVERS)):
                raise AccessError(self.env._("Transfer %(transfer)s belongs to parcel case %(case)s: only a warehouse operator may validate it.",
                                             transfer=picking.name, case=case.name))
            if self.env.user in case.reported_by | case.reshipped_by | case.editor_ids:
                raise AccessError(self.env._(
                    "Transfer %(transfer)s: you reported or decided parcel case %(case)s, so another person must validate it.",
                    transfer=picking.name, case=case.name))
            if out:
                picking._check_case_shipment()

    def _check_case_shipment(self):
        for move in self.move_ids.filtered(lambda rec: rec.state not in ("done", "cancel")):
            if move.quantity != move.product_uom_qty:
                raise UserError(self.env._(
                    "Delivery %(picking)s: %(wanted)g pieces of %(goods)s are sent again, %(now)g would ship. They leave together, or the case is changed.",
                    picking=self.name, wanted=move.product_uom_qty, now=move.quantity, goods=move.product_id.display_name))
        if not self._read_waybills():
            raise UserError(self.env._("Delivery %s: enter the tracking number of the carrier first.", self.name))
        if lock := self._goods_lock():
            raise UserError(self.env._("Delivery %(picking)s: the fiscal year is locked up to %(lock)s; ask finance.", picking=self.name, lock=lock))

    def button_validate(self):
        """Validate transfers; for those of a parcel case role, person and tracking number are checked before any question is asked."""
        cases = self._case_transfers()
        cases._check_case_transfer()
        if cases and len(cases) == len(self):
            return super(StockPicking, self.with_context(skip_backorder=True, skip_sms=True)).button_validate()
        return super().button_validate()

    # -- what leaves or comes

    def _action_done(self):
        cases = self._case_transfers()
        if not cases:
            return super()._action_done()
        cases._check_case_transfer()
        rest = self.filtered(lambda picking: picking.id not in cases.ids)
        result = super(StockPicking, rest)._action_done() if rest else True
        context = {key: value for key, value in self.env.context.items() if key in CLEAN_CONTEXT}
        inner = cases.with_context(context, cancel_backorder=True)  # what does not come back is given up
        result = super(StockPicking, inner)._action_done() and result
        for picking in inner:
            picking._finish_case_transfer()
        return result

    def _finish_case_transfer(self):
        """Record the parcels of what has left, charged to nobody, and book the cost of what has moved."""
        case, order = self.parcel_case_id, self.parcel_case_id.order_id
        if self.is_case_delivery:
            self._ready_parcels()
            self._ship_parcels(0)
            self.shipped_by = self.env.uid
            text = self.env._("%(picking)s shipped with tracking number %(ref)s: 0.00 CNY debited.", picking=self.name, ref=self.carrier_tracking_ref)
            order._log(text)
        else:
            text = self.env._("The warehouse took in %s.", self.name)
        self._post_case_cost(f"{order.name} {case.name}")
        case._log(text)

    def _post_case_cost(self, ref):
        service, company = self.env["prepaid.posting"], self.company_id
        for _cost, inventory, fen in self._batch_cost():
            if fen:
                self.case_move_ids = [Command.link(service._post_event(
                    company, company.prepaid_journal_id, "E13h" if fen > 0 else "E13i", {"cost": abs(fen)}, ref, accounts={"inventory": inventory}).id)]

    def _freight_order(self):
        return super()._freight_order() or self.sudo().parcel_case_id.order_id  # sudo: whose goods leave

    def _parcel_bearer(self):
        return "hq" if self.sudo().parcel_case_id else super()._parcel_bearer()  # sudo: see write

