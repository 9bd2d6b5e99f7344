import dataclasses

from odoo import models

from odoo.addons.dealer_base.money import to_fen


class DealerReturn(models.Model):
    """The return of a pay-later order: its credit note settles open invoices, no ledger is touched."""

    _inherit = "dealer.return"

    def _is_on_term(self):
        return self.order_id._origin.sudo().settled_by == "pay_later"  # sudo: how the order is paid belongs to its return

    def _snapshot_shipped(self):
        shipped = super()._snapshot_shipped()
        if not self._is_on_term():
            return shipped
        order = self.order_id._origin.sudo()  # sudo: the figures of the order belong to its return
        parts = [picking.term_components for picking in order.picking_ids if picking.term_components]
        return dataclasses.replace(
            shipped, admin_fen=sum(part["admin"] for part in parts),
            logistics_fen=sum(part["logistics"] for part in parts) + to_fen(order.rest_freight))

    def _book_refund(self):
        if not self._is_on_term():
            return super()._book_refund()
        result = self._previewed()
        if result.net_fen < 0:
            self._refuse("charges_exceed", charges_fen=result.postage_fen + result.handling_fen, credit_fen=result.credit_fen)
        note = self._post_credit_note(result)
        charges = self._post_charges(result)
        self._settle_on_term(note, charges)
        self.write({"credit_note_id": note.id, "charges_move_id": charges.id})
        return None

    def _settle_on_term(self, note, charges):
        """Match the credit note with its charges, then with the order's invoices, then with what is due first."""
        lines = (note | charges).line_ids.filtered(lambda line: line.account_type == "asset_receivable")
        if len(lines) > 1:
            lines.reconcile()
        credit = lines.filtered(lambda line: line.balance < 0 and not line.reconciled)
        if not credit:
            return
        own = self.order_id.invoice_ids
        debts = self.env["account.move.line"].search([
            ("account_id", "=", credit.account_id.id), ("partner_id", "=", credit.partner_id.id), ("company_id", "=", self.company_id.id),
            ("parent_state", "=", "posted"), ("reconciled", "=", False), ("balance", ">", 0)], order="date_maturity, id")
        for debt in sorted(debts, key=lambda line: line.move_id not in own):
            if credit.reconciled:
                break
            (credit | debt).reconcile()
