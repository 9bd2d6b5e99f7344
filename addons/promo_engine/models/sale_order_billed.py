from odoo import models

from odoo.addons.dealer_base.money import to_fen

from ..adapters.keys import product_key, rule_key
from ..engine import read_outcome
from ..engine.refund import GiftBack


class SaleOrder(models.Model):
    """A cancelled order whose invoice was posted has not given its promotions back: what stands on the invoice stays used until it is credited."""

    _inherit = "sale.order"

    def _promo_release(self):
        if self._promo_is_charged_back():
            return None  # the buyer's bank took the money back: limits and numbers of the customer stay used
        billed = self._promo_billed() if self.state == "cancel" else {}
        given = self.sudo().promo_application_ids[:1]  # sudo: written by the steps of the order alone
        if not given or not any(billed.values()):
            return super()._promo_release()
        outcome = read_outcome(given.outcome)
        kept = {line.id: min(line.qty, billed.get(line.id, 0)) for line in outcome.lines}
        used = {}
        for rule, shares in given.share_ids.filtered(lambda share: share.kind == "goods").grouped("rule_id").items():
            parts = sum(share._part_fen(kept.get(f"L{share.line_id.id}", 0)) for share in shares)
            used[rule] = parts, sum(to_fen(share.amount) for share in shares)
        gifts = {(line.promo_rule_id, line.product_id) for line in given.order_id.order_line if line.is_promo_gift and line._promo_billed_qty() > 0}
        back = [GiftBack(rule_key(share.rule_id.id), product_key(share.product_id.id), share.pieces, "keep")
                for share in given.share_ids if share.kind == "gift" and (share.rule_id, share.product_id) not in gifts]
        return self.env["promo.limit"]._use_now(self._promo_document(), dict(self._promo_less(given, outcome, kept, used, (), back)))

    def _promo_billed(self):
        """:return: {key of the engine's line: pieces} on posted invoices that no credit note has given back."""
        found = {}
        for line in self._promo_lines():
            pieces, qty = line._promo_pieces_price()[0], line.product_uom_qty
            found[f"L{line.id}"] = max(0, round(line._promo_billed_qty() * pieces / qty)) if qty else 0
        return found
