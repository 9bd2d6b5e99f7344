from datetime import timedelta

from odoo import models

from odoo.addons.dealer_base.money import to_fen


class PrepaidMonthClose(models.Model):
    """The parts of unshipped orders for E20: what is left of goods, admin fee and logistics fee of each order with a live hold."""

    _inherit = "prepaid.month.close"

    def _unshipped_parts(self):
        end = self.company_id._dealer_utc(self.date_to + timedelta(days=1))
        holds = self.env["prepaid.hold"].search([
            ("company_id", "=", self.company_id.id), ("state", "=", "open"), ("res_model", "=", "sale.order"), ("create_date", "<", end)])
        orders = self.env["sale.order"].search([("hold_key", "in", holds.mapped("key")), ("dealer_state", "in", ("approved", "partial"))])
        entries = self.env["prepaid.entry"].search([("order_model", "=", "sale.order"), ("order_id", "in", orders.ids), ("kind", "=", "capture")])
        taken = entries.grouped("order_id")
        found = {}
        for order in orders:
            totals = {"goods": to_fen(order.goods_total), "admin": to_fen(order.admin_total), "logistics": to_fen(order.logistics_total)}
            parts = found.setdefault(order.account_partner_id.id, {})
            for part, fen in totals.items():
                fen -= sum((entry.components or {}).get(part, 0) for entry in taken.get(order.id, ()))
                parts[part] = parts.get(part, 0) + fen
        return {partner: {part: fen for part, fen in parts.items() if fen} for partner, parts in found.items() if any(parts.values())}
