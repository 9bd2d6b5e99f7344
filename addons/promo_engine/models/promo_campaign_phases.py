from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.dealer_base.money import from_fen


class PromoCampaign(models.Model):
    """Rules that a phase opens wait until then; prices for everybody go into the ledger of prices when they begin and end."""

    _inherit = "promo.campaign"

    price_noted = fields.Selection([("start", "Its start"), ("end", "Its end")], string="In the price ledger", readonly=True, copy=False)

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
        ended = self.search(Domain([("price_noted", "=", "start"), ("date_end", "<=", now)]))
        for campaigns, word in ((begun, "start"), (ended, "end")):
            for campaign in campaigns:
                campaign._note_prices(word)
                if self.env.context.get("cron_id"):
                    self.env["ir.cron"]._commit_progress(1)

    def _note_prices(self, word):
        if not self.audience_id:  # a price for some is none for everybody
            self._note_offered(word)
        self.write({"price_noted": word})

    def _note_offered(self, word):
        lines = self._proof_lines(self._proof_products(every=True))
        prices = self._public_prices(lines, self._draft_rules() if word == "end" else None)  # what was blocked since had a price at the start
        self.env["promo.price.event"]._note([{
            "kind": "offered", "at": self.date_start if word == "start" else self.date_end, "product_id": product, "company_id": self.company_id.id,
            "campaign_id": self.id, "currency_id": self.currency_id.id,
            "price": float(from_fen(price if word == "start" else lines[product].price_fen))}
            for product, price in prices.items() if price < lines[product].price_fen])
