from odoo import fields, models

from odoo.addons.dealer_base.money import yuan


class DealerReturn(models.Model):
    """The exchange of a pay-later order: the other goods ship on the payer's term with an invoice of their own, what came back is credited
    against its open invoices. Nothing is held; with the acceptance the other goods count against the credit limit, beyond it they wait."""

    _inherit = "dealer.return"

    def _accept_exchange(self):
        if not self._is_on_term():
            return super()._accept_exchange()
        first, order = self.order_id.sudo(), self.exchange_order_id._flow()  # sudo: who pays belongs to the first order
        payer = first.account_partner_id
        settlement, freight, found = self._priced_exchange(order)
        asks = self._ask_store(found)
        if asks:
            return asks
        owed_fen, ordered_fen, limit_fen = order._term_figures(payer)
        over_fen = owed_fen + ordered_fen + settlement.total_fen - limit_fen
        if over_fen > 0 and order.company_id.gate_credit:
            self._refuse("exchange_over_credit", payer=payer.display_name, over_fen=over_fen)
        now, flow = fields.Datetime.now(), self._flow()
        payer._touch_credit_term()
        order._store_settlement(settlement, freight)
        flow.write({"exchange_accepted_by": flow.exchange_accepted_by.id or self.env.uid, "exchange_accepted_at": now})
        order.write({
            "account_partner_id": payer.id, "partner_invoice_id": payer.id, "partner_shipping_id": order._delivery_contact().id,
            "settled_by": "pay_later", "credit_days": payer.credit_term_days, "credit_state": "ok",
            "submitted_by": flow.exchange_accepted_by.id, "submitted_at": now, "dealer_state": "approved",
            "approved_by": self.approved_by.id, "approved_at": now})
        order.action_confirm()
        order._on_approved()
        if flow.state != "approved":
            flow.state = "received"
            flow._leave_quarantine()
        self._log(self.env._("Exchange accepted: %(order)s of %(amount)s CNY goes to the warehouse on a term of %(days)s days.",
                             order=order.name, amount=yuan(settlement.total_fen), days=order.credit_days))
        return None
