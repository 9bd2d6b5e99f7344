from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .dealer_acceptance import STORE


class StockPicking(models.Model):
    """The store accepts what HQ sent it: counted and proved by a stamped slip or photo. All deliveries accepted whole: the order is received."""

    _inherit = "stock.picking"

    acceptance_ids = fields.One2many("dealer.acceptance", "picking_id", string="Acceptance", copy=False, groups="base.group_user")

    def action_accept_delivery(self, pieces, proofs, note=None):
        """Accept a delivery to the store.

        :param pieces: pieces counted.
        :param proofs: list of dicts ``name`` and ``data`` (base64 of a picture or PDF): the stamped slip, a photo.
        :param note: remark, asked for where pieces are missing or too many.
        :return: number of the acceptance; the same again when it has been accepted before.
        :raises AccessError: for everybody but the store's manager and the dealer.
        :raises UserError: for a delivery that has not shipped or goes to a consumer, without proof, or with an unexplained difference.
        """
        self.ensure_one()
        if not self.env.user.has_group(STORE):
            raise AccessError(self.env._("Delivery %s is accepted by the manager of its store.", self.name))
        self.check_access("read")
        flow = self.sudo()  # sudo: role and tree are checked above; a store writes nothing of a delivery itself
        order = flow.sale_id
        if flow.acceptance_ids:
            return flow.acceptance_ids[0].name
        if not flow.is_dealer_delivery or flow.state != "done":
            raise UserError(self.env._("Delivery %s has not shipped yet: accept it when it is there.", self.name))
        if order.dealer_mode != "store":
            raise UserError(self.env._("Delivery %s goes to the consumer, who takes it in.", self.name))
        counted = self.env["dealer.acceptance"]._whole(pieces)
        expected = int(sum(move.quantity for move in flow.move_ids if move.state == "done"))
        if counted != expected and not (note or "").strip():
            raise UserError(self.env._("Delivery %(delivery)s has %(expected)s pieces, counted are %(counted)s: say what is missing or too many.",
                                       delivery=self.name, expected=expected, counted=counted))
        record = self.env["dealer.acceptance"]._record(
            proofs, source="hq", picking_id=self.id, partner_id=order.partner_id.id, company_id=self.company_id.id, document_no=self.name,
            expected=expected, pieces=counted, note=note)
        order._log(self.env._("%(delivery)s accepted by the store: %(counted)s of %(expected)s pieces. %(note)s",
                              delivery=self.name, counted=counted, expected=expected, note=note or ""))
        if record.difference:
            flow._tell_difference(record)
        elif order.dealer_state == "shipped" and all(one.acceptance_ids and not one.acceptance_ids.difference for one in order._done_deliveries()):
            order.with_company(order.company_id)._receive(record.accepted_at, **order._receipt_values("signature", note, proofs))
        return record.name

    def _tell_difference(self, record):
        """Hook: the store counted other pieces than were shipped. Extend and call super.

        :param record: dealer.acceptance.
        """
        order, parcel = self.sale_id, self._parcels().filtered("shipped_date")[:1]
        if parcel:
            text = self.env._("%(number)s: %(counted)s of %(expected)s pieces arrived. %(note)s", number=record.name, counted=record.pieces,
                              expected=record.expected, note=record.note)
            record.case_id = self.env["dealer.parcel.case"].sudo().create(  # sudo: a store reports, after-sale service decides
                {"parcel_id": parcel.id, "kind": "wrong", "note": text})
        record.activity_schedule(
            "mail.mail_activity_data_todo", user_id=(order.submitted_by or order.create_uid).id, note=record.note,
            summary=self.env._("Delivery %(delivery)s: %(counted)s of %(expected)s pieces arrived",
                               delivery=self.name, counted=record.pieces, expected=record.expected))
