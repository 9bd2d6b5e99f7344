from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.dealer_base.models.dealer_batch_mixin import BATCH_STATES
from odoo.addons.dealer_base.money import to_fen

ROLES = ("dealer_base.group_ops_manager", "dealer_base.group_fin_manager")
ORDERS_AT_ONCE = 100
SETTLED = ("refunded", "exchanged")


class DealerAttributionBackfill(models.Model):
    """Credits the orders that were settled before there was attribution: each parcel and each return on its own day.

    By the rule of the day of the parcel and to the guide whom the consumer belonged to on that day; who looks after the dealer is taken
    as of today. A parcel or a return that has its lines is left alone, so a second run changes nothing, and a run that was stopped
    goes on where it was. What was credited in months that are paid stays with those months: it is for the runs to come.
    """

    _name = "dealer.attribution.backfill"
    _description = "Attribution of earlier orders"
    _inherit = ["dealer.batch.mixin"]
    _order = "id desc"
    _batch_cron = "online_offline_order.cron_attribution_backfill"
    _batch_at_once = 200
    _batch_parameters = frozenset(("company_id", "date_from"))

    name = fields.Char(compute="_compute_name", store=True)
    state = fields.Selection(selection_add=BATCH_STATES)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    date_from = fields.Date(string="Submitted from", help="Empty: all orders.")
    total = fields.Integer(string="Orders")
    last_order_id = fields.Integer(readonly=True, copy=False)
    credited = fields.Integer(string="Orders credited", readonly=True, copy=False)
    skipped = fields.Integer(string="Left out", readonly=True, copy=False, help="Orders whose parcels cannot be worked out again.")

    @api.depends("company_id.name", "date_from")
    def _compute_name(self):
        for work in self:
            work.name = f"{work.company_id.name}: {work.date_from or '…'} ~"

    def _check_batch_role(self):
        if not any(self.env.user.has_group(role) for role in ROLES):
            raise AccessError(self.env._("Earlier orders are credited by the operations manager and the finance manager."))
        super()._check_batch_role()

    def _domain(self):
        domain = [("is_dealer_order", "=", True), ("company_id", "=", self.company_id.id), ("dealer_state", "in", ("partial", "shipped", "received"))]
        return [*domain, ("submitted_at", ">=", self.date_from)] if self.date_from else domain

    def _begin(self):
        self.ensure_one()
        self._set({"total": self.env["sale.order"].sudo().search_count(self._domain()), "done": 0, "last_order_id": 0})  # sudo: a count

    def _step(self):
        if not self.try_lock_for_update(allow_referencing=True):
            return 0
        orders = self.env["sale.order"].sudo().search(  # sudo: who runs the work need not see each order
            [*self._domain(), ("id", ">", self.last_order_id)], order="id", limit=ORDERS_AT_ONCE)
        credited = skipped = 0
        for order in orders:
            count = self._credit_order(order._flow())
            credited += bool(count)
            skipped += count is None
        self._set({
            "done": self.done + len(orders), "credited": self.credited + credited, "skipped": self.skipped + skipped,
            "last_order_id": orders[-1:].id or self.last_order_id, "state": "running" if len(orders) == ORDERS_AT_ONCE else "done"})
        return len(orders)

    @api.model
    def _credit_order(self, order):
        """Credit the parcels and returns of an order that have no lines yet, in the order of their days.

        :param order: sale.order in flow mode.
        :return: number of documents credited, None where the order cannot be worked out again.
        """
        have = self.env["dealer.attribution"].sudo().search([("order_id", "=", order.id)])  # sudo: written by the flow alone
        documents = self._documents(order)
        if documents is None:
            return None
        known = {("picking_id", line.picking_id.id) if line.picking_id else ("return_id", line.return_id.id) for line in have}
        missing = [row for row in documents if (row[1], row[2]) not in known]
        if missing and not order.try_lock_for_update(allow_referencing=True):
            return None  # it is shipping right now: the next run takes it
        count = 0
        for moment, name, key, fen in missing:
            count += bool(order._attribute({name: key}, fen, moment))
        return count

    @api.model
    def _documents(self, order):
        """Give the parcels and returns of an order that were settled.

        :return: list of (moment, "picking_id" or "return_id", id, goods in fen), the oldest first; None where pieces do not fit the order.
        """
        goods = {line.key: line for line in order._frozen_settlement().goods}
        done = order.picking_ids.filtered(lambda picking: picking.is_dealer_delivery and picking.state == "done" and picking.shipped_by)
        shipped, rows = dict.fromkeys(goods, 0), []
        for picking in done.sorted(lambda one: (one.date_done, one.id)):
            fen = 0
            moves = picking._paid_moves(picking.move_ids.filtered(lambda move: move.state == "done"))
            if not moves:
                continue  # gifts alone are credited to nobody
            for move in moves:
                key, pieces = move.sale_line_id._settlement_key(), int(move.quantity)
                if key not in goods or shipped[key] + pieces > goods[key].qty:
                    return None
                fen += goods[key].part_fen(shipped[key], pieces)
                shipped[key] += pieces
            rows.append((picking.date_done, "picking_id", picking.id, fen))
        for back in order.return_ids.filtered(lambda one: one.state in SETTLED):
            rows.append((back.refunded_at or back.exchanged_at, "return_id", back.id, -to_fen(back.goods_amount)))
        return sorted(rows)
