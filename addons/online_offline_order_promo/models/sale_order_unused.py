from odoo import models

from odoo.addons.dealer_base.money import allocate, split_by_progress, to_fen
from odoo.addons.online_offline_order.returns import QUALITY
from odoo.addons.promo_engine.engine import read_outcome


class SaleOrder(models.Model):
    """A rest that is cancelled gives its part of the promotions back. Thresholds are not asked for it, neither then nor at a later return:
    what has left keeps what came off it, and nobody pays more for goods that did not come."""

    _inherit = "sale.order"

    def _drop_rest(self, reason, by_dealer=False):
        result = super()._drop_rest(reason, by_dealer)
        self.sudo()._promo_gifts_changed()  # sudo: the promotions follow the order, whoever cancels
        return result

    def _promo_note_gift_credits(self, given):
        if not self.is_dealer_order:  # those of dealer orders are on returns, see _promo_note_gifts
            super()._promo_note_gift_credits(given)

    def _promo_freight_back_fen(self, share):
        """Of a dealer order the part of what never left, by weight as its freight is charged; a freight that was run is used, whatever comes back."""
        if not self.is_dealer_order:
            return super()._promo_freight_back_fen(share)
        if self.dealer_state not in ("shipped", "received"):
            return 0
        shipped = {line._settlement_key(): line.qty_settled for line in self._goods_lines()}
        weights = [(line.unit_weight_g, shipped.get(line.key, 0), line.qty) for line in self._frozen_settlement().goods]
        run, whole = (sum(row[0] * row[place] for row in weights) for place in (1, 2))
        fen = to_fen(share.amount)
        return fen - split_by_progress(fen, 0, run, whole) if whole else 0

    def _promo_note_unshipped(self, returns, plan):
        """Note what was not used up: of goods that never left or came back, and what was withdrawn.

        :param returns: dealer.return whose goods are back; those of a quality exchange go out again with what came off them.
        :param plan: RefundPlan of their goods.
        """
        gone = returns.filtered(lambda record: not (record.is_exchange and record.reason_class == QUALITY))._promo_pieces()
        if self.dealer_state in ("shipped", "received"):
            for line in self._goods_lines():
                gone[f"L{line.id}"] += int(line.product_uom_qty) - line.qty_settled
        fen = sum(to_fen(record.discount_withdrawn) for record in returns)
        found = read_outcome(self.sudo()._promo_given().outcome), plan  # sudo: the promotions follow the order, whoever books
        claws = {rule: part for rule, part in self._promo_withdrawn_by(found, fen).items() if part > 0}
        withdrawn = dict(zip(claws, allocate(fen, list(claws.values())), strict=True)) if claws and fen > 0 else {}
        self._promo_note_gifts(returns)
        self._promo_note_unused(gone, withdrawn, plan.codes_back)
