from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen


class PrepaidBalanceAt(models.TransientModel):
    """Balance on a day as it was known on another day: what disputes about a past date turn on (N15)."""

    _name = "prepaid.balance.at"
    _description = "Balance at a past moment"

    account_id = fields.Many2one("prepaid.account", required=True)
    company_id = fields.Many2one(related="account_id.company_id")
    currency_id = fields.Many2one(related="account_id.currency_id")
    date = fields.Date(
        string="Balance on", required=True, default=lambda self: self.env.company._dealer_today(), help="Entries with a business date up to this day.")
    known_on = fields.Date(
        string="As known on", required=True, default=lambda self: self.env.company._dealer_today(),
        help="Entries that had been recorded by the end of this day.")
    balance = fields.Monetary(string="Balance as known then", compute="_compute_balance")
    balance_today = fields.Monetary(string="Balance as known today", compute="_compute_balance")
    entry_count = fields.Integer(string="Entries", compute="_compute_balance")
    late_entry_ids = fields.Many2many("prepaid.entry", string="Recorded later", compute="_compute_balance")

    @api.depends("account_id", "date", "known_on")
    def _compute_balance(self):
        for query in self:
            account = query.account_id
            if not (account and query.date and query.known_on):
                query.update({"balance": 0, "balance_today": 0, "entry_count": 0, "late_entry_ids": False})
                continue
            then, count, today, _all = account._balance_at(query.date, query.known_on)
            query.update({
                "balance": from_fen(then), "balance_today": from_fen(today), "entry_count": count,
                "late_entry_ids": self.env["prepaid.entry"].search([
                    ("account_id", "=", account.id), ("date", "<=", query.date), ("recorded_at", ">=", account._end_of(query.known_on))], order="id"),
            })
