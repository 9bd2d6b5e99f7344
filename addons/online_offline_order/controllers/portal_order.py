import uuid

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..adapters.typed import read_pieces, read_yuan
from ..models.sale_order_portal import TotalDiffersError

CLERK = "dealer_base.group_portal_clerk"
PAGE = 20
URL = "/my/dealer_orders"


class PortalOrder(CustomerPortal):
    """Stores order goods of HQ, and see their orders. Goods, store, consumer, money and key are checked by the order's own methods."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "dealer_order_count" in counters:
            is_store = request.env.user.has_group(CLERK)
            values["dealer_order_count"] = request.env["sale.order"].search_count([("is_dealer_order", "=", True)]) if is_store else 0
        return values

    @http.route([URL, f"{URL}/page/<int:page>"], type="http", auth="user", website=True, methods=["GET"])
    def dealer_orders(self, page=1, **_arguments):
        """List the orders of the own tree, newest first."""
        self._need_store()
        orders, domain = request.env["sale.order"], [("is_dealer_order", "=", True)]
        pages = pager(url=URL, total=orders.search_count(domain), page=page, step=PAGE)
        found = orders.search(domain, limit=PAGE, offset=pages["offset"], order="id desc")
        return request.render("online_offline_order.portal_dealer_orders", {
            **self._prepare_portal_layout_values(), "page_name": "dealer_order", "orders": found, "pager": pages, "default_url": URL})

    @http.route(f"{URL}/new", type="http", auth="user", website=True, methods=["GET", "POST"])
    def new_dealer_order(self, **values):
        """Show the form of an order, or what it would cost, or submit it and go to its page.

        :param values: company, store, search, qty_<code of the goods>, mode (consumer, store or deposit), name, phone, address, consent,
            deposit, carrier, reference, remark, lost (number of a lost sale that the order makes good), total (as it was shown), key (of the form)
            and step (search, check or submit).
        """
        self._need_store()
        values = {name: value for name, value in values.items() if isinstance(value, str)}
        company = self._supplier(values)
        orders = self._orders(company)
        if not company and values.get("step") in ("check", "submit"):
            return self._order_form(orders, values, error=request.env._("Choose the supplier first: each has goods, prices and an account of its own."))
        if request.httprequest.method == "GET" or values.get("step") not in ("check", "submit"):
            return self._order_form(orders, values)
        try:
            payload = self._order_payload(values)
            if values["step"] == "check":
                return self._order_form(orders, values, quote=orders.dealer_quote(payload))
            with request.env.cr.savepoint():
                status = orders.env["dealer.api"].submit(values.get("key") or "", payload)
            return request.redirect(f"/my/orders/{status['id']}", code=303)
        except TotalDiffersError as error:
            return self._order_form(orders, {**values, "total": f"{error.total:.2f}"}, error=str(error))
        except (AccessError, UserError) as error:
            return self._refused(orders, values, str(error))

    # -- parts

    def _need_store(self):
        if not request.env.user.has_group(CLERK):
            raise request.not_found()

    @staticmethod
    def _supplier(values):
        """Give the company that is chosen, one of the user's own; nobody orders of one he did not choose where he has several."""
        companies = request.env.user.company_ids
        return companies if len(companies) == 1 else companies.filtered(lambda company: str(company.id) == values.get("company"))

    @staticmethod
    def _orders(company):
        """Give sale.order for one company; for the user's own while none is chosen."""
        return request.env["sale.order"].with_context(allowed_company_ids=(company or request.env.user.company_id).ids)

    def _refused(self, orders, values, sentence):
        """Show the form as it was typed. What it has become already is named: its key is used up, the next submit is another order."""
        known = orders.browse()
        try:
            known = orders._order_of_store_key(values.get("key"))
        except UserError:
            values = {**values, "key": ""}
        if known:
            sentence = request.env._("This form has become order %s already. Submit it again only for another order.", known.name)
            values = {**values, "key": ""}
        return self._order_form(orders, values, error=sentence)

    def _order_payload(self, values):
        """Read the form as a payload of the API.

        :raises UserError: when pieces, deposit or total are no numbers.
        """
        wanted = {name.removeprefix("qty_"): value.strip() for name, value in values.items() if name.startswith("qty_")}
        mode, consumer = values.get("mode") or "consumer", {}
        if mode != "store":
            consumer = {name: (values.get(name) or "").strip() for name in ("name", "phone")}
            consumer["consent"] = bool(values.get("consent"))
        if mode == "consumer":
            consumer["address"] = (values.get("address") or "").strip()
        payload = {
            "store": values.get("store") or "", "mode": "consumer" if mode == "consumer" else "store", "consumer": consumer,
            "lines": [{"code": code, "qty": read_pieces(request.env, pieces)} for code, pieces in wanted.items() if pieces not in ("", "0")],
            "carrier": values.get("carrier") or "", "reference": (values.get("reference") or "").strip()[:64], "remark": (values.get("remark") or "").strip()}
        if mode == "deposit":
            payload["deposit"] = read_yuan(request.env, values.get("deposit"))
            if not payload["deposit"]:
                raise UserError(request.env._("Enter the deposit that the consumer has paid, or send the goods to the store without one."))
        if values.get("lost"):
            payload["lost_sale"] = values["lost"][:64]
        if values.get("total"):
            payload["total"] = read_yuan(request.env, values["total"])
        return payload

    def _order_form(self, orders, values, quote=None, error=None):
        stores = orders._own_stores()
        store = stores.filtered(lambda one: one.dealer_code == values.get("store"))[:1] or stores[:1]
        picked = {name.removeprefix("qty_"): value for name, value in values.items() if name.startswith("qty_") and value.strip() not in ("", "0")}
        if values.get("code"):  # a link to goods
            picked.setdefault(values["code"], "1")
        company = self._supplier(values)
        goods, more = orders._shelf((values.get("search") or "").strip()[:64], store, list(picked)) if store and company else ([], False)
        rates = {rate["carrier"]: rate for rate in quote["carriers"] if rate["ok"]} if quote else {}
        if quote and not quote["ok"]:
            quote, error = None, quote["refusal"]
        total = f"{quote['total']:.2f}" if quote else values.get("total") if error else ""
        return request.render("online_offline_order.portal_dealer_order_form", {
            **self._prepare_portal_layout_values(), "page_name": "dealer_order", "is_new": True, "values": values, "stores": stores, "store": store,
            "companies": request.env.user.company_ids, "company": company, "picked": picked, "goods": goods, "more": more, "quote": quote,
            "carriers": orders._store_carriers(), "ruled": orders._store_carrier_ruled(store),
            "rates": rates, "error": error, "total": total, "mode": values.get("mode") or "consumer",
            "key": values.get("key") or uuid.uuid4().hex, "unknown": [code for code in picked if code not in {row["code"] for row in goods}]})
