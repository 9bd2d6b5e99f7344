from collections import Counter

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import allocate, from_fen, round_div, split_by_progress, to_fen

from ..adapters.keys import product_key, product_of, rule_key, rule_of
from ..engine import read_outcome
from ..engine.costs import budget_part

PER_ORDER = ("total", "customer", "org", "salesman")


class SaleOrder(models.Model):
    """What promotions gave on pieces that were cancelled or came back was not used up: it is there for others again."""

    _inherit = "sale.order"

    def _promo_credited(self, found):
        """Note what credit notes leave used, one more or one less. Extend for other accounts.

        :param found: (Outcome, RefundPlan) of all that is gone.
        :return: as ``promo.limit._use_now``.
        """
        plan = found[1]
        gone = Counter(plan.gone)
        gone.update(self._promo_dropped())
        return self._promo_note_unused(gone, self._promo_withdrawn_by(found, self._promo_withdrawn_fen(("posted",))), plan.codes_back, plan.gifts)

    def _promo_dropped(self):
        """Extend: say what is not on the order any more that was confirmed; it is not asked for thresholds.

        :return: {key of the engine's line: pieces}.
        """
        return {key: confirmed - there for key, (_line, confirmed, there) in self._promo_there().items() if there < confirmed}

    def _promo_there(self, **which):
        """Say how much of what was confirmed still stands: what is ordered, or was invoiced before it was ordered less.

        :param which: as ``_promo_invoices``.
        :return: {key of the engine's line: (sale.order.line, pieces confirmed, pieces that stand)}; lines that came later are not in it.
        """
        given, lines = self.sudo()._promo_given(), {line._promo_key(0): line for line in self.sudo()._promo_lines()}  # sudo: written by the steps of the order
        if not given:
            return {}
        found = {}
        for one in read_outcome(given.outcome).lines:
            if line := lines.get(one.id):
                billed = line._promo_as_pieces(line._promo_invoiced_qty(**which))
                found[one.id] = line, one.qty, max(line._promo_pieces_price()[0], billed)
        return found

    def _promo_follow_lines(self, raised=()):
        """Follow the quantities of confirmed orders: fewer pieces use less, as many as were confirmed use it again.

        :param raised: orders of which a line has more pieces than before.
        :raises UserError: naming an order of these, when others have been given meanwhile what its pieces had.
        """
        for order in self.sudo().filtered(lambda order: order.state == "sale" and order._promo_applies()):  # sudo: counters follow, whoever changes lines
            found = order._promo_refund_plan(order._promo_gone(("posted",)))
            if found and order._promo_credited(found) and order in raised:
                raise UserError(self.env._(
                    "%s: what the promotions gave for these pieces was given to others meanwhile. Sell further pieces on a line of their own.", order.name))

    def _promo_withdrawn_by(self, found, charged_fen):
        """Say what was withdrawn of each rule: as the plan says, else, where nothing was worked out again, what earlier returns charged.

        :param found: (Outcome, RefundPlan) of all that is gone. :param charged_fen: what was charged in all.
        :return: {key of the rule: fen}.
        """
        outcome, plan = found
        if not plan.as_given or plan.full:
            return {claw.rule: claw.fen for claw in plan.clawbacks}
        rules = self.sudo()._promo_given()._frozen()[1].by_id  # sudo: the rules decide, whoever credits
        parts = {effect.rule: effect.goods_fen for effect in outcome.effects if effect.goods_fen and rules[effect.rule].clawback != "keep"}
        return dict(zip(parts, allocate(charged_fen, list(parts.values())), strict=True)) if parts and charged_fen > 0 else {}

    def _promo_note_unused(self, gone, withdrawn, codes_back=(), gifts_back=()):
        """Note on the shares what was not used up, and give it back to budgets, quotas and places; again changes nothing.

        :param gone: {key of the engine's line: pieces} that are gone in all. :param withdrawn: {key of the rule: fen} charged to the goods that stay.
        :param codes_back: keys of rules whose code is usable again.
        :param gifts_back: GiftBack of gifts that come back or are paid: they are no gifts any more.
        :return: as ``promo.limit._use_now``.
        """
        given = self.sudo()._promo_given()  # sudo: written by the steps of the order alone
        if not given:
            return []
        self._promo_note_gift_credits(given)
        outcome = read_outcome(given.outcome)
        kept = {line.id: max(0, line.qty - gone.get(line.id, 0)) for line in outcome.lines}
        used = {}
        for rule, shares in given.share_ids.filtered(lambda share: share.kind == "goods").grouped("rule_id").items():
            parts = [share._part_fen(kept.get(f"L{share.line_id.id}", share.first_piece + share.pieces)) for share in shares]
            off = allocate(min(withdrawn.get(rule_key(rule.id), 0), sum(parts)), parts) if sum(parts) else parts
            for share, part, less in zip(shares, parts, off, strict=True):
                share.given_back = float(from_fen(to_fen(share.amount) - part + less))
            used[rule] = sum(parts) - sum(off), sum(to_fen(share.amount) for share in shares)
        for share in given.share_ids.filtered(lambda share: share.kind == "shipping"):
            share.given_back = float(from_fen(self._promo_freight_back_fen(share)))
        if self._promo_is_charged_back():
            return []  # what was used stays used
        return self.env["promo.limit"]._use_now(self._promo_document(), dict(self._promo_less(given, outcome, kept, used, codes_back, gifts_back)))

    def _promo_freight_back_fen(self, share):
        """Extend: :param share: promo.application.share of a freight. :return: fen of it that were not used up: of a freight that was credited."""
        line = share.line_id
        back = max(0, min(line._promo_refunded(("posted",)), line.product_uom_qty)) if line else 0
        return split_by_progress(to_fen(share.amount), 0, round(back * 1000), round(line.product_uom_qty * 1000)) if back else 0

    def _promo_less(self, given, outcome, kept, used, codes_back, gifts_back=()):
        """Say what the order still uses of limits.

        :param used: {rule: (fen that are used, fen that were given)}.
        :return: pairs (key of the limit, amount).
        """
        effects, pieces = {rule_of(effect.rule): effect for effect in outcome.effects}, Counter()
        gifts = self._promo_gifts_less(outcome, gifts_back, given)
        frozen = given._frozen()[1].by_id
        for effect in outcome.effects:
            pieces[rule_of(effect.rule)] = sum(count - max(0, min(count, kept[name] - first)) for name, first, count, _fen in effect.shares)
        wanted, shares = dict(outcome.limits), given.share_ids.filtered("pieces_back")
        carried = given.share_ids.filtered(lambda share: share.kind == "shipping").grouped("rule_id")
        for limit in self.env["promo.limit"].sudo().search([("key", "in", list(wanted)), ("holder", "=", "")]):  # sudo: as in _promo_note_unused
            less, rules = 0, given.version_ids.rule_id
            for rule in rules & limit.rule_id if limit.rule_id else rules & limit.campaign_id.rule_ids:
                now, before = used.get(rule, (0, 0))
                effect = effects.get(rule.id)
                if limit.kind == "budget" and effect:
                    off = round_div((before - now) * effect.goods_fen, before) if before else 0
                    off += self._promo_freight_less(effect, carried.get(rule, ()))
                    off += sum(to_fen(share.given_back) for share in shares if share.rule_id == rule)
                    less += self._promo_budget_less(frozen[effect.rule], limit.key, effect, off + gifts[effect.rule])
                elif limit.kind == "stock":
                    mine = {product_of(gift.sku) for gift in effect.gifts if gift.limit == limit.key} if effect else ()
                    less += sum(share.pieces_back for share in shares if share.rule_id == rule and share.product_id.id in mine)
                elif limit.kind == "quota":
                    less += pieces[rule.id]
                elif limit.kind in PER_ORDER and effect and (before or rule in carried) and not now:
                    freight = self._promo_freight_less(effect, carried.get(rule, ())) < effect.shipping_fen
                    stays = (effect.gifts and not gifts[effect.rule]) or freight or (rule.batch_id and effect.rule not in codes_back)
                    less += 0 if stays else wanted[limit.key]
            less += gifts[limit.key]
            yield limit.key, max(0, wanted[limit.key] - less)

    def _promo_note_gift_credits(self, given):
        """Note the gifts that are on posted credit notes, or are not on the order any more, whatever their rule says. Extend for orders without invoices.

        :param given: promo.application in sudo.
        """
        for share in given.share_ids.filtered(lambda share: share.kind == "gift" and share.line_id):
            stays = share.line_id.product_uom_qty - share.line_id._promo_refunded(("posted",))
            back = max(0, min(share.pieces, int(share.pieces - stays)))
            share.write({"pieces_back": back, "given_back": share.unit_amount * back})

    @staticmethod
    def _promo_freight_less(effect, shares):
        """:param shares: promo.application.share of one rule in the freight. :return: fen by which it took less off the freight."""
        whole, back = (sum(to_fen(share[name]) for share in shares) for name in ("amount", "given_back"))
        return round_div(back * effect.shipping_fen, whole) if whole else 0

    @staticmethod
    def _promo_gifts_less(outcome, gifts_back, given):
        """:return: Counter of the fen of gifts by key of their rule, and of their pieces by key of their limit, beside those noted as come back."""
        limits = {(gift.rule, gift.sku): gift for gift in outcome.gifts}
        came = Counter()
        for share in given.share_ids.filtered(lambda share: share.kind == "gift"):
            came[rule_key(share.rule_id.id), product_key(share.product_id.id)] += share.pieces_back
        found = Counter()
        for back in gifts_back:
            gift = limits[back.rule, back.sku]
            qty = max(0, back.qty - came[back.rule, back.sku])
            found[back.rule] += qty * gift.value_fen
            found[gift.limit] += qty if gift.limit else 0
        return found

    @staticmethod
    def _promo_budget_less(rule, key, effect, back_fen):
        """:return: fen by which a rule uses less of a budget, when so much of what it gave is back."""
        whole = effect.goods_fen + effect.shipping_fen + sum(gift.qty * gift.value_fen for gift in effect.gifts)
        whole += sum(issue.count * issue.value_fen for issue in effect.issues)
        limit = next((limit for limit in rule.limits if limit.id == key), None)
        return budget_part(rule, limit, whole) - budget_part(rule, limit, whole - back_fen) if limit else 0
