import hashlib

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.dealer_base.money import to_fen, yuan

from ..settlement import Refusal
from ..sourcing import choose
from .dealer_api_call import KEY_LENGTH

CLERK, STORE = "dealer_base.group_portal_clerk", "dealer_base.group_portal_store"
STORE_KEYS = {"store", "mode", "carrier", "lines", "consumer", "reference", "deposit", "remark", "total", "lost_sale"}
MOST_DEPOSIT = 9_999_999
REMARK = 500
GOODS = 20  # goods of one search
WORDS = 5


class TotalDiffersError(UserError):
    """The order costs something else than its store agreed to.

    :param total: the total of now, in yuan.
    """

    def __init__(self, message, total):
        super().__init__(message)
        self.total = total


class SaleOrder(models.Model):
    """People of a dealer order goods of HQ for their own stores (R2-025), with the methods that other programs use.

    They may name what a store knows: goods, consumer, deposit, carrier, a remark and the total they have seen. What HQ decides
    (warehouse, source, declared value) is worked out as for every order. The order goes through the very submit of service: the total is
    held and it waits for the review, or it waits for a top-up.
    """

    _inherit = "sale.order"

    @api.model
    def _orders_as_store(self):
        """Say whether the current user orders for the stores of his own dealer."""
        return self.env.user.share and self.env.user.has_group(CLERK)

    # -- the methods of the API

    @api.model
    def dealer_quote(self, payload):
        """Price an order, see the API; people of a dealer are told the total, what is missing, and fees as far as they may see them.

        :return: for people of a dealer {"ok", "code", "refusal", "total", "retail" (yuan), "carrier", "region", "street", "enough",
            "missing" (yuan; None for a clerk), "funds" (a sentence), "parts": [{"label", "formula", "amount"}],
            "carriers": [{"carrier", "ok", "price", "days"}]};
            who sees no fees gets no ``parts`` and no ``price``.
        """
        if not self._orders_as_store():
            return super().dealer_quote(payload)
        order = self._flow().new(self._store_values(payload))
        order._take_payload(payload)
        candidates, _places = order._rank_sources()
        place = choose(candidates) if candidates else None
        if place:
            order.warehouse_id = place.place
        try:
            return order._store_quote(not self._hidden_fields() & {"logistics_total"})
        except UserError as error:
            return self._store_refusal(str(error), "not_ready")

    @api.model
    def dealer_submit_order(self, idempotency_key, payload):
        """Enter an order and submit it, see the API; people of a dealer for the stores of their own tree."""
        if not self._orders_as_store():
            return super().dealer_submit_order(idempotency_key, payload)
        key = self._store_key(idempotency_key)

        def work():
            order = self._flow().create(self._store_values(payload))
            order._take_payload(payload)
            self.env["dealer.lost.sale"]._take_up(payload.get("lost_sale"), order)
            order._submit()
            order._check_agreed_total(payload.get("total"))
            return order
        record = self.env["dealer.api.call"]._once(key, "submit", payload, work)
        return self.browse(record.id).dealer_status()[0]  # read with the rights of the caller, not of the flow

    @api.model
    def _store_key(self, idempotency_key):
        """Keys of the people of a dealer are their own: no other program's key can be met or taken.

        :raises UserError: for what is no key.
        """
        self.env["dealer.api.call"]._check_key(idempotency_key)
        key = f"{self.env.user.commercial_partner_id.id}:{idempotency_key}"
        if len(key) > KEY_LENGTH:  # the program's own key may be as long as anybody's
            key = f"{self.env.user.commercial_partner_id.id}:{hashlib.sha256(idempotency_key.encode()).hexdigest()}"[:KEY_LENGTH]
        return key

    @api.model
    def _order_of_store_key(self, idempotency_key):
        """Find what a form has become.

        :return: sale.order with the rights of the user, empty where nothing was submitted with the key.
        """
        call = self.env["dealer.api.call"].sudo().search([  # sudo: the own key alone
            ("company_id", "=", self.env.company.id), ("method", "=", "submit"), ("key", "=", self._store_key(idempotency_key))])
        return self.search([("id", "=", call.res_id)]) if call else self.browse()

    # -- payload -> values

    @api.model
    def _store_values(self, payload):
        """Read the payload of a person of a dealer: an own store, goods that he may see, nothing that HQ decides.

        :raises UserError: with the sentence of what is wrong.
        """
        if not isinstance(payload, dict) or payload.keys() - STORE_KEYS:
            raise UserError(self.env._("An order of a store has the keys %s.", ", ".join(sorted(STORE_KEYS))))
        store = self.env["dealer.lost.sale"]._payload_store(payload)
        if payload.get("mode") not in (None, "consumer", "store"):
            raise UserError(self.env._("Goods go to the consumer or to the store."))
        asked = {key: payload[key] for key in ("mode", "carrier", "lines", "consumer", "reference") if payload.get(key)}
        values = self._flow()._api_values({**asked, "store": store.dealer_code})
        if values["partner_id"] != store.id:
            raise UserError(self.env._("There is no dealer or store with the code %s.", store.dealer_code or ""))
        return {
            **values, "order_line": self._store_lines_of(payload.get("lines") or [], store), "order_source": "store_portal",
            "customer_remark": str(payload.get("remark") or "")[:REMARK] or False, **self._store_deposit(payload)}

    @api.model
    def _store_lines_of(self, lines, store):
        """Find the goods with the rights of the user, who sees what is on the shelf and not shielded from him."""
        products = self._api_products([line["code"] for line in lines], store)
        for number, line in enumerate(lines, 1):
            if line["code"] not in products:
                raise UserError(self.env._(
                    "Line %(number)s: there are no goods with the code %(code)s on the shelf; take the line out or choose other goods.",
                    number=number, code=line["code"]))
        return [Command.create({"product_id": products[line["code"]].id, "product_uom_qty": line["qty"]}) for line in lines]

    @api.model
    def _store_deposit(self, payload):
        deposit = payload.get("deposit") or 0
        fits = isinstance(deposit, int | float) and not isinstance(deposit, bool) and 0 <= deposit <= MOST_DEPOSIT
        if not fits:
            raise UserError(self.env._("%s is no deposit: enter an amount in yuan.", deposit))
        return {"is_deposit_order": True, "deposit_amount": deposit} if deposit else {}

    def _check_agreed_total(self, total):
        """Refuse an order that costs something else than the person has seen; then nothing has been saved.

        :param total: yuan, None where no total was shown before.
        :raises TotalDiffersError: with both totals.
        """
        fits = isinstance(total, int | float) and not isinstance(total, bool) and abs(total) <= 10 * MOST_DEPOSIT
        if total is not None and (not fits or to_fen(total) != to_fen(self.settlement_total)):
            raise TotalDiffersError(self.env._(
                "The order costs %(now)s CNY now, not %(before)s. Nothing is ordered yet: submit again if you agree.",
                now=yuan(to_fen(self.settlement_total)), before=f"{total:.2f}" if fits else total), self.settlement_total)

    # -- what it costs

    @api.model
    def _store_refusal(self, sentence, code):
        return {"ok": False, "code": code, "refusal": sentence, "total": 0.0, "enough": False, "missing": None, "funds": "", "parts": [], "carriers": []}

    def _store_quote(self, sees_fees):
        """Price an order that is not saved, as far as its store may see it.

        :param sees_fees: bool. :return: as :meth:`dealer_quote`. :raises UserError: with the sentence of what is missing.
        """
        self._check_consumer()
        quotes = self._quotes(self._snapshot_goods())
        carriers = [{
            "carrier": carrier.name, "ok": answer["ok"], "price": answer["price_fen"] / 100 if answer["ok"] and sees_fees else None,
            "days": answer["transit_days"] if answer["ok"] else None} for carrier, _request, answer in quotes]
        settlement, freight = self._settle(quotes)
        if isinstance(settlement, Refusal):
            return {**self._store_refusal(self._refusal_sentence(settlement), settlement.code), "carriers": carriers}
        if self.partner_id.dealer_state != "approved":
            self._refuse("frozen", partner=self.partner_id.display_name)
        self._check_ready_to_submit(settlement)
        missing_fen, funds = self._store_funds(settlement.total_fen)
        shown = settlement.lines if sees_fees else ()
        return {
            "ok": True, "code": None, "refusal": None, "total": settlement.total_fen / 100,
            "carrier": self.carrier_id.browse(freight.carrier.id).name,  # not in the language of the order
            "retail": self.retail_total,
            "region": self.consumer_division_id.complete_name or "", "street": self.consumer_street or "",
            "enough": not missing_fen, "missing": None if self._sees_as_clerk() else missing_fen / 100, "funds": funds, "carriers": carriers,
            **self._quote_more(),
            "parts": [{"label": line.label, "formula": line.formula, "amount": line.amount_fen / 100} for line in shown]}

    def _store_funds(self, total_fen):
        """Say how the order is paid and whether its account covers it; a clerk is told no more than that (roles.md 10).

        :return: (fen that are missing, sentence).
        :raises UserError: when no account pays, or the account takes no orders.
        """
        method = self._payment_terms()[0]
        if method == "pay_later":
            return 0, self.env._("On a term: the order is reviewed at once, its invoice stays open until the term ends.")
        account = self._find_account()
        if method == "pay_now":
            missing_fen = max(total_fen - to_fen(account.available), 0) if account else total_fen
            return missing_fen, self.env._("To pay now: the order ships when its payment has come and headquarters has approved it.")
        if not account:
            self._refuse("no_account", partner=self.partner_id.display_name)
        result = account._covers(total_fen, self.env._("the order"))
        result = result.ok and self._limit_result(account, total_fen) or result
        if result.status == "held":
            return 0, self.env._("The account covers it.")
        if result.status != "short":
            raise UserError(result.message)
        if self._sees_as_clerk():
            return result.missing_fen, self.env._("The account does not cover it. Submitted, the order waits for a top-up.")
        text = self.env._("The account does not cover it: %s CNY are missing. Submitted, the order waits for a top-up.", yuan(result.missing_fen))
        return result.missing_fen, f"{text} {result.message}"

    # -- the shelf

    @api.model
    def _shelf(self, text, store, codes=()):
        """List goods that a person of a dealer may order: those of the codes first, then what a search finds.

        :param text: words of code, name, colour or size; a code or a barcode. :param store: res.partner. :param codes: of goods to show whatever is searched.
        :return: (list of {"code", "name", "retail", "free", "light", "price" (yuan, None where there is none for the user)}, whether there are more).
        """
        products = self.env["product.product"]
        named = self._api_products(list(codes)[:500], store) if codes else {}
        kept = products.union(*named.values())
        found = products.search(self._shelf_domain(text) & Domain("id", "not in", kept.ids), limit=GOODS + 1, order="default_code, id")
        found -= store._shielded_goods(found)
        shown = kept | found[:GOODS]
        warehouse = self.env["stock.warehouse"].sudo().search([("company_id", "=", self.env.company.id)], limit=1)  # sudo: see dealer_stock
        names = {product: code for code, product in named.items() if code in codes}
        codes_of = {product: names.get(product) or product.default_code or product.barcode for product in shown}
        stock = {row["code"]: row for row in self.dealer_stock(list(codes_of.values()))} if warehouse else {}
        prices = {} if self._hidden_fields() & {"goods_total"} else self.env["dealer.price.version"].sudo()._prices_fen(  # sudo: who may see prices
            self.env.company, shown, self.env.company._dealer_today())
        rows = []
        for product, code in codes_of.items():
            fen, light = prices.get(product.id), stock.get(code, {"free": 0.0, "light": "red"})
            rows.append({
                "code": code, "name": product.with_context(display_default_code=False).display_name, "retail": product.lst_price,
                "free": light["free"], "light": light["light"], "price": None if fen is None else fen / 100})
        self._on_shelf_shown(shown)
        return rows, len(found) > GOODS

    @api.model
    def _on_shelf_shown(self, products):
        """Hook: a person of a dealer sees these goods on the page of an order. Extend it; return nothing.

        :param products: product.product.
        """

    @api.model
    def _shelf_domain(self, text):
        """Give the goods that a text means: every word is in code, barcode, name, colour or size."""
        domain = Domain("shelf_state", "=", "on") & Domain("is_storable", "=", True) & Domain("sale_ok", "=", True) & (
            Domain("default_code", "!=", False) | Domain("barcode", "!=", False))
        for word in (text or "").split()[:WORDS]:
            values = self.env["product.template.attribute.value"].sudo().search([("name", "ilike", word)])  # sudo: names of colours and sizes
            hits = Domain("default_code", "ilike", word) | Domain("barcode", "=", word) | Domain("name", "ilike", word)
            if values:
                variants = self.env["product.product"].sudo()._search([("product_template_attribute_value_ids", "in", values.ids)])  # sudo: found again below
                hits |= Domain("id", "in", variants)
            domain &= hits
        return domain

    @api.model
    def _store_carriers(self):
        """Give the carriers under contract, which a store may choose from.

        :return: list of (what a payload calls it, name).
        """
        carriers = self._freight_carriers(self.env.company).sudo()  # sudo: names alone
        return [(carrier.dealer_code or carrier.name, carrier.name) for carrier in carriers]

    @api.model
    def _store_carrier_ruled(self, store):
        """Tell whether a rule of HQ chooses the carrier where the store names none; without one it has to choose.

        :param store: res.partner, may be empty.
        """
        return bool(store and self.env["logistics.carrier.policy"].sudo()._for(self.env.company, store))  # sudo: whether there is one

    @api.model
    def _own_stores(self):
        """Give the stores that the user orders for, his own first.

        :return: res.partner in sudo.
        """
        own = self.env.user.commercial_partner_id
        stores = self.env["res.partner"].sudo().search([  # sudo: names and codes of the own tree
            ("id", "child_of", own.id), ("dealer_level", "in", ("dealer", "store")), ("dealer_code", "!=", False), ("dealer_state", "=", "approved"),
            ("company_id", "in", [False, self.env.company.id])])
        return stores.sorted(lambda store: (store.dealer_level != "store", store.dealer_code))
