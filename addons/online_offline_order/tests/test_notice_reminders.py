"""Reminders: late parcels, receipts to confirm, orders that wait, after the sale, birthdays, figures of reception; each once, each on or off."""
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestNoticeReminders(ReturnCommon, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.store_1a.email = "store@test.example"
        cls.company.email = "hq@test.example"
        cls.today = cls.company._dealer_today()

    def _remind(self, order=None):
        self.env["dealer.notice"]._cron_remind()
        self.env.invalidate_all()
        codes = [code for code, _name in self.env["dealer.notice.template"]._fields["code"].selection][8:]
        domain = [("code", "in", codes), ("company_id", "=", self.company.id)] + ([("order_id", "=", order.id)] if order else [])
        return self.env["dealer.notice"].search(domain, order="id")

    def _sent(self, notice):
        with self.mock_mail_gateway():
            notice._try()
        return notice

    def test_to_sign_and_after_the_sale(self):
        order = self._shipped()
        flow = order._flow()
        flow.delivered_on = self.today - timedelta(days=1)
        self.assertFalse(self._remind(order), "two days after the delivery, not earlier")
        flow.delivered_on = self.today - timedelta(days=2)
        self._remind(order)
        (notice,) = self._remind(order)
        self.assertEqual((notice.code, self._sent(notice).state, notice.recipients), ("to_sign", "sent", self.store_1a.display_name))
        self.assertIn(str(flow.delivered_on), notice.body)
        order.with_user(self.aftersale).action_received()
        flow.received_at = fields.Datetime.now() - timedelta(days=3)
        self.assertEqual(self._remind(order).mapped("code"), ["to_sign", "care"])
        old = self._shipped()
        old._flow().delivered_on = self.today - timedelta(days=20)
        self.assertFalse(self._remind(old), "whoever turns it on does not write to everybody of the past")

    def test_late_parcel(self):
        order = self._shipped()
        parcel = order.sudo().picking_ids.parcel_ids
        parcel.promised_date = self.today - timedelta(days=3)
        (notice,) = self._remind(order)
        self.assertEqual((notice.code, self._sent(notice).state), ("tracking", "sent"))
        self.assertIn(parcel.tracking, notice.body)
        self.env["logistics.parcel.event"].with_user(self.warehouse_user).create({"parcel_id": parcel.id, "state": "delivered", "time": fields.Datetime.now()})
        self.assertEqual(len(self._remind(order)), 1)

    def test_the_carrier_is_named_in_the_language_of_the_store(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.carriers["sf"].with_context(lang="zh_CN").name = "顺丰"
        self.store_1a.lang = "zh_CN"
        order = self._shipped()
        order.sudo().picking_ids.parcel_ids.promised_date = self.today - timedelta(days=3)
        self._remind(order)
        notices = self.env["dealer.notice"].search([("order_id", "=", order.id), ("code", "in", ("shipped", "tracking"))])
        self.assertEqual([notice.details["carrier"] for notice in notices], ["顺丰", "顺丰"])

    def test_an_order_that_waits(self):
        order = self._submitted([(self.coat, 40)])
        order._flow().waiting_since = fields.Datetime.now() - timedelta(days=3)
        (notice,) = self._remind(order)
        self.assertEqual(notice.code, "dunning")
        body = self._sent(notice).body.replace(",", "")
        self.assertIn(f"{order.proposed_total or order.settlement_total:.2f}", body)
        self.assertNotIn(f"{order.missing_amount:.2f}", body, "clerks read it: what the account lacks is for those who may see the account")

    def test_birthday(self):
        template = self.env.ref("online_offline_order.notice_birthday")
        born = self.today.replace(year=1990) if (self.today.month, self.today.day) != (2, 29) else self.today.replace(year=1992)
        people = self.env["res.partner"].create([
            {"name": "Li Na", "parent_id": self.store_1a.id, "email": "li@test.example", "dealer_birthday": born},
            {"name": "Wu Di", "parent_id": self.store_1a.id, "email": "wu@test.example", "dealer_birthday": born - timedelta(days=1)},
            {"name": "Stranger", "email": "s@test.example", "dealer_birthday": born}])
        template.with_user(self.users["ops_manager"]).is_on = False
        self.assertFalse(self._remind().filtered(lambda one: one.code == "birthday"))
        template.with_user(self.users["ops_manager"]).is_on = True
        self._remind()
        (notice,) = self._remind().filtered(lambda one: one.code == "birthday")
        self.assertEqual((self._sent(notice).state, notice.recipients, notice.res_id), ("sent", people[0].display_name, people[0].id))
        self.assertIn("Li Na", notice.body)
        for role in ("wh_operator", "fin_cashier"):
            with self.subTest(role), self.assertRaises(AccessError):
                people[0].with_user(self.users[role]).read(["dealer_birthday"])

    def test_one_birthday_wish_of_the_company_that_knows_the_store(self):
        """A shared store is known to the company its orders go to; a person entered for two stores is one person."""
        other = self.env["res.company"].create({"name": "Test Beta", "country_id": self.env.ref("base.cn").id})
        self.env.ref("online_offline_order.notice_birthday").with_user(self.users["ops_manager"]).is_on = True
        self.store_1a.company_id = False
        self._order()
        born = self.today.replace(year=1992)
        people = self.env["res.partner"].create([
            {"name": "Li Na", "parent_id": store.id, "email": "li@test.example", "dealer_birthday": born}
            for store in (self.store_1a, self.partners["1B"])])
        own = self.env["res.partner"].create({
            "name": "Wu Di", "parent_id": self.store_1a.id, "company_id": other.id, "email": "wu@test.example", "dealer_birthday": born})
        for _day in range(2):
            self._remind()
        wishes = self.env["dealer.notice"].search([("code", "=", "birthday"), ("res_id", "in", (people | own).ids)], order="id")
        self.assertEqual({(one.company_id, one.res_id) for one in wishes}, {(self.company, people[0].id), (other, own.id)})

    def test_reception_of_the_week(self):
        order = self._submitted()
        monday = self.today - timedelta(days=self.today.weekday() + 7)
        self.env.flush_all()
        self.env.cr.execute("UPDATE sale_order SET create_date = %s WHERE id = %s", [self.company._dealer_utc(monday) + timedelta(hours=9), order.id])
        self.env.invalidate_all()
        manager = self.users["cs_manager"].partner_id
        manager.email = "manager@test.example"
        self._remind()
        (notice,) = self._remind().filtered(lambda one: one.code == "reception")
        self.assertEqual(notice.details["figures"], [[self.cs_a.name, 1, 0, 0]])
        self.assertEqual(self._sent(notice).state, "sent")
        self.assertIn(f"{self.cs_a.name}: 1 orders, 0 returns, 0 complaints", notice.body)
        self.assertIn(manager.display_name, notice.recipients)
