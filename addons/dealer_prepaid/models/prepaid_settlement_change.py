from odoo import fields, models

from .res_partner_settlement import METHODS


class PrepaidSettlementChange(models.TransientModel):
    """Asks finance for the new settlement method of a dealer or store and why it changes."""

    _name = "prepaid.settlement.change"
    _description = "Settlement method"

    partner_id = fields.Many2one("res.partner", required=True, readonly=True)
    settlement_method = fields.Selection(METHODS)
    credit_term_days = fields.Integer(string="Term (days)", default=30)
    currency_id = fields.Many2one("res.currency", default=lambda self: self.env.company.currency_id)
    credit_term_limit = fields.Monetary(string="Credit limit")
    reason = fields.Text()

    def action_apply(self):
        """Change the terms; the partner's own method checks role and figures."""
        self.ensure_one()
        self.partner_id.action_set_settlement(
            self.settlement_method, self.reason, days=self.credit_term_days, limit=self.credit_term_limit)
        return {"type": "ir.actions.act_window_close"}
