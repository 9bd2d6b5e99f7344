from datetime import timedelta

from odoo import api, models

from odoo.addons.dealer_base.money import allocate, to_fen
from odoo.addons.dealer_prepaid.ledger.posting import net_of


class PrepaidMonthClose(models.Model):
    """What the month-end entries need to know about goods: the parts of unshipped orders (E20), and goods that may still come back (E21)."""

    _inherit = "prepaid.month.close"

    def _unshipped_parts(self):
        """Give the parts of orders approved by the month's end and held for then, whatever has shipped or was cancelled since."""
        end = self.company_id._dealer_utc(self.date_to + timedelta(days=1))
        held = {}
        for row in self._held_at_end("sale.order"):
            held.setdefault(row["res_id"], {}).setdefault(row["partner_id"], 0)
            held[row["res_id"]][row["partner_id"]] += row["fen"]
        orders = self.env["sale.order"].browse(held).exists().filtered(
            lambda order: order.approved_at and order.approved_at < end and order.dealer_state not in ("draft", "submitted"))
        captures = self.env["prepaid.entry"].search([
            ("order_model", "=", "sale.order"), ("order_id", "in", orders.ids), ("kind", "=", "capture"), ("date", "<=", self.date_to)])
        taken, found = captures.grouped("order_id"), {}
        for order in orders:
            for partner, fen in held[order.id].items():
                parts = found.setdefault(partner, {})
                for part, value in self._parts_held(order, fen, taken.get(order.id, ())).items():
                    parts[part] = parts.get(part, 0) + value
        return {partner: {part: fen for part, fen in parts.items() if fen} for partner, parts in found.items() if any(parts.values())}

    @api.model
    def _parts_held(self, order, fen, captures):
        """Split what was held for an order into its parts: its settlement less what had shipped, in their proportion where the hold differs.

        :param order: one sale.order.
        :param fen: what was held.
        :param captures: prepaid.entry of its shipments until then.
        :return: {part: fen} that add up to ``fen``.
        """
        totals = {"goods": to_fen(order.goods_total), "admin": to_fen(order.admin_total), "logistics": to_fen(order.logistics_total)}
        left = [max(total - sum((entry.components or {}).get(part, 0) for entry in captures), 0) for part, total in totals.items()]
        if not any(left):
            return {"goods": fen}
        return dict(zip(totals, allocate(fen, left), strict=True))

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
