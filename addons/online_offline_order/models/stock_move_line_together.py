from odoo import api, models

from ..reservation import PLAN, Plan, plan_of, quant_key


class StockMoveLine(models.Model):
    """Lines of a dealer order's goods are created and moved together, see ``reservation``."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        plan = plan_of(self.env)
        if not plan or not plan.lines:
            return super().create(vals_list)
        planned, plan.lines = plan.lines, []
        keys = [(vals["product_id"], vals["location_id"], False, vals["package_id"], vals["owner_id"]) for vals in planned]
        self.env["stock.quant"]._lock_planned([plan.exact[key][:1].id for key in keys if key in plan.exact])
        return super().create([*planned, *vals_list])[len(planned):]

    def _action_done(self):
        if plan_of(self.env) or not self or not all(line.picking_id.is_dealer_delivery for line in self):
            return super()._action_done()
        keys = frozenset(
            quant_key(line.product_id, place, None, package, line.owner_id) for line in self if line.product_id.is_storable and not line.lot_id
            for place, package in ((line.location_id, line.package_id), (line.location_dest_id, line.result_package_id)))
        return super(StockMoveLine, self.with_context(**{PLAN: Plan(keys=keys)}))._action_done()
