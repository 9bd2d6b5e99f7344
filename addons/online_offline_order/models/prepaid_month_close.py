from datetime import timedelta

from odoo import models

from odoo.addons.dealer_base.money import to_fen
from odoo.addons.dealer_prepaid.ledger.posting import net_of


class PrepaidMonthClose(models.Model):
    """What the month-end entries need to know about goods: the parts of unshipped orders (E20), and goods that may still come back (E21)."""

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

    def _returnable(self):
        """Add up the goods of shipments whose income is booked and whose return period runs at the month's end, less what came back."""
        found, company = super()._returnable(), self.company_id
        shipped = self.env["prepaid.entry"].search([
            ("company_id", "=", company.id), ("kind", "=", "capture"), ("order_model", "=", "sale.order"), ("date", "<=", self.date_to),
            ("date", ">", self.date_to - timedelta(days=company.return_days + 60))]).filtered("gl_move_id")
        orders = self.env["sale.order"].browse(shipped.mapped("order_id")).filtered(self._may_still_return)
        entries = shipped.filtered(lambda entry, ids=set(orders.ids): entry.order_id in ids)
        refunds = self.env["prepaid.entry"].search([
            ("order_model", "=", "sale.order"), ("order_id", "in", orders.ids), ("kind", "=", "refund"), ("date", "<=", self.date_to)])
        rate = company._prepaid_terms(self.date_to).rate("goods")
        for entry in entries | refunds:
            net = net_of((entry.components or {}).get("goods", 0), rate)
            found["net"] += net if entry in entries else -net
        pickings = entries._documents_of("stock.picking")._cost_to_book() + refunds._documents_of("dealer.return").picking_ids._batch_cost()
        found["cost"] += sum(fen for _cost, _inventory, fen in pickings)
        return found

    def _may_still_return(self, order):
        """Tell whether goods of an order may come back after the month's end: on the way, or received less than the return period before."""
        if not order.received_at:
            return True
        return order.company_id._dealer_local(order.received_at).date() + timedelta(days=order.company_id.return_days) > self.date_to
