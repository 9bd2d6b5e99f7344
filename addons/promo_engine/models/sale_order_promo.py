from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.cart_rows import cart_row
from ..adapters.keys import product_of, rule_of
from ..engine import InvariantError, evaluate, outcome_row, read_options, read_outcome


class SaleOrder(models.Model):
    """Confirming an order gives its promotions: counters are used, gifts become lines, shares are written. Cancelling takes them back."""

    _inherit = "sale.order"

    promo_application_ids = fields.One2many("promo.application", "order_id", string="Promotions given", readonly=True, groups="base.group_user")

    def action_confirm(self):
        """As Odoo; before it, promotions are given at the prices that were shown, or the confirmation is refused with what changed."""
        for order in self:
            if order.state in ("draft", "sent") and order._promo_applies():
                order._promo_give()
        return super().action_confirm()

    def _action_cancel(self):
        result = super()._action_cancel()
        self._promo_take_back()
        return result

    def action_draft(self):
        """As Odoo; the order is priced by the rules of now again."""
        result = super().action_draft()
        self.order_line.filtered("is_promo_gift").unlink()
        self._promo_again()
        return result

    def action_update_promotions(self):
        """Price drafts again by the rules of now; campaigns may have started, ended or been stopped since."""
        self.check_access("write")
        self._promo_again()
        return True

    def _promo_again(self):
        self.modified(["promo_codes"])
        self.flush_recordset(["promo_result"])

    def _promo_give(self):
        """Give what the rules of this moment give.

        :raises UserError: when it is not what the order shows, or when something limited has just run out.
        """
        self.ensure_one()
        company = self.company_id
        now = fields.Datetime.now()
        snapshot = self.env["promo.snapshot"]._current(company, now)
        if not snapshot.rules:
            if self.promo_total:
                self._promo_refuse_changed(0)
            return
        cart = self.env["promo.cart"]._carts_of(self, now)[self]
        document = self._promo_document()
        left = self.env["promo.limit"]._left(company, {document: cart})[document]
        options = company._promo_options()
        try:
            outcome = evaluate(cart, snapshot, left, read_options(options))
        except InvariantError:
            self._promo_alarm()
            if self.promo_parts:
                self._promo_refuse_changed(0)
            return
        parts = self._promo_parts_of(outcome)
        shown = read_outcome(self.promo_result).gifts if self.promo_result else ()
        if parts != (self.promo_parts or {}) or outcome.gifts != shown:
            self._promo_refuse_changed(sum(part["discount"] for part in parts.values()))
        if not outcome.effects:
            return
        self._promo_reserve(outcome, cart)
        self.env["promo.limit"]._confirm(self._promo_document())
        self._promo_add_gifts(outcome)
        self._promo_note_shares(outcome, cart, snapshot, left, options)

    def _promo_refuse_changed(self, new_fen):
        raise UserError(self.env._(
            "%(order)s: promotions changed since it was priced: %(old)s were off, now it would be %(new)s. Press Update promotions, "
            "show the buyer, and confirm again.",
            order=self.name, old=from_fen(to_fen(self.promo_total)), new=from_fen(new_fen)))

    def _promo_reserve(self, outcome, cart, until=None):
        """Reserve what the outcome uses of limited things.

        :raises UserError: naming the rule whose limit has just run out.
        """
        holders = {"customer": cart.buyer.id, "org": cart.org.dealer}
        refused = self.env["promo.limit"]._reserve(self._promo_document(), outcome.limits, holders, until)
        if refused:
            limit = self.env["promo.limit"].sudo().search([("key", "=", refused), ("holder", "=", "")], limit=1)  # sudo: the sentence names the campaign
            raise UserError(self.env._(
                "%(order)s: %(what)s has just run out (%(kind)s). Press Update promotions to price the order without it.", order=self.name,
                what=limit.rule_id.name or limit.campaign_id.name, kind=dict(limit._fields["kind"]._description_selection(self.env)).get(limit.kind, refused)))

    def _promo_add_gifts(self, outcome):
        old = self.order_line.filtered("is_promo_gift")
        old.unlink()
        lines = [{
            "order_id": self.id, "product_id": product_of(gift.sku), "product_uom_qty": gift.qty, "price_unit": 0.0, "is_promo_gift": True,
            "promo_rule_id": rule_of(gift.rule) or False, "tax_ids": [Command.clear()], "sequence": 9000,
        } for gift in outcome.gifts if gift.qty]
        if lines:
            self.env["sale.order.line"].sudo().create(lines)  # sudo: gifts come with the campaign, not by the right of who confirms

    def _promo_note_shares(self, outcome, cart, snapshot, left, options):
        versions = self.env["promo.rule.version"].sudo().search(  # sudo: what was given is noted for every role
            [("is_current", "=", True), ("company_id", "=", self.company_id.id), ("rule_id", "in", [rule_of(rule.id) for rule in snapshot.rules])])
        by_rule = {version.rule_id.id: version for version in versions}
        lines = {line._promo_key(index): line for index, line in enumerate(self._promo_lines())}
        shares = []
        for effect in outcome.effects:
            version = by_rule[rule_of(effect.rule)]
            shares += [{"version_id": version.id, "line_id": lines[line].id, "product_id": lines[line].product_id.id,
                        "first_piece": first, "pieces": count, "unit_amount": float(from_fen(fen)),
                        "amount": float(from_fen(fen * count)), "kind": "goods"} for line, first, count, fen in effect.shares if fen]
            shares += [{"version_id": version.id, "amount": float(from_fen(fen)), "kind": "shipping"} for _ship, fen in effect.shipping if fen]
        self.env["promo.application"].sudo().create({  # sudo: what was given is noted for every role
            "order_id": self.id, "company_id": self.company_id.id, "amount": float(from_fen(outcome.discount_fen)), "outcome": outcome_row(outcome),
            "cart": cart_row(cart), "snapshot_hash": outcome.snapshot_hash, "result_hash": outcome.result_hash,
            "version_ids": [Command.set(versions.ids)], "share_ids": [Command.create(share) for share in shares],
            "circumstances": {"left": left, "options": options, "stopped": [by_rule[rule_of(rule.id)].id for rule in snapshot.rules if rule.paused]},
        })

    def _promo_take_back(self):
        """Give counters back and mark what was given as taken back; again changes nothing."""
        for order in self:
            order.env["promo.limit"]._release(order._promo_document())
        given = self.sudo().promo_application_ids.filtered(lambda record: record.state == "confirmed")  # sudo: written by the steps of the order alone
        given.write({"state": "reversed"})
