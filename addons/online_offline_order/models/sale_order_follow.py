import base64
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.dealer_base.adapters import proof_file

from .sale_order_flow import AFTERSALE

SOURCES = [("manual", "Confirmed by hand"), ("signature", "Signed by the store"), ("carrier", "Carrier's message"), ("days", "No objection in time")]
_logger = logging.getLogger(__name__)
TROUBLE = ("problem", "refused", "lost", "returning", "returned")


class SaleOrder(models.Model):
    """How the receipt of an order is confirmed: by hand with a proof, by the store's signature, by the carrier's message, after some days (R1-083, R1-115).

    An order that has shipped stands in the queue of arrivals until then; customer service prompts its store, which is noted.
    """

    _inherit = "sale.order"

    delivered_on = fields.Date(string="Delivered on", readonly=True, copy=False, help="Day on which the carrier delivered the last parcel of the order.")
    received_source = fields.Selection(SOURCES, string="Receipt known from", readonly=True, copy=False, index="btree_not_null")
    received_by = fields.Many2one("res.users", string="Receipt confirmed by", readonly=True, copy=False)
    received_note = fields.Char(string="Remark on the receipt", readonly=True, copy=False)
    received_proof_ids = fields.Many2many(
        "ir.attachment", "sale_order_received_proof_rel", "order_id", "attachment_id", string="Proof of receipt", readonly=True, copy=False)
    prompt_count = fields.Integer(string="Times prompted", readonly=True, copy=False)
    prompted_at = fields.Datetime(string="Last prompted", readonly=True, copy=False)

    _dealer_arrivals = models.Index("(company_id, delivered_on, shipped_at) WHERE is_dealer_order AND dealer_state = 'shipped'")

    @api.model
    def _flow_fields(self):
        return super()._flow_fields() | {
            "delivered_on", "received_source", "received_by", "received_note", "received_proof_ids", "prompt_count", "prompted_at"}

    # -- by hand

    def _check_receipt(self, note=None, proofs=None):
        super()._check_receipt(note, proofs)
        if self.company_id.sudo().receipt_needs_proof and not proofs and not self.delivered_on:  # sudo: a setting, whoever confirms
            raise UserError(self.env._(
                "Order %s: nothing proves yet that the goods have arrived. Attach the signed slip or a photo, or wait for the carrier's message.", self.name))

    def _receipt_values(self, source, note=None, proofs=None):
        values = super()._receipt_values(source, note, proofs)
        return {
            **values, "received_source": source, "received_by": self.env.uid, "received_note": note or False,
            "received_proof_ids": [Command.set(self._keep_proofs(proofs).ids)]}

    def _keep_proofs(self, proofs, document=None):
        """Store the files that prove a receipt with their document.

        :param proofs: list of dicts ``name`` and ``data`` (base64 of a picture or PDF), or None.
        :param document: the record they belong to, the order by default.
        :return: ir.attachment.
        :raises UserError: for a file that is neither.
        """
        document = self if document is None else document
        files = self.env["ir.attachment"].sudo()  # sudo: bound to the document at once, so that whoever reads it reads them
        for proof in proofs or ():
            try:
                raw, mimetype = proof_file.clean(base64.b64decode(proof.get("data") or b""))
            except (proof_file.ProofError, ValueError):
                raise UserError(self.env._(
                    "File \"%s\" proves nothing: upload a picture (PNG, JPEG, GIF, BMP) or a PDF of at most 20 MB.", proof.get("name") or "")) from None
            files |= files.create({
                "name": str(proof.get("name") or self.env._("Proof of receipt"))[:100], "raw": raw, "mimetype": mimetype,
                "res_model": document._name, "res_id": document.id})
        return files

    def action_open_received(self):
        """Open the dialog that asks when the goods arrived and what proves it."""
        self._require_role(*self._receivers())
        wizard = self.env["dealer.order.arrival"].create({"order_ids": [Command.set(self.ids)]})
        return {
            "type": "ir.actions.act_window", "name": self.env._("Goods received"), "res_model": wizard._name, "res_id": wizard.id, "view_mode": "form",
            "target": "new"}

    # -- prompting

    def action_prompt_receipt(self):
        """Ask the stores of shipped orders to confirm that the goods have arrived, by mail where they have an address; each time is noted.

        :return: a notification action that names whom to call.
        :raises AccessError: for everybody but after-sale service.
        """
        self._require_role(AFTERSALE)
        self.check_access("read")
        calls = []
        for order in self:
            order._check_dealer_order()
            if order.dealer_state == "received":
                continue
            if order.dealer_state != "shipped":
                order._refuse("wrong_state")
            calls += order._prompt_receipt()
        if not calls:
            return self._notify(self.env._("Stores prompted"), self.env._("Each of them has got a mail."))
        return self._notify(self.env._("Please call"), "; ".join(calls))

    def _prompt_receipt(self):
        store = self.partner_id.sudo()  # sudo: the address is used, not shown
        people = (store | store.child_ids.filtered(lambda one: not one.is_company and not one.is_dealer_consumer)).filtered("email")
        flow = self._flow().with_context(lang=store.lang or self._document_lang())
        day = flow.delivered_on and fields.Date.to_string(flow.delivered_on)
        text = flow.env._("Order %(order)s was delivered on %(day)s: please confirm that the goods have arrived.", order=flow.name, day=day) if day \
            else flow.env._("Order %s has shipped: please confirm when the goods have arrived.", flow.name)
        number = flow.prompt_count + 1
        flow.write({"prompt_count": number, "prompted_at": fields.Datetime.now()})
        if people:
            flow.message_post(body=text, partner_ids=people.ids, subtype_xmlid="mail.mt_comment", author_id=self.env.user.partner_id.id)
            return []
        self._log(self.env._("Prompt %s to confirm the receipt: the store has no mail address, to be called.", number))
        return [self.env._("%(store)s (%(phone)s) for order %(order)s", store=store.display_name, phone=store.phone or "-", order=self.name)]

    # -- by the carrier's message, or after some days

    def _done_deliveries(self):
        return self.sudo().picking_ids.filtered(lambda one: one.is_dealer_delivery and one.state == "done")  # sudo: service reads no stock

    def _out_parcels(self):
        """Give the parcels of an order that went out under a number of their own; children without one travel with their mother."""
        return self._done_deliveries().parcel_ids.filtered(lambda parcel: parcel.tracking and parcel.state != "cancelled" and parcel.direction == "out")

    def _note_delivered(self):
        """Write the day of the last delivery once everything of the order has been delivered, and take it back when a message says otherwise."""
        for order in self.filtered(lambda one: one.is_dealer_order and one.dealer_state in ("shipped", "received")):
            parcels = order._out_parcels()
            arrived = parcels and all(parcel.state == "delivered" and parcel.delivered_date for parcel in parcels)
            day = max(parcels.mapped("delivered_date")) if arrived else False
            if order.delivered_on != day:
                order._flow().delivered_on = day
                if day and order.dealer_state == "shipped" and order.company_id.receipt_by_carrier:
                    self.env.ref("online_offline_order.cron_receive")._trigger()

    def _drop_rest(self, reason, by_dealer=False):
        result = super()._drop_rest(reason, by_dealer)
        self._flow()._note_delivered()
        return result

    def _after_shipment(self, picking, parcel):
        result = super()._after_shipment(picking, parcel)
        if self.delivered_on:
            self.delivered_on = False
        return result

    def _receipt_disputed(self):
        """Hook: say whether something speaks against a receipt that nobody confirms. Extend: return super() or own.

        :return: bool.
        """
        self.ensure_one()
        cases = self.sudo().parcel_case_ids  # sudo: an open case counts, whoever looks
        return any(case.state != "closed" for case in cases) or any(parcel.state in TROUBLE for parcel in self._out_parcels())

    @api.model
    def _cron_receive(self):
        """Receive orders that the carrier has delivered, and those nobody objected to in the company's days."""
        for company in self.env["res.company"].search(["|", ("receipt_by_carrier", "=", True), ("receipt_after_days", ">", 0)]):
            base = [("is_dealer_order", "=", True), ("dealer_state", "=", "shipped"), ("company_id", "=", company.id)]
            if company.receipt_by_carrier:
                for order in self.search([*base, ("delivered_on", "!=", False)], order="delivered_on, id"):
                    order._receive_alone("carrier")
            if company.receipt_after_days:
                limit = fields.Datetime.subtract(fields.Datetime.now(), days=company.receipt_after_days)
                for order in self.search([*base, ("shipped_at", "<=", limit)], order="shipped_at, id"):
                    order._receive_alone("days")

    def _receive_alone(self, source):
        """Receive one order without a person; what stands against it is noted and tried again. One order never stops the others.

        :param source: carrier or days.
        """
        number = self.name
        try:
            with self.env.cr.savepoint():
                if self._receipt_disputed():
                    return
                order = self.with_company(self.company_id)
                order._receive(self._moment_told() if source == "carrier" else fields.Datetime.now(), **order._receipt_values(source))
                self._log(self.env._("Received by itself: %s", dict(self._fields["received_source"]._description_selection(self.env))[source]))
        except UserError as error:  # a closed month or the like
            if self.received_note != str(error):  # the same reason each hour is worth one line
                self._flow().received_note = str(error)
                self._log(self.env._("Not received by itself: %s", error))
        except Exception:  # broken data, a lock
            _logger.exception("Order %s could not be received by itself", number)
        if self.env.context.get("cron_id"):
            self.env["ir.cron"]._commit_progress(1)  # each order is its own transaction

    def _moment_told(self):
        """Give the moment of the last delivery by the carrier's messages, between the shipment and now."""
        told = self._out_parcels().event_ids.filtered(lambda event: event.state == "delivered").mapped("time")
        return min(max([*told, self.shipped_at.replace(microsecond=0)]), fields.Datetime.now())
