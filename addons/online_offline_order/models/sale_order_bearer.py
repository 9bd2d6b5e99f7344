from odoo import fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen


class SaleOrder(models.Model):
    """Who bears the freight of a dealer order: it keeps its price, the settlement takes the dealer's part of it.

    Free shipping and shares of HQ or the consumer come from the rules of the day. A freight set by hand is what the dealer
    pays and is not split.
    """

    _inherit = "sale.order"

    freight_hq = fields.Monetary(
        string="Freight borne by HQ", compute="_compute_settlement", store=True, copy=False, help="Of the carrier's price; the dealer does not pay it.")
    freight_consumer = fields.Monetary(
        string="Freight borne by the consumer", compute="_compute_settlement", store=True, copy=False, help="Paid to the store, not to HQ.")

    fee_hq = fields.Monetary(
        string="Fees borne by HQ", compute="_compute_settlement", store=True, copy=False, help="By the fee rules; the dealer does not pay them.")
    fee_consumer = fields.Monetary(
        string="Fees borne by the consumer", compute="_compute_settlement", store=True, copy=False, help="Paid to the store, not to HQ.")
    freight_bearing = fields.Json(readonly=True, copy=False, help="The freight and the steps of its split; the parts can be computed again from them.")

    def _flow_fields(self):
        return super()._flow_fields() | {"freight_bearing"}

    def _borne_freight(self, settled, goods, by_hand=False):
        """Take from a freight what others bear.

        :param settled: what :meth:`_settled_freight` gave. :param goods: list of GoodsLine. :param by_hand: it was set by hand.
        :return: the same with ``price_fen`` = the dealer's part, ``whole_fen``, ``parts`` {who: fen} and ``borne`` (sentences).
        """
        whole = settled["price_fen"]
        if by_hand:
            return {**settled, "whole_fen": whole, "parts": {"dealer": whole}, "borne": [], "steps": []}
        found = self._bearing("order", whole, goods)
        split = found["explanation"] if found["parts"]["dealer"] != whole else []
        return {
            **settled, "price_fen": found["parts"]["dealer"], "whole_fen": whole, "parts": found["parts"], "borne": found["explanation"],
            "steps": found["steps"],
            "explanation": [*settled["explanation"], *split]}

    def _bearing(self, event, whole_fen, goods, reason=None):
        """Ask the rules of an event who bears a freight of the order. Extend for orders whose freight arises another way.

        :param whole_fen: the carrier's price. :param goods: list of GoodsLine. :param reason: code of a logistics.fee.reason, or None.
        :return: as ``logistics.bearing._bear``.
        """
        return self.env["logistics.bearing"]._bear(
            self.company_id, event, self.company_id._dealer_today(), whole_fen, partner=self.partner_id._origin,
            division=self._delivery_division()._origin, goods_fen=sum(line.goods_fen for line in goods),
            weight_g=sum(line.weight_g for line in goods), pieces=sum(line.qty for line in goods), reason=reason)

    def _borne_note(self, quotes, carrier_id, goods):
        """:return: sentences about who bears the freight of a draft, and what is missing to free shipping."""
        answer = next((answer for carrier, _request, answer in quotes if carrier.id == carrier_id and answer["ok"]), None)
        if not answer or any(line.unit_fen is None or line.qty <= 0 for line in goods):
            return []
        return self._borne_freight({"price_fen": answer["price_fen"], "explanation": []}, goods, self.freight_manual)["borne"]

    def _freight_parts(self, freight):
        """:param freight: Freight or None. :return: values of what others bear."""
        parts = freight.settled["parts"] if freight else {}
        return {"freight_hq": float(from_fen(parts.get("hq", 0))), "freight_consumer": float(from_fen(parts.get("consumer", 0)))}

    def _freight_borne_fen(self):
        """:return: fen of the order's freight that the dealer does not pay."""
        return to_fen(self.freight_hq) + to_fen(self.freight_consumer)

    def _freight_bearer(self):
        """:return: who pays the freight of the parcels: dealer, or who bears all of it."""
        if to_fen(self.logistics_total) or not self._freight_borne_fen():
            return "dealer"
        return "hq" if self.freight_hq >= self.freight_consumer else "consumer"
