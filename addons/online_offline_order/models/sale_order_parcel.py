from odoo import api, fields, models


class SaleOrder(models.Model):
    """The parcels of an order: what left, when it should arrive."""

    _inherit = "sale.order"

    dealer_parcel_count = fields.Integer(compute="_compute_dealer_parcels")
    promised_date = fields.Date(string="Promised for", compute="_compute_dealer_parcels", help="By then the last shipped parcel should have arrived.")

    @api.depends("picking_ids.parcel_ids.promised_date", "picking_ids.parcel_ids.state")
    def _compute_dealer_parcels(self):
        for order in self:
            parcels = order.sudo().picking_ids._parcels().filtered("shipped_date")  # sudo: who reads the order may follow its parcels
            order.dealer_parcel_count = len(parcels)
            order.promised_date = max((parcel.promised_date for parcel in parcels if parcel.promised_date), default=False)

    def _held_quote(self):
        """Give the quote whose price the order was held with: its carrier's last one.

        :return: logistics.quote in sudo, empty for an order that was never quoted.
        """
        self.ensure_one()
        return self.env["logistics.quote"].sudo().search([  # sudo: the warehouse ships by it and reads no quotes
            ("res_model", "=", self._name), ("res_id", "=", self.id), ("carrier_id", "=", self.carrier_id.id), ("side", "=", "charge")], limit=1)

    def _after_shipment(self, picking, parcel):
        super()._after_shipment(picking, parcel)
        picking._ship_parcels(parcel.logistics_fen)

    def action_open_parcels(self):
        """Show the parcels of the order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("logistics_fee.logistics_parcel_action")
        return {**action, "domain": [("picking_id.sale_id", "in", self.ids)], "context": {}}
