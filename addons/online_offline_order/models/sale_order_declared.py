from odoo import api, fields, models

from odoo.addons.dealer_base.money import to_fen


class SaleOrder(models.Model):
    """What an order asks of its carrier beside the way: insurance of a declared value, cash on delivery, carrying upstairs. Tariffs price it."""

    _inherit = "sale.order"

    declared_value = fields.Monetary(copy=False, help="The carrier insures the goods up to this value, where its tariff has a price for it; 0 = not insured.")
    carry_floors = fields.Integer(string="Floors upstairs", copy=False, help="Floors the carrier carries the goods up; 0 = to the door.")

    cod_amount = fields.Monetary(
        string="Cash on delivery", copy=False, help="The carrier collects this amount from the recipient, where it does and its tariff has a price for it.")

    _extras = models.Constraint(
        "CHECK(declared_value >= 0 AND carry_floors >= 0 AND cod_amount >= 0)", "Declared value, cash on delivery and floors of an order are zero or more.")

    def _draft_fields(self):
        return super()._draft_fields() | {"declared_value", "carry_floors", "cod_amount"}

    def _freight_options(self):
        """:return: ``options`` of a request of ``logistics.quoting._quote_many``; what is not asked for is left out."""
        options = {"declared_value": to_fen(self.declared_value), "floors": self.carry_floors, "cod_amount": to_fen(self.cod_amount)}
        return {name: value for name, value in options.items() if value}

    def _freight_requests(self, units, carriers):
        options = self._freight_options()
        return [{**request, "options": options} for request in super()._freight_requests(units, carriers)]

    @api.depends("declared_value", "carry_floors", "cod_amount")
    def _compute_settlement(self):
        super()._compute_settlement()

    @api.depends("declared_value", "carry_floors", "cod_amount")
    def _compute_quote_html(self):
        super()._compute_quote_html()

    @api.depends("declared_value", "carry_floors", "cod_amount")
    def _compute_quote_stale(self):
        super()._compute_quote_stale()
