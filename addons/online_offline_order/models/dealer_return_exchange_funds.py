from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..returns import Refusal
from .sale_order_settlement import MONEY_SEEN

PENDING = ("draft", "submitted", "approved", "inspecting", "downgraded", "exchange", "waiting")


class DealerReturn(models.Model):
    """Whether an exchange could leave now: the stock of its goods, and the account that would hold its difference."""

    _inherit = "dealer.return"

    exchange_hold = fields.Monetary(
        string="To be held", compute="_compute_exchange_funds", groups=MONEY_SEEN, help="When the exchange is accepted: what the credit does not cover.")
    exchange_available = fields.Monetary(
        string="Available", compute="_compute_exchange_funds", groups=MONEY_SEEN, help="On the account that the exchange concerns.")
    exchange_short = fields.Monetary(string="Top-up then", compute="_compute_exchange_funds", groups=MONEY_SEEN)

    @api.depends("is_exchange", "state", "net_amount", "exchange_kind", "exchange_accepted_at")
    def _compute_exchange_funds(self):
        for record in self:
            hold_fen, available_fen = record._exchange_funds() or (0, 0)
            record.exchange_hold, record.exchange_available = float(from_fen(hold_fen)), float(from_fen(available_fen))
            record.exchange_short = float(from_fen(max(hold_fen - max(available_fen, 0), 0)))

    def _exchange_funds(self):
        """Work out what an exchange that is not accepted yet would hold, and what there is for it.

        :return: (fen to be held, fen available), None where nothing would be held: accepted, on a term, or not to be priced.
        """
        own = self.sudo()  # sudo: figures of the account, closed by the groups of the fields and by the pages that show them
        raw = own._origin or own
        held = raw.exchange_order_id.dealer_state not in (False, "draft", "waiting")
        if not own.is_exchange or raw.state not in PENDING or held or not own.order_id or raw._is_on_term():
            return None
        found, account = own._exchange(), own.order_id._origin._find_hold_account()
        if isinstance(found, Refusal) or not account:
            return None
        advance = own.exchange_kind == "advance" and raw.state in ("draft", "submitted", "approved")
        return found.hold_fen(in_advance=advance), to_fen(account.sudo().available)  # sudo: as above

    # -- pages of the store

    def _store_funds(self):
        """Say on the page of the store whether the account covers the exchange, False where nothing would be held.

        A clerk reads whether it does, as of an order, and no amount.
        """
        self.ensure_one()
        found = self._exchange_funds()
        if not found or not found[0]:
            return False
        hold_fen, available_fen = found
        sees = self.env.user.has_group("dealer_base.group_portal_store")
        if hold_fen <= available_fen:
            return self.env._("The account covers it: %(hold)s of %(available)s yuan available are held when the exchange is accepted.",
                              hold=yuan(hold_fen), available=yuan(available_fen)) if sees else self.env._("The account covers it.")
        return self.env._("The account lacks %(short)s yuan: %(hold)s yuan are needed, %(available)s yuan are available. It would wait for a top-up.",
                          short=yuan(hold_fen - max(available_fen, 0)), hold=yuan(hold_fen), available=yuan(available_fen)) if sees \
            else self.env._("The account does not cover it: it would wait for a top-up.")
