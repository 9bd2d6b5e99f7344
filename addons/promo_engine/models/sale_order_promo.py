from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.cart_rows import cart_row
from ..adapters.keys import product_of, rule_of
from ..engine import outcome_row, read_outcome, rule_row
from ..engine.snapshot import digest
from ..sql.buyers import BOUGHT


class SaleOrder(models.Model):
    """Confirming an order gives its promotions: counters are used, gifts become lines, shares are written. Cancelling takes them back."""

    _inherit = "sale.order"

    promo_application_ids = fields.One2many("promo.application", "order_id", string="Promotions given", readonly=True, groups="base.group_user")

    def action_confirm(self):
        """As Odoo; before it, promotions are given at the prices that were shown, or the confirmation is refused with what changed."""
        for order in self:
            if order.state in ("draft", "sent") and order._promo_applies():
                order._promo_give()
            elif order.state in ("draft", "sent") and order.is_promo_off:
                order._promo_give_nothing()
        return super().action_confirm()

    def _action_cancel(self):
        result = super()._action_cancel()
        self._promo_cancelled()
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
            self._promo_check_shown(None)
            self._promo_give_nothing()
            return
        cart = self.env["promo.cart"]._carts_of(self, now)[self]
        document = self._promo_document()
        left = self.env["promo.limit"]._left(company, {document: cart})[document]
        options = self._promo_options()
        outcome = self._promo_outcome(cart, snapshot, left, options)
        self._promo_check_shown(outcome)
        if not outcome or not outcome.effects:
            self._promo_give_nothing()
            return
        self._promo_reserve(outcome, cart)
        self.env["promo.limit"]._confirm(self._promo_document())
        self._promo_add_gifts(outcome)
        self._promo_note_shares(outcome, cart, snapshot, left, options)

    def _promo_give_nothing(self):
        """Give back what the order held for a price it does not have any more: limited things, vouchers, points."""
        if self.sudo().promo_held_until or self.sudo()._promo_given():  # sudo: whether something is held, whoever confirms
            self._promo_take_back()

    def _promo_check_shown(self, outcome):
        """Compare what would be given with what the order shows: prices, gifts, and what pays.

        :param outcome: Outcome, None when nothing is given.
        :raises UserError: when they differ.
        """
        shown = read_outcome(self.promo_result) if self.promo_result else None
        parts = self._promo_parts_of(outcome) if outcome else {}
        now, before = ((one.gifts, one.assets) if one else ((), ()) for one in (outcome, shown))
        if parts != (self.promo_parts or {}) or now != before:
            raise UserError(self.env._(
                "%(order)s: promotions changed since it was priced: %(old)s were off, now it would be %(new)s. Press Update promotions, "
                "show the buyer, and confirm again.",
                order=self.name, old=from_fen(to_fen(self.promo_total)), new=from_fen(sum(part["discount"] for part in parts.values()))))

    def _promo_reserve(self, outcome, cart, until=None):
        """Reserve what the outcome uses of limited things.

        :raises UserError: naming the rule whose limit has just run out.
        """
        limits = self.env["promo.limit"]
        refused = limits._reserve(self._promo_document(), outcome.limits, limits._holders_of(cart), until)
        if refused:
            limit = self.env["promo.limit"].sudo().search([("key", "=", refused), ("holder", "=", "")], limit=1)  # sudo: the sentence names the campaign
            raise UserError(self.env._(
                "%(order)s: %(what)s has just run out (%(kind)s). Press Update promotions to price the order without it.", order=self.name,
                what=limit.rule_id.name or limit.campaign_id.name, kind=dict(limit._fields["kind"]._description_selection(self.env)).get(limit.kind, refused)))

    @api.model
    def _promo_counted(self):
        """Extend: say which orders count as bought, wherever orders are counted. :return: Bought."""
        return BOUGHT

    @api.model
    def _promo_counted_by(self):
        """Extend: :return: names of the fields that say which orders count and whose they are; none of them depends on a price."""
        return ["state", "partner_id", "company_id"]

    def _promo_add_gifts(self, outcome):
        old = self.order_line.filtered("is_promo_gift")
        old.unlink()
        lines = [{
            "order_id": self.id, "product_id": product_of(gift.sku), "product_uom_qty": gift.qty, "price_unit": 0.0, "is_promo_gift": True,
            "promo_rule_id": rule_of(gift.rule) or False, "tax_ids": [Command.clear()], "sequence": 9000,
        } for gift in outcome.gifts if gift.qty]
        if lines:
            self.env["sale.order.line"].sudo().create(lines)  # sudo: gifts come with the campaign, not by the right of who confirms

    def _promo_versions_of(self, snapshot):
        """:return: the versions a snapshot was made of; one that an order still holds may have been replaced since."""
        wanted = {rule.id: digest(rule_row(replace(rule, paused=False, blocked=""))) if rule.paused or rule.blocked else snapshot.versions[rule.id]
                  for rule in snapshot.rules}
        found = self.env["promo.rule.version"].sudo().search([  # sudo: what was given is noted for every role
            ("company_id", "=", self.company_id.id), ("rule_id", "in", list(map(rule_of, wanted))), ("checksum", "in", list(wanted.values()))])
        mine = found.filtered(lambda version: version.checksum == wanted[f"rule{version.rule_id.id}"])
        newest = {version.rule_id: version for version in mine.sorted("number")}
        return found.browse([version.id for version in newest.values()])

    def _promo_note_shares(self, outcome, cart, snapshot, left, options, versions=None):
        """Write down what was given.

        :param versions: promo.rule.version of the rules; by default those the snapshot was made of.
        """
        if before := self.sudo()._promo_given():  # sudo: of an order that was reopened while its invoice stood
            before.write({"state": "reversed"})
        self.sudo().promo_application_ids.flush_recordset(["state"])  # sudo: one is in force at a time
        versions = versions or self._promo_versions_of(snapshot)
        by_rule = {version.rule_id.id: version for version in versions}
        lines = {line._promo_key(index): line for index, line in enumerate(self._promo_lines())}
        shares = [row for effect in outcome.effects for row in self._promo_share_rows(effect, by_rule[rule_of(effect.rule)], lines)]
        self.env["promo.application"].sudo().create({  # sudo: what was given is noted for every role
            "order_id": self.id, "company_id": self.company_id.id, "amount": float(from_fen(self._promo_given_fen(outcome))), "outcome": outcome_row(outcome),
            "cart": cart_row(cart), "snapshot_hash": outcome.snapshot_hash, "result_hash": outcome.result_hash, "engine": outcome.engine,
            "version_ids": [Command.set(versions.ids)], "share_ids": [Command.create(share) for share in shares],
            "circumstances": {"left": left, "options": options, "stopped": [by_rule[rule_of(rule.id)].id for rule in snapshot.rules if rule.paused],
                              "blocked": {by_rule[rule_of(rule.id)].id: rule.blocked for rule in snapshot.rules if rule.blocked}},
        })

    def _promo_share_rows(self, effect, version, lines):
        """Say what one rule took off the lines, and gave beside them.

        A rule that gives for later only, or pays, leaves a row without amount: whoever counts the orders of a campaign goes by these rows.

        :param effect: Effect. :param version: promo.rule.version. :param lines: {key of the engine: sale.order.line}.
        :return: list of promo.application.share values.
        """
        rows = self._promo_off_rows(effect, version, lines) + self._promo_gift_rows(effect, version) + self._promo_later_rows(effect, version)
        return rows or ([{"version_id": version.id, "kind": "later"}] if effect.gives_later else [])

    def _promo_off_rows(self, effect, version, lines):
        """Extend: :return: values of promo.application.share for what a rule took off goods and freight; parameters as ``_promo_share_rows``."""
        return [{
            "version_id": version.id, "line_id": lines[line].id, "product_id": lines[line].product_id.id, "first_piece": first, "pieces": count,
            "unit_amount": float(from_fen(fen)), "amount": float(from_fen(fen * count)), "kind": "goods",
        } for line, first, count, fen in effect.shares if fen] + [
            {"version_id": version.id, "line_id": int(ship[1:]) if ship[1:].isdigit() else False, "amount": float(from_fen(fen)), "kind": "shipping"}
            for ship, fen in effect.shipping if fen]

    def _promo_later_rows(self, _effect, _version):
        """Extend: :return: values of promo.application.share for what an effect gives at once for later orders."""
        return []

    def _promo_gift_rows(self, effect, version):
        """:return: values of promo.application.share for the gifts of an effect that are on the order, at their declared value."""
        gifts = self.sudo().order_line.filtered(  # sudo: what was given is noted for every role
            lambda line: line.is_promo_gift and line.promo_rule_id == version.rule_id).grouped("product_id")
        rows = []
        for gift in effect.gifts:
            line = next((lines[:1] for product, lines in gifts.items() if product.id == product_of(gift.sku)), None)
            if line:
                value = float(from_fen(gift.value_fen))
                rows.append({
                    "version_id": version.id, "line_id": line.id, "product_id": line.product_id.id, "pieces": gift.qty, "unit_amount": value,
                    "amount": float(from_fen(gift.value_fen * gift.qty)), "kind": "gift"})
        return rows

    def _promo_given_fen(self, outcome):
        """Extend: :return: what the promotions of an outcome save the buyer, in fen."""
        return outcome.discount_fen

    def _promo_given(self):
        """:return: promo.application of the order that is in force, or empty."""
        return self.promo_application_ids.filtered(lambda record: record.state == "confirmed")[:1]

    def _promo_cancelled(self):
        """Extend: say what a cancellation takes back: here everything. Again changes nothing."""
        self._promo_take_back()

    def _promo_take_back(self):
        """Give counters back and mark what was given as taken back; again changes nothing."""
        for order in self:
            order._promo_release()
        given = self.sudo().promo_application_ids.filtered(lambda record: record.state == "confirmed")  # sudo: written by the steps of the order alone
        given.write({"state": "reversed"})

    def _promo_release(self):
        """Extend: give the counters of one order back; again changes nothing."""
        self.env["promo.limit"]._release(self._promo_document())
