from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .dealer_parcel_case import AFTERSALE

# What a case becomes as a return: class and kind (logistics.fee.reason).
RETURNS = {"lost": ("lost", ""), "refused": ("non_quality", "refused_at_door"), "wrong": ("quality", "sent_wrong"), "damaged": ("quality", "")}


class DealerParcelCase(models.Model):
    """The steps of a parcel case: send the goods again, make a return of it, close it. Each public method checks role, person
    and state itself, may be pressed twice without a second effect, and is also the method for other programs."""

    _inherit = "dealer.parcel.case"
    _reason_methods = {"action_close"}

    goods_back = fields.Boolean(
        string="The wrong goods come back", help="Sending again also makes an incoming transfer: the warehouse takes in what the consumer has.")
    transfer_ids = fields.One2many("stock.picking", "parcel_case_id", string="Transfers", readonly=True)
    return_id = fields.Many2one("dealer.return", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    reshipped_by = fields.Many2one("res.users", string="Sent again by", readonly=True, copy=False)
    reshipped_at = fields.Datetime(string="Sent again at", readonly=True, copy=False)

    def _running_transfers(self, code):
        """:param code: outgoing | incoming. :return: the transfers of that kind that are not cancelled."""
        return self.sudo().transfer_ids.filtered(  # sudo: that they exist counts whoever looks
            lambda one: one.picking_type_id.code == code and one.state != "cancel")

    def _running_return(self):
        return self.sudo().return_id.filtered(lambda one: one.state not in ("rejected", "cancelled"))  # sudo: see _running_transfers

    def _is_decided(self):
        return bool(self._running_transfers("outgoing") or self._running_return())

    def _touch_lines(self):
        """Refuse to change the goods of a case that is decided, and remember who changed them."""
        if self.env.su:
            return
        for record in self:
            if "line_ids" not in record._writable_now():
                raise AccessError(self.env._("Case %s is decided or closed: its goods stay as they are.", record.name))
        self._remember_editor()

    # -- send again

    def action_reship(self):
        """Send the goods again without charge: a delivery of its own that debits nothing and posts no invoice; the order's debit stays.

        After-sale service, who did not report the case. The warehouse ships it like any other delivery.

        :return: True.
        :raises UserError: when the goods were sent again or returned already.
        """
        self._require_role(AFTERSALE)
        for record in self:
            if record._running_transfers("outgoing"):
                continue  # a doubled click
            record._need_state("open", "claimed", "reshipped")
            if record.kind in ("late", "refused"):
                raise UserError(self.env._(
                    "Case %s: goods are sent again when they are lost, damaged or were sent wrong; change the kind of the case first.", record.name))
            if record._running_return():
                raise UserError(self.env._("Case %(case)s has return %(return)s already: go on there.", case=record.name, **{"return": record.return_id.name}))
            record._refuse_persons("reported_by")
            record._check_goods()
            flow = record._flow()
            sent = flow._create_transfer("outgoing")
            if record.goods_back:
                flow._create_transfer("incoming")
            flow.write({"state": "reshipped", "reshipped_by": self.env.uid, "reshipped_at": fields.Datetime.now()})
            record._log(self.env._("The goods are sent again without charge: %s", sent.name))
            record.order_id._log(self.env._("Parcel case %(case)s: the goods are sent again without charge, nothing is debited.", case=record.name))
        return True

    def action_cancel_reship(self):
        """Cancel what has not left or come back yet, for example when the goods are out of stock. After-sale service.

        :return: True.
        :raises UserError: when nothing of the case waits.
        """
        self._require_role(AFTERSALE)
        for record in self:
            flow = record._flow()
            waiting = flow.transfer_ids.filtered(lambda one: one.state not in ("done", "cancel"))
            if not waiting:
                if record.state in ("open", "claimed"):
                    continue  # a doubled click
                raise UserError(self.env._("Case %s: nothing waits to leave or to come back.", record.name))
            waiting.action_cancel()
            record._log(self.env._("Cancelled: %s", ", ".join(waiting.mapped("name"))))
            if not record._running_transfers("outgoing"):
                flow.write({
                    "state": "open" if record.claim_state == "none" else "claimed", "reshipped_by": False, "reshipped_at": False})
        return True

    def _create_transfer(self, code):
        """Make a transfer of the case's goods that belongs to no order line, so that nothing is debited or credited.

        :param code: outgoing | incoming.
        :return: the reserved stock.picking.
        """
        order, warehouse = self.order_id, self.order_id.warehouse_id
        partner = order.partner_shipping_id
        stock, customer = warehouse.lot_stock_id, partner.with_company(self.company_id).property_stock_customer
        source, target = (stock, customer) if code == "outgoing" else (customer, stock)
        kind = warehouse.out_type_id if code == "outgoing" else warehouse.in_type_id
        picking = self.env["stock.picking"].create({
            "picking_type_id": kind.id, "partner_id": partner.id, "company_id": self.company_id.id, "origin": f"{order.name} {self.name}",
            "location_id": source.id, "location_dest_id": target.id, "parcel_case_id": self.id,
            "carrier_id": self.carrier_id.id if code == "outgoing" else False,
            "move_ids": [Command.create({
                "product_id": line.product_id.id, "product_uom_qty": line.quantity, "product_uom": line.product_id.uom_id.id,
                "location_id": source.id, "location_dest_id": target.id, "company_id": self.company_id.id, "parcel_case_line_id": line.id,
            }) for line in self.line_ids if line.quantity]})
        picking.action_confirm()
        picking.action_assign()
        return picking

    # -- return

    def action_return(self):
        """Make the draft of a return of the case's goods: refused at the door as a return not for quality, sent wrong or damaged for quality;
        lost, where the consumer wants his money and no other goods, as a return for which nothing comes back.

        The return goes its own way: submitted, approved by another person, received, refunded.

        :return: action that opens the return.
        :raises UserError: for goods that were sent again or returned already.
        """
        self.ensure_one()
        self._require_role(AFTERSALE)
        if not self._running_return():
            self._need_state("open", "claimed")
            if self.kind not in RETURNS:
                raise UserError(self.env._("Case %s: goods that came late are returned by the store.", self.name))
            self._check_goods()
            made = self.env["dealer.return"].create(self._return_values())
            self._flow().return_id = made
            self._log(self.env._("Return %s entered.", made.name))
        return self.action_open_return()

    def _return_values(self):
        """Give the values of the return. Extend: return dealer.return values."""
        reason_class, code = RETURNS[self.kind]
        reason = self.env["logistics.fee.reason"].sudo().search([("code", "=", code)], limit=1) if code else None  # sudo: its id only
        return {
            "order_id": self.order_id.id, "reason_class": reason_class, "reason_id": reason.id if reason else False,
            "reason": f"{dict(self._fields['kind']._description_selection(self.env))[self.kind]} {self.name}", "note": self.note,
            "return_carrier_id": self.carrier_id.id,
            "line_ids": [Command.create({"order_line_id": line.order_line_id.id, "quantity": line.quantity}) for line in self.line_ids if line.quantity]}

    # -- end

    def action_close(self, reason):
        """Close cases of which nothing is open any more. After-sale service.

        :param reason: how it ended, mandatory.
        :return: True.
        :raises UserError: naming the transfer, claim or return that is still open.
        """
        self._require_role(AFTERSALE)
        for record in self:
            if record.state == "closed":
                continue  # a doubled click
            record._need_reason(reason)
            if text := record._still_open():
                raise UserError(self.env._("Case %(case)s cannot be closed yet: %(what)s.", case=record.name, what=text))
            record._flow().write({
                "state": "closed", "close_reason": reason.strip(), "closed_by": self.env.uid, "closed_at": fields.Datetime.now()})
        return True

    def _still_open(self):
        """:return: what keeps the case open, as a sentence's part; False when nothing does."""
        waiting = self.sudo().transfer_ids.filtered(lambda one: one.state not in ("done", "cancel"))  # sudo: see _running_transfers
        if waiting:
            return self.env._("transfer %s is not done", waiting[0].name)
        back = self._running_return()
        return bool(back) and back.state != "refunded" and self.env._("return %s is not refunded", back.name)

    # -- buttons

    def action_open_close(self):
        """Open the question for how the case ended."""
        return self.env["dealer.reason"]._ask(self, "action_close", self.env._("How did it end?"))

    def action_open_return(self):
        """Open the return of the case."""
        self.ensure_one()
        return self._window(self.return_id, self.env._("Return"))

    def action_open_order(self):
        """Open the order of the parcel."""
        return self.order_id._open_dealer_form()

    def action_open_transfers(self):
        """Show the transfers of the case."""
        self.ensure_one()
        views = [(self.env.ref(f"online_offline_order.stock_picking_view_{kind}_dealer").id, kind) for kind in ("list", "form")]
        action = self._window(self.transfer_ids, self.env._("Transfers"))
        return {**action, "views": views if len(self.transfer_ids) != 1 else views[1:]}
