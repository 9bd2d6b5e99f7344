from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from .prepaid_statement_answer import RECORDERS


class PrepaidStatementDisputeAsk(models.TransientModel):
    """Asks what the owner disputes of a line of his statement: how much of it, and why.

    Of a debit the part that was charged too much, at first all of it; of a credit what is missing of it. What the amount should
    be in the owner's view follows from that, and the correction begins with it.
    """

    _name = "prepaid.statement.dispute.ask"
    _description = "Dispute of a statement line"
    _inherit = "dealer.amount.mixin"

    line_id = fields.Many2one("prepaid.statement.line", required=True, readonly=True, ondelete="cascade")
    entry_id = fields.Many2one(related="line_id.entry_id")
    currency_id = fields.Many2one(related="line_id.currency_id")
    amount = fields.Monetary(related="line_id.amount", string="Booked")
    disputed = fields.Monetary(string="Amount in dispute", help="Of a debit what was charged too much, of a credit what is missing.")
    reason = fields.Text(string="What the owner says")
    owner_view = fields.Char(compute="_compute_owner_view", string="In the owner's view")

    @api.depends("disputed", "line_id")
    @api.depends_context("lang")
    def _compute_owner_view(self):
        for ask in self:
            ask.owner_view = yuan(ask._claimed_fen() * (-1 if to_fen(ask.amount) < 0 else 1))

    def _claimed_fen(self):
        """:return: what the amount should be in the owner's view, without sign."""
        booked, disputed = to_fen(self.amount), to_fen(self.disputed)
        return abs(booked) - disputed if booked < 0 else booked + disputed

    def action_apply(self):
        """Record the dispute of the line.

        :return: action that closes the dialog.
        :raises AccessError: for others than the settlement accountant.
        :raises UserError: without reason or amount, or when more of a debit is disputed than was booked; and as the line refuses.
        """
        self.line_id.statement_id._need(RECORDERS)
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say what the owner disputes on %s.", self.line_id.statement_id.name))
        if to_fen(self.disputed) <= 0:
            raise UserError(self.env._("Enter how much of %s the owner disputes.", self.entry_id.label))
        if self._claimed_fen() < 0:
            raise UserError(self.env._(
                "%(entry)s was booked with %(booked)s CNY: no more of it can be in dispute.", entry=self.entry_id.label, booked=yuan(abs(to_fen(self.amount)))))
        self.line_id.action_dispute(self.reason, float(from_fen(self._claimed_fen())))
        return {"type": "ir.actions.act_window_close"}
