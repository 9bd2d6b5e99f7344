import logging

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.dealer_base.money import from_fen

from ..adapters.goods import domain_of, for_sale
from ..engine import snapshot_of

_logger = logging.getLogger(__name__)


class PromoCampaign(models.Model):
    """Rules that a phase opens wait until then; prices for everybody go into the ledger of prices when they begin and end, and whenever
    what is given changes between: a rule that is stopped, blocked, opened or approved anew, a campaign that is stopped or given up."""

    _inherit = "promo.campaign"

    price_noted = fields.Selection([("start", "Its start"), ("end", "Its end")], string="In the price ledger", readonly=True, copy=False)
    price_noted_rules = fields.Char(readonly=True, copy=False, help="Fingerprint of the rules whose prices are in the price ledger.")

    def action_approve(self):
        """As before; rules that a phase opens later are closed until then."""
        result = super().action_approve()
        self._rules_to_open(fields.Datetime.now()).sudo().write({"is_paused": True})  # sudo: written by the steps of the campaign alone
        return result

    def _rules_to_open(self, now):
        """:param now: naive UTC. :return: promo.rule that a phase opens later; they are stopped until then."""
        return self.phase_ids.filtered(lambda phase: phase.action == "open" and not phase.done_at and phase.date_start > now).rule_ids

    @api.model
    def _note_public_prices(self, now):
        """Note what anybody pays for goods of campaigns that have begun since, and the price on the tag for those that are over.

        :param now: naive UTC.
        """
        begun = self.search(Domain([("state", "=", "approved"), ("price_noted", "=", False), ("date_start", "<=", now)]))
        noted = self.search(Domain([("price_noted", "=", "start")]))
        ended = noted.filtered(lambda campaign: campaign.date_end <= now)
        changed = (noted - ended).filtered(lambda campaign: not campaign.audience_id and campaign._offer_mark(campaign._offering(now)) != (
            campaign.price_noted_rules))
        for campaigns, word in ((begun, "start"), (changed, ""), (ended, "end")):
            for campaign in campaigns:
                try:
                    with self.env.cr.savepoint():
                        campaign._note_prices(word, now)
                except Exception:  # broken data, a lock; the next minute tries again
                    _logger.exception("the prices of campaign %s could not be noted", campaign.id)
                if self.env.context.get("cron_id"):
                    self.env["ir.cron"]._commit_progress(1)

    def _note_prices(self, word, now=None):
        """:param word: start, end, "" for a change between. :param now: naive UTC of the change."""
        at = {"start": self.date_start, "end": self.date_end}.get(word) or now
        rules = [] if word == "end" else self._offering(at)
        if not self.audience_id:  # a price for some is none for everybody
            self._note_offered(rules, at)
        self.write({"price_noted_rules": self._offer_mark(rules), **({"price_noted": word} if word else {})})

    def _offering(self, now):
        """:param now: naive UTC. :return: [Rule] in force that the campaign gives something by: nothing that is stopped, blocked or over."""
        if self.is_paused or self.state in ("closed", "cancelled"):
            return []
        giving = self.rule_ids.filtered(lambda rule: not rule.is_paused and not rule.blocked_at)
        versions, moment = giving.version_ids.filtered("is_current"), self.env["promo.cart"]._aware(now)
        rules = self.env["promo.snapshot"]._of_versions(tuple((version.id, False) for version in versions.sorted("id"))).rules
        return [rule for rule in rules if (not rule.start or rule.start <= moment) and (not rule.end or moment < rule.end)]

    @api.model
    def _offer_mark(self, rules):
        return snapshot_of(rules).hash if rules else "-"

    def _note_offered(self, rules, at):
        """Note what anybody pays from a moment on, by all campaigns that are for everybody, where that is not what the ledger says.

        :param rules: [Rule] of the campaign that give something. :param at: naive UTC.
        """
        goods, Event = self.env["product.product"], self.env["promo.price.event"]
        mine = Event.search([("campaign_id", "=", self.id), ("kind", "=", "offered")]).product_id
        lines = self._proof_lines(mine | goods.search(domain_of(rules) & for_sale(self.company_id)) if rules else mine)
        last = Event._last_offered(self.company_id, goods.browse(lines), at)
        prices = self._public_prices(lines, [*rules, *self._offering_beside(at)], self.env["promo.cart"]._aware(at))
        Event._note([{
            "kind": "offered", "at": at, "product_id": product, "company_id": self.company_id.id, "campaign_id": self.id,
            "currency_id": self.currency_id.id, "price": float(from_fen(price))}
            for product, price in prices.items() if price != last.get(product, lines[product].price_fen)])

    def _offering_beside(self, now):
        """:param now: naive UTC. :return: [Rule] by which the other campaigns of the company that have begun give everybody something."""
        others = self.search([
            ("price_noted", "=", "start"), ("date_end", ">", now), ("audience_id", "=", False), ("company_id", "=", self.company_id.id), ("id", "!=", self.id)])
        return [rule for other in others for rule in other._offering(now)]
