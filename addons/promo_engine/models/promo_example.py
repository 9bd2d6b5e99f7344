from dataclasses import replace

from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.keys import audience_key, campaign_key, company_key, partner_key, product_key, team_key, term_key
from ..engine import Cart, InvariantError, Line, Org, Party, evaluate, read_options, snapshot_of


class PromoExample(models.Model):
    """A cart that shows what a campaign means: these goods have to cost this much. A campaign with a failing example is not approved."""

    _name = "promo.example"
    _description = "Example cart of a campaign"
    _inherit = ["promo.plan.mixin"]
    _order = "sequence, id"

    campaign_id = fields.Many2one("promo.campaign", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="campaign_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="campaign_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    at = fields.Datetime(string="At", help="Empty = one minute after the start.")
    partner_id = fields.Many2one(
        "res.partner", string="As buyer", help="Whose level, tags and former orders count. Empty = somebody without orders who belongs to the audience.")
    payment_term_id = fields.Many2one("account.payment.term", string="Payment terms", ondelete="restrict", help="How it is paid; empty = not said.")
    team_id = fields.Many2one("crm.team", string="Sales team", ondelete="restrict", help="Through which channel it came; empty = through none.")
    has_code = fields.Boolean(string="With every voucher", default=True)
    line_ids = fields.One2many("promo.example.line", "example_id", string="Goods", copy=True)
    wanted = fields.Monetary(string="Has to cost", aggregator=None)
    result = fields.Monetary(string="Costs", compute="_compute_result", aggregator=None)
    is_right = fields.Boolean(string="Right", compute="_compute_result")

    @api.depends(
        "line_ids.qty", "line_ids.price", "wanted", "at", "has_code", "partner_id", "payment_term_id", "team_id", "campaign_id.rule_ids",
        "campaign_id.audience_id")
    def _compute_result(self):
        for example in self:
            try:
                result = evaluate(example._cart(), snapshot_of(example._rules()), None,
                                  read_options(example.company_id._promo_options())).total_fen if example.campaign_id.date_start else None
            except (ValueError, InvariantError):
                result = None
            example.result = float(from_fen(result)) if result is not None else 0.0
            example.is_right = result == to_fen(example.wanted)

    def _rules(self):
        """:return: [Rule] of the plan; the lot by which buyers are left out is none of an example's business."""
        return [replace(rule, conditions=tuple(spec for spec in rule.conditions if spec.code != "holdout")) for rule in self.campaign_id._draft_rules()]

    def _buyer(self):
        """:return: (Party, Org) of the buyer that is named, else of somebody whom the campaign is for."""
        campaign, carts = self.campaign_id, self.env["promo.cart"].with_company(self.company_id)
        org = Org(company=company_key(self.company_id.id), venue=campaign.venue_ids[:1]._promo_key() if campaign.venue_ids else "")
        partner = self.partner_id._origin.sudo()  # sudo: what the conditions ask, whoever plans
        if not partner:
            facts = {"audience": [audience_key(campaign.audience_id.id)]} if campaign.audience_id else {}
            return Party("", facts | ({"entry": [campaign_key(campaign._origin.id or 0)]} if campaign.needs_entry else {}), 0), org
        orders, spent, last = carts._orders_done(partner, self.company_id).get(partner.id, (0, 0, False))
        day = self.company_id._dealer_local(last).date().isoformat() if last else ""
        facts = {**carts._buyer_facts(partner)[partner.id], "spent_fen": spent, "last_order": day}
        return Party(partner_key(partner.commercial_partner_id.id), facts, orders), replace(
            org, sales_company=partner_key(partner.sales_company_id.id or 0), dealer=partner_key(partner.dealer_id.id) if partner.dealer_id else "",
            store=partner_key(partner.id) if partner.dealer_level == "store" else "")

    def _cart(self):
        rules = self.campaign_id._draft_rules()
        buyer, org = self._buyer()
        at = self.at or fields.Datetime.add(self.campaign_id.date_start, minutes=1)
        tags = self.env["promo.cart"]._goods_tags(self.line_ids.product_id)
        lines = tuple(Line(
            id=f"L{index}", sku=product_key(line.product_id.id), qty=line.qty, price_fen=to_fen(line.price), seq=index,
            tags=tags.get(line.product_id.id, frozenset()), floor_fen=line.product_id.product_tmpl_id._promo_floor_fen(self.company_id))
            for index, line in enumerate(self.line_ids) if line.product_id and line.qty > 0)
        return Cart(
            id=f"example{self._origin.id}", at=self.company_id._dealer_local(at), codes=frozenset(rule.code for rule in rules if rule.code and self.has_code),
            lines=lines, buyer=buyer, org=replace(org, channel=self._channel()), currency=self.currency_id.name or "", payment_method=self._payment())

    def _channel(self):
        """Extend: :return: key of the channel, "" for none."""
        return team_key(self.team_id.id) if self.team_id else ""

    def _payment(self):
        """Extend: :return: key of the way of payment, "" for none."""
        return term_key(self.payment_term_id.id) if self.payment_term_id else ""
