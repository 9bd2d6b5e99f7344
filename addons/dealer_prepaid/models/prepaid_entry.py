from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import yuan

from ..ledger import kind_selection
from ..sql import book, sums
from .prepaid_sums_mixin import search_sum


class PrepaidEntry(models.Model):
    """One line of the ledger: append-only for everyone (rights, code and database trigger); a mistake is corrected by another."""

    _name = "prepaid.entry"
    _description = "Prepaid ledger entry"
    _inherit = ["prepaid.sums.mixin"]
    _order = "id desc"
    _rec_name = "label"
    _sums = {"balance_after": sums.balance_after, "balance_before": sums.balance_before}

    account_id = fields.Many2one("prepaid.account", required=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(related="account_id.partner_id", store=True, index=True)
    company_id = fields.Many2one("res.company", required=True, index=True, ondelete="restrict")
    currency_id = fields.Many2one("res.currency", required=True)
    season_id = fields.Many2one("dealer.season", required=True, ondelete="restrict")
    operation_id = fields.Many2one("prepaid.operation", required=True, index=True, ondelete="restrict")
    kind = fields.Selection(kind_selection(), required=True)
    amount = fields.Monetary(required=True, help="Above zero for the dealer's credit, below zero for a debit.")
    balance_after = fields.Monetary(
        compute="_compute_balance_after", search=search_sum("balance_after"), aggregator=None, help="Balance of the account after this entry.")
    balance_before = fields.Monetary(compute="_compute_balance_after", search=search_sum("balance_before"), aggregator=None)
    label = fields.Char(required=True, string="What for")
    components = fields.Json(help="Parts of the amount in fen.")
    explanation = fields.Char(compute="_compute_explanation", help="What the amount is made of.")
    date = fields.Date(required=True, index=True, string="Business date")
    recorded_at = fields.Datetime(required=True)
    origin_date = fields.Date(readonly=True, string="Original date", help="Day of the movement in the system used before; opening balances only.")
    origin_ref = fields.Char(readonly=True, string="Original reference")
    hold_key = fields.Char()
    res_model = fields.Char()
    res_id = fields.Many2oneReference(model_field="res_model")
    order_model = fields.Char()
    order_id = fields.Many2oneReference(model_field="order_model")
    actor_id = fields.Many2one("res.users", required=True, string="By")
    approver_id = fields.Many2one("res.users", string="Confirmed by")
    move_id = fields.Many2one("account.move", string="Journal entry", index="btree_not_null", ondelete="restrict")
    sequence = fields.Integer(readonly=True, help="Place in the account's chain; empty until the entry is sealed, a moment after its commit.")
    prev_hash = fields.Char(readonly=True, string="Digest of the entry before")
    seal_version = fields.Integer(
        readonly=True, groups="dealer_base.group_auditor", help="What the digest covers; none for entries of before there were versions.")
    hash = fields.Char(readonly=True, string="Digest", help="SHA-256 over the entry and the digest before it: any later change shows.")
    clearing_move_id = fields.Many2one("account.move", string="Clearing entry", index="btree_not_null", ondelete="restrict")

    _not_zero = models.Constraint("CHECK(amount <> 0)", "An entry has an amount.")
    _account_order = models.Index("(account_id, id)")
    _chain_uniq = models.UniqueIndex("(account_id, sequence) WHERE hash IS NOT NULL", "Two entries cannot have one place in the chain.")
    _unsealed = models.Index("(account_id) WHERE hash IS NULL")
    _document = models.Index("(res_model, res_id)")
    _order_document = models.Index("(order_model, order_id)")

    @api.depends("account_id", "amount")
    def _compute_balance_after(self):
        self.env["prepaid.entry"].flush_model(["account_id", "amount"])
        after = book.running_balances(self.env.cr, self._origin.ids)
        for entry in self:
            entry.balance_after = after.get(entry._origin.id, 0) / 100
            entry.balance_before = entry.balance_after - entry.amount

    @api.depends("components")
    def _compute_explanation(self):
        words = self._component_words()
        for entry in self:
            parts = entry.components or {}
            ordered = [part for part in words if part in parts] + sorted(parts.keys() - words.keys())
            entry.explanation = " + ".join(f"{words.get(part, part)} {yuan(parts[part])}" for part in ordered if parts[part])

    def _component_words(self):
        """Name the parts of an amount in the user's language, in the order in which they are shown. Extend: return {part: word}."""
        return {
            "goods": self.env._("goods"),
            "admin": self.env._("admin fee"),
            "logistics": self.env._("logistics fee"),
        }

    def _link_move(self, move):
        """Name the invoice or journal entry that books these entries; once set it stays.

        :param move: one posted account.move.
        """
        self.sudo().move_id = move  # sudo: nobody may write entries by hand; the link is part of the booking

    def _open(self, model, res_id):
        if not model or not self.env[model].browse(res_id).exists():
            raise UserError(self.env._("Ledger entry %s names no document that could be opened: look at its text and its journal entry.", self.label))
        return {"type": "ir.actions.act_window", "res_model": model, "res_id": res_id, "view_mode": "form"}

    def action_open_document(self):
        """Open the shipment, top-up or return that caused the entry."""
        self.ensure_one()
        return self._open(self.res_model, self.res_id)

    def action_open_order(self):
        """Open the order the entry belongs to."""
        self.ensure_one()
        return self._open(self.order_model, self.order_id)
