from odoo import fields, models

from odoo.addons.dealer_base.money import to_fen

from ..returns import CLASSES, QUALITY, REFUSED, check_window
from .dealer_return import AUTHORS, IN_HOUSE, RECEIVERS

AFTERSALE = "dealer_base.group_cs_aftersale"
MANAGER = "dealer_base.group_cs_manager"
REFUNDERS = ("dealer_base.group_fin_confirmer", "dealer_base.group_x_wh_refund")


class DealerReturn(models.Model):
    """The steps of a return. Each public method checks role, person and state itself, may be pressed twice without a second
    effect, and is also the method for other programs (``POST /json/2/dealer.return/<method>``)."""

    _inherit = "dealer.return"

    # -- request

    def action_submit(self):
        """Submit drafts for approval: the pieces are taken from what can still come back.

        :return: True.
        :raises UserError: with the sentence of what is missing, such as "only 1 left" or "too late".
        """
        self._require_role(*AUTHORS)
        for record in self:
            if record.state == "submitted":
                continue  # a doubled click
            if record.state != "draft":
                record._refuse("wrong_state")
            # Two requests for the last piece at once write the same order row: the second one is run again and sees the first.
            order = record.order_id._flow()
            order.return_count_no += 1
            order.flush_recordset(["return_count_no"])
            record._check_request()
            flow = record._flow()
            flow.write({"state": "submitted", "submitted_by": self.env.uid, "submitted_at": fields.Datetime.now()})
            # Photos uploaded before the first save belong to nobody else yet: who decides must see them.
            flow.evidence_ids.filtered(lambda file: not file.res_id).write({"res_model": self._name, "res_id": record.id})
            record._log(self.env._("Submitted: %s", record.preview_text))
        return True

    def _check_request(self):
        order = self.order_id.sudo()  # sudo: the check holds whoever asks
        if not order.is_dealer_order or order.dealer_state not in ("partial", "shipped", "received"):
            self._refuse("not_shipped_order")
        if not (self.reason or "").strip():
            self._refuse("no_reason")
        row = CLASSES[self.reason_class]
        if row.needs_evidence and not self.evidence_ids:
            self._refuse("no_evidence")
        if row.all_pieces and any(line.quantity != line.left_qty for line in self.line_ids):
            self._refuse("all_pieces")
        # What was refused at the door never arrived: of an order that did, the days count as for any other return.
        if (row.has_window or self.reason_class == REFUSED and order.received_at) and not self.override_reason:
            refusal = check_window(order.received_at or None, fields.Datetime.now(), self.company_id._dealer_tz().zone, self._days())
            if refusal:
                self._refuse_with(refusal)
        self._previewed()

    def _days(self):
        """Give the length of the return period for this class."""
        return self.company_id.return_quality_days if self.reason_class == QUALITY else self.company_id.return_days

    def action_allow_late(self, reason):
        """Let a draft be submitted after its last day; the report "Allowed late" lists it. Service manager only.

        :param reason: why, mandatory.
        :return: True.
        """
        self._require_role(MANAGER)
        for record in self.filtered(lambda r: not r.override_reason):
            if record.state != "draft":
                record._refuse("wrong_state")
            record._need_reason(reason)
            record._flow().write({"override_reason": reason.strip(), "override_by": self.env.uid})
        return True

    # -- decision

    def action_approve(self):
        """Approve requests: the incoming transfer appears in the warehouse. After-sale service, neither the author nor who wrote the draft.

        :return: True.
        """
        self._require_role(AFTERSALE)
        for record in self:
            if record.state in ("approved", *IN_HOUSE):
                continue  # a doubled click
            if record.state != "submitted":
                record._refuse("wrong_state")
            record._require_other_person()
            record._refuse_shipper()
            record._check_ready_to_approve()
            flow = record._flow()
            flow.write({"state": "approved", "approved_by": self.env.uid, "approved_at": fields.Datetime.now()})
            flow._create_pickings()
            for line in flow.line_ids:
                line.received_qty = line.quantity
            record._log(self.env._("Approved."))
        return True

    def _check_ready_to_approve(self):
        """Hook: refuse the approval of a request that somebody must release first. Extend: raise the sentence; return nothing."""

    def action_reject(self, reason):
        """Turn a request down; its pieces can be asked for again. After-sale service, not the author.

        :param reason: text for the people who asked.
        :return: True.
        """
        self._require_role(AFTERSALE)
        for record in self:
            if record.state == "rejected":
                continue  # a doubled click
            if record.state != "submitted":
                record._refuse("wrong_state")
            record._require_other_person()
            record._need_reason(reason)
            record._flow().write({"state": "rejected", "close_reason": reason.strip()})
            record._log(self.env._("Rejected: %s", reason))
        return True

    def action_cancel(self, reason):
        """Give up a return whose goods have not come. Its authors before the approval, after-sale service until the receipt.

        :param reason: why, mandatory.
        :return: True.
        """
        self._require_role(*AUTHORS)
        for record in self:
            if record.state == "cancelled":
                continue  # a doubled click
            if record.state not in ("draft", "submitted", "approved"):
                record._refuse("wrong_state")
            if record.state == "approved":
                record._require_role(AFTERSALE)
            record._need_reason(reason)
            flow = record._flow()
            flow.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel")).action_cancel()
            flow.write({"state": "cancelled", "close_reason": reason.strip()})
            record._log(self.env._("Cancelled: %s", reason))
        return True

    # -- receipt

    def _create_pickings(self):
        """Make the incoming transfers: each from the delivery that brought the pieces, by Odoo's own return."""
        wanted = {line.order_line_id: line.quantity for line in self.line_ids if line.quantity}
        deliveries = self.order_id.picking_ids.filtered(lambda p: p.is_dealer_delivery and p.state == "done").sorted("id")
        for delivery in deliveries:
            take = {}
            for move in delivery.move_ids.filtered(lambda m: m.state == "done"):
                back = sum(m.quantity - sum(m.returned_move_ids.filtered(lambda one: one.state == "done").mapped("quantity"))  # less what went out again
                           for m in move.returned_move_ids if m.state != "cancel")
                pieces = min(wanted.get(move.sale_line_id, 0), int(move.quantity - back))
                if pieces > 0:
                    take[move] = pieces
                    wanted[move.sale_line_id] -= pieces
            if take:
                self._return_delivery(delivery, take)
        for line, pieces in wanted.items():
            if pieces:
                self._refuse("too_many", line=line.product_id.display_name, qty=pieces, left=0)

    def _return_delivery(self, delivery, take):
        wizard = self.env["stock.return.picking"].with_context(
            active_id=delivery.id, active_ids=delivery.ids, active_model="stock.picking").create({})
        for line in wizard.product_return_moves:
            line.quantity = take.get(line.move_id, 0)
        picking = wizard._create_return()
        picking.write({"dealer_return_id": self.id, "origin": f"{self.order_id.name} {self.name}"})
        return picking

    def action_receive(self, quantities=None, postage=None):
        """Take the goods in: the counted pieces go into stock, what has not come can be asked for again.

        Warehouse operator, who took no earlier step.

        :param quantities: {id of the return line: pieces}; by default what stands in the column "Received".
        :param postage: freight collect that HQ paid, in yuan; by default what stands on the return.
        :return: True.
        """
        self._require_role(*RECEIVERS)
        for record in self:
            if record.state in IN_HOUSE:
                continue  # a doubled click
            if record.state != "approved":
                record._refuse("wrong_state")
            record._require_other_person()
            flow = record._flow()
            if postage is not None:
                flow.postage = postage
            for line in flow.line_ids:
                if quantities is not None:
                    line.received_qty = int((quantities or {}).get(line.id, (quantities or {}).get(str(line.id), 0)))
                if line.received_qty > line.quantity:
                    record._refuse("too_many_received", line=line.product_id.display_name, qty=line.received_qty, left=line.quantity)
            if not any(line.received_qty for line in flow.line_ids):
                record._refuse("nothing_received")
            record._check_postage()
            if not flow.picking_ids.filtered(lambda picking: picking.state != "cancel"):
                flow._create_pickings()  # somebody cancelled the transfer in the Inventory application
            flow._validate_pickings()
        return True

    def _check_postage(self):
        if to_fen(self.postage or 0) < 0:
            self._refuse("negative_charge")
        if self._dealer_bears_postage() and not to_fen(self.postage or 0):
            self._refuse("no_postage")

    def _validate_pickings(self):
        rest = {line.order_line_id: line.received_qty for line in self.line_ids}
        pickings = self.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
        for picking in pickings:
            for move in picking.move_ids:
                pieces = min(rest.get(move.sale_line_id, 0), int(move.product_uom_qty))
                rest[move.sale_line_id] = rest.get(move.sale_line_id, 0) - pieces
                move.quantity = pieces
                move.picked = bool(pieces)
        empty = pickings.filtered(lambda p: not any(p.move_ids.mapped("picked")))
        empty.action_cancel()
        for picking in pickings - empty:
            picking._action_done()

    def _after_receipt(self):
        """Write what the warehouse has taken in, once all transfers of the return are done or cancelled."""
        for record in self:
            if record.state != "approved" or any(p.state not in ("done", "cancel") for p in record.picking_ids):
                continue
            came = {}
            for move in record.picking_ids.move_ids.filtered(lambda m: m.state == "done"):
                came[move.sale_line_id] = came.get(move.sale_line_id, 0) + int(move.quantity)
            for line in record.line_ids:
                line.received_qty = came.get(line.order_line_id, 0)
            record.write({"state": record._state_after_receipt(), "received_by": self.env.uid, "received_at": fields.Datetime.now()})
            record._log(self.env._("Received %(pieces)s pieces: %(refund)s", pieces=sum(came.values()), refund=record.preview_text))

    def _state_after_receipt(self):
        """Hook: give the state that goods which have come bring about. Extend: return one of STATES."""
        return self._state_to_settle()

    def _state_to_settle(self):
        """Hook: give the state in which the money of the goods is settled. Extend: return one of STATES."""
        return "received"

    # -- refund

    def action_refund(self):
        """Credit the account: credit note, charges, ledger entries and clearing. Finance, who took no earlier step.

        :return: True.
        """
        self._require_role(*REFUNDERS)
        for record in self:
            if record.state == "refunded":
                continue  # a doubled click
            if record.state in ("submitted", "approved"):
                record._refuse("not_received")
            if record.state in ("inspecting", "downgraded"):
                record._refuse("not_inspected")
            if record.state in ("exchange", "waiting", "replacing"):
                record._refuse("to_exchange")
            if record.state != "received":
                record._refuse("wrong_state")
            record._require_other_person()
            record._refuse_shipper()
            record._check_postage()
            flow = record._flow()
            flow._book_refund()
            flow.line_ids.flush_recordset(["goods_share"])  # the last figure: once refunded it is not worked out again
            flow.write({"state": "refunded", "refunded_by": self.env.uid, "refunded_at": fields.Datetime.now()})
            record._log(self.env._("Refunded: %s", record.preview_text))
            self.env.user._note_extended_right(REFUNDERS[1], REFUNDERS[:1], record, record.approved_by | record.received_by)
        return True

    # -- help

    def _need_reason(self, reason):
        if not (reason or "").strip():
            self._refuse("no_reason")

    def _log(self, text):
        """Note a step in the timeline under the name of the person who took it."""
        self.sudo().message_post(body=text, author_id=self.env.user.partner_id.id)  # sudo: a step is noted whoever takes it

    def _window(self, name, model, domain):
        return {"type": "ir.actions.act_window", "name": name, "res_model": model, "view_mode": "list,form", "domain": domain}

    def action_open_order(self):
        """Open the order of the return."""
        return self.order_id._open_dealer_form()

    def action_open_pickings(self):
        """Show the incoming transfers."""
        self.ensure_one()
        name = self.env._("Incoming transfers")
        return self._window(name, "stock.picking", [("dealer_return_id", "=", self.id)])

    def action_open_moves(self):
        """Show credit note and charges invoice."""
        self.ensure_one()
        name = self.env._("Credit note and charges")
        moves = self.credit_note_id | self.charges_move_id | self.postage_move_id | self.postage_back_move_id | self.postage_correction_ids
        return self._window(name, "account.move", [("id", "in", moves.ids)])

    def action_open_entries(self):
        """Show the ledger entries of the return."""
        self.ensure_one()
        name = self.env._("Ledger entries")
        return self._window(name, "prepaid.entry", [("res_model", "=", "dealer.return"), ("res_id", "=", self.id)])
