"""Builders for the journeys: goods, prices, tariffs of journeys.md section 0, and the steps of an order as real users."""
from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.dealer_base.tests.people import new_test_user
from odoo.addons.dealer_prepaid.tests.common import PrepaidCommon

# base price up to (g), then price per started step
TARIFFS = {"sf": (1000, 22.00, 500, 5.00), "ems": (500, 20.00, 500, 9.00), "sto": (1000, 10.00, 1000, 8.00), "yto": (1000, 10.00, 1000, 7.00)}


class OrderCommon(PrepaidCommon):
    """Two persons of service, a warehouse operator, Dealer One with 5,000.00, two coats and four carriers."""

    more_users = {**PrepaidCommon.more_users, "cs_b": "cs_presale", "fin_manager_b": "fin_manager"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cs_a, cls.cs_b = cls.users["cs_presale"], cls.seconds["cs_b"]
        cls.warehouse_user = cls.users["wh_operator"]
        cls.company.receipt_needs_proof = False  # test_order_receipt has it on
        cls.chengdu = cls.env["dealer.division"].search([("code", "=", "510104")])
        for partner in cls.partners.values():
            partner.division_id = cls.chengdu
        cls.manager_b = cls.seconds["fin_manager_b"]
        cls.coat = cls._product("Test coat", "T-COAT", 180, 599, 0.8)
        cls.long_coat = cls._product("Test long coat", "T-LONG", 210, 719, 0.9)
        cls._price_version({cls.coat: 300, cls.long_coat: 360})
        cls._fee_rule()
        cls.carriers = {code: cls._tariff(code, *numbers) for code, numbers in TARIFFS.items()}
        cls.account = cls._open_account(cls.d1)

    # -- master data

    @classmethod
    def _product(cls, name, code, cost, retail, weight, stock=50):
        product = cls.env["product.product"].create({
            "name": name, "default_code": code, "is_storable": True, "type": "consu", "list_price": retail, "standard_price": cost,
            "weight": weight, "shelf_state": "on", "invoice_policy": "delivery"})
        cls._stock(product, stock)
        return product

    @classmethod
    def _warehouse(cls):
        return cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)

    @classmethod
    def _stock(cls, product, quantity):
        quants = cls.env["stock.quant"].with_context(inventory_mode=True)
        quants.create({
            "product_id": product.id, "location_id": cls._warehouse().lot_stock_id.id, "inventory_quantity": quantity}).action_apply_inventory()

    @classmethod
    def _price_version(cls, prices, **vals):
        version = cls.env["dealer.price.version"].with_user(cls.users["fin_settlement"]).create({
            "company_id": cls.company.id, "date_from": cls.company._dealer_today(),
            "line_ids": [Command.create({"product_id": product.id, "ex_factory_price": price}) for product, price in prices.items()], **vals})
        version.with_user(cls.users["fin_manager"]).action_activate()
        return version

    @classmethod
    def _fee_rule(cls):
        rules = cls.env["logistics.fee.rule"]
        known = rules.search([("company_id", "=", cls.company.id), ("event", "=", "order"), ("state", "=", "active")])
        known._write_life({"state": "closed", "closed_on": "2000-01-01"})
        rule = rules.with_user(cls.users["fin_settlement"]).create({
            "name": "Test admin fee", "company_id": cls.company.id, "code": "admin", "event": "order", "kind": "percent", "rate_bp": 800,
            "date_from": "2020-01-01"})
        rule.with_user(cls.users["fin_manager"]).action_activate()
        return rule

    @classmethod
    def _tariff(cls, code, first_g, base, step_g, rate):
        carrier = cls.env.ref(f"logistics_fee.carrier_{code}")
        contracts = cls.env["logistics.contract"].with_user(cls.users["fin_settlement"])
        contracts.sudo().search([("carrier_id", "=", carrier.id), ("company_id", "=", cls.company.id)]).active = False
        contract = contracts.create({"name": f"Test {code}", "carrier_id": carrier.id, "company_id": cls.company.id})
        version = cls.env["logistics.contract.version"].with_user(cls.users["fin_settlement"]).create({
            "contract_id": contract.id, "valid_from": "2020-01-01",
            "zone_ids": [Command.create({"code": "all", "is_default": True, "band_ids": [
                Command.create({"from_g": 0, "upto_g": first_g, "base": base}),
                Command.create({"from_g": first_g, "upto_g": 0, "base": base, "over_g": first_g, "step_g": step_g, "rate": rate}),
            ]})]})
        version.with_user(cls.users["fin_manager"]).action_activate()
        return carrier

    # -- the steps

    @classmethod
    def _order_values(cls, lines=None, **vals):
        lines = [(cls.coat, 2)] if lines is None else lines
        return {
            "is_dealer_order": True, "partner_id": cls.store_1a.id, "carrier_id": cls.carriers["sf"].id, "dealer_mode": "consumer",
            "consumer_name": "Test Consumer", "consumer_phone": "13800000001", "consumer_division_id": cls.chengdu.id,
            "consumer_street": "Street 1", "consumer_consent": True,
            "order_line": [Command.create({"product_id": product.id, "product_uom_qty": qty}) for product, qty in lines], **vals}

    @classmethod
    def _order(cls, lines=None, user=None, **vals):
        """A draft of two coats from Store 1A to a consumer in Chengdu, entered by the first person of service."""
        order = cls.env["sale.order"].with_user(user or cls.cs_a).create(cls._order_values(lines, **vals))
        order.flush_recordset()  # as at the end of the request that saved it
        return order

    @classmethod
    def _submitted(cls, lines=None, **vals):
        order = cls._order(lines, **vals)
        order.action_submit()
        return order

    @classmethod
    def _approved(cls, lines=None, **vals):
        order = cls._submitted(lines, **vals)
        order.with_user(cls.cs_b).action_approve()
        return order

    @classmethod
    def _open_picking(cls, order):
        return order.sudo().picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))

    def _ship(self, order, quantities=None, tracking=None, user=None):
        """Ship as the warehouse: everything, or {product: pieces} with the rest as a backorder; give the delivery."""
        picking = self._open_picking(order).with_user(user or self.warehouse_user).sudo(False)
        picking.action_assign()
        picking.carrier_tracking_ref = f"SF{picking.id:012d}" if tracking is None else tracking
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty if quantities is None else quantities.get(move.product_id, 0)
            move.picked = bool(move.quantity)
        self._release_part(picking)
        answer = picking.button_validate()
        if isinstance(answer, dict) and answer.get("res_model") == "stock.backorder.confirmation":
            Form(self.env["stock.backorder.confirmation"].with_user(picking.env.user).with_context(answer["context"])).save().process()
        self.assertEqual(picking.state, "done")
        return picking

    @classmethod
    def _release_part(cls, picking):
        """Where only a part would ship: the warehouse asks, service has asked the store and releases it."""
        if picking.is_partial:
            picking.action_ask_partial("the rest is missing")
            picking.with_user(cls.cs_b).action_release_partial("the store agrees")

    def _shipped(self, lines=None, **vals):
        order = self._approved(lines, **vals)
        self._ship(order)
        return order

    def _plain_user(self, groups):
        return new_test_user(self.env, f"t_{groups.replace('.', '_')}", groups=f"base.group_user,{groups}")

    # -- checks

    def assertOrderBalanced(self, order):
        """Invariant iv: debits - credits of the ledger = invoices - credit notes of the order; v: no hold without an open order."""
        self.env.invalidate_all()
        order = order.sudo()
        entries = self.env["prepaid.entry"].sudo().search([("order_model", "=", "sale.order"), ("order_id", "=", order.id)])
        invoices = order.invoice_ids.filtered(lambda move: move.state == "posted")
        self.assertAlmostEqual(-sum(entries.mapped("amount")), sum(invoices.mapped("amount_total_signed")), places=2)
        hold = self.env["prepaid.hold"].sudo().search([("key", "=", order.hold_key)])
        if order.dealer_state in ("draft", "waiting", "shipped", "received", "cancelled"):
            self.assertFalse(hold.filtered(lambda h: h.state in ("tentative", "open")))
