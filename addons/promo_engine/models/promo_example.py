from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.keys import company_key, product_key
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
    has_code = fields.Boolean(string="With every voucher", default=True)
    line_ids = fields.One2many("promo.example.line", "example_id", string="Goods", copy=True)
    wanted = fields.Monetary(string="Has to cost", aggregator=None)
    result = fields.Monetary(string="Costs", compute="_compute_result", aggregator=None)
    is_right = fields.Boolean(string="Right", compute="_compute_result")

    @api.depends("line_ids.qty", "line_ids.price", "wanted", "at", "has_code", "campaign_id.rule_ids")
    def _compute_result(self):
        for example in self:
            try:
                result = evaluate(example._cart(), snapshot_of(example.campaign_id._draft_rules()), None,
                                  read_options(example.company_id._promo_options())).total_fen if example.campaign_id.date_start else None
            except (ValueError, InvariantError):
                result = None
            example.result = float(from_fen(result)) if result is not None else 0.0
            example.is_right = result == to_fen(example.wanted)

    def _cart(self):
        rules = self.campaign_id._draft_rules()
        at = self.at or fields.Datetime.add(self.campaign_id.date_start, minutes=1)
        tags = self.env["promo.cart"]._goods_tags(self.line_ids.product_id)
        lines = tuple(Line(
            id=f"L{index}", sku=product_key(line.product_id.id), qty=line.qty, price_fen=to_fen(line.price), seq=index,
            tags=tags.get(line.product_id.id, frozenset()), floor_fen=line.product_id.product_tmpl_id._promo_floor_fen(self.company_id))
            for index, line in enumerate(self.line_ids) if line.product_id and line.qty > 0)
        return Cart(
            id=f"example{self._origin.id}", at=self.env["promo.cart"]._aware(at), codes=frozenset(rule.code for rule in rules if rule.code and self.has_code),
            lines=lines, buyer=Party("", {}, 0), org=Org(company=company_key(self.company_id.id)), currency=self.currency_id.name or "")
