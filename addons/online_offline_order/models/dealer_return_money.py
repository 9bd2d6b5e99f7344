from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..returns import CLASSES, NON_QUALITY, Charge, Preview, Refusal, Shipped, ShippedLine, preview
from .dealer_return import FINAL, TAKEN

AMOUNTS = {
    "goods_amount": "goods_fen", "admin_amount": "admin_fen", "logistics_amount": "logistics_fen", "credit_amount": "credit_fen",
    "postage_amount": "postage_fen", "handling_amount": "handling_fen", "net_amount": "net_fen",
    "admin_share": "admin_share_fen", "logistics_share": "logistics_share_fen", "discount_withdrawn": "withdrawn_fen",
}


class DealerReturn(models.Model):
    """The money of a return: snapshot of records -> core -> amounts on the form; then credit note, charges, ledger, clearing."""

    _inherit = "dealer.return"

    goods_amount = fields.Monetary(string="Goods credit", compute="_compute_amounts", store=True, copy=False)
    admin_amount = fields.Monetary(string="Admin fee", compute="_compute_amounts", store=True, copy=False)
    logistics_amount = fields.Monetary(string="Logistics fee", compute="_compute_amounts", store=True, copy=False)
    credit_amount = fields.Monetary(string="Credit", compute="_compute_amounts", store=True, copy=False)
    postage_amount = fields.Monetary(string="Postage charged", compute="_compute_amounts", store=True, copy=False)
    handling_amount = fields.Monetary(string="Handling", compute="_compute_amounts", store=True, copy=False)
    net_amount = fields.Monetary(
        string="Balance change", compute="_compute_amounts", store=True, copy=False, help="Credit minus postage and handling.")
    admin_share = fields.Monetary(
        compute="_compute_amounts", store=True, copy=False, help="Admin fee of the returned pieces, paid out for quality returns only.")
    logistics_share = fields.Monetary(
        compute="_compute_amounts", store=True, copy=False, help="Logistics fee of the returned pieces, paid out for quality returns only.")
    preview_text = fields.Char(string="Refund", compute="_compute_preview_text", help="Credit - postage - handling = change of the balance.")
    refusal_text = fields.Char(string="Cannot submit yet", compute="_compute_amounts", store=True, copy=False)
    credit_note_id = fields.Many2one("account.move", readonly=True, copy=False, index="btree_not_null")
    charges_move_id = fields.Many2one("account.move", string="Charges invoice", readonly=True, copy=False, index="btree_not_null")

    @api.depends(
        "order_id", "reason_class", "reason_id", "postage_by", "postage", "state", "line_ids.quantity", "line_ids.received_qty", "line_ids.order_line_id")
    def _compute_amounts(self):
        for record in self:
            if record.state in FINAL:
                continue  # booked or given up: the figures stay
            result = record._preview() if record.order_id else Refusal("empty_return")
            refused = isinstance(result, Refusal)
            record.refusal_text = record._sentence(result.code, **result.params) if refused else False
            for name, part in AMOUNTS.items():
                record[name] = 0.0 if refused else float(from_fen(getattr(result, part)))

    @api.depends("credit_amount", "postage_amount", "handling_amount", "net_amount", "postage_by", "reason_class")
    def _compute_preview_text(self):
        for record in self:
            parts = [yuan(to_fen(part)) for part in (record.credit_amount, record.postage_amount, record.handling_amount)]
            text = f"{' - '.join(parts)} = {yuan(to_fen(record.net_amount))}"
            if record.postage_by == "store":
                text = self.env._("%s (postage 0.00, paid by the store)", text)
            record.preview_text = text if record.credit_amount else False

    # -- snapshot

    def _snapshot_shipped(self):
        """Turn what the order was charged and its other running returns into what the core works on.

        :return: Shipped.
        """
        order = self.order_id._origin.sudo()  # sudo: the figures of the order belong to its return
        entries = self.env["prepaid.entry"].sudo().search([  # sudo: after-sale service keeps no ledger
            ("order_model", "=", "sale.order"), ("order_id", "=", order.id), ("kind", "in", ("capture", "true_up"))])
        captured = {  # what was given back for a lighter parcel is a credit
            part: sum((entry.components or {}).get(part, 0) * (-1 if entry.amount > 0 else 1) for entry in entries) for part in ("admin", "logistics")}
        others = self.sudo().search([  # sudo: returns the user may not see have used up their share too
            ("order_id", "=", order.id), ("state", "in", TAKEN), ("id", "!=", self._origin.id)])
        used = others.line_ids.grouped("order_line_id")
        lines = []
        for line in order._goods_lines():
            back = used.get(line, self.env["dealer.return.line"])
            lines.append(ShippedLine(
                line._settlement_key(), line.product_id.display_name, line.qty_settled, line._settled_fen(), line.weight_g,
                sum(one._pieces() for one in back), sum(to_fen(one.goods_share) for one in back)))
        return Shipped(
            tuple(lines), captured["admin"], captured["logistics"],
            sum(to_fen(one.admin_share) for one in others), sum(to_fen(one.logistics_share) for one in others))

    def _charges(self, wanted, events=("return", "refund"), on_date=None):
        """Ask the fee rules for the charges of the events that a return is.

        :param wanted: {key of the order line: pieces}.
        :param events: events of fee rules; what they cost adds up. :param on_date: as of which day, today by default.
        :return: list of Charge, or a Refusal.
        """
        if not CLASSES[self.reason_class or NON_QUALITY].charges or not any(qty > 0 for qty in wanted.values()):
            return []
        lines = self.line_ids.order_line_id._origin.sudo()  # sudo: prices of the order, for the fee rules
        asked = [
            {"ex_factory_fen": to_fen(line.price_unit), "qty": wanted[line._settlement_key()], "categ_id": line.product_id.categ_id.id}
            for line in lines if wanted.get(line._settlement_key(), 0) > 0]
        order = self.order_id._origin.sudo()  # sudo: as above
        charges = []
        for event in events:
            answer = self.env["logistics.fee.rule"].sudo()._fees(  # sudo: who asks for a return need not read fee rules
                order.company_id, event, on_date or order.company_id._dealer_today(), asked, order.partner_id,
                division=order._delivery_division(), reason=self._fee_reason(), freight_fen=to_fen(self.postage or 0) or None)
            if not answer.get("ok"):
                return Refusal("fee_refused", {"reason": answer.get("message") or answer.get("code")})
            charges += [Charge(fee["code"], fee.get("label") or fee["code"], fee["fen"], fee["rule_id"]) for fee in answer["fees"]]
        return charges

    def _core_preview(self, shipped, wanted, charges):
        postage_fen = self._split_postage(to_fen(self.postage or 0))["dealer"]
        found = preview(shipped, wanted, self.reason_class or NON_QUALITY, postage_fen=postage_fen, charges=charges, is_exchange=self._is_exchange())
        return found if isinstance(found, Refusal) else self._less_withdrawn(found, shipped, wanted)

    # -- booking

    def _book_refund(self):
        """Book a received return: ledger entries, credit note, charges invoice, clearing. All in the caller's transaction.

        The credit note comes after the stock receipt, because Odoo takes the cost back with it.

        :raises UserError: when a figure does not fit; then nothing is booked.
        """
        result = self._previewed()
        if result.net_fen < 0:
            self._refuse("charges_exceed", charges_fen=result.postage_fen + result.handling_fen, credit_fen=result.credit_fen)
        account = self._credited_account()
        self.order_id._book_arrived()
        entries = account._post_entries(
            f"dealer.return,{self.id}", self._entry_lines(result), "dealer.return", self.id, "sale.order", self.order_id.id,
            approver=self.approved_by)
        entries = entries.sudo()  # sudo: no role writes entries, the flow links them to their documents
        refunds = entries.filtered(lambda entry: entry.kind == "refund")
        charged = entries - refunds
        moves = self._post_credit_note(result, sum(to_fen(entry.memo) for entry in refunds))
        refunds._link_move(moves)
        charges_move = self._post_charges(result, sum(to_fen(entry.memo) for entry in charged))
        if charged:
            charged._link_move(charges_move)
        account._clear_moves(moves | charges_move, f"{self.order_id.name} {self.name}")
        self.write({"credit_note_id": moves.id, "charges_move_id": charges_move.id})

    def _credited_account(self):
        """Give the account that gets the credit: the one that paid, or its owner's next one when that season is closed (G9)."""
        account = self.order_id._find_hold_account()
        return account._get_or_create(self.company_id, account.partner_id) if account.state == "closed" else account

    def _entry_lines(self, result):
        label = f"{self.order_id.name} {self.name}"
        parts = {"goods": result.goods_fen, "admin": result.admin_fen, "logistics": result.logistics_fen}
        lines = [("refund", result.credit_fen, {part: fen for part, fen in parts.items() if fen}),
                 ("postage", -result.postage_fen, {}), ("handling", -result.handling_fen, {})]
        return [{"kind": kind, "amount_fen": fen, "label": label, "components": components} for kind, fen, components in lines if fen]

    def _post_credit_note(self, result: Preview, memo_fen=0):
        """Post the credit note of the goods and, for a quality return, of the fees.

        :param memo_fen: gift credit given back, >= 0: no money, so the credit note is smaller by it.
        :return: the posted account.move (out_refund).
        """
        company, order = self.company_id, self.order_id
        by_key = {line.order_line_id._settlement_key(): line.order_line_id for line in self.line_ids}
        lines = []
        for part in result.lines:
            line = by_key[part.key]
            vals = line.with_company(company)._prepare_invoice_line(quantity=part.qty)
            vals["price_unit"] = float(from_fen(part.goods_fen)) / part.qty
            if not line.product_id.with_company(company)._get_product_accounts()["income"]:
                vals["account_id"] = self.env["prepaid.gl.mapping"]._account(company, "goods_income").id
            lines.append(Command.create(vals))
        if result.withdrawn_fen:
            lines.append(Command.create(order._prepare_discount_line(-result.withdrawn_fen)))
        for kind, fen in (("admin", result.admin_fen), ("logistics", result.logistics_fen)):
            if fen:
                lines += map(Command.create, order._prepare_fee_lines(kind, fen))
        lines += map(Command.create, self._more_credit_lines())
        if memo_fen:
            lines += order._prepare_gift_lines(-memo_fen, lines)
        return self._post_move("out_refund", lines, result.credit_fen - memo_fen)

    def _more_credit_lines(self):
        """Hook: give lines of the credit note that have no amount, such as goods that had come for nothing. Extend: return super() + own.

        :return: list of account.move.line values.
        """
        return []

    def _post_charges(self, result, memo_fen=0):
        """Post the invoice of postage and handling.

        :param memo_fen: gift credit that pays them, <= 0.
        :return: the posted account.move (out_invoice), empty when nothing is charged.
        """
        words = self._charge_words(result)
        total = sum(fen for _part, _name, fen, _rule in words)
        if not total:
            return self.env["account.move"]
        lines = [Command.create(self._charge_values(*word)) for word in words if word[2] or self.postage_by == "store"]
        if memo_fen:
            lines += self.order_id._prepare_gift_lines(memo_fen, lines)
        return self._post_move("out_invoice", lines, total + memo_fen)

    def _charge_words(self, result):
        """Give what is charged for the way back.

        :return: list of (part, text of the line, fen, id of the fee rule or 0).
        """
        words = [("postage", self.env._("Return postage %s", self.name), result.postage_fen, 0)]
        if self.postage_by == "store":
            words = [("postage", self.env._("Return postage %s, paid by the store", self.name), 0, 0)]
        return words + [("handling", f"{charge.label} {self.name}", charge.fen, charge.rule_id) for charge in result.charges]

    def _charge_values(self, part, name, fen, rule):
        """Give the account.move.line values of one charge, on the account its fee rule names."""
        rules = self.env["logistics.fee.rule"].sudo()  # sudo: which account a fee is booked on, whoever returns
        return {**self._prepare_charge_line(name, fen, part), **rules.browse(rule or ())._income_values()}

    def _prepare_charge_line(self, name, fen, part="handling"):
        """Give the values of a line of the charges invoice. Extend: return account.move.line values.

        :param part: postage, which may lower the selling expense instead of being income (E09b), or handling.
        """
        mapping = self.env["prepaid.gl.mapping"]
        if part == "postage" and self.company_id.sudo().prepaid_postage_policy == "expense":  # sudo: a choice of the company
            account = mapping._account(self.company_id, "expense")
            return {"name": name, "quantity": 1, "price_unit": float(from_fen(fen)), "account_id": account.id, "tax_ids": [Command.clear()]}
        return {
            "name": name, "quantity": 1, "price_unit": float(from_fen(fen)),
            "account_id": mapping._account(self.company_id, "other_income").id,
            "tax_ids": [Command.set(mapping._sale_tax(self.company_id).ids)],
        }

    def _post_move(self, move_type, lines, total_fen):
        company, order = self.company_id, self.order_id
        vals = {
            **order.with_company(company)._prepare_invoice(), **self.env["prepaid.posting"]._invoice_dates(company, company._dealer_today()),
            "move_type": move_type, "ref": f"{order.name} {self.name}", "narration": False, "invoice_payment_term_id": False, "invoice_line_ids": lines,
            "prepaid_plain": not company.prepaid_red_reversal,
        }
        move = self.env["account.move"].with_company(company).create(vals)
        if to_fen(move.amount_total) != total_fen:
            raise UserError(self.env._(
                "Return %(name)s: a document adds up to %(move)s CNY and not to %(total)s CNY; ask finance to check the sale tax.",
                name=self.name, move=yuan(to_fen(move.amount_total)), total=yuan(total_fen)))
        self.env["prepaid.posting"]._place_vat(move)
        move._post(soft=False)
        return move
