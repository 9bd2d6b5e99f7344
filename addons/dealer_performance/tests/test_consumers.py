"""R2-014: one consumer is one phone number, online and through stores, with returns, complaints and answers; R4-019: levels and who comes again."""
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.online_offline_order.tests.return_common import ReturnCommon

PHONE = "13912340007"


@tagged("post_install", "-at_install")
class TestConsumers(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._received_order(consumer_phone=PHONE, consumer_name="Ms Zhao")
        cls.second = cls._submitted(consumer_phone=f"+86 {PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]}", consumer_name="Zhao Min", order_source="mall")
        cls.draft = cls._order(consumer_phone=PHONE)
        cls.other = cls._submitted(consumer_phone="13912340008", consumer_name="Mr Sun")
        cls.back = cls._return(cls.first)
        cls.back.action_submit()
        cls.told = cls.env["dealer.complaint"].with_user(cls.users["cs_aftersale"]).create({
            "partner_id": cls.first.partner_id.id, "return_id": cls.back.id, "text": "The box was torn"})
        cls.told.order_id = False
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _of(self, role):
        return self.env["perf.consumer"].with_user(self.users[role]).search([("id", "=", min(self.first.id, self.second.id))])

    def test_one_number_is_one_consumer(self):
        consumer = self._of("cs_presale")
        self.assertEqual((consumer.order_count, consumer.online_count, consumer.store_count), (2, 1, 1), "however the number was typed; drafts do not count")
        self.assertEqual((consumer.channel, consumer.level, consumer.return_count, consumer.complaint_count), ("both", "again", 1, 1))
        self.assertEqual((consumer.key, consumer.name), (PHONE, "Zhao Min"), "the name of the last order")
        events = consumer.event_ids
        self.assertEqual(sorted(events.mapped("kind")), ["complaint", "order", "order", "return"])
        self.assertEqual(events.filtered(lambda one: one.kind == "complaint").note, "The box was torn")
        self.assertEqual(self.env["sale.order"].search(consumer.action_open_orders()["domain"]), self.first | self.second)
        self.assertEqual(self.env["perf.consumer"].with_user(self.users["cs_presale"]).search([("key", "=", "13912340008")]).level, "once")

    def test_levels_and_repurchase(self):
        mine = [("key", "in", (PHONE, "13912340008"))]
        groups = self.env["perf.consumer"].sudo()._read_group(mine, ["level"], ["__count"])
        self.assertEqual(sorted(groups), [("again", 1), ("once", 1)])
        [(rate,)] = self.env["perf.consumer"].sudo()._read_group(mine, [], ["repeat_rate:avg"])
        self.assertEqual(rate, 50)

    def test_who_sees_whom(self):
        shown = self._of("ops")
        self.assertEqual((shown.phone_shown, shown.name_shown), ("139****0007", "Z*"))
        self.assertEqual(self._of("cs_aftersale").phone_shown, PHONE)
        finance = self._of("fin_settlement")
        [read] = finance.web_read({"phone_shown": {}, "name_shown": {}, "event_ids": {"fields": {
            "kind": {}, "order_id": {"fields": {"display_name": {}}}, "complaint_id": {"fields": {"display_name": {}}}}}})
        self.assertEqual((read["phone_shown"], read["name_shown"], len(read["event_ids"])), ("139****0007", "Z*", 4), "all reports are open to finance")
        with self.assertRaises(AccessError):
            finance.mapped("name")
        with self.assertRaises(AccessError):
            shown.mapped("key")
        with self.assertRaises(AccessError):
            self.env["perf.consumer"].with_user(self.users["ops"]).search([("key", "=", PHONE)])
        for role in ("sales_rep", "wh_operator", "sc_manager", "fin_cashier"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._of(role)
        other = self.env["res.company"].create({"name": "Other consumers"})
        self.users["cs_presale"].write({"company_ids": [(4, other.id)]})
        elsewhere = self.env["perf.consumer"].with_user(self.users["cs_presale"]).with_context(allowed_company_ids=other.ids)
        self.assertFalse(elsewhere.search([]))
