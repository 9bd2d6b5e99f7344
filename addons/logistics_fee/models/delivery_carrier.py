from decimal import Decimal
from math import ceil

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
    def _order_goods(self, order, weigh=True):
        """Weigh the goods of an order: services and delivery lines left out.

        :param order: sale.order. :param weigh: without it every product has no weight.
        :return: list of (grams of a unit, units, cm³ of a unit), the first two exact; 0 if the product has no weight or size.
        """
        kg = self.env["product.template"]._get_weight_uom_id_from_ir_config_parameter()
        gram = self.env.ref("uom.product_uom_gram")
        usual = order.order_line.product_id.categ_id._usual_weights_g() if weigh else {}

        def grams(product):
            own = Decimal(repr(round(kg._compute_quantity(product.weight, gram, round=False), 3)))
            return own or Decimal(usual.get(product.categ_id.id, 0))

        volumes = order.order_line.product_id._freight_volumes_cm3()
        return [
            (grams(line.product_id) if weigh else Decimal(0), Decimal(repr(line.product_qty)), volumes[line.product_id.id])
            for line in order.order_line
            if not line.display_type and not line.is_delivery and line.product_id.type == "consu" and line.product_uom_qty > 0]

    @api.model
    def _order_weight_g(self, order):
        """Weigh an order exactly: grams per unit times units.

        :param order: sale.order.
        :return: grams, or None if a product has no weight.
        """
        return self._goods_weight_g(self._order_goods(order))

    def _goods_weight_g(self, goods):
        """:param goods: see :meth:`_order_goods`. :return: grams, or None if a product has no weight."""
        if not all(each for each, _quantity, _volume in goods):
            return None
        return int(sum((each * quantity for each, quantity, _volume in goods), Decimal(0)).to_integral_value(rounding="ROUND_CEILING"))

    def _choice_key(self):
        """:return: text by which the choice knows the carrier: its code first, so that equals are ordered by it."""
        self.ensure_one()
        return f"{self.dealer_code or self.name}#{self.id}"

    def _goods_units(self, goods):
        """Give goods as they are packed, parts of a piece as one.

        :param goods: see :meth:`_order_goods`.
        :return: list of (grams of a piece or None, pieces, cm³ of a piece).
        """
        units = []
        for each, quantity, volume in goods:
            if quantity != quantity.to_integral_value():
                each, volume, quantity = each * quantity, int((volume * quantity).to_integral_value(rounding="ROUND_CEILING")), Decimal(1)
            units.append((int(each.to_integral_value(rounding="ROUND_CEILING")) or None, int(quantity), volume))
        return units

    def _order_parcels(self, order):
        """Pack an order; a weight that somebody typed instead is one parcel, with all pieces and their volume.

        :param order: sale.order. :return: list of parcels, or the core's Refusal, see :meth:`_parcels_of`.
        """
        given_kg, has_cartons = self.env.context.get("order_weight"), self._packing() is not None
        given_g = scaled(Decimal(repr(round(given_kg, 3))), 1000) if given_kg else None
        goods = self._order_goods(order, weigh=has_cartons or not given_g)
        weight_g, units = self._goods_weight_g(goods), self._goods_units(goods)
        if has_cartons and weight_g and given_g in (None, weight_g):
            return self._parcels_of(units)
        return self._one_parcel(given_g or weight_g, units)

    def _hq_contract_request(self, order):
        """:param order: sale.order. :return: the request of ``logistics.quoting._quote_many`` for the whole order."""
        packed = self._order_parcels(order)
        partner = order.partner_shipping_id
        return {
            "carrier_id": self.id,
            "refusal": packed if isinstance(packed, Refusal) else None,
            **partner._freight_destination(order.company_id),
            "parcels": [] if isinstance(packed, Refusal) else packed,
            "warehouse_id": order.warehouse_id.id if "warehouse_id" in order._fields else False,  # a field of sale_stock
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
        requests, answers = self._picking_requests(pickings), {}
        for company, some in pickings.grouped("company_id").items():
            answers.update(zip(some.ids, self.env["logistics.quoting"]._quote_many(company, [requests[one.id] for one in some]), strict=True))
        out = []
        for picking in pickings:
            answer = answers[picking.id]
            if not answer["ok"]:
                raise UserError(self.env._("Transfer %(picking)s: %(reason)s", picking=picking.name, reason=answer["message"]))
            company_price = float(from_fen(answer["price_fen"]))
            price = self._compute_currency(picking.sale_id, company_price, "company_to_pricelist") if picking.sale_id else company_price
            out.append({"exact_price": price, "tracking_number": picking.carrier_tracking_ref or ""})
        return out

    def _picking_requests(self, pickings):
        """:param pickings: stock.picking. :return: dict id -> the request of ``logistics.quoting._quote_many`` for its own parcels."""
        parcels = self.env["logistics.parcel"].search([
            ("res_model", "=", pickings._name), ("res_id", "in", pickings.ids), ("state", "!=", "cancelled")]).grouped("res_id")
        gram, kg = self.env.ref("uom.product_uom_gram"), self.env["product.template"]._get_weight_uom_id_from_ir_config_parameter()
        out = {}
        for picking in pickings:
            recorded = parcels.get(picking.id, self.env["logistics.parcel"])
            own = [parcel._shipment() for parcel in recorded]
            out[picking.id] = {
                "carrier_id": self.id,
                **picking.partner_id._freight_destination(picking.company_id),
                "parcels": own or self._one_parcel(
                    round(kg._compute_quantity(picking.shipping_weight or picking.weight, gram, round=False)), self._moved_units(picking)),
                "options": recorded._shipment_options(),
                "warehouse_id": picking.picking_type_id.warehouse_id.id,
                "on_date": picking.company_id.sudo()._dealer_today(),  # sudo: the time zone of the company
            }
        return out

    def _moved_units(self, picking):
        """:return: what a transfer moves as :meth:`_one_parcel` takes it, parts of a piece as one; the transfer knows the weight."""
        moves = picking.move_ids.filtered(lambda move: move.state != "cancel")
        volumes = moves.product_id._freight_volumes_cm3()
        return [
            (None, ceil(move.product_uom._compute_quantity(move.quantity, move.product_id.uom_id)), volumes[move.product_id.id]) for move in moves]

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
