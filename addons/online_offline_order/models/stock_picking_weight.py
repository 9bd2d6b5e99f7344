import dataclasses

from odoo import fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan


class StockPicking(models.Model):
    """A parcel that weighs more than it was quoted for (open point G3, journey J5 b).

    The packed weight of a delivery that takes the whole order, or the weights of its parcels, are rated again by the tariff,
    the day and the region of the order's quote: the held quote is the price, a tariff or a peak that came since changes
    nothing. Who shares the freight shares the difference. Of the dealer's part HQ bears what lies within the company's
    tolerance; beyond it the account pays, and a shipment that it does not cover is refused with the amount to top up.
    """

    _inherit = "stock.picking"

    packed_weight = fields.Float(string="Packed weight (kg)", digits="Stock Weight", copy=False, help="Weight of the packed parcel; empty: as quoted.")
    weight_extra = fields.Monetary(
        string="Freight for more weight", readonly=True, copy=False, currency_field="dealer_currency_id", help="Charged beyond the quote.")
    weight_borne = fields.Monetary(
        string="Freight borne by HQ", readonly=True, copy=False, currency_field="dealer_currency_id",
        help="More weight within the tolerance, and what others bear of the rest by the rules.")

    def _cut_parcel(self, order):
        parcel, shipped = super()._cut_parcel(order)
        extra_fen = self._weight_extra_fen(order, parcel)
        return (dataclasses.replace(parcel, logistics_fen=parcel.logistics_fen + extra_fen) if extra_fen else parcel), shipped

    def _weight_extra_fen(self, order, parcel):
        """Rate the packed weight and say what the account pays beyond the quote; what HQ bears is kept on the delivery.

        :return: fen, >= 0; 0 for a parcel that is not the whole order or not heavier.
        """
        packed = self._weighed_parcels()
        whole = parcel.is_last and not to_fen(order.captured_total)
        if self.weight_extra or self.weight_borne:
            self.write({"weight_extra": 0, "weight_borne": 0})
        if not packed or not whole or order.freight_manual:  # a freight set by hand is final
            return 0
        company, quote = order.company_id, order._held_quote()
        (answer,) = order._rate_again([packed], quote)
        if quote and len(packed) <= quote.parcel_count and sum(answer["billable_g"]) <= quote.billable_g:
            return 0  # of a sheet that asks more for less, nobody pays more for less
        more_fen = max(answer["price_fen"] - parcel.logistics_fen - order._freight_borne_fen(), 0)
        extra_fen = max(answer["dealer_fen"] - parcel.logistics_fen, 0)
        if company.dealer_weight_policy == "absorb" or extra_fen <= to_fen(company.dealer_weight_tolerance):
            extra_fen = 0
        self.write({"weight_extra": float(from_fen(extra_fen)), "weight_borne": float(from_fen(max(more_fen - extra_fen, 0)))})
        return extra_fen

    def _weight_text(self):
        return self.env._("%(picking)s weighs %(kg)s kg: freight %(extra)s CNY above the quote",
                          picking=self.name, kg=self._packed_kg(), extra=yuan(to_fen(self.weight_extra)))

    def _weighed_parcels(self):
        """:return: the recorded parcels as they were weighed, each or by the packed weight of all; empty when nobody weighed."""
        parcels = self._parcels().sorted("id")
        return [parcel._shipment() for parcel in parcels] if any(parcels.mapped("measured")) else []

    def _packed_kg(self):
        return f"{sum(self._parcels().mapped('weight_g')) / 1000:g}"
