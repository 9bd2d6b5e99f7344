from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, yuan

from ..engine import Cart, InvariantError, Org, Party, evaluate, read_options, snapshot_of
from ..engine.lookback import claim_problems
from ..engine.worst import likeness


class PromoCampaign(models.Model):
    """What the goods of a campaign cost before it, and whether what it claims of its prices is true."""

    _inherit = "promo.campaign"

    price_claim = fields.Selection(
        [("activity", "Half price: at most half of the list price, below the lowest ordered price of 30 days"),
         ("lowest", "Lowest price: nothing lower was offered, ordered or sold in 30 days"),
         ("crossed", "Crossed-out price: the price on the tag is not above the lowest sold in 7 days")], string="Price claim", tracking=True,
        help="Goods for which it does not hold cannot be submitted.")
    claim_broken_count = fields.Integer(string="Claims that do not hold", compute="_compute_claim_broken_count", compute_sudo=True)

    @api.depends("proof_ids.is_claim_broken")
    def _compute_claim_broken_count(self):
        for campaign in self:
            campaign.claim_broken_count = len(campaign.proof_ids.filtered("is_claim_broken"))

    @api.model
    def _plan_fields(self):
        return super()._plan_fields() | {"price_claim"}

    def action_submit(self):
        """As before; goods whose price does not hold what the campaign claims stop it."""
        result = super().action_submit()
        for campaign in self:
            campaign._check_claim()
        return result

    def _check_ready_to_approve(self):
        super()._check_ready_to_approve()
        self._check_claim()

    def _check_claim(self):
        if self.price_claim and (more := self._proof_left_out()):
            raise UserError(self.env._(
                "%(campaign)s claims a price for more goods than are looked at, %(more)s too many: name its goods, split it, or drop the claim.",
                campaign=self.display_name, more=more))
        broken = self.proof_ids.filtered("is_claim_broken")
        if broken:
            raise UserError(self.env._(
                "%(campaign)s claims a price that does not hold for %(count)s goods: %(goods)s. Take them out, change the price, or drop the claim.",
                campaign=self.display_name, count=len(broken),
                goods="; ".join(f"{proof.product_id.display_name}: {proof.history_text}" for proof in broken[:5])))

    def _proof_more(self, rows, lines):
        """Add the prices before the campaign to the rows of the proof."""
        super()._proof_more(rows, lines)
        products = self.env["product.product"].sudo().browse([row["product_id"] for row in rows])  # sudo: prices on the tag
        bases = self.env["promo.price.event"]._baselines(self.company_id, products, self.date_start)
        public = self._public_prices({row["product_id"]: lines[row["product_id"]] for row in rows})
        for row in rows:
            product, base = row["product_id"], bases[row["product_id"]]
            price, tag = public[product], lines[product].price_fen
            broken = claim_problems(self.price_claim or "", tag, price, base)
            row.update({
                "campaign_price": float(from_fen(price)), "history_text": self._history_sentence(broken, price, tag, base), "is_claim_broken": bool(broken),
                **{f"{kind}_price": float(from_fen(seen.fen)) if seen else 0.0 for kind, seen in base._asdict().items()}})

    def _public_prices(self, lines, planned=None, moment=None):
        """Price one piece of each product for somebody nobody knows, at the starts of the campaign and its rules; he is in its audience.

        :param lines: {product id: Line}. :param planned: [Rule], by default those whose prices are looked at.
        :param moment: aware time, instead of the starts.
        :return: {product id: fen}, the dearest of those below the tag.
        """
        rules = [replace(rule, conditions=tuple(spec for spec in rule.conditions if spec.code != "holdout" and getattr(spec, "field", "") != "audience"))
                 for rule in (self._proof_rules() if planned is None else planned)]
        snapshot, options = snapshot_of(rules), read_options(self.company_id._promo_options())
        starts = [moment] if moment else sorted({rule.start for rule in rules if rule.start})
        alike, known, found = likeness(snapshot), {}, {}
        for product, line in lines.items():
            if (key := alike(line)) not in known:
                known[key] = self._public_price(line, starts, snapshot, options)
            found[product] = known[key]
        return found

    def _public_price(self, line, moments, snapshot, options):
        prices = []
        for moment in moments:
            cart = Cart("public", (line,), at=moment, buyer=Party("", {}, 0), org=Org(), currency=self.currency_id.name or "")
            try:
                prices.append(evaluate(cart, snapshot, None, options).goods_fen)
            except InvariantError:
                continue
        return max((price for price in prices if price < line.price_fen), default=line.price_fen)

    def _history_sentence(self, broken, price, tag, base):
        """:return: what is wrong with the claim, or that somebody had it cheaper before; False for nothing."""
        words = {
            "above_half": self.env._("%(price)s is more than half of %(tag)s", price=yuan(price), tag=yuan(tag)),
            "not_below_ordered": base.ordered and self.env._(
                "%(price)s is not below %(before)s, ordered on %(day)s", price=yuan(price), before=yuan(base.ordered.fen), day=self._day_of(base.ordered)),
            "above_deal": base.deal and self.env._("the crossed-out %(tag)s is above %(before)s, sold on %(day)s", tag=yuan(tag), before=yuan(base.deal.fen),
                day=self._day_of(base.deal)),
            "never_sold": self.env._("nobody has bought it before: %(tag)s cannot be crossed out", tag=yuan(tag)),
            "not_lowest": self.env._("%(price)s is above %(before)s, the lowest price before", price=yuan(price), before=yuan(base.lowest_fen or 0)),
        }
        if broken:
            return "; ".join(words[name] for name in broken)
        if base.lowest_fen is not None and price > base.lowest_fen and price < tag:
            return self.env._("somebody had it for %(before)s in the 30 days before", before=yuan(base.lowest_fen))
        return False

    def _day_of(self, seen):
        """:return: the day of an entry where the company is."""
        return self.company_id._dealer_local(seen.at.replace(tzinfo=None)).date()
