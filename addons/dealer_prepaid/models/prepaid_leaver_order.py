from odoo import api, fields, models
from odoo.exceptions import AccessError


class PrepaidLeaverOrder(models.Model):
    """An order that still holds money of who leaves, and whether it shall ship or be cancelled by customer service."""

    _name = "prepaid.leaver.order"
    _description = "Open order of a dealer leaving"
    _order = "leaver_id desc, id"

    leaver_id = fields.Many2one("prepaid.leaver", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="leaver_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    hold_id = fields.Many2one("prepaid.hold", required=True, readonly=True, ondelete="restrict", string="Order")
    amount = fields.Monetary(related="hold_id.amount")
    open_amount = fields.Monetary(related="hold_id.open_amount")
    hold_state = fields.Selection(related="hold_id.state")
    decision = fields.Selection([("ship", "Ship it"), ("cancel", "Cancel it")], default="ship", required=True)
    note = fields.Char()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("The open orders are listed by the freeze."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - {"decision", "note"}:
            raise AccessError(self.env._("The open orders are listed by the freeze; only what shall become of them is entered."))
        result = super().write(vals)
        if not self.env.su:
            self.leaver_id._remember_editor()
        return result

    def action_open_document(self):
        """Open the order."""
        return self.hold_id.action_open_document()
