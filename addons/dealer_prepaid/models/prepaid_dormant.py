from odoo import fields, models

from ..sql import proof


class PrepaidDormant(models.Model):
    """Accounts with money, by the days since anything moved on them."""

    _name = "prepaid.dormant"
    _description = "Idle prepaid money"
    _auto = False
    _order = "idle_days desc, account_id"
    _rec_name = "account_id"
    _depends = {
        "prepaid.account": ["partner_id", "company_id", "available", "state"], "prepaid.entry": ["account_id", "amount", "date"],
        "res.company": ["prepaid_dormant_days"],
    }

    account_id = fields.Many2one("prepaid.account", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Owner", readonly=True)
    sales_company_id = fields.Many2one("res.partner", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    season_id = fields.Many2one("dealer.season", readonly=True)
    state = fields.Selection(
        [("draft", "Not open"), ("open", "Open"), ("frozen", "Frozen"), ("closing", "Being closed"), ("closed", "Closed")], readonly=True)
    balance = fields.Monetary(readonly=True)
    available = fields.Monetary(readonly=True)
    last_on = fields.Date(string="Last movement", readonly=True)
    last_debit_on = fields.Date(string="Last used", readonly=True)
    idle_days = fields.Integer(string="Days without movement", readonly=True, aggregator="max")
    dormant = fields.Boolean(readonly=True, help="No movement for as many days as the company's setting says.")

    @property
    def _table_query(self):
        return proof.dormant_query()

    def action_open_account(self):
        """Open the account."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "prepaid.account", "res_id": self.account_id.id, "view_mode": "form"}
