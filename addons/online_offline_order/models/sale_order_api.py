from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..settlement import Refusal, stock_light

PAYLOAD_KEYS = {"store", "mode", "carrier", "lines", "consumer", "reference", "warehouse", "declared_value", "floors", "cod"}
CONSUMER_KEYS = {"name": "consumer_name", "phone": "consumer_phone", "street": "consumer_street", "consent": "consumer_consent"}
# key -> field and the most it takes
NUMBERS = {"declared_value": ("declared_value", 9_999_999), "floors": ("carry_floors", 200), "cod": ("cod_amount", 9_999_999)}


class SaleOrder(models.Model):
    """The order's methods for other programs, called over JSON-2: ``POST /json/2/sale.order/<method>`` with an API key.

    Payload of an order::

        {"store": "D1-1A", "mode": "consumer", "carrier": "SF", "reference": "their own number",
         "lines": [{"code": "A-RED-170", "qty": 2}],
         "declared_value": 1000.0, "floors": 3, "cod": 680.0,
         "consumer": {"name": "...", "phone": "...", "division": "510104", "street": "...", "consent": true}}

    The user behind the key needs the role that the step needs in the web client; approve, cancel and receive are the
    public methods of the flow themselves.
    """

    _inherit = "sale.order"

    @api.model
    def dealer_stock(self, codes, warehouse=None):
        """Tell HQ's free stock of products.

        :param codes: list of product codes (internal reference or barcode).
        :param warehouse: short name of a warehouse; the company's first by default.
        :return: list of {"code", "name", "free", "light"}, same order; unknown codes have ``name`` None.
        """
        self._require_role("dealer_base.group_dealer_viewer", "dealer_base.group_portal_clerk")
        products = self._api_products(codes)
        warehouses = self.env["stock.warehouse"].sudo()  # sudo: free stock is told to people without stock rights
        domain = [("company_id", "=", self.env.company.id)] + ([("code", "=", warehouse)] if warehouse else [])
        found = warehouses.search(domain, limit=1)
        if not found:
            raise UserError(self.env._("There is no warehouse %s in this company.", warehouse or ""))
        stock = self.env["product.product"].union(*products.values())._dealer_free_stock(found)
        rows = []
        for code in codes:
            product = products.get(code)
            free = stock.get(product.id, 0.0) if product else 0.0
            rows.append({"code": code, "name": product.display_name if product else None, "free": free, "light": stock_light(free, 1)})
        return rows

    @api.model
    def dealer_quote(self, payload):
        """Price an order without saving anything.

        :param payload: dict as in the class docstring; without ``carrier`` the policy of the dealer chooses.
        :return: {"ok", "goods", "admin", "logistics", "total" (yuan), "carrier" (the chosen one), "refusal",
            "carriers": [{"carrier", "ok", "price", "days", "message"}]}.
        """
        self._require_role(*self._entry_roles())
        order = self.new(self._api_values(payload))
        order._take_payload(payload)
        quotes = order._quotes(order._snapshot_goods())
        carriers = [
            {"carrier": carrier.name, "ok": answer["ok"], "price": answer["price_fen"] / 100 if answer["ok"] else None,
             "days": answer["transit_days"] if answer["ok"] else None,
             "message": "; ".join(f"{part['label']} {part['fen'] / 100:.2f}" for part in answer["lines"]) if answer["ok"] else answer["message"]}
            for carrier, _request, answer in quotes
        ]
        settlement, freight = order._settle(quotes)
        if isinstance(settlement, Refusal):
            return {"ok": False, "code": settlement.code, "refusal": order._refusal_sentence(settlement), "carriers": carriers}
        return {
            "ok": True, "goods": settlement.goods_fen / 100, "admin": settlement.admin_fen / 100, "logistics": settlement.logistics_fen / 100,
            "total": settlement.total_fen / 100, "refusal": None, "carriers": carriers,
            "carrier": freight.carrier.name, **order._quote_more(),
        }

    @api.model
    def dealer_submit_order(self, idempotency_key, payload):
        """Enter an order and submit it; the same key again gives the same order and does nothing.

        :param idempotency_key: text of at most 64 characters, unique per order of the calling program.
        :param payload: dict as in the class docstring.
        :return: what :meth:`dealer_status` returns.
        :raises UserError: with the sentence of what is wrong; then nothing has been saved.
        """
        self._require_role(*self._entry_roles())

        def work():
            order = self.create(self._api_values(payload))
            order._take_payload(payload)
            order.action_submit()
            return order
        return self.env["dealer.api.call"]._once(idempotency_key, "submit", payload, work).dealer_status()[0]

    def dealer_status(self):
        """Tell where orders stand.

        :return: list of {"id", "name", "state", "total", "captured", "missing", "enough", "must_confirm", "proposed_total", "cancel_asked",
            "deliveries"}; ``missing`` is None for a clerk of a store, who is told whether the account has enough.
        """
        self._require_role("dealer_base.group_dealer_viewer", "dealer_base.group_portal_clerk")
        self.check_access("read")
        return [{
            "id": order.id, "name": order.name, "state": order.dealer_state, "total": order.settlement_total, "captured": order.captured_total,
            "missing": None if self._sees_as_clerk() else order.missing_amount,
            "enough": not order.sudo().missing_amount,  # sudo: who reads the order is told whether its money is there
            "must_confirm": order.must_confirm, "proposed_total": order.proposed_total,
            "cancel_asked": bool(order._open_cancel_request()), "deliveries": [
                {"name": picking.name, "state": picking.state, "tracking": picking.carrier_tracking_ref or None, "captured": picking.captured_amount}
                for picking in order.sudo().picking_ids  # sudo: who may read the order may follow its parcels
            ],
        } for order in self]

    # -- hooks

    def _take_payload(self, payload):
        """Hook: the order of a payload is entered, not yet priced or submitted. Extend it to read what only the order can tell; return nothing.

        :param payload: dict that was called with.
        """

    def _quote_more(self):
        """Extend: :return: dict of what else a quote tells of this order, which is not saved."""
        return {}

    # -- payload -> values

    @api.model
    def _api_products(self, codes, store=None):
        """Find products by internal reference or barcode.

        :param codes: list of texts. :param store: res.partner that orders them, if known.
        :return: {code: product.product} of those found.
        """
        if not isinstance(codes, list) or len(codes) > 500:
            raise UserError(self.env._("Product codes are a list of at most 500 texts."))
        products = self.env["product.product"].search(["|", ("default_code", "in", codes), ("barcode", "in", codes)])
        return {code: product for product in products for code in (product.barcode, product.default_code) if code}

    @api.model
    def _api_values(self, payload):
        if not isinstance(payload, dict) or payload.keys() - PAYLOAD_KEYS:
            extra = ", ".join(sorted(payload.keys() - PAYLOAD_KEYS)) if isinstance(payload, dict) else type(payload).__name__
            raise UserError(self.env._("An order has the keys %(known)s; unknown: %(extra)s.", known=", ".join(sorted(PAYLOAD_KEYS)), extra=extra))
        store = self.env["res.partner"].search([("dealer_code", "=", payload.get("store") or "")], limit=1)
        if not store:
            raise UserError(self.env._("There is no dealer or store with the code %s.", payload.get("store") or ""))
        values = {
            "is_dealer_order": True, "partner_id": store.id, "company_id": self.env.company.id, "dealer_mode": payload.get("mode") or "consumer",
            "client_order_ref": payload.get("reference") or False, "order_line": self._api_lines(payload.get("lines") or [], store),
        }
        for key, (field, most) in NUMBERS.items():
            number = payload.get(key) or 0  # JSON as Python reads it knows NaN and Infinity
            fits = isinstance(number, (int, float)) and not isinstance(number, bool) and 0 <= number <= most
            if not fits or (key == "floors" and number != int(number)):
                raise UserError(self.env._("%(key)s is a number from 0 to %(most)s, not %(value)s.", key=key, most=most, value=number))
            values[field] = number
        if payload.get("carrier"):
            values["carrier_id"] = self._api_carrier(payload["carrier"]).id
        consumer = payload.get("consumer") or {}
        values.update({field: consumer.get(key) or False for key, field in CONSUMER_KEYS.items()})
        if consumer.get("division"):
            division = self.env["dealer.division"].search([("code", "=", str(consumer["division"]))], limit=1)
            if not division:
                raise UserError(self.env._("There is no region with the code %s.", consumer["division"]))
            values["consumer_division_id"] = division.id
        return values

    @api.model
    def _api_carrier(self, name):
        contracts = self.env["logistics.contract"].sudo().search([  # sudo: carriers may be chosen, contracts not read
            ("company_id", "=", self.env.company.id), ("side", "=", "charge"), ("purpose", "=", "outbound")])
        carrier = contracts.carrier_id.filtered(lambda c: name in (c.dealer_code, c.name))[:1]
        if not carrier:
            raise UserError(self.env._("No carrier called %s has a contract: name another one, or none so that the rules choose.", name))
        return carrier

    @api.model
    def _api_lines(self, lines, store=None):
        if not isinstance(lines, list) or not all(isinstance(line, dict) and line.keys() == {"code", "qty"} for line in lines):
            raise UserError(self.env._("Lines are a list of {code, qty}."))
        products = self._api_products([line["code"] for line in lines], store)
        commands = []
        for number, line in enumerate(lines, 1):
            if line["code"] not in products:
                raise UserError(self.env._("Line %(number)s: there is no product with the code %(code)s.", number=number, code=line["code"]))
            if isinstance(line["qty"], bool) or not isinstance(line["qty"], int) or line["qty"] <= 0:
                raise UserError(self.env._("Line %(number)s: %(qty)s pieces cannot be ordered; enter a whole number above 0.", number=number, qty=line["qty"]))
            commands.append(Command.create({"product_id": products[line["code"]].id, "product_uom_qty": line["qty"]}))
        return commands
