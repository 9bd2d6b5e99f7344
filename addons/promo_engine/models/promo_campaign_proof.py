from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.goods import domain_of, for_sale
from ..adapters.keys import product_key, product_of, rule_key, rule_of
from ..engine import Companions, Line, reaching, read_options, snapshot_of, worst_case
from ..engine.worst import below, beside, likeness

MOST = 10_000  # goods that one proof looks at
ANY = "any"
FINANCE = "dealer_base.group_fin_manager"


class PromoCampaign(models.Model):
    """Proofs before an approval: the lowest price of each product, and examples that must come out right."""

    _inherit = "promo.campaign"

    proof_ids = fields.One2many("promo.price.proof", "campaign_id", string="Lowest prices", readonly=True)
    proof_at = fields.Datetime(string="Lowest prices of", readonly=True, copy=False)
    below_count = fields.Integer(string="Below cost", compute="_compute_below_count", compute_sudo=True)
    proof_left_count = fields.Integer(
        string="Not looked at", readonly=True, copy=False, aggregator=None, help="Dearer goods, for which no lowest price is worked out: there are too many.")
    below_ok_by = fields.Many2one("res.users", string="Below cost accepted by", readonly=True, copy=False)
    example_ids = fields.One2many("promo.example", "campaign_id", string="Examples", copy=True)

    @api.depends("proof_ids.is_below")
    def _compute_below_count(self):
        for campaign in self:
            campaign.below_count = len(campaign.proof_ids.filtered("is_below"))

    def action_submit(self):
        """As before, with the lowest prices worked out for whoever approves."""
        result = super().action_submit()
        for campaign in self:
            campaign._prove()
        return result

    def action_prove(self):
        """Work out the lowest prices anew; of an approved campaign a rule whose prices do not hold any more is blocked."""
        self._need_group("dealer_base.group_ops,dealer_base.group_ops_manager,dealer_base.group_fin_manager")
        for campaign in self:
            if campaign.state == "approved":
                campaign._check_again()
            else:
                campaign._prove()
        return True

    def action_accept_below(self):
        """The finance manager accepts that goods may be sold below cost or below the ex-factory price in this campaign."""
        if not self.env.su and not self.env.user.has_group(FINANCE):
            raise AccessError(self.env._("Prices below cost are accepted by the finance manager."))
        for campaign in self:
            campaign._need_state("submitted")
            campaign._need_other_person()
            campaign.sudo().write({"below_ok_by": self.env.uid})  # sudo: written by this step alone
            campaign._say(self.env._("Prices below cost accepted: %s goods", campaign.below_count))
            if campaign.proof_left_count:
                campaign._say(self.env._("Accepted without a proof of the lowest price: %s goods", campaign.proof_left_count))
        return True

    def action_send_back(self, reason):
        """As before; what finance accepted has to be accepted anew."""
        self.sudo().write({"below_ok_by": False})  # sudo: written by the steps of the campaign alone
        return super().action_send_back(reason)

    def action_revise(self):
        """As before; a change has to be accepted anew."""
        result = super().action_revise()
        self.sudo().write({"below_ok_by": False})  # sudo: written by the steps of the campaign alone
        return result

    def _check_rules(self):
        super()._check_rules()
        self._check_most_goods()
        wrong = self.example_ids.filtered(lambda example: not example.is_right)
        if wrong:
            raise UserError("\n".join(self.env._(
                "%(campaign)s: example %(example)s costs %(now)s instead of %(wanted)s. Mend the rule or the example.", campaign=self.display_name,
                example=example.name, now=from_fen(to_fen(example.result)), wanted=from_fen(to_fen(example.wanted))) for example in wrong))

    def _check_most_goods(self):
        """Refuse more goods at a campaign price than the company wants in one campaign."""
        most, rules = self.company_id.promo_most_goods, self.rule_ids.filtered(lambda rule: rule.level == "price")
        count = self.env["product.product"].search_count(rules._goods_domain()) if most and rules else 0
        if count > most:
            raise UserError(self.env._(
                "%(campaign)s gives %(count)s goods a campaign price; the setting of the company is %(most)s. Name fewer goods or split it.",
                campaign=self.display_name, count=count, most=most))

    def _check_ready_to_approve(self):
        super()._check_ready_to_approve()
        self._prove()
        below = self.proof_ids.filtered("is_below")
        if below and not self.below_ok_by:
            raise UserError(self.env._(
                "%(campaign)s can bring %(count)s goods below cost or ex-factory price, the first is %(goods)s at %(price)s. The finance manager has to "
                "accept it on the page Lowest prices, or a rule has to change.", campaign=self.display_name, count=len(below),
                goods=below[0].product_id.display_name, price=from_fen(to_fen(below[0].lowest))))
        if self.proof_left_count and not self.below_ok_by:
            raise UserError(self.env._(
                "%(campaign)s reaches more goods than are looked at: of %(count)s no lowest price is worked out, they are those dearer than %(goods)s at "
                "%(price)s. Name its goods, split it, or have the finance manager accept it on the page Lowest prices.", campaign=self.display_name,
                count=self.proof_left_count, goods=(last := self._proof_products()[-1:]).display_name, price=from_fen(to_fen(round(last.lst_price, 2)))))

    def _draft_rules(self):
        """:return: [Rule] of the campaign as it is planned; what cannot be read is left out, the checks name it."""
        return self.rule_ids._planned()

    def _proof_rules(self):
        """:return: [Rule] whose prices are looked at: the plan, of an approved campaign without what is blocked."""
        blocked = set(map(rule_key, self.rule_ids.filtered("blocked_at").ids)) if self.state == "approved" else ()
        return [rule for rule in self._draft_rules() if rule.id not in blocked]

    def _proof_snapshot(self, own):
        """:param own: [Rule] of this campaign. :return: (Snapshot of them and of those of other campaigns in the same days, ids of the own ones)."""
        names = {rule.id for rule in own}
        start, end = (self.env["promo.cart"]._aware(moment) for moment in (self.date_start, self.date_end))
        others = [rule for rule in self.env["promo.snapshot"]._current(self.company_id).rules
                  if rule.id not in names and not rule.paused and not rule.blocked and rule.campaign != f"campaign{self.id}"
                  and (not rule.start or rule.start < end) and (not rule.end or rule.end > start)]
        # A draft that was never saved has no id of its own yet; in one proof every rule needs one.
        return snapshot_of([*own, *others]), names

    def _proof_products(self, every=False):
        """Give the goods that the campaign's rules may reach.

        :param every: all of them; otherwise MOST at most, the cheapest first.
        :return: product.product.
        """
        return self.env["product.product"].search(self.rule_ids._goods_domain(), limit=None if every else MOST, order="list_price, id")

    def _proof_left_out(self):
        """:return: how many goods the proof of the lowest prices leaves out, because there are too many."""
        return max(0, self.env["product.product"].search_count(self.rule_ids._goods_domain()) - MOST) if self.rule_ids else 0

    def _prove(self):
        """Work out and store the lowest price of every product."""
        self.ensure_one()
        rows, lines, _meeting = self._proof_rows(self._proof_rules(), self._proof_products())
        self._proof_more(rows, lines)
        # What finance accepted holds as long as no other goods come below and none comes lower.
        known = {proof.product_id.id: to_fen(proof.lowest) for proof in self.proof_ids if proof.is_below}
        accepted = self.below_ok_by and all(
            row["product_id"] in known and to_fen(row["lowest"]) >= known[row["product_id"]] for row in rows if row["is_below"])
        left_out = self._proof_left_out()
        accepted = accepted and left_out <= self.proof_left_count
        self._store_proof(rows, {"proof_left_count": left_out, **({} if accepted else {"below_ok_by": False})})

    def _store_proof(self, rows, values):
        self.sudo().write({  # sudo: the proof is written by the program alone
            "proof_ids": [Command.clear(), *map(Command.create, rows)], "proof_at": fields.Datetime.now(), **values})

    def _proof_rows(self, own, products):
        """Work out the lowest price of products.

        :param own: [Rule] of the campaign. :param products: product.product.
        :return: (list of values of promo.price.proof, {product id: Line of one piece}, {product id: (rules that reach it, rules that make its lowest
            price)}, rules by their keys); goods that no own rule reaches are left out.
        """
        snapshot, names = self._proof_snapshot(own)
        lines = self._proof_lines(products.sudo())  # sudo: cost and ex-factory price are compared, not shown
        options = read_options(self.company_id._promo_options())
        words = {f"rule{rule.id}": rule.name for rule in self.env["promo.rule"].sudo().browse([rule_of(rule.id) for rule in snapshot.rules])}  # sudo: names
        sets, alike = self._sets_of(snapshot), likeness(snapshot)
        companions = Companions(snapshot, self._highest_floor_bp())
        rows, meeting, proved = [], {}, {}
        for product in products.filtered(lambda product: product.id in lines):
            line, price = lines[product.id], lines[product.id].price_fen
            if (key := alike(line)) not in proved:  # equal goods are proved once
                reach = reaching(snapshot, line, options)
                proved[key] = reach, self._worst(snapshot, line, options, sets, companions) if names & set(reach) else None
            reach, worst = proved[key]
            if not worst:
                continue
            meeting[product.id], undercut = (reach, worst.rules), below(line, worst.lowest_fen)
            rows.append({
                "product_id": product.id, "price": product.lst_price, "lowest": float(from_fen(worst.lowest_fen)), "share": worst.lowest_fen * 100 / price,
                "pieces": worst.qty, "rules_text": ", ".join(words.get(key, key) for key in worst.rules), "below": ", ".join(undercut),
                "others_text": ", ".join(words.get(key, key) for key in reach if key not in names), "is_below": bool(undercut)})
        return rows, lines, meeting

    @api.model
    def _worst(self, snapshot, line, options, sets=(), companions=None):
        """:param sets: as ``_sets_of`` gives them. :return: WorstCase of a product alone, or with the other goods of a set."""
        found = [worst_case(snapshot, line, options=options, companions=companions)]
        found += [worst_case(snapshot, line, options=options, companions=companions, others=[other for other in goods.values() if other.sku != line.sku])
                  for goods in sets if (line.sku in goods and len(goods) > 1) or ANY in goods]
        return min(found, key=lambda worst: worst.lowest_fen)

    def _highest_floor_bp(self):
        """:return: how near to its price the lowest price of promotions of any goods is, in basis points: such goods take little of an amount."""
        priced = self.env["product.template"].sudo().with_company(self.company_id).search([  # sudo: as in _proof_rows
            ("promo_floor_price", ">", 0), ("list_price", ">", 0)])
        return max((min(10_000, round(goods.promo_floor_price * 10_000 / goods.list_price)) for goods in priced), default=0)

    def _sets_of(self, snapshot):
        """:return: [{sku: Line of so many pieces}] of the sets of named goods that rules sell together, and [{ANY: the dearest goods}] that lie beside
        others where pieces of different goods make a group: the dearer they are, the cheaper is the cheapest of them."""
        takes = [spec.take for rule in snapshot.rules for spec in rule.rewards if spec.code == "bundle"]
        products = self.env["product.product"].sudo().browse({product_of(sku) for take in takes for sku, _qty in take})  # sudo: as in _proof_rows
        lines = self._proof_lines(products) if products else {}
        found = [{sku: replace(lines[product_of(sku)], id=sku, seq=place, qty=qty) for place, (sku, qty) in enumerate(take, 1) if product_of(sku) in lines}
                 for take in takes]
        for rule in snapshot.rules:
            if size := max(map(beside, rule.rewards), default=0):
                dearest = self.env["product.product"].search(domain_of([rule]) & for_sale(self.company_id), order="list_price desc, id", limit=1)
                found += [{ANY: replace(line, id=ANY, seq=1, qty=size)} for line in self._proof_lines(dearest.sudo()).values()]  # sudo: as above
        return found

    def _proof_lines(self, products):
        """:return: {product id: Line of one piece}, with what its price is compared with; goods without a price are left out."""
        tags = self.env["promo.cart"]._goods_tags(products)
        floors = self._proof_floors(products)
        lines = {}
        for product in products:
            price = to_fen(round(product.lst_price, 2))
            cost = to_fen(round(product.with_company(self.company_id).standard_price, 2)) or None
            if price:
                lines[product.id] = Line(
                    "L", product_key(product.id), 1, price, tags=tags[product.id], floor_fen=product.product_tmpl_id._promo_floor_fen(self.company_id),
                    cost_fen=cost, ex_factory_fen=floors.get(product.id))
        return lines

    def _proof_more(self, rows, lines):
        """Extend: add to the rows of the proof.

        :param rows: list of values. :param lines: {product id: Line of the engine}.
        """

    def _proof_floors(self, products):
        """:return: {product id: ex-factory price in fen} of the day the campaign starts."""
        lines = self.env["dealer.price.line"].sudo().search([  # sudo: compared, not shown
            ("product_id", "in", products.ids), ("company_id", "=", self.company_id.id), ("state", "=", "active"), ("date_from", "<=", self.date_start)],
            order="date_from")
        return {line.product_id.id: to_fen(line.ex_factory_price) for line in lines}
