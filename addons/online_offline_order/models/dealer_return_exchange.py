from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..returns import NON_QUALITY, QUALITY, Exchange, Refusal
from ..settlement import Refusal as OrderRefusal
from .dealer_return import FINAL

SHIPS = ("approved", "partial", "shipped", "received")


class DealerReturn(models.Model):
    """Exchange: other goods go out for those that come back (journey J14).

    Credited are goods and admin fee of what comes back, charged are goods, admin fee and freight of what goes out, postage and
    handling. The goods go out by a dealer order of their own, made with the approval; its money is held when after-sale
    service accepts the exchange (dealer_return_exchange_flow.py) and credit and debit are booked when they ship
    (dealer_return_exchange_money.py). Of a quality exchange the company bears the freight, the same goods cost what they
    cost then. Sent in advance, the goods ship like an order whose money is held with that of the way back; the return is refunded later.
    """

    _inherit = "dealer.return"

    exchange_line_ids = fields.One2many("dealer.return.exchange", "return_id", string="Goods that go out", copy=False)
    exchange_kind = fields.Selection(
        [("after", "Once the goods have come"), ("advance", "Before the goods come")], string="Replacement leaves", default="after", required=True,
        help="Before: the whole charge is held until the goods have come.")
    is_exchange = fields.Boolean(string="Exchange", compute="_compute_is_exchange", store=True, index=True)
    exchange_cancelled = fields.Boolean(string="Exchange given up", readonly=True, copy=False)
    exchange_order_id = fields.Many2one("sale.order", string="Replacement order", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    exchange_goods_amount = fields.Monetary(string="Goods that go out (amount)", compute="_compute_amounts", store=True, copy=False)
    exchange_admin_amount = fields.Monetary(string="Admin fee of the replacement", compute="_compute_amounts", store=True, copy=False)
    exchange_logistics_amount = fields.Monetary(string="Freight of the replacement", compute="_compute_amounts", store=True, copy=False)
    exchange_missing = fields.Monetary(related="exchange_order_id.missing_amount", string="Top-up needed")

    @api.depends("exchange_line_ids", "exchange_cancelled")
    def _compute_is_exchange(self):
        for record in self:
            record.is_exchange = bool(record.exchange_line_ids) and not record.exchange_cancelled

    def _is_exchange(self):
        return self.sudo().is_exchange  # sudo: whether other goods go out counts for the figures of everybody who sees the return

    def _needs_inspection(self):
        return self._is_exchange() or super()._needs_inspection()

    # -- figures

    @api.depends("exchange_line_ids.product_id", "exchange_line_ids.quantity", "exchange_kind", "is_exchange", "exchange_order_id.settlement_total")
    def _compute_amounts(self):
        super()._compute_amounts()
        for record in self:
            if record.state in FINAL:
                continue
            found = record._exchange() if record.is_exchange and record.order_id else None
            if isinstance(found, Refusal):
                record.refusal_text = record.refusal_text or record._sentence(found.code, **found.params)
                found = None
            for name, part in (("exchange_goods_amount", "goods_fen"), ("exchange_admin_amount", "admin_fen"), ("exchange_logistics_amount", "logistics_fen")):
                record[name] = float(from_fen(getattr(found, part))) if found else 0.0
            if found:
                record.net_amount = float(from_fen(found.net_fen))

    @api.depends("exchange_goods_amount", "exchange_admin_amount", "exchange_logistics_amount", "is_exchange")
    def _compute_preview_text(self):
        super()._compute_preview_text()
        for record in self.filtered(lambda rec: rec._is_exchange()):
            charged = to_fen(record.credit_amount) - to_fen(record.net_amount)
            record.preview_text = f"{yuan(to_fen(record.credit_amount))} - {yuan(charged)} = {yuan(to_fen(record.net_amount))}"

    def _exchange(self):
        """Work out the exchange as of now; once it is accepted by what its order was settled at.

        :return: Exchange or Refusal.
        """
        self.ensure_one()
        back = self._preview()
        if isinstance(back, Refusal):
            return back
        order = self._replacement()
        settlement = order._frozen_settlement() if order.dealer_state in SHIPS else order._settle()[0]
        if isinstance(settlement, OrderRefusal):
            return Refusal("exchange_refused", {"reason": order._refusal_sentence(settlement)})
        return Exchange(back, settlement.goods_fen, settlement.admin_fen, settlement.logistics_fen)

    def _replacement(self):
        """Give the order of the goods that go out, in sudo; before the approval one that exists in memory only."""
        order = self.exchange_order_id.sudo()  # sudo: the figures of the replacement belong to its return
        return order or self.env["sale.order"].sudo().new({**self._replacement_values(), "exchange_return_id": self.id})  # sudo: as above

    def _replacement_values(self):
        """Give the values of the replacement's order: the way of the first order, other goods. Extend: return sale.order values."""
        order = self.order_id._origin.sudo()  # sudo: as above
        names = ("partner_id", "company_id", "dealer_mode", "consumer_name", "consumer_phone", "consumer_division_id", "consumer_street",
                 "consumer_consent", "delivery_way", "carrier_id", "warehouse_id", "user_id", "team_id")
        values = {name: order[name].id if order._fields[name].type == "many2one" else order[name] for name in names}
        if self.reason_class == QUALITY:
            values.update(
                freight_manual=True, freight_manual_price=0, freight_manual_by=self.env.uid,
                freight_manual_reason=self.with_context(lang=order._document_lang()).env._("Exchange for quality: the company bears the freight"))
        return {
            **values, "is_dealer_order": True,
            "order_line": [Command.create({"product_id": line.product_id._origin.id, "product_uom_qty": line.quantity})
                           for line in self.exchange_line_ids if line.product_id]}

    def _kept_prices(self):
        """Give the prices at which goods of a quality exchange go out again: what the same goods cost on the first order.

        :return: {product id: fen}.
        """
        if self.reason_class != QUALITY:
            return {}
        return {line.product_id._origin.id: to_fen(line.order_line_id.sudo().price_unit) for line in self.line_ids if line._pieces()}  # sudo: a figure

    def _is_like_for_like(self):
        """Tell whether the very same goods go out, piece for piece, for a fault: the two sides cancel to 0.00."""
        back, out = {}, {}
        for line in self.line_ids:
            back[line.product_id._origin.id] = back.get(line.product_id._origin.id, 0) + line._pieces()
        for line in self.exchange_line_ids:
            out[line.product_id._origin.id] = line.quantity
        return self.reason_class == QUALITY and out == {product: pieces for product, pieces in back.items() if pieces}

    def _exchange_prices(self):
        """Give the ex-factory prices of the goods that go out.

        :return: {product id: yuan}.
        """
        order = self.order_id._origin.sudo()  # sudo: prices of the order, for its return
        company = order.company_id or self.env.company
        prices = self.env["dealer.price.version"].sudo()._prices_fen(  # sudo: who asks for a return need not read price lists
            company, self.exchange_line_ids.product_id._origin, company._dealer_today())
        return {product: float(from_fen(fen)) for product, fen in {**prices, **self._kept_prices()}.items() if fen}

    # -- request

    def _check_request(self):
        super()._check_request()
        if not self._is_exchange():
            return
        if self.reason_class not in (NON_QUALITY, QUALITY):
            self._refuse("exchange_class")
        self._check_pieces_out()
        found = self._exchange()
        if isinstance(found, Refusal):
            self._refuse_with(found)
        self._check_covered(found)

    def _check_pieces_out(self):
        """Refuse more pieces out than back for a fault: they would leave at the old price and free of freight."""
        out, back = sum(self.exchange_line_ids.mapped("quantity")), sum(line._pieces() for line in self.line_ids)
        if self.reason_class == QUALITY and out > back:
            self._refuse("exchange_more", out=out, back=back)

    def _check_covered(self, found):
        """Refuse an exchange of which postage and handling alone exceed what is credited."""
        fen = found.back.postage_fen + found.back.handling_fen
        if fen > found.credit_fen:
            self._refuse("charges_exceed", charges_fen=fen, credit_fen=found.credit_fen)

    def action_approve(self):
        """Approve requests, see the flow; with an exchange the order of its replacement is made.

        :return: True.
        """
        result = super().action_approve()
        for record in self.filtered(lambda rec: rec.is_exchange and rec.state == "approved" and not rec.exchange_order_id):
            flow = record._flow()
            order = flow.env["sale.order"].create({**flow._replacement_values(), "exchange_return_id": flow.id})
            flow.exchange_order_id = order
            order._log(self.env._("Replaces goods of return %s.", record.name))
        return result

    def action_open_exchange(self):
        """Open the order of the replacement."""
        self.ensure_one()
        if not self.exchange_order_id:
            raise UserError(self.env._("Return %s has no replacement yet: it is made with the approval.", self.name))
        return self.exchange_order_id._open_dealer_form()

    # -- other programs

    @api.model
    def _api_values(self, payload):
        values = super()._api_values(payload)
        goods = payload.get("exchange") or []
        if not isinstance(goods, list) or not all(isinstance(line, dict) and line.keys() == {"code", "qty"} for line in goods):
            raise UserError(self.env._("The goods of an exchange are a list of {code, qty}."))
        lines = []
        for line in goods:
            product = self.env["product.product"].search(["|", ("default_code", "=", line["code"]), ("barcode", "=", line["code"])], limit=1)
            if not line["code"] or not product:
                raise UserError(self.env._("There are no goods with the code %s.", line["code"]))
            if isinstance(line["qty"], bool) or not isinstance(line["qty"], int) or line["qty"] <= 0:
                raise UserError(self.env._("%(qty)s pieces of %(code)s cannot go out; enter a whole number above 0.", qty=line["qty"], code=line["code"]))
            lines.append(Command.create({"product_id": product.id, "quantity": line["qty"]}))
        return {**values, "exchange_line_ids": lines, "exchange_kind": "advance" if payload.get("advance") is True else "after"}
