from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.keys import campaign_key

TYPED = frozenset(("typed_committed", "typed_spent", "note"))


class PromoBudgetLine(models.Model):
    """A part of a campaign's budget: planned, committed, spent. What promotions cost is counted by the program and stops at its plan."""

    _name = "promo.budget.line"
    _description = "Budget line of a campaign"
    _inherit = ["promo.plan.mixin"]
    _order = "campaign_id, sequence, id"

    campaign_id = fields.Many2one("promo.campaign", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="campaign_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="campaign_id.currency_id")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("promotion", "Discounts and gifts"), ("media", "Media"), ("material", "Material"), ("people", "People"), ("other", "Other")], required=True,
        default="promotion")
    name = fields.Char(string="What for")
    planned = fields.Monetary(required=True)
    typed_committed = fields.Monetary(string="Ordered by hand", copy=False, aggregator=None)
    typed_spent = fields.Monetary(string="Paid by hand", copy=False, aggregator=None)
    committed = fields.Monetary(compute="_compute_committed", help="Reserved or given by promotions; ordered, for other lines.")
    spent = fields.Monetary(compute="_compute_committed", help="Given by confirmed orders; paid, for other lines.")
    left = fields.Monetary(compute="_compute_committed", help="Planned less committed.")
    note = fields.Char()

    _planned = models.Constraint("CHECK (planned >= 0 AND typed_committed >= 0 AND typed_spent >= 0)", "Amounts of a budget are not negative.")
    _promotion_uniq = models.UniqueIndex("(campaign_id) WHERE kind = 'promotion'", "Discounts and gifts are one line: they have one counter.")

    @api.depends("typed_committed", "typed_spent", "planned", "kind")
    def _compute_committed(self):
        keys = {campaign_key(line.campaign_id.id) + ":budget": line for line in self if line.kind == "promotion"}
        counters = {limit.key: limit for limit in self.env["promo.limit"].sudo().search(  # sudo: sums of the campaign
            [("key", "in", list(keys)), ("holder", "=", "")])}
        for line in self:
            counter = counters.get(f"{campaign_key(line.campaign_id.id)}:budget") if line.kind == "promotion" else None
            if line.kind == "promotion":
                held, used = (counter.reserved, counter.confirmed) if counter else (0, 0)
                line.committed, line.spent = float(from_fen(held + used)), float(from_fen(used))
            else:
                line.committed, line.spent = line.typed_committed, line.typed_spent
            line.left = line.planned - line.committed

    @api.constrains("typed_committed", "typed_spent", "planned")
    def _check_room(self):
        for line in self:
            if to_fen(line.typed_committed) > to_fen(line.planned) or to_fen(line.typed_spent) > to_fen(line.typed_committed):
                raise UserError(self.env._(
                    "%(campaign)s, %(line)s: paid is at most what was ordered, and ordered at most what is planned (%(planned)s). Have a change of the budget "
                    "approved first.", campaign=line.campaign_id.display_name, line=line.display_name, planned=from_fen(to_fen(line.planned))))

    @api.depends("kind", "name")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for line in self:
            line.display_name = line.name or kinds.get(line.kind, "")

    def write(self, vals):
        """As before; what was ordered and paid by hand is noted while the plan itself is closed."""
        if self.env.su or not vals.keys() <= TYPED:
            return super().write(vals)
        for line in self:
            line.check_access("write")
            line.campaign_id._need_state("approved", "draft", "submitted")
            if line.kind == "promotion" and vals.keys() & {"typed_committed", "typed_spent"}:
                raise UserError(self.env._("What discounts and gifts cost is counted by the program."))
        return super(PromoBudgetLine, self.sudo()).write(vals)  # sudo: spending is noted while the plan itself is closed; the right was checked
