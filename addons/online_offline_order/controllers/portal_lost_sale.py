import uuid
from urllib.parse import urlencode

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..adapters.typed import read_pieces
from .portal_order import URL as ORDERS
from .portal_order import PortalOrder

URL = "/my/lost_sales"


class PortalLostSale(PortalOrder):
    """Stores note what they could not sell, and whether the consumer wants it from HQ; a yes leads to the form of the order."""

    @http.route(URL, type="http", auth="user", website=True, methods=["GET", "POST"])
    def lost_sales(self, **values):
        """Show the form and the latest lost sales of the own tree, or note one.

        :param values: company, store, goods (code, barcode or words), qty, reason, asked_online and key (of the form).
        """
        self._need_store()
        values = {name: value for name, value in values.items() if isinstance(value, str)}
        company = self._supplier(values)
        orders = self._orders(company)
        if request.httprequest.method == "GET":
            return self._lost_page(orders, values)
        if not company:
            return self._lost_page(orders, values, request.env._("Choose the supplier first: each has goods, prices and an account of its own."))
        try:
            with request.env.cr.savepoint():
                lost = orders.env["dealer.lost.sale"]._note_of_store(values.get("key") or "", {
                    "store": values.get("store") or "", "goods": (values.get("goods") or "")[:200], "qty": read_pieces(request.env, values.get("qty") or "1"),
                    "reason": values.get("reason") or "", "asked_online": values.get("asked_online") or ""})
        except (AccessError, UserError) as error:
            return self._lost_page(orders, values, str(error))
        if lost.state != "open" or not lost.product_id:
            return request.redirect(f"{URL}?{urlencode({'noted': lost.name})}", code=303)
        code = lost.product_id.default_code or lost.product_id.barcode
        wanted = {"company": lost.company_id.id, "store": lost.partner_id.dealer_code or "", f"qty_{code}": lost.quantity, "lost": lost.name}
        return request.redirect(f"{ORDERS}/new?{urlencode(wanted)}", code=303)

    def _lost_page(self, orders, values, error=None):
        model, stores = orders.env["dealer.lost.sale"], orders._own_stores()
        choices = {name: model._fields[name]._description_selection(orders.env) for name in ("reason", "asked_online")}
        return request.render("online_offline_order.portal_lost_sales", {
            **self._prepare_portal_layout_values(), "page_name": "dealer_lost_sale", "values": values, "error": error, "stores": stores,
            "companies": request.env.user.company_ids, "company": self._supplier(values), "choices": choices, "documents": model._latest_of_store(),
            "noted": values.get("noted") if not error else False, "key": values.get("key") if error else uuid.uuid4().hex})
