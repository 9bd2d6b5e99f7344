from odoo import models

from odoo.addons.dealer_base.money import split_by_progress, to_fen

from ..adapters.keys import product_key, rule_key
from ..engine import read_outcome
from ..engine.refund import GiftBack


class SaleOrder(models.Model):
    """What a cancelled order was given follows its invoice, see docs/adr/0032: what stands there stays given, until it is credited or cancelled."""

    _inherit = "sale.order"

    def _promo_release(self):
        if self._promo_is_charged_back():
            return None  # the buyer's bank took the money back: limits and numbers of the customer stay used
        return super()._promo_release()

    def _promo_cancelled(self):
        billed = self.filtered(lambda order: order._promo_stands())
        super(SaleOrder, self - billed)._promo_cancelled()
        for order in billed:
            order._promo_keep_billed()

    def _promo_stands(self):
        """:return: whether something was given, and an invoice of the order is posted, or was and is being corrected."""
        return bool(self._promo_applies() and self.sudo()._promo_given() and self._promo_invoices())  # sudo: whoever cancels

    def _promo_invoices(self, posting=None, apart=None):
        """Give the invoices of the order that count.

        :param posting: account.move that are being posted; they count. :param apart: account.move that do not count.
        :return: account.move, invoices that are posted, or were posted before and are drafts now.
        """
        found = self.sudo().order_line.invoice_lines.move_id.filtered(lambda move: move.move_type == "out_invoice" and (  # sudo: every invoice, whoever asks
            move.state == "posted" or (move.state == "draft" and (move.posted_before or move in (posting or ())))))
        return found - apart if apart else found

    def _promo_follow_invoices(self):
        """Follow invoices and credit notes of orders that were cancelled, or reopened since; again changes nothing."""
        for order in self.filtered(lambda order: order.state in ("cancel", "draft") and order._promo_applies()):
            if order.sudo()._promo_given() and not order._promo_is_charged_back():  # sudo: as above
                order._promo_cancelled()

    def _promo_keep_billed(self):
        """Leave given what stands on invoices, and give the rest back.

        What was never invoiced is not asked for thresholds again: what was invoiced keeps its price.
        """
        self.ensure_one()
        given = self.sudo()._promo_given()  # sudo: as above
        billed = self._promo_billed()
        gone = {line.id: line.qty - min(line.qty, billed.get(line.id, 0)) for line in read_outcome(given.outcome).lines}
        found = self._promo_refund_plan(self._promo_gone(("posted",)))
        plan = found[1]
        there = {(line.promo_rule_id, line.product_id) for line in given.order_id.order_line if line.is_promo_gift and line._promo_billed_qty() > 0}
        back = [GiftBack(rule_key(share.rule_id.id), product_key(share.product_id.id), share.pieces, "keep")
                for share in given.share_ids if share.kind == "gift" and (share.rule_id, share.product_id) not in there]
        withdrawn = self._promo_withdrawn_by(found, self._promo_withdrawn_fen(("posted",)))
        self._promo_note_unused(gone, withdrawn, plan.codes_back, back or plan.gifts)
        self._promo_keep_earned(self._promo_refund_plan(gone))

    def _promo_freight_back_fen(self, share):
        """Of a cancelled order the freight that is on no invoice was not run."""
        line = share.line_id
        if self.state != "cancel" or not line:
            return super()._promo_freight_back_fen(share)
        qty = round(line.product_uom_qty * 1000)
        back = qty - max(0, min(qty, round(line._promo_billed_qty() * 1000)))
        return split_by_progress(to_fen(share.amount), 0, back, qty) if back else 0

    def _promo_keep_earned(self, found):
        """Extend: let points follow what stands on invoices. :param found: (Outcome, RefundPlan) of all that does not."""

    def _promo_billed(self):
        """:return: {key of the engine's line: pieces} on invoices that stand, and that no credit note has given back."""
        found = {}
        for line in self._promo_lines():
            pieces, qty = line._promo_pieces_price()[0], line.product_uom_qty
            found[f"L{line.id}"] = max(0, round(line._promo_billed_qty() * pieces / qty)) if qty else 0
        return found
