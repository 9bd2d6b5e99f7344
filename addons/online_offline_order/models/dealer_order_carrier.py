from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen


class DealerOrderCarrier(models.TransientModel):
    """Changes the carrier of a submitted order: shows what the order costs then, asks for the reason and the customer's consent.

    The step itself checks role, state, price and consent.
    """

    _name = "dealer.order.carrier"
    _description = "Change of the carrier"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    carrier_id = fields.Many2one("delivery.carrier", string="New carrier", required=True, domain="[('id', 'in', carrier_ids), ('id', '!=', present_id)]")
    carrier_ids = fields.Many2many("delivery.carrier", compute="_compute_carrier_ids")
    present_id = fields.Many2one("delivery.carrier", string="Present carrier", related="order_id.carrier_id")
    total = fields.Monetary(string="Present total", related="order_id.settlement_total")
    new_total = fields.Monetary(compute="_compute_new_total")
    difference = fields.Monetary(compute="_compute_new_total", help="Above zero: the customer must agree to pay more.")
    refusal = fields.Char(compute="_compute_new_total")
    reason = fields.Char(required=True)
    consent = fields.Char(string="Customer's consent", help="Who of the customer's agreed to the higher total, and how.")

    @api.depends("order_id")
    def _compute_carrier_ids(self):
        for wizard in self:
            wizard.carrier_ids = wizard.order_id._freight_carriers(wizard.order_id.company_id)

    @api.depends("carrier_id", "order_id")
    def _compute_new_total(self):
        for wizard in self:
            wizard.new_total, wizard.difference, wizard.refusal = wizard.total, 0, False
            if not wizard.carrier_id or wizard.carrier_id == wizard.present_id:
                continue
            try:
                settlement, _freight = wizard.order_id._rated_by(wizard.carrier_id)
            except UserError as error:
                wizard.refusal = str(error)
                continue
            wizard.new_total = float(from_fen(settlement.total_fen))
            wizard.difference = float(from_fen(settlement.total_fen - to_fen(wizard.total)))

    def action_apply(self):
        """Change the carrier."""
        self.ensure_one()
        answer = self.order_id.action_change_carrier(self.carrier_id.id, self.reason, self.consent)
        return answer if isinstance(answer, dict) else {"type": "ir.actions.act_window_close"}
