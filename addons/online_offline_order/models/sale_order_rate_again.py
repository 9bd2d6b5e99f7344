from odoo import models
from odoo.exceptions import UserError

from odoo.addons.logistics_fee.tariff import Refusal as TariffRefusal
from odoo.addons.logistics_fee.tariff.bearer import by_bearer, split_again

from ..settlement import Refusal


class SaleOrder(models.Model):
    """Freight of an order rated again: more weight, a rest that was cancelled, a weight that the carrier found.

    What was agreed stays: version, day, region and options are those of the quote that was given, the bearers those of the order.
    """

    _inherit = "sale.order"

    def _rate_again(self, shipments, quote, **instead):
        """Price shipments of the order by a quote that was given.

        :param shipments: list; each the ``parcels`` of a request of ``logistics.quoting._quote_many``, or the core's Refusal of their packing.
        :param quote: logistics.quote in sudo; empty = the order as it is today.
        :param instead: values of the request for what the quote does not say.
        :return: list of answers, same order, each a price with ``dealer_fen``: the dealer's part of it.
        :raises UserError: naming the order, when the region is not known or a shipment cannot be rated.
        """
        self.ensure_one()
        request = {
            "carrier_id": self.carrier_id.id, "division_id": self._delivery_division().id, "on_date": self.company_id._dealer_today(),
            "warehouse_id": self.warehouse_id.id, **instead}
        if quote:
            request.update(
                carrier_id=quote.carrier_id.id, version_id=quote.version_id.id, on_date=quote.on_date, options=(quote.inputs or {}).get("options"),
                division_id=quote.division_id.id or request["division_id"])
        if not request["division_id"]:
            raise UserError(self._refusal_sentence(self._unsure() if self._is_unsure() else Refusal("no_region")))
        packed = [(None, given) if isinstance(given, TariffRefusal) else (given, None) for given in shipments]
        answers = self.env["logistics.quoting"]._quote_many(
            self.company_id, [{**request, "parcels": parcels or [], "refusal": refusal} for parcels, refusal in packed])
        for answer in answers:
            if not answer["ok"]:
                raise UserError(self.env._("Order %(order)s cannot be rated again: %(reason)s", order=self.name, reason=answer["message"]))
        return [{**answer, "dealer_fen": self._dealer_part_fen(answer["price_fen"])} for answer in answers]

    def _settles_weights(self):
        """:return: whether a weight that the carrier found concerns the dealer's account: not on a term, for a freight by hand or of others."""
        return self.settled_by != "pay_later" and not self.freight_manual and self._freight_bearer() == "dealer"

    def _dealer_part_fen(self, whole_fen):
        """Split a freight as the order's was split when it was held.

        :param whole_fen: the carrier's price. :return: fen that the dealer pays of it.
        """
        steps = (self.freight_bearing or {}).get("steps")
        if steps:
            return by_bearer(split_again(whole_fen, steps)).get("dealer", 0)
        return max(whole_fen - self._freight_borne_fen(), 0) if self._freight_bearer() == "dealer" else 0
