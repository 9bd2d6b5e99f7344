from odoo import models

from ..reservation import PLAN, Plan, plan_of, quant_key, rules_of


class StockMove(models.Model):
    """The goods of a dealer order are reserved together: stock is asked once, rows are locked once, the lines are created in one go.

    Odoo asks, locks and creates for each move by itself. The amounts, the rows and the order in which stock is taken are the same.
    """

    _inherit = "stock.move"

    def _action_assign(self, force_qty=False):
        plan = None if force_qty or plan_of(self.env) else self._reservation_plan()
        if not plan:
            return super()._action_assign(force_qty=force_qty)
        result = super(StockMove, self.with_context(**{PLAN: plan}))._action_assign()
        self._create_planned(plan)
        return result

    def _reservation_plan(self):
        """Read the stock of what can be reserved together: plain goods of a dealer order, each asked for by one move, from one place.

        :return: Plan, or None where everything goes Odoo's way.
        """
        moves = self.filtered(lambda move: move.state in ("confirmed", "waiting", "partially_available") and not move.picked)
        if len(moves) < 2 or "with_expiration" in self.env.context or any(move.product_id.tracking != "none" for move in moves):
            return None
        if not all(order.is_dealer_order for order in moves.sudo().sale_line_id.order_id) or not moves.sudo().sale_line_id:  # sudo: whose goods they are
            return None
        place, products = moves.location_id, moves.product_id
        if len(place) != 1 or len(products) != len(moves) or place.should_bypass_reservation() or moves.move_orig_ids or moves.move_line_ids:
            return None
        quants = self.env["stock.quant"].sudo()  # sudo: as Odoo reads quants
        if any(quants._get_removal_strategy(product, place) != "fifo" for product in products):
            return None
        plan = Plan(products=frozenset(products.ids), location=place.id, path=place.sudo().parent_path)  # sudo: where it stands, whoever reserves
        found = quants.search_fetch([("product_id", "in", products.ids), ("location_id", "child_of", place.id)], order="in_date ASC, id")
        if found.lot_id:
            return None
        plan.around.update({product.id: group for product, group in found.grouped("product_id").items()})
        plan.exact.update(found.grouped(lambda one: quant_key(one.product_id, one.location_id, None, one.package_id, one.owner_id)))
        return plan

    def _update_reserved_quantity(self, need, location_id, lot_id=None, package_id=None, owner_id=None, strict=True):
        plan = plan_of(self.env)
        if not plan or strict or not plan.covers(self.product_id, location_id):
            return super()._update_reserved_quantity(need, location_id, lot_id, package_id, owner_id, strict)
        values, taken = self._update_reserved_quantity_vals(need, location_id, lot_id, package_id, owner_id, strict)
        plan.lines += values
        return taken

    def write(self, vals):
        if vals == {"move_dest_ids": []}:  # Odoo links each move that leaves to what follows it, mostly nothing
            return True
        return super().write(vals)

    def _inverse_picked(self):
        # Odoo writes the lines of each move by themselves.
        for picked, moves in self.grouped("picked").items():
            moves.move_line_ids.picked = picked

    def _create_planned(self, plan):
        """Create lines that nobody has created yet."""
        if plan.lines:
            self.env["stock.move.line"].with_context(**{PLAN: plan}).create([])

    def _update_orderpoints(self):
        # Odoo asks at each write of a move; within one step it is enough to know once that nobody replenishes its goods.
        memo = rules_of(self.env)
        if not memo or not self:
            return super()._update_orderpoints()
        unknown = self.product_id.browse(set(self.product_id.ids) - memo.unplanned)
        points = self.env["stock.warehouse.orderpoint"].sudo()  # sudo: as Odoo asks for them
        if unknown and points.search_count([("product_id", "in", unknown.ids)], limit=1):
            return super()._update_orderpoints()
        memo.unplanned.update(unknown.ids)
        return None

    def _assign_picking(self):
        # What a delivery came from is its first message: that it was made needs no second one, see stock_picking_together.
        told = rules_of(self.env) and all(move.sale_line_id for move in self)
        return super(StockMove, self.with_context(mail_create_nolog=True) if told else self)._assign_picking()

    def _trigger_scheduler(self):
        # Odoo asks for each move by itself; where nothing is replenished of itself one question is enough, and none where it was asked before.
        memo = rules_of(self.env)
        if memo and memo.unplanned.issuperset(self.product_id.ids):
            return None
        points = self.env["stock.warehouse.orderpoint"]
        if len(self) > 1 and not points.search_count([("product_id", "in", self.product_id.ids), ("trigger", "=", "auto")], limit=1):
            return None
        return super()._trigger_scheduler()
