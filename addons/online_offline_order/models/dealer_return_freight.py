from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan
from odoo.addons.logistics_fee.tariff import Refusal as TariffRefusal
from odoo.addons.logistics_fee.tariff import correction
from odoo.addons.logistics_fee.tariff.postage import Postage

from .dealer_return import FINAL, IN_HOUSE


class DealerReturn(models.Model):
    """What the way back costs: what HQ was billed; until that is known the price of the return contract, marked provisional.

    The outbound price is never taken. The bill corrects a provisional postage: before the refund the figure itself, after it
    by a line of its own in the timeline; the money of that difference is finance's decision (``_take_billed_postage``).
    """

    _inherit = "dealer.return"

    return_carrier_id = fields.Many2one(
        "delivery.carrier", string="Carrier of the way back", copy=False, help="Empty = the carrier of the order.")
    return_tracking = fields.Char(string="Waybill number of the way back", copy=False)
    postage_source = fields.Selection(
        [("entered", "Entered"), ("contract", "Return contract"), ("bill", "Carrier's bill")], string="Postage from",
        readonly=True, copy=False, default="entered")
    postage_provisional = fields.Boolean(string="Provisional postage", readonly=True, copy=False, help="The carrier's bill will correct it.")
    postage_difference = fields.Monetary(
        string="Billed beyond the postage", readonly=True, copy=False, help="The bill came after the refund: what it differs by.")
    parcel_ids = fields.One2many("logistics.parcel", "return_id", string="Parcels")

    @api.constrains("return_tracking", "return_carrier_id")
    def _check_return_tracking(self):
        for record in self.filtered("return_tracking"):
            record._return_carrier().sudo()._waybill(record.return_tracking)  # sudo: the form of a number only

    def write(self, vals):
        if "postage" in vals and "postage_source" not in vals:
            result = super().write(vals)
            changed = self.filtered(lambda record: record.postage_source != "entered" or record.postage_provisional)
            if changed:
                changed._flow().write({"postage_source": "entered", "postage_provisional": False})
            return result
        return super().write(vals)

    def _return_carrier(self):
        return self.return_carrier_id or self.order_id.sudo().carrier_id  # sudo: the carrier of the order, whoever receives

    def _return_weight_units(self):
        """:return: list of (grams of a piece, pieces, cm³ of a piece) that come back."""
        lines = self.sudo().line_ids.filtered("received_qty")  # sudo: weights of the order
        return [(line.order_line_id.weight_g or line.product_id._dealer_weight_g(), line.received_qty, line.order_line_id.volume_cm3) for line in lines]

    def _return_quote(self):
        """Ask the return contract for the way back.

        :return: (request, answer) of ``_quote_many``.
        """
        carrier = self._return_carrier().sudo()  # sudo: the size of its cartons only
        packed = carrier._parcels_of(self._return_weight_units())
        refused = isinstance(packed, TariffRefusal)
        order = self.order_id.sudo()  # sudo: where it comes from
        request = {
            "carrier_id": carrier.id, "division_id": order._delivery_division().id, "parcels": [] if refused else packed,
            "refusal": packed if refused else None, "on_date": self.company_id._dealer_today(), "purpose": "return",
            "warehouse_id": order.warehouse_id.id}
        return request, self.env["logistics.quoting"]._quote_many(self.company_id, [request])[0]

    def _check_postage(self):
        for record in self:
            if record._dealer_bears_postage() and not to_fen(record.postage or 0):
                record._quote_postage()
        return super()._check_postage()

    def _quote_postage(self):
        """Take the price of the return contract as long as no bill is there; without one, or without a carrier, nothing changes."""
        if not self._return_carrier():
            return
        request, answer = self._return_quote()
        if not answer["ok"]:
            return
        flow = self._flow()
        flow.write({"postage": float(from_fen(answer["price_fen"])), "postage_source": "contract", "postage_provisional": True})
        flow.env["logistics.quote"]._store(flow.company_id, [request], [answer], document=flow, partner=flow.partner_id, provisional=True)
        self._log(self.env._("Return postage by contract, provisional until the carrier's bill comes: %s CNY", yuan(answer["price_fen"])))

    def _after_receipt(self):
        result = super()._after_receipt()
        for record in self.filtered(lambda rec: rec.state in IN_HOUSE and not rec.parcel_ids):
            record._record_parcel()
        return result

    def _record_parcel(self):
        """Record what came back as a parcel of its own direction, so that the carrier's bill finds it."""
        carrier, order = self._return_carrier(), self.order_id
        if not carrier:
            return
        units = self._return_weight_units()
        quote = self.env["logistics.quote"].search([("res_model", "=", self._name), ("res_id", "=", self.id)], limit=1)
        self.env["logistics.parcel"].sudo().create({  # sudo: the parcel follows from the receipt
            "carrier_id": carrier.id, "tracking": self.return_tracking or False, "company_id": self.company_id.id, "partner_id": order.partner_shipping_id.id,
            "division_id": order._delivery_division().id, "warehouse_id": order.sudo().warehouse_id.id,  # sudo: as the order's region
            "direction": "return", "shipped_date": self.company_id._dealer_today(), "state": "returned",
            "weight_g": sum(weight_g * qty for weight_g, qty, _volume in units), "pieces": sum(qty for _weight_g, qty, _volume in units) or 1,
            "goods_cm3": sum(volume * qty for _weight_g, qty, volume in units),
            "bearer": self._postage_bearer(), "res_model": self._name, "res_id": self.id, "return_id": self.id,
            "charge_amount": self.postage_amount, "charge_quote_id": quote.id})

    def _postage_is_settled(self):
        """Tell whether a bill leaves the postage as it is: it is booked, held with an exchange, or its difference is finance's already."""
        return self.state in (*FINAL, "replacing") or bool(to_fen(self.postage_difference) or to_fen(self.postage_settled))

    def _take_billed_postage(self, fen):
        """Take what the carrier billed for the way back; called when its bill is approved. A second call with the same amount does nothing.

        Before the refund the postage becomes the billed one. After it, or once the money of an exchange is held, nothing that
        is booked changes: the difference is kept on the return and noted, for finance to charge or to bear
        (``action_charge_postage``, ``action_bear_postage``); a further bill changes it.

        :param fen: what all approved bills pay for the way back, tax included.
        :return: fen that the dealer's part of it differs by from what was charged, 0 for a return of which he bears nothing.
        """
        self.ensure_one()
        if not self._dealer_bears_postage():
            return 0
        charged = Postage(self._split_postage(to_fen(self.postage))["dealer"], self.postage_source or "entered", self.postage_provisional, "dealer")
        diff = sum(amount for _who, amount in correction(charged, Postage(self._split_postage(fen)["dealer"], "bill", False, "dealer")))
        flow, taken = self._flow(), to_fen(self.postage)
        if not self._postage_is_settled():
            flow.write({"postage": float(from_fen(fen)), "postage_source": "bill", "postage_provisional": False})
        elif self.postage_source == "bill" and diff == to_fen(self.postage_difference):
            return diff
        else:
            flow.write({"postage_source": "bill", "postage_provisional": False, "postage_difference": float(from_fen(diff))})
        if diff:
            self._log(self.env._("The carrier billed %(billed)s CNY for the way back, %(charged)s CNY were taken.",
                                 billed=yuan(fen), charged=yuan(taken)))
        return diff
