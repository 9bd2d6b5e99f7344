from odoo import fields, models, tools

from ..tariff.abilities import Abilities, objection
from .logistics_quoting import _parcel


class DeliveryCarrier(models.Model):
    """What a carrier takes beside what its tariff prices: an order it cannot carry gets a refusal in place of its price (7.6)."""

    _inherit = "delivery.carrier"

    parcel_max_g = fields.Integer(string="Parcel weighs up to (g)", tracking=True, help="0 = as its tariff says.")
    parcel_max_side_mm = fields.Integer(string="Longest side up to (mm)", tracking=True, help="0 = any; parcels of unknown size are taken.")
    parcel_max_sum_mm = fields.Integer(string="Three sides together up to (mm)", tracking=True, help="0 = any; parcels of unknown size are taken.")
    parcel_max_pieces = fields.Integer(string="Pieces in a parcel up to", tracking=True, help="0 = any number.")
    takes_cod = fields.Boolean(string="Collects cash on delivery", default=True, tracking=True)
    insured_max = fields.Integer(string="Insures up to (CNY)", tracking=True, help="0 = any declared value.")
    barred_categ_ids = fields.Many2many(
        "product.category", "delivery_carrier_barred_categ", "carrier_id", "categ_id", string="Goods it does not take",
        help="With all categories below them.")

    _ability_limits = models.Constraint(
        "CHECK(parcel_max_g >= 0 AND parcel_max_side_mm >= 0 AND parcel_max_sum_mm >= 0 AND insured_max >= 0)", "Limits of a carrier are zero or more.")
    _piece_limit = models.Constraint("CHECK(parcel_max_pieces >= 0)", "Limits of a carrier are zero or more.")

    def _abilities(self):
        """:return: the core's Abilities of the carrier."""
        self.ensure_one()
        return Abilities(
            self.parcel_max_g or None, self.parcel_max_side_mm or None, self.parcel_max_sum_mm or None, self.takes_cod,
            self.insured_max * 100 or None, self._barred_categories(), self.parcel_max_pieces or None)

    def _barred_categories(self):
        if not self.id or self.write_date >= self.env.cr.now():
            return frozenset(self.barred_categ_ids.ids)
        return self._barred_categories_of(self.id, self.write_date)

    @tools.ormcache("carrier_id", "written")
    def _barred_categories_of(self, carrier_id, written):  # read once for each state of the carrier, which every quote asks
        return frozenset(self.browse(carrier_id).barred_categ_ids.ids)

    def _ability_refusal(self, parcels, options, categories):
        """Say why the carrier cannot take a shipment.

        :param parcels: as ``logistics.quoting._quote_many`` takes them. :param options: likewise.
        :param categories: product.category of the goods.
        :return: the core's Refusal, or None.
        """
        abilities = self._abilities()
        keys = self.env["logistics.choosing"]._categories(categories) if abilities.barred else ()
        return objection(abilities, [_parcel(parcel) for parcel in parcels], options, keys)

    def _picking_requests(self, pickings):
        requests = super()._picking_requests(pickings)
        for picking in pickings:
            request = requests[picking.id]
            request["refusal"] = self._ability_refusal(request["parcels"], request["options"], picking.move_ids.product_id.categ_id)
        return requests

    def _hq_contract_request(self, order):
        request = super()._hq_contract_request(order)
        if not request["refusal"]:
            lines = order.order_line.filtered(lambda line: line.product_id and not line.display_type and not line.is_delivery)
            request["refusal"] = self._ability_refusal(request["parcels"], {}, lines.product_id.categ_id)
        return request
