import dataclasses

from odoo import Command, api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..reservation import free_of
from ..settlement import GoodsLine, Refusal, Taken, changes_between, settle

# roles.md 3.2: who reads of the ledger; the warehouse and purchasing do not
MONEY_SEEN = ",".join(f"dealer_base.group_{role}" for role in (
    "fin_cashier", "fin_confirmer", "fin_settlement", "cs_presale", "cs_aftersale", "sales_rep", "ops", "sc_manager", "hq_channel", "auditor"))


class SaleOrder(models.Model):
    """The money of a dealer order: snapshot of records -> settlement core -> stored settlement."""

    _inherit = "sale.order"

    account_partner_id = fields.Many2one(
        "res.partner", string="Account owner", compute="_compute_account_partner_id", store=True, precompute=True, index=True,
        help="Owner of the prepaid account that pays: the store's own, else that of the nearest one above it.")
    settlement_line_ids = fields.One2many("dealer.settlement.line", "order_id", string="Settlement", copy=False)
    goods_total = fields.Monetary(
        string="Goods ex-factory", compute="_compute_settlement", store=True, copy=False, help="Less what headquarters takes off.")
    discount_total = fields.Monetary(
        string="Taken off by headquarters", compute="_compute_settlement", store=True, copy=False, help="Included in the amount of the goods.")
    admin_total = fields.Monetary(string="Admin fee", compute="_compute_settlement", store=True, copy=False)
    logistics_total = fields.Monetary(string="Logistics fee", compute="_compute_settlement", store=True, copy=False)
    settlement_total = fields.Monetary(
        string="Settlement total", compute="_compute_settlement", store=True, copy=False, help="What is held at submit and debited at shipment.")
    settlement_refusal = fields.Char(string="Cannot submit yet", compute="_compute_settlement", store=True, copy=False)
    captured_total = fields.Monetary(string="Debited", readonly=True, copy=False, help="Debited by shipments so far.")
    taken_parts = fields.Json(
        readonly=True, copy=False, help="What had left and was charged of the fees when the order was changed last, see settlement.Taken.")
    hold_key = fields.Char(readonly=True, copy=False, index="btree_not_null")
    submission_no = fields.Integer(readonly=True, copy=False, default=1)
    waiting_since = fields.Datetime(readonly=True, copy=False)
    missing_asked = fields.Monetary(string="Missing when asked last", readonly=True, copy=False)
    must_confirm = fields.Boolean(string="New total to confirm", readonly=True, copy=False)
    proposed_total = fields.Monetary(readonly=True, copy=False)
    change_note = fields.Text(string="What changed", readonly=True, copy=False)
    retail_total = fields.Monetary(compute="_compute_retail", help="What the consumers pay at retail price.")
    margin_total = fields.Monetary(string="Dealer margin", compute="_compute_retail", help="Retail total minus settlement total.", groups=MONEY_SEEN)
    available_amount = fields.Monetary(string="Available", compute="_compute_available", help="Available on the account that pays.", groups=MONEY_SEEN)
    topup_to_release = fields.Monetary(
        string="Top-up releases", compute="_compute_topup_to_release", help="A top-up of this amount lets this order and all before it go.")
    money_text = fields.Char(string="Price", compute="_compute_money_text", help="Goods + admin fee + logistics fee = total.")

    # -- computes

    @api.depends("partner_id", "company_id", "is_dealer_order", "order_line.product_id")
    def _compute_account_partner_id(self):
        for order in self:
            if order.is_dealer_order and order.dealer_state == "draft":
                order.account_partner_id = order._find_account().partner_id
            elif not order.is_dealer_order:
                order.account_partner_id = False

    @api.depends("account_partner_id")
    def _compute_partner_invoice_id(self):
        super()._compute_partner_invoice_id()
        for order in self.filtered("is_dealer_order"):
            order.partner_invoice_id = order.account_partner_id or order.partner_invoice_id

    def _compute_fiscal_position_id(self):
        for company, orders in self.filtered("is_dealer_order").grouped("company_id").items():
            # A partner has two dozen values per company, many of them looked up in another table each: of these one is needed.
            people = (orders.partner_id | orders.partner_shipping_id).sudo()  # sudo: what the computation of Odoo reads
            people.with_company(company).fetch(["property_account_position_id"])
        super()._compute_fiscal_position_id()

    @api.depends(
        "is_dealer_order", "partner_id", "carrier_id", "dealer_mode", "consumer_division_id", "company_id",
        "order_line.product_id", "order_line.product_uom_qty", "order_line.price_unit", "order_line.display_type")
    def _compute_settlement(self):
        for order in self:
            if not order.is_dealer_order:
                order.update({**order._totals(None), **order._freight_parts(None)})
                order.settlement_refusal = False
            elif order.dealer_state == "draft":
                settlement, freight = order._settle()
                refused = isinstance(settlement, Refusal)
                order.update({**order._totals(None if refused else settlement), **order._freight_parts(None if refused else freight)})
                order.settlement_refusal = order._refusal_sentence(settlement) if refused else False

    @api.depends("order_line.product_id", "order_line.product_uom_qty", "settlement_total", "dealer_state")
    def _compute_retail(self):
        for order in self:
            priced = order.is_dealer_order and (order.settlement_total or order.dealer_state != "draft")  # what costs nothing yet earns nothing yet
            order.retail_total = sum(line.retail_subtotal for line in order.order_line) if order.is_dealer_order else 0
            order.margin_total = order.retail_total - order.settlement_total if priced else 0

    @api.depends("account_partner_id")
    def _compute_available(self):
        for order in self:
            order.available_amount = order._find_account().available if order.is_dealer_order else 0

    @api.depends("dealer_state", "waiting_since", "settlement_total", "proposed_total")
    def _compute_topup_to_release(self):
        self.topup_to_release = 0
        found = self.filtered(lambda order: order.dealer_state == "waiting")._by_account()
        covers = self.env["prepaid.account"].union(*found)._covers_each()
        for account, orders in found.items():
            queue = account._waiting_orders() if account else orders
            needed = (covers[account] if account else account._cover()).topups([order._asked_fen() for order in queue])
            by_id = dict(zip(queue.ids, needed, strict=True))
            for order in orders:
                order.topup_to_release = from_fen(by_id.get(order.id, 0))

    @api.depends("goods_total", "admin_total", "logistics_total", "settlement_total")
    def _compute_money_text(self):
        for order in self:
            parts = (order.goods_total, order.admin_total, order.logistics_total)
            text = " + ".join(yuan(to_fen(part)) for part in parts)
            order.money_text = f"{text} = {yuan(to_fen(order.settlement_total))}" if order.is_dealer_order and order.settlement_total else False

    # -- snapshot

    def _find_account(self):
        """Find the prepaid account that pays for the order.

        :return: prepaid.account in sudo, maybe empty.
        """
        self.ensure_one()
        accounts = self.env["prepaid.account"].sudo()  # sudo: who enters an order need not see the account's ledger
        if not self.partner_id:
            return accounts
        partner, brand, known = self.partner_id._origin, self._account_brand(), free_of(self.env)
        key = (self.company_id.id, partner.id, brand and brand.id)
        if not known or key not in known.accounts:
            found = accounts._for_partner(self.company_id, partner, brand)
            if not known:
                return found
            known.accounts[key] = found
        return known.accounts[key].with_env(accounts.env)

    def _by_account(self):
        """Group submitted orders by the account that pays them; it is looked up once for all that ask the same.

        :return: {prepaid.account in sudo, maybe empty: sale.order}.
        """
        found = {}
        for orders in self.grouped(lambda order: order._account_key()).values():
            account = orders[0]._find_account()
            found[account] = found.get(account, self.browse()) | orders
        return {account: self.filtered(lambda order, ids=set(orders.ids): order.id in ids) for account, orders in found.items()}

    def _account_key(self):
        """Give what the account of a submitted order is found by."""
        return self.company_id, self.partner_id, self.account_partner_id, self._payment_terms()[0], self._account_brand() or self.env["dealer.brand"]

    def _account_brand(self):
        """Give the brand whose account pays, where the company keeps brands apart: the one brand of the goods, else none."""
        if not self.company_id.sudo().prepaid_by_brand:  # sudo: a setting, whoever orders
            return None
        brands = self._goods_lines().product_id.dealer_brand_id._origin
        return brands if len(brands) == 1 else None

    def _goods_lines(self):
        return self.order_line.filtered(lambda line: not line.display_type and line.product_id)

    def _snapshot_goods(self):
        """Turn the order lines into what the core prices.

        :return: list of GoodsLine at today's ex-factory prices, one per goods line.
        """
        lines = self._goods_lines()
        prices = self.env["dealer.price.version"].sudo()._prices_fen(  # sudo: stores and service need not read price lists
            self.company_id, lines.product_id._origin, self.company_id._dealer_today())
        weights, volumes = lines.product_id._dealer_weights_g(), lines.product_id._freight_volumes_cm3()
        return [
            GoodsLine(
                key=line._settlement_key(), label=line.product_id.display_name,
                qty=int(line.product_uom_qty) if float(line.product_uom_qty).is_integer() else -1,
                unit_fen=prices.get(line.product_id._origin.id), unit_weight_g=weights[line.product_id.id],
                unit_volume_cm3=volumes[line.product_id.id])
            for line in lines
        ]

    def _delivery_division(self):
        """Give the region the goods go to: the consumer's or the store's."""
        return self.consumer_division_id if self.dealer_mode == "consumer" else self.partner_id.division_id

    def _document_lang(self):
        """Give the language of what is kept on the order: the store's, else the company's."""
        return self.partner_id.lang or self.company_id.partner_id.lang or self.env.lang

    def _settle(self, quotes=None):
        """Price the order as of now. Reads only.

        :param quotes: the carriers' quotes of the order, see ``_freight``.
        :return: (Settlement or Refusal, Freight of the chosen carrier or None).
        """
        self.ensure_one()
        self = self.with_context(lang=self._document_lang())  # labels are kept on the order: one language, whoever or whatever submits
        refusal = self._check_entry()
        goods = self._snapshot_goods()
        if refusal:
            return refusal, None
        if not goods:
            return Refusal("no_lines"), None
        first = settle(goods, [], {"price_fen": 0})
        if isinstance(first, Refusal):
            return first, None
        goods = self._with_discounts(goods)
        freight = self._freight(goods, quotes)
        refused = isinstance(freight, Refusal)
        fees = self._order_fees(goods, None if refused else freight.settled["whole_fen"])
        if not fees.get("ok") and not (refused and fees["code"] == "no_base"):
            return Refusal("fee_refused", {"reason": fees["message"]}), None
        if refused:
            return freight, None
        return settle(goods, fees["fees"], freight.settled, self._borne_fees(fees["borne"])), freight

    def _order_fees(self, goods, freight_fen):
        """Ask the rules what the order and its shipment cost. The order is one shipment: its parts share the fee by what they are worth.

        :param goods: list of GoodsLine. :param freight_fen: the whole freight, None = not known.
        :return: as ``logistics.fee.rule._fees``.
        """
        rules, found, events = self.env["logistics.fee.rule"], {"ok": True, "fees": [], "borne": []}, ("order", "shipment")
        in_force = rules._in_force(self.company_id, domain=[("event", "in", events)])
        for event in events:
            fees = rules._fees(
                self.company_id, event, self.company_id._dealer_today(), self._fee_lines(goods), self.partner_id._origin,
                division=self._delivery_division()._origin, freight_fen=freight_fen, rules=in_force)
            if not fees["ok"]:
                return fees
            found = {"ok": True, "fees": [*found["fees"], *fees["fees"]], "borne": [*found["borne"], *fees["borne"]]}
        return found

    def _borne_fees(self, borne):
        """:param borne: fees that others bear. :return: the same, labelled with who bears how much."""
        names = dict(self.env["dealer.settlement.line"]._fields["bearer"]._description_selection(self.env))
        return [{**fee, "label": self.env._(
            "%(fee)s, borne by %(who)s: %(amount)s CNY", fee=fee["label"], who=names[fee["bearer"]], amount=yuan(fee["fen"]))} for fee in borne]

    def _fee_lines(self, goods):
        products = {line._settlement_key(): line.product_id for line in self._goods_lines()}
        return [{
            "ex_factory_fen": unit_fen, "qty": qty, "categ_id": products[line.key].categ_id.id,
            "retail_fen": to_fen(products[line.key].lst_price) or None,
        } for line in goods for unit_fen, qty in line.runs]

    def _check_entry(self):
        """Find what is missing on the form before prices are asked.

        :return: a Refusal or None.
        """
        if not self.partner_id or self.partner_id.dealer_level not in ("dealer", "store"):
            return Refusal("no_store")
        for line in self._goods_lines():
            if not line.product_id.is_storable:
                return Refusal("not_storable", {"line": line.product_id.display_name})
            if line.product_id.shelf_state != "on":
                return Refusal("off_shelf", {"line": line.product_id.display_name})
            if line.product_uom_id != line.product_id.uom_id:
                return Refusal("bad_uom", {"line": line.product_id.display_name, "uom": line.product_id.uom_id.name})
        if not self._delivery_division():
            return Refusal("no_region")
        brands = self._goods_lines().product_id.dealer_brand_id if self.company_id.sudo().prepaid_by_brand else ()  # sudo: a setting, whoever orders
        if len(brands) > 1:
            return Refusal("mixed_brands", {"brands": ", ".join(brands.mapped("name"))})
        return None

    def _refusal_sentence(self, refusal):
        params = dict(refusal.params)
        if params.get("qty") == -1:
            line = self._goods_lines().filtered(  # of several lines with these goods the one that cannot be ordered
                lambda x: x.product_id.display_name == params["line"] and not (x.product_uom_qty > 0 and float(x.product_uom_qty).is_integer()))[:1]
            params["qty"] = f"{line.product_uom_qty:g}"
        return self._sentence(refusal.code, date=self.company_id._dealer_today(), **params)

    # -- write back

    @api.model
    def _totals(self, settlement):
        parts = {
            "goods_total": "goods_fen", "discount_total": "discount_fen", "admin_total": "admin_fen", "logistics_total": "logistics_fen",
            "settlement_total": "total_fen"}
        totals = {field: float(from_fen(getattr(settlement, name))) if settlement else 0.0 for field, name in parts.items()}
        return totals | {f"fee_{who}": float(from_fen(settlement.borne_by(who))) if settlement else 0.0 for who in ("hq", "consumer")}

    def _seen(self):
        """What the order showed when it was last looked at, as ``changes_between`` wants it."""
        return {
            "prices": {line._settlement_key(): to_fen(line.price_unit) for line in self._goods_lines()},
            "admin": to_fen(self.admin_total), "logistics": to_fen(self.logistics_total), "total": to_fen(self.settlement_total),
        }

    def _free_stock(self):
        """Free pieces at HQ per goods line of the order, as the database knows them now."""
        lines = self._goods_lines()
        free = lines.product_id._dealer_free_stock(self.warehouse_id)
        return {line._settlement_key(): free.get(line.product_id.id, 0.0) for line in lines}

    def _changes(self, settlement):
        """Compare what was shown with a settlement of now.

        :return: tuple of Change.
        """
        waits = self.dealer_state == "waiting"
        waited = {line._settlement_key(): line.stock_seen for line in self._goods_lines()} if waits else {}
        return changes_between(self._seen(), settlement, waited, self._free_stock() if waits else {})

    def _change_text(self, changes):
        words = {
            "price": self.env._("price of %s"), "stock": self.env._("free stock of %s"), "admin": self.env._("admin fee"),
            "logistics": self.env._("logistics fee"), "total": self.env._("total"),
        }
        rows = []
        for change in changes:
            word = words[change.kind] % change.label if change.label else words[change.kind]
            show = (lambda value: f"{value:g}") if change.kind == "stock" else yuan
            rows.append(f"{word}: {show(change.old)} → {show(change.new)}")
        return "\n".join(rows)

    def _store_settlement(self, settlement, quote):
        """Freeze a settlement on the order: prices, totals, lines and the carrier's quote.

        :param settlement: Settlement.
        :param quote: Freight of the chosen carrier; the quotes of all carriers are kept with the order.
        """
        flow = self._flow()
        flow._write_settlement(settlement)
        flow._store_freight(quote)

    def _write_settlement(self, settlement):
        """Freeze prices, totals and lines; called in flow mode."""
        by_key = {line._settlement_key(): line for line in self._goods_lines()}
        free = self._free_stock()
        for goods in settlement.goods:
            price = float(from_fen(goods.unit_fen))
            line = by_key[goods.key]
            values = {
                "price_unit": price, "technical_price_unit": price, "discount": 0.0, "stock_seen": free.get(goods.key, 0),
                "weight_g": goods.unit_weight_g, "volume_cm3": goods.unit_volume_cm3}
            line.write({name: value for name, value in values.items() if line[name] != value})  # what stays would have the taxes worked out again
        self.settlement_line_ids.unlink()
        self.write({
            **self._totals(settlement), "settlement_refusal": False, "must_confirm": False, "proposed_total": 0, "change_note": False,
            "settlement_line_ids": [
                Command.create({
                    "order_id": self.id,  # first, as the amounts after it are rounded by its currency
                    "kind": line.kind, "code": line.key if line.kind in ("admin", "borne") else False, "label": line.label, "sequence": number,
                    "sale_line_id": by_key[line.key].id if line.kind in ("goods", "discount") else False, "base": float(from_fen(line.base_fen)),
                    "rule_id": line.rule or False, "rate_bp": line.rate_bp, "quantity": line.qty, "formula": line.formula,
                    "amount": float(from_fen(line.amount_fen)), "trace": line.trace or False, "bearer": line.bearer,
                    "borne": float(from_fen(line.borne_fen)),
                }) for number, line in enumerate(settlement.lines)
            ],
        })

    def _frozen_settlement(self):
        """Build the core's settlement again from what was frozen at the hold; what shipments are cut from.

        :return: Settlement.
        """
        parts = self.settlement_line_ids.grouped("kind")
        off = {part.sale_line_id: part for part in parts.get("discount", ())}
        goods = [
            GoodsLine(
                part.sale_line_id._settlement_key(), part.label, part.quantity, to_fen(part.base), part.sale_line_id.weight_g,
                part.sale_line_id.volume_cm3,
                discount_fen=-to_fen(off[part.sale_line_id].amount) if part.sale_line_id in off else 0,
                discount_label=off[part.sale_line_id].label or "" if part.sale_line_id in off else "")
            for part in parts.get("goods", ())
        ]
        fees = [{"code": part.code, "fen": to_fen(part.amount), "rate_bp": part.rate_bp} for part in parts.get("admin", ())]
        settlement = settle(goods, fees, {"price_fen": sum(to_fen(part.amount) for part in parts.get("logistics", ()))})
        return dataclasses.replace(settlement, taken=Taken(**self.taken_parts)) if self.taken_parts else settlement
