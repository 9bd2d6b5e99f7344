"""Salespeople enter and submit orders of their own customers and nothing else; operators see their warehouses."""
from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .sight_common import SightCommon


@tagged("post_install", "-at_install")
class TestSightRep(SightCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rep, cls.manager = cls.users["sales_rep"], cls.users["sales_manager"]
        cls.partners["D2"].user_id = cls.cs_b  # a dealer of somebody else
        cls._open_account(cls.partners["D2"])

    def test_own_customer(self):
        order = self._order(user=self.rep)
        self.assertEqual(order.consumer_phone_shown, "13800000001")  # what the author of a draft typed
        with self.assertRaises(AccessError):
            order.read(["consumer_phone"])
        order.order_line.product_uom_qty = 1
        order.consumer_street_shown = "Street 2"
        order.action_submit()
        order.action_submit()  # agrees to the figures, or is a doubled click
        self.assertEqual((order.dealer_state, order.sudo().consumer_street), ("submitted", "Street 2"))
        self.env.invalidate_all()
        self.assertEqual((order.consumer_phone_shown, order.consumer_street_shown), ("138****0001", "****"))
        for step in (lambda: order.action_approve(), lambda: order.action_reject("x"), lambda: order.action_cancel_order("x"),
                     lambda: order.write({"consumer_street_shown": "elsewhere"}), lambda: order.order_line.write({"product_uom_qty": 3}),
                     lambda: order.unlink()):
            with self.assertRaises(AccessError):
                step()
        order.with_user(self.cs_b).action_approve()
        self.assertEqual(order.dealer_state, "approved")
        with self.assertRaises(AccessError):
            order.action_cancel_order("changed his mind")

    def test_foreign_customer(self):
        foreign = self.partners["2A"]
        with self.assertRaisesRegex(AccessError, "Test Store 2A is not your customer"):
            self._order(user=self.rep, partner_id=foreign.id)
        order = self._order(user=self.rep)
        with self.assertRaisesRegex(AccessError, "is not your customer"):
            order.partner_id = foreign
        other = self._order(partner_id=foreign.id)
        for step in (lambda: other.with_user(self.rep).action_submit(), lambda: other.with_user(self.rep).read(["name"]),
                     lambda: other.with_user(self.rep).write({"client_order_ref": "x"}), lambda: other.order_line.with_user(self.rep).unlink()):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                step()
        with self.assertRaises(AccessError):
            self.env["sale.order.line"].with_user(self.rep).create({"order_id": other.id, "product_id": self.coat.id})

    def test_foreign_customer_with_odoos_sales_role(self):
        """B15: a right on plain orders opens no dealer orders of other customers."""
        self.rep.sudo().group_ids = [Command.link(self.env.ref("sales_team.group_sale_salesman").id)]
        foreign = self.partners["2A"]
        with self.assertRaisesRegex(AccessError, "Test Store 2A is not your customer"):
            self._order(user=self.rep, partner_id=foreign.id)
        order = self._order(user=self.rep)
        with self.assertRaisesRegex(AccessError, "is not your customer"):
            order.partner_id = foreign
        other = self._order(partner_id=foreign.id)
        other.sudo().user_id = self.rep  # Odoo's own rule shows it to him
        self.env.flush_all()
        for step in (lambda: other.with_user(self.rep).action_submit(), lambda: other.with_user(self.rep).write({"client_order_ref": "x"}),
                     lambda: other.order_line.with_user(self.rep).write({"product_uom_qty": 1})):
            self.env.invalidate_all()
            with self.assertRaisesRegex(AccessError, "is not your customer"):
                step()
        plain = self.env["sale.order"].with_user(self.rep).create({"partner_id": self.env["res.partner"].create({"name": "Walk-in"}).id})
        plain.client_order_ref = "x"
        order.action_submit()
        self.assertEqual(order.dealer_state, "submitted")

    def test_no_plain_orders(self):
        plain = self.env["sale.order"].create({"partner_id": self.env["res.partner"].create({"name": "Walk-in"}).id})
        orders = self.env["sale.order"].with_user(self.rep)
        with self.assertRaisesRegex(AccessError, "enter dealer orders"):
            orders.create({"partner_id": self.store_1a.id})
        with self.assertRaises(AccessError):
            plain.with_user(self.rep).write({"client_order_ref": "x"})
        own = self.env["sale.order"].create({"partner_id": self.store_1a.id})
        with self.assertRaises(AccessError):
            own.with_user(self.rep).write({"client_order_ref": "x"})
        with self.assertRaises(AccessError):
            self.env["sale.order.line"].with_user(self.rep).create({"order_id": own.id, "product_id": self.coat.id})

    def test_manager_enters_for_the_team(self):
        order = self._order(user=self.manager)
        order.action_submit()
        self.assertEqual(order.dealer_state, "submitted")
        with self.assertRaisesRegex(AccessError, "is not your customer"):
            self._order(user=self.manager, partner_id=self.partners["2A"].id)

    def test_after_sale_submits_what_it_entered(self):
        order = self._order(user=self.users["cs_aftersale"])
        order.action_submit()
        self.assertEqual(order.dealer_state, "submitted")
        with self.assertRaises(AccessError):
            order.action_approve()

    def test_form(self):
        """The form of a salesperson: everything needed is on it, the consumer in fields that mask themselves later."""
        view = "online_offline_order.sale_order_view_form_dealer"
        with Form(self.env["sale.order"].with_user(self.rep).with_context(default_is_dealer_order=True), view=view) as form:
            form.partner_id = self.store_1a
            form.consumer_name_shown, form.consumer_phone_shown, form.consumer_street_shown = "张三", "13800000009", "春熙路1号"
            form.consumer_division_id = self.chengdu
            form.consumer_consent = True
            form.carrier_id = self.carriers["sf"]
            with form.order_line.new() as line:
                line.product_id = self.coat
                line.product_uom_qty = 2
        order = form.record
        self.assertEqual((order.sudo().consumer_name, order.sudo().consumer_phone), ("张三", "13800000009"))
        order.action_submit()
        self.assertEqual(order.dealer_state, "submitted")

    def test_pasted_address(self):
        view = "online_offline_order.sale_order_view_form_dealer"
        with Form(self.env["sale.order"].with_user(self.rep).with_context(default_is_dealer_order=True), view=view) as form:
            form.partner_id = self.store_1a
            form.consumer_address = "张三 13800000009 四川省成都市锦江区春熙路1号"
            form.consumer_consent = True
        self.assertEqual(form.record.sudo().consumer_phone, "13800000009")

    def test_shown_fields_write_nothing_foreign(self):
        """A mask is no value: whoever sees one cannot write it back."""
        order = self._order()
        with self.assertRaises(AccessError):
            order.with_user(self.rep).consumer_name_shown = "T*"
        self.assertEqual(order.sudo().consumer_name, "Test Consumer")

    def test_deliveries_of_own_customers(self):
        own, foreign = self._shipped(), self._shipped(partner_id=self.partners["2A"].id)
        pickings = self.env["stock.picking"].with_user(self.rep)
        found = pickings.search([("sale_id", "in", (own | foreign).ids)])
        self.assertEqual(found.sudo().sale_id, own)
        self.assertEqual(found.move_ids.product_id, self.coat)
        with self.assertRaises(AccessError):
            found.write({"note": "x"})
        for user, visible in ((self.owner, own), (self.clerk, own), (self.foreign_clerk, foreign)):
            self.assertEqual(self.env["stock.picking"].with_user(user).search([("sale_id", "in", (own | foreign).ids)]).sudo().sale_id, visible, user.login)

    def _papers_of_a_warehouse(self, order, picking, returned):
        """One of each document that belongs to the warehouse of an order, a defect first."""
        order.sudo().approved_at = fields.Datetime.subtract(fields.Datetime.now(), days=60)
        done = returned.order_id.sudo().picking_ids.filtered(lambda one: one.state == "done")[:1]
        parcels = done.parcel_ids
        self.env.flush_all()
        return [
            self.env["dealer.defect"].create({"return_id": returned.id, "product_id": self.coat.id, "kind": "worn", "quantity": 1}),
            self.env["dealer.acceptance"].create({"partner_id": self.store_1a.id, "picking_id": done.id, "company_id": self.company.id}),
            self.env["prepaid.hold"].search([("key", "=", order.sudo().hold_key)]), parcels,
            self.env["logistics.parcel.event"].search([("parcel_id", "in", parcels.ids)]) or self.env["logistics.parcel.event"].create(
                {"parcel_id": parcels[0].id, "time": fields.Datetime.now(), "state": "in_transit"}),
            self.env["logistics.parcel.report"].search([("parcel_id", "in", parcels.ids)]),
            self.env["dealer.exception"].search([("order_id", "=", order.id), ("kind", "=", "ship")]),
            order.sudo(), order.sudo().order_line, picking.sudo().move_ids, done.move_line_ids]

    def test_warehouses_of_an_operator(self):
        order = self._approved()
        picking = self._open_picking(order)
        second = self.env["stock.warehouse"].create({"name": "Second", "code": "T2", "company_id": self.company.id})
        returned = self._approved_return(self._received_order())
        operator, papers = self.warehouse_user, self._papers_of_a_warehouse(order, picking, returned)
        for warehouses, sees in ((second.browse(), True), (second, False), (second | self._warehouse(), True)):
            operator.dealer_warehouse_ids = [Command.set(warehouses.ids)]
            self.env.invalidate_all()
            with self.subTest(warehouses.mapped("code")):
                self.assertEqual(bool(self.env["stock.picking"].with_user(operator).search([("id", "=", picking.id)])), sees)
                self.assertEqual(bool(self.env["dealer.return"].with_user(operator).search([("id", "=", returned.id)])), sees)
                for record in papers:
                    self.assertEqual(bool(record.with_user(operator).search([("id", "in", record.ids)])), sees, record._name)
        operator.dealer_warehouse_ids = [Command.set(second.ids)]
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            papers[0].with_user(operator).action_close_scrapped("not ours")
        second.active = False
        self.env.invalidate_all()
        self.assertFalse(self.env["stock.picking"].with_user(operator).search([("id", "=", picking.id)]), "a warehouse that closed does not open the others")
        self.assertTrue(self.env["stock.picking"].with_user(self.cs_a).search([("id", "=", picking.id)]))
