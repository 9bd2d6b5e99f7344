from odoo import api, fields, models

from .prepaid_sums_mixin import search_sum


class PrepaidAccountDispute(models.Model):
    """What of an account's debits its owner disputes, line by line (N3); it is shown, the balance stays as booked until a decision."""

    _inherit = "prepaid.account"

    disputed_amount = fields.Monetary(
        compute="_compute_disputed_amount", search=search_sum("disputed_amount"), string="In dispute",
        help="Debits on statements that the owner disputes and nobody has decided yet. They count in the balance until then.")

    @api.depends("statement_ids.dispute_ids.state", "statement_ids.dispute_ids.disputed")
    def _compute_disputed_amount(self):
        groups = self.env["prepaid.statement.dispute"].sudo()._read_group(  # sudo: a figure of the account for whoever sees the account
            [("account_id", "in", self.ids), ("state", "=", "open"), ("amount", "<", 0)], ["account_id"], ["disputed:sum"])
        amounts = {account.id: amount for account, amount in groups}
        for account in self:
            account.disputed_amount = amounts.get(account.id, 0)

    def action_open_disputes(self):
        """Show the open disputes of the account."""
        return self._action("dealer_prepaid.prepaid_statement_dispute_action", [("account_id", "in", self.ids), ("state", "=", "open")])
