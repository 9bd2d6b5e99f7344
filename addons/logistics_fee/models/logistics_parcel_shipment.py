from odoo import fields, models


class LogisticsParcel(models.Model):
    """What the price of a parcel depends on besides its weight."""

    _inherit = "logistics.parcel"

    cod_fen = fields.Integer(string="Cash on delivery (fen)", aggregator="sum", help="The carrier collects so much from the recipient.")
    floors = fields.Integer(aggregator="max", help="Floors the carrier carries it up.")

    _extras = models.Constraint("CHECK(cod_fen >= 0 AND floors >= 0)", "Cash on delivery and floors of a parcel are zero or more.")

    def _shipment_options(self):
        """Give what surcharges ask for, of parcels that travel together.

        :return: the ``options`` of a request of ``logistics.quoting._quote_many``; what nobody entered is left out.
        """
        options = {
            "declared_value": sum(parcel.declared_fen for parcel in self), "cod_amount": sum(parcel.cod_fen for parcel in self),
            "floors": max((parcel.floors for parcel in self), default=0)}
        return {name: value for name, value in options.items() if value}
