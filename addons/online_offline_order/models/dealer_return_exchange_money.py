from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen

from ..returns import Exchange


class DealerReturn(models.Model):
    """The booking of an exchange, with the shipment of its replacement and in its transaction (E09/E10 and E05, never netted).

    Ledger: the refund of what came back, and of the charges the part that it covers, are one posting; the rest is captured
    from the hold. Books: credit note on the first order, one invoice for goods, fees, postage and handling on the
    replacement's, cleared together. Where income waits for the receipt, postage and handling are invoiced at once and the goods later.
    """

    _inherit = "dealer.return"

    def _take_exchange(self, order, account, picking, parcel):
        """Post the refund and what it covers, take the rest from the hold.

        :param order: the order of the replacement. :param picking: its delivery. :param parcel: Parcel.
        :return: prepaid.entry of what was charged.
        """
        found = Exchange(self._previewed(), parcel.goods_fen, parcel.admin_fen, parcel.logistics_fen)
        self._check_covered(found)
        covered, label = found.covered(), f"{order.name} {picking.name}"
        held, lacking = self._split_held(order, found.held())
        document = {"label": label, "res_model": picking._name, "res_id": picking.id, "order_model": "sale.order", "order_id": order.id}
        more = self._debit_lacking(account, f"stock.picking,{picking.id},exchange", lacking, document)
        self.order_id._book_arrived()
        lines = [line for line in self._entry_lines(found.back) if line["kind"] == "refund"]
        lines += [{"kind": kind, "amount_fen": -covered[kind], "label": f"{order.name} {self.name}", "order_id": order.id}
                  for kind in ("postage", "handling") if kind in covered]
        goods = {part: fen for part, fen in covered.items() if part not in ("postage", "handling")}
        if goods:
            lines.append({
                "kind": "capture", "amount_fen": -sum(goods.values()), "label": label, "components": goods, "order_id": order.id,
                "res_model": picking._name, "res_id": picking.id})
        entries = account._post_entries(
            f"dealer.return,{self.id}", lines, self._name, self.id, "sale.order", self.order_id.id, approver=self.approved_by)
        charged = entries.sudo().filtered(lambda entry: entry.kind != "refund")  # sudo: no role writes entries, the flow links them
        if held:
            charged |= account._capture(
                order.hold_key, sum(held.values()), operation_key=f"stock.picking,{picking.id}", components=held, **document).sudo()  # sudo: as above
        return charged | more

    def _split_held(self, order, parts):
        """Split what the credit does not cover: what is held for it, and what the figures rose by since the acceptance.

        :param parts: {part: fen}.
        :return: ({part: fen} the hold pays, {part: fen} it lacks).
        """
        hold = self.env["prepaid.hold"].sudo().search([("key", "=", order.hold_key)]) if order.hold_key else None  # sudo: who ships reads no holds
        left, held, lacking = to_fen(hold.open_amount) if hold else 0, {}, {}
        for part, fen in parts.items():
            paid = min(left, fen)
            left -= paid
            held.update({part: paid} if paid else {})
            lacking.update({part: fen - paid} if fen > paid else {})
        return held, lacking

    def _debit_lacking(self, account, key, parts, document):
        """Take beside the hold what it lacks, as freight for more weight is: nothing is left to hold it with.

        :param parts: {part: fen}. :param document: what the entry names.
        :return: prepaid.entry in sudo, empty when nothing lacks.
        :raises UserError: when the account does not have it.
        """
        if not parts:
            return self.env["prepaid.entry"].sudo()  # sudo: no role writes entries, the flow links them
        fen = sum(parts.values())
        result, entry = account._debit(key, fen, kind="capture", components=parts, credit=True, **document)
        if result.missing_fen:
            self._refuse("exchange_short", missing_fen=result.missing_fen)
        if not result.ok:
            raise UserError(result.message)
        return entry.sudo()  # sudo: as above

    def _post_exchange_back(self, charged):
        """Post the credit note of what came back; where the income of the goods waits, also the invoice of postage and handling.

        :param charged: prepaid.entry of what was charged.
        :return: account.move to be cleared, empty where the day's batch books it.
        """
        result = self._preview()
        refunds = self.env["prepaid.entry"].sudo().search([  # sudo: see above
            ("res_model", "=", self._name), ("res_id", "=", self.id), ("kind", "=", "refund")])
        note = self._post_credit_note(result, sum(to_fen(entry.memo) for entry in refunds))
        refunds._link_move(note)
        moves, fees = note, charged.filtered(lambda entry: entry.kind in ("postage", "handling"))
        if self.company_id._prepaid_income_waits():
            charges = self._post_charges(result, sum(to_fen(entry.memo) for entry in fees))
            fees._link_move(charges)
            self.charges_move_id = charges
            moves |= charges
        self.credit_note_id = note
        return moves

    def _exchange_invoice_lines(self):
        """Give postage and handling as lines of the replacement's invoice.

        :return: list of (account.move.line values, fen).
        """
        if self.state != "replacing" or self.company_id._prepaid_income_waits():
            return []
        return [(self._charge_values(*word), word[2]) for word in self._charge_words(self._preview()) if word[2]]

    def _exchange_shipped(self, order, picking):
        """The replacement has left: with it the return is settled, unless it was sent in advance."""
        if self.state != "replacing":
            self._log(self.env._("The replacement %s has left.", picking.name))
            return
        self.line_ids.flush_recordset(["goods_share"])
        self.write({"state": "exchanged", "exchanged_at": fields.Datetime.now()})
        order._release_hold(self.env._("exchanged"))  # what the figures fell by since the acceptance
        self._log(self.env._("Exchanged with %(picking)s: %(text)s", picking=picking.name, text=self.preview_text))

    def _book_refund(self):
        """After an exchange in advance, what was held for postage and handling is given back: they come off the credit."""
        super()._book_refund()
        order = self.exchange_order_id
        if not self.is_exchange or not order.hold_key:
            return
        hold = self.env["prepaid.hold"].sudo().search([("key", "=", order.hold_key)])  # sudo: finance releases what the return asked for
        extra = to_fen(hold.open_amount) - (to_fen(order.settlement_total) - to_fen(order.captured_total))
        if hold.state == "open" and extra > 0:
            hold.account_id._release(hold.key, self.env._("Return %s is refunded", self.name), extra)

    def action_open_moves(self):
        """Show credit note, charges and, of an exchange, the invoice of the replacement."""
        action = super().action_open_moves()
        invoices = self.exchange_order_id.sudo().picking_ids.dealer_invoice_id  # sudo: ids only, the list asks for rights
        if invoices:
            (_name, _operator, ids), = action["domain"]
            action["domain"] = [("id", "in", [*ids, *invoices.ids])]
        return action
