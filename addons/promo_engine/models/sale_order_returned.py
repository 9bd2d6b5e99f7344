from collections import Counter

from odoo import models

from odoo.addons.dealer_base.money import to_fen

from ..adapters.keys import product_of, rule_of
from ..engine import read_options, read_outcome, refund


class SaleOrder(models.Model):
    """What goods that come back do to the promotions of their order: vouchers and what was earned for later, each as its rule says."""

    _inherit = "sale.order"

    def _promo_refund_plan(self, gone, cancelled=False, posting=None):
        """Plan what the promotions give and take back. Reads only.

        :param gone: {key of the engine's line: pieces} that are gone in all, those of earlier returns included.
        :param cancelled: the order ends before anything left.
        :param posting: account.move that are being posted.
        :return: (Outcome, RefundPlan of all that is gone), or None for an order without promotions.
        """
        given = self.sudo()._promo_given()  # sudo: whoever takes goods back need not read what was given
        if not given:
            return None
        outcome = read_outcome(given.outcome)
        cart, snapshot, _left, options = given._frozen()
        gone = {key: qty for key, qty in gone.items() if qty}
        plan = refund(
            outcome, gone, cart=cart, snapshot=snapshot, options=read_options(options), cancelled=cancelled, as_given=not given._gives_the_same(outcome),
            charge_back=self._promo_is_charged_back(posting))
        return outcome, plan

    def _promo_is_charged_back(self, posting=None):
        """Say whether the buyer's bank took money of the order back: a draft says nothing yet.

        :param posting: account.move that are being posted; they count as posted.
        """
        notes, counted = self.sudo().order_line.invoice_lines.move_id, posting or self.env["account.move"]  # sudo: every credit note of the order counts
        return any(note.is_promo_charge_back and note.move_type == "out_refund" and (note.state == "posted" or note in counted) for note in notes)

    def _promo_returned(self, gone):
        """Take back what the goods that stay no longer earn, and give vouchers back whose rule says so; again changes nothing.

        :param gone: as in ``_promo_refund_plan``.
        :return: RefundPlan, None for an order without promotions.
        """
        self.ensure_one()
        found = self._promo_refund_plan(gone)
        if not found:
            return None
        self._promo_after_return(found)
        return found[1]

    def _promo_after_return(self, found):
        """Do what a plan says beside money. :param found: (Outcome, RefundPlan) of all that is gone."""
        outcome, plan = found
        if plan.codes_back:
            self._promo_vouchers_back({rule_of(key) for key in plan.codes_back})
        self._promo_earned_back(outcome, plan)
        if back := [gift for gift in plan.gifts if gift.action == "must_return"]:
            goods = self.env["product.product"].sudo()  # sudo: names for the reader
            self.message_post(body=self.env._("Gifts that must come back: %s", ", ".join(
                f"{goods.browse(product_of(gift.sku)).display_name} × {gift.qty}" for gift in back)))

    def _promo_gone(self, states=("draft", "posted"), **which):
        """Say what came back. What left the order before it was invoiced has gone too, once nothing else of it is kept.

        :param states: of credit notes that count. :param which: which invoices count, as ``_promo_invoices``.
        :return: {key of the engine's line: pieces} that they give back.
        """
        gone, kept = {}, 0
        for key, (line, confirmed, there) in self._promo_there(**which).items():
            more = max(0, there - confirmed)  # pieces beyond those confirmed cost their full price and go first
            back = max(0, min(line._promo_as_pieces(line._promo_refunded(states)) - more, confirmed, there))
            kept += min(confirmed, there) - back
            if back:
                gone[key] = back
        dropped = self._promo_dropped() if gone and not kept else {}
        return {key: gone.get(key, 0) + dropped.get(key, 0) for key in {**gone, **dropped}}

    def _promo_gifts_kept_fen(self, plan):
        """:return: declared value in fen of the gifts a plan charges, without those that are on credit notes."""
        back, fen = Counter(), 0
        for line in self.sudo().order_line.filtered("is_promo_gift"):  # sudo: what came for nothing, whoever credits
            back[line.promo_rule_id.id, line.product_id.id] += int(line._promo_refunded(("draft", "posted")))
        for gift in plan.gifts:
            key = rule_of(gift.rule), product_of(gift.sku)
            came = min(gift.qty, back[key])
            back[key] -= came
            fen += gift.fen * (gift.qty - came) // gift.qty
        return fen

    def _promo_withdrawn_fen(self, states=("draft", "posted")):
        """:param states: of documents that count. :return: fen that credit notes have withdrawn, less what invoices of the same goods gave again."""
        lines = self.env["account.move.line"].sudo().search([  # sudo: every credit note of the order counts
            ("promo_withdrawn_id", "=", self.id), ("parent_state", "in", states)])
        return sum(to_fen(line.price_total) * (-1 if line.move_id.move_type == "out_refund" else 1) for line in lines)

    def _promo_vouchers_back(self, rule_ids):
        """Make the vouchers of these rules usable again that the order used."""
        rules = self.env["promo.rule"].sudo().browse(rule_ids)  # sudo: the rules decide, whoever takes goods back
        vouchers = self.sudo().promo_voucher_ids.filtered(lambda rec: rec.state == "used" and rec.batch_id in rules.batch_id)  # sudo: as above
        vouchers.write({"state": "new", "order_id": False, "used_at": False})

    def _promo_earned_back(self, outcome, plan):
        """Void what was earned for later and is lost: promises that are not done, vouchers that are not used. Extend for other accounts."""
        lost = {(rule_of(rule), kind, key) for rule, kind, key, _count in plan.issues_back}
        for promise in self.sudo().promo_promise_ids:  # sudo: written by the steps of the order alone
            if (promise.rule_id.id, promise.kind, promise.key) in lost and promise.state in ("waiting", "due"):
                promise.write({"state": "void", "lost_state": promise.state})
        batches = Counter(key for _rule, _kind, key, _count in plan.issues_back if key.startswith("batch"))
        if batches:
            vouchers = self.env["promo.voucher"].sudo().search([("source_order_id", "=", self.id), ("state", "=", "new")])  # sudo: as above
            vouchers.filtered(lambda rec: rec.batch_id._promo_key() in batches).write({"state": "void", "is_lost": True})

    def _promo_earned_again(self, plan):
        """Give again what was lost with goods that are kept after all: their credit note counts no more. Again changes nothing.

        :param plan: RefundPlan of all that is still gone.
        """
        lost = {(rule_of(rule), kind, key) for rule, kind, key, _count in plan.issues_back}
        for promise in self.sudo().promo_promise_ids.filtered("lost_state"):  # sudo: written by the steps of the order alone
            if (promise.rule_id.id, promise.kind, promise.key) not in lost:
                promise._regain()
        vouchers = self.env["promo.voucher"].sudo().search([  # sudo: as above
            ("source_order_id", "=", self.id), ("state", "=", "void"), ("is_lost", "=", True)])
        gone = {key for _rule, _kind, key in lost}
        vouchers.filtered(lambda rec: rec.batch_id._promo_key() not in gone).write({"state": "new", "is_lost": False})
