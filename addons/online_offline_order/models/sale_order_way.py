import re

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen, yuan

from .sale_order_freight import Freight

WAYS = [("courier", "Courier"), ("pickup", "Pick-up at the warehouse"), ("own_vehicle", "Own vehicle"), ("guide", "Guide of the store")]
WITHOUT_CARRIER = ("pickup", "own_vehicle")


class SaleOrder(models.Model):
    """The way goods reach the customer (R2-027): by courier, fetched at the warehouse, by HQ's own vehicle, or by a guide of the store.

    A courier's freight is quoted by contract. What is fetched costs no freight, the own vehicle the company's price; both need
    no tracking number, and the warehouse confirms the receipt by hand-over. A guide takes goods on that a courier brought to the store.
    """

    _inherit = "sale.order"

    delivery_way = fields.Selection(
        WAYS, string="Delivery way", default="courier", required=True,
        help="Fetched at the warehouse or brought by HQ's own vehicle: no carrier, the warehouse confirms the hand-over. "
             "Guide: a courier brings the goods to the store, a guide from there to the consumer.")
    guide_name = fields.Char(string="Guide", copy=False, help="Who of the store brings the goods to the consumer.")
    customer_remark = fields.Text(
        string="Customer's wish", copy=False, help="Printed on slip, receipt and pick list; the store sees it. Remarks for HQ alone are the internal remark.")

    @api.model
    def _draft_fields(self):
        return super()._draft_fields() | {"delivery_way", "guide_name"}

    @api.model
    def _free_fields(self):
        return super()._free_fields() | {"customer_remark"}

    @api.model
    def _portal_fields(self):
        return super()._portal_fields() | {"delivery_way", "guide_name", "customer_remark"}

    def copy_data(self, default=None):
        """Copy orders; a dealer order keeps its way."""
        copies = super().copy_data(default)
        for order, vals in zip(self, copies, strict=True):
            if order.is_dealer_order:
                vals.setdefault("delivery_way", order.delivery_way)
        return copies

    # -- what the way asks for

    def _is_carried(self):
        """Say whether a carrier brings the goods, at least to the store."""
        self.ensure_one()
        return self.delivery_way not in WITHOUT_CARRIER

    def _check_consumer(self):
        if self.delivery_way == "guide" and self.dealer_mode != "store":
            raise UserError(self.env._("Order %s: a guide brings goods from the store to the consumer; choose “Ship to the store”.", self.name))
        if self.dealer_mode == "consumer" and self.delivery_way == "pickup":
            self._check_consumer_person()  # where the consumer lives does not matter
        else:
            super()._check_consumer()
        if self.delivery_way == "guide":
            self._check_consumer_person()
            if not self.sudo().consumer_street:  # sudo: see _check_consumer_person
                self._refuse("bad_consumer")

    def _check_consumer_person(self):
        """Refuse an order without the person who takes the goods: name, phone and consent."""
        raw = self.sudo()  # sudo: what is entered is checked for every author, also for one who may not read it
        if not (raw.consumer_name or "").strip() or not (raw.consumer_phone or "").strip():
            raise UserError(self.env._("Order %s: enter name and phone of the consumer who takes the goods.", self.name))
        if not re.fullmatch(r"\+?\d{6,20}", re.sub(r"[\s\-()]", "", raw.consumer_phone)):
            self._refuse("bad_phone", phone=raw.consumer_phone)
        if not self.consumer_consent:
            self._refuse("no_consent")

    def _delivery_division(self):
        return super()._delivery_division() or (self.partner_id.division_id if self.delivery_way == "pickup" else self.env["dealer.division"])

    def _delivery_contact(self):
        return self.partner_id if self.delivery_way == "pickup" else super()._delivery_contact()

    # -- freight

    def _freight_requests(self, units, carriers):
        return super()._freight_requests(units, carriers) if self._is_carried() else []

    def _freight(self, goods, quotes=None, carrier=None):
        if self._is_carried():
            return super()._freight(goods, quotes, carrier)
        fen, text = self._way_price()
        label = dict(self._fields["delivery_way"]._description_selection(self.env))[self.delivery_way]
        settled = {"price_fen": fen, "label": label, "lines": [], "explanation": [text]}
        choice = {"carrier_id": False, "policy_id": False, "codes": {}, "why_not": {}, "policy": "", "ranking": []}
        return Freight(self.env["delivery.carrier"], [], choice, self._borne_freight(settled, goods, self.freight_manual or not fen))

    def _way_price(self):
        """Give what a way without carrier costs.

        :return: (fen, how it comes about).
        """
        if self.freight_manual:
            by_hand = to_fen(self.freight_manual_price)
            return by_hand, self.env._("%(amount)s by %(person)s: %(reason)s", amount=yuan(by_hand), person=self.freight_manual_by.sudo().name,  # sudo: a name
                                       reason=self.freight_manual_reason)
        if self.delivery_way == "pickup":
            return 0, self.env._("Fetched at the warehouse, no freight")
        fen = to_fen(self.company_id.sudo().own_vehicle_price)  # sudo: a setting of the company, whoever orders
        return fen, self.env._("Own vehicle: %s an order", yuan(fen))

    def _store_freight(self, freight):
        if self._is_carried():
            return super()._store_freight(freight)
        self.write({
            "quote_stale": False, "quote_stale_reason": False, "carrier_id": False, "policy_carrier_id": False, "carrier_choice": False,
            "freight_bearing": {"whole_fen": freight.settled["whole_fen"], "steps": freight.settled["steps"]}, **self._freight_parts(freight)})
        return None

    def _freight_way(self):
        return (*super()._freight_way(), self.delivery_way)

    def _check_carrier_change(self):
        super()._check_carrier_change()
        if not self._is_carried():
            raise UserError(self.env._("Order %s goes without a carrier: change its delivery way to courier first.", self.name))

    @api.depends("delivery_way")
    def _compute_settlement(self):
        super()._compute_settlement()

    @api.depends("delivery_way")
    def _compute_quote_html(self):
        super()._compute_quote_html()

    @api.depends("delivery_way")
    def _compute_quote_stale(self):
        super()._compute_quote_stale()

    # -- receipt by hand-over

    def _handover_steps(self):
        """Name the button that confirms the receipt of this order where after-sale service does not. Extend: return own or super.

        :return: sentence, or None where “Goods received” is the button.
        """
        self.ensure_one()
        if self._is_carried():
            return None
        return self.env._("Order %s goes without a carrier: the warehouse confirms its receipt with Hand over on the delivery.", self.name)

    def _check_receipt(self, note=None, proofs=None):
        sentence = self._handover_steps()
        if sentence:
            raise UserError(sentence)
        super()._check_receipt(note, proofs)

    def _receipt_disputed(self):
        return bool(self._handover_steps()) or super()._receipt_disputed()  # nobody but who hands the goods over says that they arrived

    def _receive_by_handover(self, moment):
        """Write the receipt of an order whose goods were handed over; the return period starts here.

        :param moment: naive UTC datetime.
        """
        self._receive(moment, **self._receipt_values("signature"))

    def _drop_rest(self, reason, by_dealer=False):
        result = super()._drop_rest(reason, by_dealer)
        self._receive_if_handed_over()
        return result

    def _receive_if_handed_over(self):
        """Receive an order without carrier once all that has left is handed over."""
        flow = self._flow()
        left = flow.picking_ids.filtered(lambda picking: picking.is_dealer_delivery and picking.state == "done")
        if not flow._is_carried() and flow.dealer_state == "shipped" and left and all(left.mapped("handed_over_at")):
            self._receive_by_handover(max(left.mapped("handed_over_at")))
