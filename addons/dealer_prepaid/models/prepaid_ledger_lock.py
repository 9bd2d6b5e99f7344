from datetime import timedelta

from odoo import fields, models


class PrepaidLedgerLock(models.TransientModel):
    """Dialog: close the prepaid ledger up to a day, outside the month close."""

    _name = "prepaid.ledger.lock"
    _description = "Close the prepaid ledger"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    present_date = fields.Date(related="company_id.prepaid_lock_date", string="Closed up to now")
    date = fields.Date(string="Close up to", required=True, default=lambda self: self.env.company._dealer_today().replace(day=1) - timedelta(days=1))

    def action_lock(self):
        """Close the ledger; see ``res.company.action_lock_prepaid``."""
        self.ensure_one()
        self.company_id.action_lock_prepaid(self.date)
        return {"type": "ir.actions.act_window_close"}
