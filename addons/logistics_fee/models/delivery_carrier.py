from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen

from ..tariff import Refusal, scaled
from .delivery_carrier_waybill import SEPARATORS


class DeliveryCarrier(models.Model):
    """A carrier priced by HQ's contract with it (delivery type ``hq_contract``)."""

    _inherit = "delivery.carrier"

    delivery_type = fields.Selection(
        selection_add=[("hq_contract", "HQ contract")],
        ondelete={"hq_contract": lambda carriers: carriers.write({"delivery_type": "fixed", "fixed_price": 0.0})})
    dealer_code = fields.Char(
        string="Carrier code", index="btree_not_null", copy=False,
        help="Short code under which tariff sheets and bills name the carrier: SF, EMS, STO, YTO.")
    contract_ids = fields.One2many("logistics.contract", "carrier_id", string="Contracts")

    _dealer_code_uniq = models.UniqueIndex(
        "(dealer_code, COALESCE(company_id, 0)) WHERE dealer_code IS NOT NULL", "This carrier code is taken already.")

    @api.model
    def _order_weight_g(self, order):
        """Weigh an order exactly: grams per unit times units, services and delivery lines left out.

        :param order: sale.order.
        :return: grams, or None if a product has no weight.
        """
        kg = self.env["product.template"]._get_weight_uom_id_from_ir_config_parameter()
        gram = self.env.ref("uom.product_uom_gram")
        total = Decimal(0)
        for line in order.order_line:
            product = line.product_id
            if line.display_type or line.is_delivery or product.type != "consu" or line.product_uom_qty <= 0:
                continue
            if not product.weight:
                return None
            unit_g = kg._compute_quantity(product.weight, gram, round=False)
            total += Decimal(repr(round(unit_g, 3))) * Decimal(repr(line.product_qty))
        return int(total.to_integral_value(rounding="ROUND_CEILING"))

    def _choice_key(self):
        """:return: text by which the choice knows the carrier: its code first, so that equals are ordered by it."""
        self.ensure_one()
        return f"{self.dealer_code or self.name}#{self.id}"

    @api.model
    def _order_units(self, order):
        """Give the goods of an order as they are packed: services and delivery lines left out, parts of a piece as one.

        :param order: sale.order.
        :return: list of (grams of a piece or None, pieces).
        """
        kg = self.env["product.template"]._get_weight_uom_id_from_ir_config_parameter()
        gram = self.env.ref("uom.product_uom_gram")
        units = []
        for line in order.order_line:
            product = line.product_id
            if line.display_type or line.is_delivery or product.type != "consu" or line.product_uom_qty <= 0:
                continue
            each = Decimal(repr(round(kg._compute_quantity(product.weight, gram, round=False), 3)))
            quantity = Decimal(repr(line.product_qty))
            if quantity != quantity.to_integral_value():
                each, quantity = each * quantity, Decimal(1)
            units.append((int(each.to_integral_value(rounding="ROUND_CEILING")) or None, int(quantity)))
        return units

    def _hq_contract_request(self, order):
        """:param order: sale.order. :return: the request of ``logistics.quoting._quote_many`` for the whole order."""
        given_kg = self.env.context.get("order_weight")
        weight_g = scaled(Decimal(repr(round(given_kg, 3))), 1000) if given_kg else self._order_weight_g(order)
        # Cartons are packed from the goods; a weight that somebody typed instead is one parcel.
        packed = self._parcels_of(self._order_units(order)) if weight_g and weight_g == self._order_weight_g(order) else [weight_g]
        if self._packing() is None:
            packed = [weight_g]
        partner = order.partner_shipping_id
        return {
            "carrier_id": self.id,
            "refusal": packed if isinstance(packed, Refusal) else None,
            **partner._freight_destination(order.company_id),
            "parcels": [] if isinstance(packed, Refusal) else packed,
            "on_date": order.company_id.sudo()._dealer_today(),  # sudo: the time zone of the company
        }

    def hq_contract_rate_shipment(self, order):
        """Rate an order by the contract in force today.

        :param order: sale.order.
        :return: Odoo's rate dict; ``price`` is always a number, in a refusal 0.0 with ``success`` False. On success
            ``warning_message`` explains the price line by line.
        """
        self.ensure_one()
        quoting = self.env["logistics.quoting"]
        answer = quoting._quote_many(order.company_id, [self._hq_contract_request(order)])[0]
        if not answer["ok"]:
            return {"success": False, "price": 0.0, "error_message": answer["message"], "warning_message": False}
        company_price = float(from_fen(answer["price_fen"]))
        return {
            "success": True, "price": self._compute_currency(order, company_price, "company_to_pricelist"),
            "error_message": False, "warning_message": "\n".join(quoting._explanation(answer["trace"])),
            "hq_contract": answer}

    def hq_contract_send_shipping(self, pickings):
        """Price what leaves: the parcels recorded for each picking, else its own weight; never the whole order again.

        Nothing is ordered from the carrier: the waybill number is the one the warehouse entered.

        :param pickings: stock.picking records.
        :return: list of dicts with ``exact_price`` and ``tracking_number``, one per picking.
        :raises UserError: when the contract gives no price.
        """
        requests = [self._picking_request(picking) for picking in pickings]
        out = []
        for picking, request in zip(pickings, requests, strict=True):
            answer = self.env["logistics.quoting"]._quote_many(picking.company_id, [request])[0]
            if not answer["ok"]:
                raise UserError(self.env._("Transfer %(picking)s: %(reason)s", picking=picking.name, reason=answer["message"]))
            company_price = float(from_fen(answer["price_fen"]))
            price = self._compute_currency(picking.sale_id, company_price, "company_to_pricelist") if picking.sale_id else company_price
            out.append({"exact_price": price, "tracking_number": picking.carrier_tracking_ref or ""})
        return out

    def _picking_request(self, picking):
        """:param picking: stock.picking. :return: the request of ``logistics.quoting._quote_many`` for its own parcels."""
        parcels = self.env["logistics.parcel"].search([
            ("res_model", "=", picking._name), ("res_id", "=", picking.id), ("state", "!=", "cancelled")])
        gram, kg = self.env.ref("uom.product_uom_gram"), self.env["product.template"]._get_weight_uom_id_from_ir_config_parameter()
        weight_g = round(kg._compute_quantity(picking.shipping_weight or picking.weight, gram, round=False))
        partner = picking.partner_id
        return {
            "carrier_id": self.id,
            **partner._freight_destination(picking.company_id),
            "parcels": [parcel._shipment() for parcel in parcels] or [weight_g],
            "on_date": picking.company_id.sudo()._dealer_today(),  # sudo: the time zone of the company
        }

    def hq_contract_get_tracking_link(self, picking):
        """:return: tracking address of the carrier for the picking's waybill, False without number or address."""
        number = SEPARATORS.split((picking.carrier_tracking_ref or "").strip())[0].strip()  # of several parcels the first, the mother
        if not number or not self.tracking_url:
            return False
        return self.tracking_url.replace("<shipmenttrackingnumber>", number)

    def hq_contract_cancel_shipment(self, pickings):
        """Forget the price; Odoo itself takes the waybill number off, the warehouse tells the carrier.

        :param pickings: stock.picking records.
        """
        pickings.write({"carrier_price": 0.0})

    def _is_available_for_order(self, order):
        available = super()._is_available_for_order(order)
        if available and self.delivery_type == "hq_contract":
            return self.rate_shipment(order).get("success")
        return available
