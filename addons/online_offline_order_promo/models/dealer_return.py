from collections import Counter

from odoo import models

from odoo.addons.dealer_base.money import round_div


class DealerReturn(models.Model):
    """Goods of a dealer order that come back: rules that say so are worked out again for the goods that stay."""

    _inherit = "dealer.return"

    def _withdrawn_fen(self, gone, kept_off_fen):
        fen = super()._withdrawn_fen(gone, kept_off_fen)
        order = self.order_id._origin.sudo()  # sudo: the promotions of the order belong to its return
        keys = {f"L{line._settlement_key()}": gone.get(line._settlement_key(), 0) for line in order._goods_lines()}  # a cancelled rest counts as kept
        stays = any(line.qty_settled > gone.get(line._settlement_key(), 0) for line in order._goods_lines())
        found = order._promo_refund_plan(keys) if stays or order._gift_lines() else None
        if not found:
            return fen
        outcome, plan = found
        fen += self._gift_charge_fen(plan)
        if plan.as_given and stays:  # nothing was worked out again: what earlier returns charged stays until all of it is back
            return max(fen, self._withdrawn_before_fen())
        if not stays or not kept_off_fen:
            return fen
        parts = {effect.rule: (sum(part for _key, part in effect.settlement), effect) for effect in outcome.effects if effect.settlement}
        lost = {claw.rule: claw.fen for claw in plan.clawbacks if claw.rule in parts}
        if not lost:
            return fen
        quantities, before, kept = {line.id: line.qty for line in outcome.lines}, 0, 0
        for settled, effect in parts.values():
            off = sum(
                max(0, min(count, quantities[key] - keys.get(key, 0) - first)) * share for key, first, count, share in effect.shares)
            before += round_div(off * settled, effect.goods_fen)
            kept += round_div((off - lost.get(effect.rule, 0)) * settled, effect.goods_fen)
        return fen + max(0, min(kept_off_fen, kept_off_fen - round_div(kept_off_fen * kept, before))) if before else fen

    def _book_refund(self):
        result = super()._book_refund()
        self._promo_come_back()
        return result

    def _promo_come_back(self):
        """Vouchers, what was earned for later, budgets and counters follow the goods that came back, this return among them."""
        order = self.order_id.sudo()  # sudo: the promotions of the order belong to its return
        done = order.return_ids.filtered(lambda record: record == self or record.state in ("refunded", "exchanged"))
        if plan := order._promo_returned(done._promo_pieces()):
            order._promo_note_unshipped(done, plan)

    def _promo_pieces(self):
        """:return: {key of the engine's line: pieces} that these returns take back."""
        found = Counter()
        for line in self.line_ids.filtered(lambda one: not one.order_line_id.sudo().is_promo_gift):  # sudo: as above
            found[f"L{line.order_line_id.id}"] += line._pieces()
        return found
