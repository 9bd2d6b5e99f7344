from odoo import models
from odoo.exceptions import UserError

from .stock_picking import SHIPPERS

LABELS = {"100x180": "online_offline_order.waybill_label_report", "76x130": "online_offline_order.waybill_label_small_report"}


class StockPicking(models.Model):
    """What the warehouse prints: pick tables by goods and by order, delivery notes, waybill labels (R1-192, R1-061, R1-074). No prices on any of them."""

    _inherit = "stock.picking"

    def _pick_rows(self):
        """Say what is to be taken from where for these deliveries together, in the order of the shelves; goods that are missing stand last.

        :return: list of dicts ``place`` (empty = missing), ``code``, ``goods``, ``unit``, ``qty`` and ``orders`` ("S1 × 2, S2 × 1").
        """
        self.check_access("read")
        rows = {}
        for move in self.sudo().move_ids.filtered(lambda one: one.state not in ("done", "cancel", "draft")):  # sudo: service prints tables without stock rights
            places = [(line.location_id.complete_name, line.quantity_product_uom) for line in move.move_line_ids if line.quantity_product_uom > 0]
            missing = move.product_qty - sum(qty for _place, qty in places)
            for place, qty in [*places, *([("", missing)] if missing > 0 else [])]:
                row = rows.setdefault((not place, place, move.product_id.default_code or "", move.product_id.id), {
                    "place": place, "code": move.product_id.default_code or "", "goods": move.product_id.with_context(display_default_code=False).display_name,
                    "unit": move.product_id.uom_id.name, "qty": 0, "parts": {}})
                row["qty"] += qty
                name = move.picking_id.sale_id.name or move.picking_id.name
                row["parts"][name] = row["parts"].get(name, 0) + qty
        out = []
        for _key, row in sorted(rows.items()):
            parts = row.pop("parts")
            out.append({**row, "qty": f"{row['qty']:g}", "orders": ", ".join(f"{name} × {qty:g}" for name, qty in sorted(parts.items()))})
        return out

    def _paper_goods(self):
        """Say what is, or is to be, in a delivery.

        :return: list of dicts ``code``, ``goods``, ``unit``, ``qty``.
        """
        self.ensure_one()
        moves = self.sudo().move_ids.filtered(lambda one: one.state != "cancel")  # sudo: as above
        entered = any(moves.mapped("quantity"))
        return [{
            "code": move.product_id.default_code or "", "goods": move.product_id.with_context(display_default_code=False).display_name,
            "unit": move.product_uom.name, "qty": f"{move.quantity if entered else move.product_uom_qty:g}",
        } for move in moves if (move.quantity if entered else move.product_uom_qty)]

    def _paper_remark(self):
        """Give the customer's wish for a delivery, which is printed."""
        return self.sudo().sale_id.customer_remark or ""  # sudo: the warehouse reads orders to ship only

    def _paper_way(self):
        """Give the way a delivery takes: by which carrier, or without one."""
        order = self.sudo().sale_id  # sudo: as above
        way = dict(order._fields["delivery_way"]._description_selection(self.env)).get(order.delivery_way) if order.delivery_way != "courier" else ""
        return " ".join(filter(None, (way, (self.carrier_id or order.carrier_id).name)))

    # -- waybill labels

    def action_print_waybills(self):
        """Print the waybill labels of these deliveries, one for each parcel with a number; parcels that are not recorded yet are made.

        :return: report action.
        :raises AccessError: for everybody but the warehouse.
        :raises UserError: for a delivery without a number, and for carriers whose labels differ in size.
        """
        self._check_shipper()
        self.check_access("read")
        for picking in self._dealer_deliveries().filtered(lambda one: one.state not in ("done", "cancel")):
            if not picking._read_waybills():
                raise UserError(self.env._("Delivery %s has no waybill number yet: enter it, then print the label.", picking.name))
            picking.sudo()._ready_parcels()  # sudo: role checked above; weights and numbers of its own parcels
        parcels = self.parcel_ids.filtered(lambda one: one.tracking and one.state != "cancelled" and one.direction == "out")
        if not parcels:
            raise UserError(self.env._("None of these deliveries has a parcel with a waybill number: enter the numbers first, then print."))
        return parcels._print_labels()

    def action_print_slips(self):
        """Print the delivery notes of these deliveries.

        :return: report action.
        :raises AccessError: for roles other than warehouse and customer service.
        """
        self.env["sale.order"]._require_role(*SHIPPERS, "dealer_base.group_cs_presale", "dealer_base.group_cs_aftersale")
        self.check_access("read")
        return self.env.ref("online_offline_order.delivery_note_report").report_action(self)
