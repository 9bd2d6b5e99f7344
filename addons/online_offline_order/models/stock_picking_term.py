from odoo import fields, models

from odoo.addons.dealer_base.money import from_fen


class StockPicking(models.Model):
    """The shipment of a pay-later order: the invoice stays open on its term, nothing is debited."""

    _inherit = "stock.picking"

    term_components = fields.Json(readonly=True, copy=False, help="What the invoice on a term consists of, in fen.")

    def _capture_shipment(self):
        order = self.sale_id
        if order.settled_by != "pay_later":
            return super()._capture_shipment()
        parcel, shipped = self._cut_parcel(order)
        invoice = self._post_dealer_invoice(order, parcel, shipped)
        self.env["prepaid.due"]._record(invoice, order.account_partner_id, "sale.order", order.id, order.name)
        self._use_credits(invoice)
        self._note_settled(shipped)
        self.write({
            "captured_amount": float(from_fen(parcel.total_fen)), "dealer_invoice_id": invoice.id, "shipped_by": self.env.uid,
            "term_components": parcel.components})
        return order._after_shipment(self, parcel)

    def _use_credits(self, invoice):
        """Match a new invoice with what the payer has paid too much or got back, oldest first."""
        line = invoice.line_ids.filtered(lambda rec: rec.account_type == "asset_receivable")
        credits = self.env["account.move.line"].search([
            ("account_id", "=", line.account_id.id), ("partner_id", "=", line.partner_id.id), ("company_id", "=", invoice.company_id.id),
            ("parent_state", "=", "posted"), ("reconciled", "=", False), ("balance", "<", 0)], order="date, id")
        for credit in credits:
            if line.reconciled:
                break
            (line | credit).reconcile()
