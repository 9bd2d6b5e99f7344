from odoo import fields, models

from ..sql import proof
from .prepaid_lot import BUCKETS

BRACKETS = [("d30", "Up to 30 days"), ("d60", "31 to 60 days"), ("d90", "61 to 90 days"), ("d180", "91 to 180 days"), ("older", "Over 180 days")]


class PrepaidAging(models.Model):
    """Unused prepaid money by its age: each top-up, gift or rebate of which something is left, and when it was last used."""

    _name = "prepaid.aging"
    _description = "Aging of unused prepaid money"
    _auto = False
    _order = "age_days desc, id"
    _rec_name = "lot_id"
    _depends = {
        "prepaid.account": ["partner_id", "season_id"], "prepaid.entry": ["account_id", "hold_key", "date"],
        "prepaid.lot": ["account_id", "bucket", "free", "initial", "created_on", "expires_on"],
        "prepaid.hold": ["account_id", "key", "state"], "prepaid.hold.line": ["hold_id", "lot_id", "amount", "captured", "released"],
    }

    lot_id = fields.Many2one("prepaid.lot", string="Credit", readonly=True)
    account_id = fields.Many2one("prepaid.account", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Owner", readonly=True)
    sales_company_id = fields.Many2one("res.partner", readonly=True)
    season_id = fields.Many2one("dealer.season", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    bucket = fields.Selection(BUCKETS, readonly=True)
    memo = fields.Boolean(string="Outside the books", readonly=True)
    created_on = fields.Date(string="Since", readonly=True)
    expires_on = fields.Date(string="Last day", readonly=True)
    last_used_on = fields.Date(string="Last used", readonly=True, help="Day of the newest debit that took from this credit.")
    initial = fields.Monetary(string="Amount", readonly=True)
    free = fields.Monetary(readonly=True, help="Neither used nor held.")
    held = fields.Monetary(readonly=True, help="Held for orders that have not shipped.")
    unused = fields.Monetary(readonly=True, help="Free and held together.")
    age_days = fields.Integer(string="Days old", readonly=True, aggregator="max")
    bracket = fields.Selection(BRACKETS, string="Age", readonly=True)

    @property
    def _table_query(self):
        return proof.aging_query()

    def action_open_account(self):
        """Open the account."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "prepaid.account", "res_id": self.account_id.id, "view_mode": "form"}

    def action_open_uses(self):
        """Show the ledger entries that used the credit."""
        self.ensure_one()
        return self.lot_id.action_open_uses()
