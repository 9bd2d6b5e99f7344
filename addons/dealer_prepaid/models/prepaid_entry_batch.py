import dataclasses

from odoo import models

from odoo.addons.dealer_base.money import to_fen

from ..ledger import posting

PARCELS = ("capture", "refund")  # kinds by which an order is charged, and given back, in parts


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

    def _gl_legs(self, before=None):
        """Ask the template of the entry's kind for its legs, with the rates and roles frozen when the entry was made.

        :param before: what :meth:`_gl_before` gave for entries of which this is one.
        :return: list of posting.Leg.
        """
        self.ensure_one()
        fen, memo, service, choices = to_fen(self.amount), self._gl_memo_fen(), self.env["prepaid.posting"], self._gl_choices()
        if self.kind in ("postage", "handling"):
            legs = service._voucher(self.company_id, "E09b", {self.kind: abs(memo - fen)}, self.date, **choices)
            return legs if memo >= fen else self._gl_red(legs, choices)
        choices["before"] = (self._gl_before() if before is None else before).get(self.id, {})
        legs = service._voucher(self.company_id, "E07", {**self._gl_parts(), "gift": abs(memo)}, self.date, **choices)
        return legs if fen < 0 else self._gl_red(legs, choices)

    def _gl_parts(self):
        """Give the parts of a shipment or a refund: {part: gross fen}."""
        return {part: fen for part, fen in (self.components or {}).items() if fen} or {"goods": abs(to_fen(self.amount))}

    def _gl_before(self):
        """Give what earlier parcels, or earlier refunds, of the same order were booked with by the day, part by part at the same rate.

        :return: {entry id: {part: gross fen}}; entries without an order are left out.
        """
        own = self.filtered(lambda entry: entry.kind in PARCELS and entry.order_id)
        sisters = self.sudo().search([  # sudo: what was booked before counts whoever posts
            ("company_id", "in", own.company_id.ids), ("kind", "in", PARCELS), ("gl_mode", "=", "batch"),
            ("order_model", "in", list(set(own.mapped("order_model")))), ("order_id", "in", list(set(own.mapped("order_id"))))], order="id") if own else own
        found, sums, ids = {}, {}, set(own.ids)
        for entry in sisters:
            terms = dataclasses.replace(entry.company_id._prepaid_terms(entry.date), **entry._gl_choices())
            known = sums.setdefault((entry.company_id, entry.order_model, entry.order_id, entry.kind), {})
            parts = posting.lowered(posting.settlement(entry._gl_parts()), abs(entry._gl_memo_fen()))
            if entry.id in ids:
                found[entry.id] = {part: known.get((part, terms.rate(part)), 0) for part in parts}
            for part, fen in parts.items():
                known[part, terms.rate(part)] = known.get((part, terms.rate(part)), 0) + fen
        return found

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
