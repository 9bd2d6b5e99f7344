from odoo import fields, models
from odoo.fields import Command

from odoo.addons.dealer_base.money import to_fen, yuan

from ..returns import NON_QUALITY, QUALITY, check_inspection, judge
from .dealer_return import AUTHORS, RECEIPT_FIELDS, RECEIVERS
from .dealer_return_flow import AFTERSALE

SENT_WRONG = "sent_wrong"


class DealerReturn(models.Model):
    """Between receipt and refund: the goods lie in quarantine and are looked at (journey J12).

    A warehouse operator who neither asked for nor approved the return enters as new, worn and defective pieces. Where the
    class stands the refund follows. Where it does not the return waits as ``downgraded`` with its new figures: the store
    agrees, or the goods go back to it (dealer_return_back.py). Worn goods of another class are taken only by after-sale service.
    """

    _inherit = "dealer.return"
    _reason_methods = {"action_accept_downgrade"}

    inspection_ids = fields.One2many("dealer.return.inspection", "return_id", string="Inspection", readonly=True, copy=False)
    inspected_by = fields.Many2one("res.users", readonly=True, copy=False)
    inspected_at = fields.Datetime(readonly=True, copy=False)
    claimed_class = fields.Selection(
        selection=lambda self: self._fields["reason_class"]._description_selection(self.env), string="Class asked for", readonly=True, copy=False,
        help="Before the inspection.")
    finding = fields.Char(readonly=True, copy=False, tracking=True, help="Why the class asked for does not stand.")
    downgrade_answer = fields.Char(string="Answer of the store", readonly=True, copy=False, tracking=True)

    def _needs_inspection(self):
        """Tell whether somebody looks at the goods before their money is settled. Extend: return super() or own."""
        scope = self.company_id.sudo().return_inspection  # sudo: a setting, whoever receives
        return scope == "all" or (scope == "quality" and self.reason_class == QUALITY)

    def _earlier_people(self):
        return super()._earlier_people() | self.inspected_by

    def _writable_now(self):
        allowed = super()._writable_now()
        if self.state == "inspecting" and any(self.env.user.has_group(group) for group in RECEIVERS):
            return allowed | (RECEIPT_FIELDS - {"line_ids"}) | {"inspection_ids"}
        return allowed

    # -- receipt

    def _return_delivery(self, delivery, take):
        picking = super()._return_delivery(delivery, take)
        if self._needs_inspection():
            place = self.company_id._quarantine_location()
            picking.write({"location_dest_id": place.id})
            picking.move_ids.write({"location_dest_id": place.id})
        return picking

    def _state_after_receipt(self):
        return "inspecting" if self._needs_inspection() else super()._state_after_receipt()

    def _after_receipt(self):
        result = super()._after_receipt()
        for record in self.filtered(lambda rec: rec.state == "inspecting" and not rec.inspection_ids):
            claimed = record.reason_class == QUALITY and record.reason_id.code != SENT_WRONG
            self.env["dealer.return.inspection"].create([{
                "return_id": record.id, "line_id": line.id, "good_qty": 0 if claimed else line.received_qty,
                "defect_qty": line.received_qty if claimed else 0} for line in record.line_ids if line.received_qty])
        return result

    # -- inspection

    def action_inspect(self, findings=None):
        """Finish the inspection: the class stands and the money follows, or the store is asked.

        :param findings: {id of the inspection line: {"good_qty", "worn_qty", "defect_qty", "note"}}; by default what stands on the lines.
        :return: True.
        :raises AccessError: for everybody but the warehouse, and for who asked for, wrote, released or approved the return.
        :raises UserError: when counts do not add up or worn pieces have no photo.
        """
        self._require_role(*RECEIVERS)
        for record in self:
            if record.inspected_by:
                continue  # a doubled click
            if record.state != "inspecting":
                record._refuse("wrong_state")
            if self.env.user in record._authors() | record.approved_by | record.released_by:
                record._refuse("same_person")
            lines = record.inspection_ids
            for key, vals in (findings or {}).items():
                lines.filtered(lambda line, key=int(key): line.id == key).write(vals)
            refusal = check_inspection(lines._inspected())
            if refusal:
                record._refuse_with(refusal)
            flow = record._flow()
            flow.write({"inspected_by": self.env.uid, "inspected_at": fields.Datetime.now(), "claimed_class": record.reason_class})
            flow._note_defects()
            if judge(lines._inspected(), record.reason_class, is_sent_wrong=record.reason_id.sudo().code == SENT_WRONG):  # sudo: a code
                flow._settle_inspected()
            else:
                record._downgrade()
        return True

    def _settle_inspected(self):
        """The goods are accepted: what is as new leaves the quarantine, the money follows."""
        self.ensure_one()
        state = self._state_to_settle()
        if state == "received":  # an exchange that may have to wait keeps them until it is accepted
            self._leave_quarantine()
        self.state = state
        self._book_postage_borne()
        self._log(self.env._("Inspected: %s", self.preview_text))

    def _downgrade(self):
        """Wait for the store's answer under the class that the goods are fit for."""
        lines, flow = self.inspection_ids, self._flow()
        words = [self.env._("%(goods)s: %(worn)s worn, %(good)s as new, %(defect)s defective", goods=line.product_id.display_name, worn=line.worn_qty,
                            good=line.good_qty, defect=line.defect_qty) for line in lines if line.worn_qty or line.good_qty]
        vals = {"state": "downgraded", "finding": "; ".join(words)}
        if self.reason_class == QUALITY:
            vals.update(reason_class=NON_QUALITY, reason_id=False)
        flow.write(vals)
        flow._check_postage()
        flow.parcel_ids.write({"bearer": flow._postage_bearer(), "charge_amount": flow.postage_amount})
        text = self.env._(
            "Return %(name)s: the inspection found %(finding)s. Asked for was %(class)s; what can be credited is %(amount)s CNY. Ask the store: does it "
            "agree, or shall the goods go back?", name=self.name, finding=flow.finding, amount=yuan(to_fen(flow.net_amount)),
            **{"class": dict(self._fields["claimed_class"]._description_selection(self.env))[self.claimed_class]})
        self._log(text)
        flow.activity_schedule(
            "mail.mail_activity_data_todo", user_id=(self.approved_by or self.submitted_by).id,
            summary=self.env._("Return %s: ask the store about the inspection", self.name), note=text)

    def action_accept_downgrade(self, reason):
        """Take the store's consent to the figures after the inspection. Authors of returns; worn goods of a class that is no claim: after-sale service.

        :param reason: what the store said.
        :return: True.
        :raises AccessError: for everybody but the authors of returns, and for who inspected the goods.
        """
        self._require_role(*AUTHORS)
        for record in self:
            if record.downgrade_answer and record.state != "downgraded":
                continue  # a doubled click
            if record.state != "downgraded":
                record._refuse("not_downgraded")
            if record.claimed_class != QUALITY:
                record._require_role(AFTERSALE)
            if self.env.user == record.inspected_by:
                record._refuse("same_person")
            record._need_reason(reason)
            flow = record._flow()
            flow.write({"downgrade_answer": reason.strip()})
            flow.activity_unlink(["mail.mail_activity_data_todo"])
            record._log(self.env._("The store agrees: %s", reason.strip()))
            flow._settle_inspected()
        return True

    def action_open_accept_downgrade(self):
        """Ask what the store said."""
        return self.env["dealer.reason"]._ask(self, "action_accept_downgrade", self.env._("The store agrees: what did it say?"))

    # -- quarantine

    def _quarantined(self):
        """Give the done moves that brought goods of the return into quarantine."""
        place = self.company_id.sudo().quarantine_location_id  # sudo: a setting
        return self.picking_ids.move_ids.filtered(lambda move: move.state == "done" and place and move.location_dest_id == place)

    def _leave_quarantine(self):
        """Put the pieces that are as new back on stock; worn and defective ones stay until somebody decides about them."""
        left = {line.line_id.order_line_id: line.good_qty for line in self.inspection_ids}
        moves = []
        for move in self._quarantined():  # goods of two deliveries came by two moves: a good piece leaves by one of them
            pieces = min(int(move.quantity), left.get(move.sale_line_id, 0))
            left[move.sale_line_id] = left.get(move.sale_line_id, 0) - pieces
            moves.append((move, pieces))
        if any(pieces for _move, pieces in moves):
            kind = self.order_id.warehouse_id.int_type_id
            self._move_goods(kind, moves, kind.warehouse_id.lot_stock_id, {"origin": f"{self.name}"})._action_done()

    def _move_goods(self, kind, moves, destination, vals):
        """Make a transfer of quarantined pieces.

        :param kind: stock.picking.type.
        :param moves: list of (stock.move that brought them, pieces).
        :param destination: stock.location.
        :param vals: more values of the stock.picking.
        :return: the stock.picking, assigned.
        """
        place = self.company_id._quarantine_location()
        picking = self.env["stock.picking"].create({
            "picking_type_id": kind.id, "location_id": place.id, "location_dest_id": destination.id, "company_id": self.company_id.id, **vals})
        self.env["stock.move"].create([{
            "picking_id": picking.id, "product_id": move.product_id.id, "product_uom_qty": pieces, "product_uom": move.product_id.uom_id.id,
            "location_id": place.id, "location_dest_id": destination.id, "company_id": self.company_id.id, "origin_returned_move_id": move.id,
        } for move, pieces in moves if pieces])
        picking.action_confirm()
        picking.action_assign()
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        return picking

    # -- defects

    def _note_defects(self):
        """Put defective and worn pieces on the list of purchasing."""
        for line in self.inspection_ids:
            for kind, qty in (("defect", line.defect_qty), ("worn", line.worn_qty)):
                if qty:
                    defect = self.env["dealer.defect"].create({
                        "return_id": self.id, "product_id": line.product_id.id, "quantity": qty, "kind": kind, "note": line.note or False})
                    # Copies: purchasing sees the photos of its list, not the papers of the return.
                    photos = (line.photo_ids or self.evidence_ids).copy({"res_model": defect._name, "res_id": defect.id})
                    defect.photo_ids = [Command.set(photos.ids)]
