import dataclasses

from odoo import models

from odoo.addons.dealer_base.money import to_fen

from ..ledger import posting


class PrepaidEntryBatch(models.Model):
    """What a ledger entry says to the batch of its day. The hooks are extended where shipments and returns are known."""

    _inherit = "prepaid.entry"

    def _gl_ready(self):
        """Hook: leave out the entries that may not be booked yet (income at receipt, P4).

        :return: prepaid.entry.
        """
        return self

    def _gl_days(self):
        """Hook: give the days on which entries count in the books: their business dates, or the days their goods arrived (P4).

        :return: {entry id: date}.
        """
        return {entry.id: entry.date for entry in self}

    def _gl_batch_cost(self):
        """Hook: tell the cost of the goods of these entries (E06, E06c, E09c). Extend: return super() + own.

        :return: list of (cost account, inventory account or that of goods shipped, fen), fen below zero for goods that came back.
        """
        return []

    def _gl_memo_fen(self):
        """Give the part of the amount that is outside the books: gift money, with the sign of the amount."""
        return to_fen(self.memo) if "memo" in self._fields else 0

    def _gl_legs(self):
        """Ask the template of the entry's kind for its legs, with the rates and roles frozen when the entry was made.

        :return: list of posting.Leg.
        """
        self.ensure_one()
        fen, memo, service, choices = to_fen(self.amount), self._gl_memo_fen(), self.env["prepaid.posting"], self._gl_choices()
        if self.kind in ("postage", "handling"):
            legs = service._voucher(self.company_id, "E09b", {self.kind: abs(memo - fen)}, self.date, **choices)
            return legs if memo >= fen else self._gl_red(legs, choices)
        parts = {part: value for part, value in (self.components or {}).items() if value} or {"goods": abs(fen)}
        legs = service._voucher(self.company_id, "E07", {**parts, "gift": abs(memo)}, self.date, **choices)
        return legs if fen < 0 else self._gl_red(legs, choices)

    def _gl_ahead(self):
        """Hook: read what :meth:`_gl_split` needs for all these entries at once. Extend: return super() | own.

        :return: {name: what was read}.
        """
        return {}

    def _gl_split(self, leg, ahead):
        """Hook: say which accounts stand in for the mapped one of a leg. Extend: return other pairs that add up to it.

        :param leg: posting.Leg of :meth:`_gl_legs`. :param ahead: what :meth:`_gl_ahead` gave for entries of which this is one.
        :return: list of (account.account, empty = the mapped one; fen).
        """
        self.ensure_one()
        return [(self.env["account.account"], leg.fen)]

    def _gl_red(self, legs, choices):
        """Take legs back as the company does it, in red or on the other side."""
        return posting.reverse(legs, dataclasses.replace(self.company_id._prepaid_terms(self.date), **choices))
