from datetime import UTC
from heapq import nsmallest

from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen

from ..adapters.keys import rule_key, rule_of
from ..engine import Companions, reaching, read_options, snapshot_of, worst_case
from ..engine.meeting import HOW, meet
from ..engine.worst import likeness

PROOFS = 3000   # lowest prices that one report works out at most
EACH = 40       # and for one pair of rules
PLANNING = "dealer_base.group_ops,dealer_base.group_ops_manager,dealer_base.group_fin_manager"


class PromoCampaign(models.Model):
    """The report before a start: which rules can meet on the same goods, buyers and days, and how low they bring a price together."""

    _inherit = "promo.campaign"

    conflict_ids = fields.One2many("promo.conflict", "campaign_id", string="Conflicts", readonly=True)
    conflict_at = fields.Datetime(string="Conflicts of", readonly=True, copy=False)
    conflict_count = fields.Integer(string="Rules that meet", compute="_compute_conflict_count", compute_sudo=True)
    conflict_below_count = fields.Integer(string="Meetings below cost", compute="_compute_conflict_count", compute_sudo=True)

    @api.depends("conflict_ids.how", "conflict_ids.is_below")
    def _compute_conflict_count(self):
        for campaign in self:
            campaign.conflict_count = len(campaign.conflict_ids.filtered(lambda conflict: conflict.how != "never"))
            campaign.conflict_below_count = len(campaign.conflict_ids.filtered("is_below"))

    def action_submit(self):
        """As before, with the conflict report for whoever approves."""
        result = super().action_submit()
        for campaign in self:
            campaign._find_conflicts()
        return result

    def action_find_conflicts(self):
        """Make the conflict report of a plan anew."""
        self._need_group(PLANNING)
        for campaign in self:
            campaign._need_state("draft", "submitted")
            campaign._find_conflicts()
        return True

    def _rules_beside(self):
        """:return: [Rule] of the company's other campaigns in the same days: those in force, and the plans of those not approved yet."""
        start, end = (self.env["promo.cart"]._aware(moment) for moment in (self.date_start, self.date_end))
        found = {rule.id: rule for rule in self.env["promo.snapshot"]._current(self.company_id).rules}
        planned = self.sudo().search([  # sudo: plans of the company meet, whoever may read them
            ("company_id", "=", self.company_id.id), ("id", "not in", self.ids), ("state", "in", ("draft", "submitted")),
            ("date_start", "<", self.date_end), ("date_end", ">", self.date_start)])
        for rule in planned._draft_rules() if planned else ():
            found.setdefault(rule.id, rule)
        own = set(map(rule_key, self.rule_ids.ids))
        return [rule for rule in found.values()
                if rule.id not in own and not rule.blocked and (not rule.start or rule.start < end) and (not rule.end or rule.end > start)]

    def _find_conflicts(self):
        """Work out and store the meetings of the campaign's rules with each other and with those of other campaigns."""
        self.ensure_one()
        own, others = self._proof_rules(), self._rules_beside()
        options = read_options(self.company_id._promo_options())
        lines = self._proof_lines(self._proof_products().sudo())  # sudo: cost and ex-factory price are compared, not shown
        together = self._reached_together(snapshot_of([*own, *others]), lines, options)
        pairs = []
        for number, rule in enumerate(own):
            for other in (*own[number + 1:], *others):
                goods = [product for reach, products in together.items() if rule.id in reach and other.id in reach for product in products]
                if goods:
                    pairs.append((rule, other, meet(rule, other), goods))
        room = max(1, min(EACH, PROOFS // max(1, len(pairs))))
        floor_bp = self._highest_floor_bp()
        rows = [self._conflict_row(*pair, lines, options, room, floor_bp) for pair in pairs if pair[2].why != "time"]
        self.sudo().write({  # sudo: the report is written by the program alone
            "conflict_ids": [Command.clear(), *map(Command.create, rows)], "conflict_at": fields.Datetime.now()})

    @api.model
    def _reached_together(self, snapshot, lines, options):
        """:return: {ids of rules: [ids of the goods that exactly these reach]}."""
        alike, reach, found = likeness(snapshot), {}, {}
        for product, line in lines.items():
            if (key := alike(line)) not in reach:
                reach[key] = frozenset(reaching(snapshot, line, options))
            found.setdefault(reach[key], []).append(product)
        return found

    def _conflict_row(self, rule, other, meeting, goods, lines, options, room, floor_bp):
        row = {
            "rule_id": rule_of(rule.id), "other_rule_id": rule_of(other.id), "how": meeting.how, "how_order": HOW.index(meeting.how), "why": meeting.why,
            "date_from": self._naive(meeting.start), "date_to": self._naive(meeting.end), "goods_count": len(goods)}
        if meeting.how == "never":
            return row
        snapshot, worst = snapshot_of([rule, other]), None
        companions = Companions(snapshot, floor_bp)
        chosen = self._tightest(goods, lines, room)
        for product in chosen:
            line = lines[product]
            case = worst_case(snapshot, line, options=options, companions=companions)
            place = (not case.below, case.lowest_fen * 10_000 // line.price_fen)
            if worst is None or place < worst[0]:
                worst = (place, product, case)
        place, product, case = worst
        return {
            **row, "proved_count": len(chosen), "product_id": product, "price": float(from_fen(lines[product].price_fen)),
            "lowest": float(from_fen(case.lowest_fen)), "share": case.lowest_fen * 100 / lines[product].price_fen, "below": ", ".join(case.below),
            "is_below": bool(case.below)}

    @api.model
    def _tightest(self, goods, lines, room):
        """:return: the goods to look at: the cheapest ones, and those whose price is nearest to what it must not fall below."""
        def margin(product):
            line = lines[product]
            limit = max(line.cost_fen or 0, line.ex_factory_fen or 0, line.floor_fen or 0)
            return (line.price_fen - limit) * 10_000 // line.price_fen, product
        near, cheap = nsmallest(room, goods, margin), nsmallest(room, goods, lambda product: (lines[product].price_fen, product))
        return list(dict.fromkeys(product for pair in zip(near, cheap, strict=True) for product in pair))[:room]

    @api.model
    def _naive(self, moment):
        return moment.astimezone(UTC).replace(tzinfo=None) if moment else False
