from odoo import api, fields, models


class DealerOrderSource(models.TransientModel):
    """Chooses the warehouse that supplies a draft, with the reason; the step itself checks role, state and freshness."""

    _name = "dealer.order.source"
    _description = "Choice of the warehouse"

    order_id = fields.Many2one("sale.order", required=True, readonly=True)
    company_id = fields.Many2one(related="order_id.company_id")
    by_rules = fields.Boolean(string="By the rules again")
    warehouse_id = fields.Many2one("stock.warehouse", string="Warehouse", domain="[('company_id', '=', company_id)]")
    ranking = fields.Text(compute="_compute_ranking", string="The rules say")
    reason = fields.Char(required=True)

    @api.depends("order_id")
    def _compute_ranking(self):
        for wizard in self:
            candidates, places = wizard.order_id._rank_sources()
            wizard.ranking = "\n".join(wizard.order_id._candidate_text(one, places, None) for one in candidates)

    def action_apply(self):
        """Choose the warehouse."""
        self.ensure_one()
        self.order_id.action_override_source(False if self.by_rules else self.warehouse_id.id, self.reason)
        return {"type": "ir.actions.act_window_close"}
