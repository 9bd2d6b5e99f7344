"""Consumers are personal data: raw for service, warehouse and the own store, a mask for everybody else, on every way in."""
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .sight_common import SightCommon

RAW = ("cs_presale", "cs_aftersale", "cs_manager", "wh_operator", "wh_manager")
MASKED = (
    "fin_cashier", "fin_confirmer", "fin_settlement", "fin_manager", "sales_rep", "sales_manager", "ops", "ops_manager", "sc_manager",
    "hq_channel", "auditor")
NONE = ("purchase_clerk", "business_admin")  # no order at all
PRIVATE = ("consumer_name", "consumer_phone", "consumer_street")


@tagged("post_install", "-at_install")
class TestSightConsumer(SightCommon):
    def _ways_in(self, order, name):
        orders = order.browse()
        return (
            lambda: order.read([name]), lambda: orders.search([(name, "like", "1")]), lambda: orders.formatted_read_group([], [name], ["__count"]),
            lambda: order.mapped(name), lambda: order.export_data([name]), lambda: orders.search([], order=name),
            lambda: orders.search([("order_line.order_id." + name, "!=", False)]))

    def test_who_sees_what(self):
        order = self._shipped()
        contact = order.sudo().partner_shipping_id
        self.assertTrue(contact.is_dealer_consumer)
        self.env.ref("base.group_allow_export").user_ids |= self.env["res.users"].union(*(self.users[role] for role in MASKED))
        for role in RAW:
            with self.subTest(role):
                own = order.with_user(self.users[role])
                self.assertEqual(own.read(PRIVATE)[0]["consumer_phone"], "13800000001")
                self.assertEqual(own.consumer_name_shown, "Test Consumer")
                self.assertIn("Test Consumer", contact.with_user(self.users[role]).display_name)
        for role in MASKED:
            user = self.users[role]
            self.env.invalidate_all()
            orders = self.env["sale.order"].with_user(user)
            own = order.with_user(user)
            with self.subTest(role):
                self.assertIn(own, orders.search([]))
                self.assertEqual(
                    own.read(["consumer_name_shown", "consumer_phone_shown", "consumer_street_shown"]),
                    [{"id": own.id, "consumer_name_shown": "T*", "consumer_phone_shown": "138****0001", "consumer_street_shown": "****"}])
                for name in PRIVATE:
                    self.assertNotIn(name, orders.fields_get())
                    for ask in self._ways_in(own, name):
                        with self.assertRaises(AccessError):
                            ask()
                told = str(own.message_ids.mapped("body")) + str(own.message_ids.sudo().tracking_value_ids.mapped("new_value_char"))
                self.assertNotIn("13800000001", told, "in the chatter")
        for role in NONE:
            self.env.invalidate_all()
            with self.subTest(role), self.assertRaises(AccessError):
                order.with_user(self.users[role]).read(["consumer_phone_shown"])

    def test_no_oracle(self):
        """Neither the contact nor a path through it tells who a consumer is."""
        order = self._shipped()
        contact = order.sudo().partner_shipping_id
        for role in MASKED:
            user = self.users[role]
            self.env.invalidate_all()
            with self.subTest(role):
                partners = self.env["res.partner"].with_user(user)
                self.assertFalse(partners.search([("id", "=", contact.id)]))
                self.assertFalse(partners.name_search("Test Consumer"))
                with self.assertRaises(AccessError):
                    contact.with_user(user).read(["phone"])
                self.assertNotIn("Test Consumer", contact.with_user(user).sudo().display_name)
                orders = self.env["sale.order"].with_user(user)
                for path in ("partner_shipping_id.phone", "partner_shipping_id.name", "partner_shipping_id.street"):
                    self.assertFalse(orders.search([(path, "!=", False), ("partner_shipping_id", "=", contact.id)]), path)
                self.assertFalse(orders.search([("partner_shipping_id", "ilike", "Test Consumer")]))
                data = order.with_user(user).web_read({"name": {}, "partner_shipping_id": {"fields": {"display_name": {}}}})
                self.assertNotIn("Test Consumer", str(data))

    def test_deliveries_and_parcels(self):
        order = self._shipped()
        picking = order.sudo().picking_ids.sudo(False)
        self.assertEqual(picking.with_user(self.warehouse_user).delivery_phone, "13800000001")
        self.assertIn("Street 1", picking.with_user(self.cs_a).delivery_address)
        settlement = self.users["fin_settlement"]
        self.env.invalidate_all()
        pickings = self.env["stock.picking"].with_user(settlement)
        with self.assertRaises(AccessError):
            pickings.search([("delivery_phone", "=", "13800000001")])
        with self.assertRaises(AccessError):
            picking.with_user(settlement).read(["delivery_phone"])
        seen = picking.with_user(settlement)
        self.assertNotIn("Test Consumer", str(seen.web_read({"partner_id": {"fields": {"display_name": {}}}})))
        parcels = self.env["logistics.parcel"].with_user(settlement).search([("picking_id", "=", picking.id)])
        self.assertNotIn("Test Consumer", str(parcels.web_read({"partner_id": {"fields": {"display_name": {}}}})))
        for text in order.sudo().message_ids.mapped("body"):
            self.assertNotIn("13800000001", str(text))

    def test_documents_open_for_who_sees_masks(self):
        """Each role reads every field it may of the order, its delivery and its invoice, though the contact is hidden."""
        order = self._shipped()
        invoice = order.sudo().invoice_ids
        for role in MASKED:
            user = self.users[role]
            for record in (order, order.sudo().picking_ids, invoice):
                record = record.with_user(user).sudo(False)
                if not record.has_access("read"):
                    continue
                self.env.invalidate_all()
                names = [
                    name for name, field in record._fields.items()
                    if field.store and field.type not in ("one2many", "many2many") and record._has_field_access(field, "read")]
                with self.subTest(role=role, model=record._name):
                    record.read(names)
                    form = record.get_view(view_type="form")
                    self.assertNotIn('name="consumer_phone"', form["arch"])

    def test_own_store(self):
        """The people of the own store see their consumers, another store nothing."""
        order = self._submitted()
        self.assertEqual(order.with_user(self.clerk).consumer_phone, "13800000001")
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            order.with_user(self.foreign_clerk).read(["consumer_phone"])
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.cs_a).create({"name": "x", "is_dealer_consumer": True})
        with self.assertRaises(AccessError):
            order.sudo().partner_shipping_id.with_user(self.cs_a).sudo(False).is_dealer_consumer = False

    def test_slip_is_masked(self):
        order = self._shipped()
        for role, text in (("cs_presale", "Test Consumer"), ("cs_aftersale", "13800000001"), ("fin_settlement", "138****0001")):
            self.env.invalidate_all()
            html = self.env["ir.actions.report"].with_user(self.users[role])._render_qweb_html("online_offline_order.order_slip", order.ids)[0].decode()
            with self.subTest(role):
                self.assertIn(text, html)
