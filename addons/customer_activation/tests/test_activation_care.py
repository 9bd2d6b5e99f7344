"""Portrait, class and risk from counted orders; care calls by class, after visits, with outcome and what was ordered afterwards."""
import importlib.util
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.modules import get_module_path
from odoo.tests import tagged

from .activation_common import ActivationCommon


@tagged("post_install", "-at_install")
class TestActivationCare(ActivationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods.categ_id = cls.env["product.category"].create({"name": "Coats"})
        cls.record = cls._record(cls.store, contact_name="Wang")
        cls.cares = cls.env["activation.care"]
        cls.env["activation.care.plan"].search([]).active = False
        cls.now = fields.Datetime.now()

    def _bought(self, *rows):
        """Orders that count: (days ago, amount)."""
        for days, amount in rows:
            order = self._order(self.store, amount)
            self.env["activation.order"].search([("order_id", "=", order.id)]).date = self.now - timedelta(days=days)
        self.record._note_orders()

    def test_portrait_is_that_of_the_orders(self):
        record = self.record
        self.assertEqual((record.customer_class, record.churn_risk, record.average_amount), (False, False, 0))
        self._bought((100, 9_000), (80, 1_500), (60, 4_500))
        self.assertEqual((record.customer_class, record.spent_amount, record.average_amount, record.order_frequency), ("b", 15_000, 5_000, 0.5))
        self.assertEqual((record.usual_days, record.churn_risk, record.potential_amount), (20, "middle", 10_500))
        self.assertEqual(record.net_amount, record.spent_amount)
        self.assertEqual(record.top_categories, "Coats")
        self._bought((1, 40_000))
        self.assertEqual((record.customer_class, record.churn_risk, record.potential_amount), ("a", "low", 0))
        for row in record.order_ids:
            row.date -= timedelta(days=200)
        self.env["activation.record"]._cron_refresh()
        self.assertEqual((record.customer_class, record.spent_amount, record.churn_risk), ("c", 0, "high"), "the night lets it follow the calendar")
        with self.assertRaises(UserError):
            self.env.company.activation_class_b = 60_000
        with self.assertRaises(AccessError):
            record.with_user(self.rep).customer_class = "c"
        record.with_user(self.presale).write({"gender": "f", "job": "店长"})
        self.assertEqual(record.with_user(self.aftersale).job, "店长")
        with self.assertRaises(AccessError):
            record.with_user(self.ops).read(["job"])
        for user in (self.rep, self.boss, self.ops, self.auditor, self.sc_user):  # R4-046: customer service alone
            with self.assertRaises(AccessError):
                record.with_user(user).read(["age_band"])

    def test_orders_at_once(self):
        """Orders that are confirmed together count once each, for the nearest of the channel; the stages follow in one go."""
        dealer, shop = self._record(self.dealer), self.env["res.partner"].create({
            "name": "Shop", "is_company": True, "dealer_level": "store", "parent_id": self.dealer.id})
        foreign = self.env["res.company"].create({"name": "Other funnel"})
        self.env["activation.record"].create({"partner_id": shop.id, "user_id": self.rep.id, "company_id": foreign.id})
        orders = self.env["sale.order"].create([{
            "partner_id": partner.id, "order_line": [(0, 0, {
                "product_id": self.goods.id, "product_uom_qty": 1, "price_unit": price, "tax_ids": False})],
        } for partner, price in ((self.store, 100), (self.store, 200), (shop, 400))])
        records = type(self.record)
        with patch.object(records, "_refresh_stage", autospec=True, side_effect=records._refresh_stage) as refreshed:
            orders.write({"state": "sale"})
        self.assertEqual([call.args[0] for call in refreshed.call_args_list], [self.record | dealer])
        self.assertEqual((self.record.order_ids.order_id, dealer.order_ids.order_id), (orders[:2], orders[2]))
        self.assertEqual((self.record.net_amount, self.record.stage, dealer.net_amount, dealer.stage), (300, "second_order", 400, "first_order"))
        self.env.invalidate_all()
        chains = [order.partner_id.commercial_partner_id._dealer_chain() | order.company_id.partner_id for order in orders]  # read before they are counted
        self.assertIn(self.dealer, chains[2])
        with self.assertQueryCount(1):
            self.assertEqual(orders._activation_records(), {orders[0]: self.record, orders[1]: self.record, orders[2]: dealer})

    def test_the_night_writes_what_changed(self):
        twin = self._record(self.dealer)
        both = self.record | twin
        both.write({"stage": "active"})
        with patch("odoo.addons.customer_activation.models.activation_record_facts.PORTION", 1):
            both._cron_refresh()
        self.assertEqual(both.mapped("stage"), ["new", "new"], "in portions, everybody")
        with patch.object(type(both), "write", autospec=True) as written:
            both._refresh_stage()
            both._refresh_portrait()
        self.assertFalse(written.call_args_list)

    def test_plan_by_class(self):
        plans = self.env["activation.care.plan"]
        self._bought((40, 60_000))
        self.record._note(first_login_at=self.now - timedelta(days=50), account_state="enabled")
        plan = plans.create({"kind": "contact", "customer_class": "a", "every_days": 14})
        plans.create({"kind": "greeting", "customer_class": "b", "every_days": 1})
        made = plans._cron_plan()
        mine = made.filtered(lambda care: care.record_id == self.record)
        self.assertEqual((mine.kind, mine.user_id, mine.source, mine.customer_class), ("contact", self.rep, "plan", "a"))
        self.assertFalse(plans._cron_plan() & self.cares.search([("record_id", "=", self.record.id)]), "one open call of a kind")
        mine.outcome = "reached"
        mine.with_user(self.rep).action_done()
        self.assertFalse(plans._cron_plan().filtered(lambda care: care.record_id == self.record), "called lately")
        mine.sudo().due_on -= timedelta(days=plan.every_days)
        self.assertTrue(plans._cron_plan().filtered(lambda care: care.record_id == self.record))

    def test_call_and_second_order(self):
        call = self.cares.with_user(self.rep).create({"record_id": self.record.id, "kind": "second", "user_id": self.rep.id})
        with self.assertRaisesRegex(UserError, "what came out"):
            call.action_done()
        call.outcome = "missed"
        call.action_done()
        again = self.cares.search([("record_id", "=", self.record.id), ("state", "=", "open")])
        self.assertEqual((len(again), again.kind, again.outcome, again.user_id), (1, "second", False, self.rep), "not reached: again tomorrow")
        with self.assertRaises(UserError):
            call.outcome = "reached"
        with self.assertRaises(UserError):
            call.unlink()
        again.outcome = "orders"
        again.with_user(self.aftersale).action_done()
        self.assertEqual((again.state, again.done_by_id, again.repeat_rate), ("done", self.aftersale, 0))
        order = self._order(self.store)
        self.env["activation.order"].search([("order_id", "=", order.id)]).date = again.done_at + timedelta(days=2)
        self.record._note_orders()
        self.assertEqual((again.repeat_rate, bool(again.ordered_at), call.repeat_rate), (100, True, 100))

    def test_rate_counts_calls_without_an_order(self):
        """R1-103: a call that no order followed is zero in the average, one that is still to be made is not in it."""
        calls = self.cares.create([{
            "record_id": self.record.id, "kind": kind, "user_id": self.rep.id, "outcome": "reached"} for kind in ("care", "usage", "class")])
        calls[:2].with_user(self.rep).action_done()
        calls[1].sudo().repeat_rate = 100
        mine = [("id", "in", calls.ids)]
        self.assertEqual(self.cares._read_group(mine, [], ["repeat_rate:avg"]), [(50,)])
        spec = importlib.util.spec_from_file_location("script", f"{get_module_path('customer_activation')}/migrations/19.0.1.3.0/post-care.py")
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.cr.execute("UPDATE activation_care SET repeat_rate = NULL WHERE id = ANY(%s)", [(calls[0] | calls[2]).ids])
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        self.assertEqual(self.cares._read_group(mine, [], ["repeat_rate:avg"]), [(50,)])

    def test_call_to_a_customer_of_somebody_else(self):
        """A salesperson plans no call to a customer whom he may not read: the call would show him the phone."""
        foreign = self._record(self.store2, self.rep2)
        mine = self.cares.with_user(self.rep).create({"record_id": self.record.id, "user_id": self.rep.id})
        with self.assertRaises(AccessError):
            self.cares.with_user(self.rep).create({"record_id": foreign.id, "user_id": self.rep.id})
        with self.assertRaises(AccessError):
            mine.record_id = foreign

    def test_call_of_service_about_the_salesperson(self):
        """R1-087: what service asks about a salesperson is not his to close, to take over or to remove."""
        care = self.cares.create({"record_id": self.record.id, "kind": "conduct", "user_id": self.presale.id})
        own = care.with_user(self.rep)
        for step in (lambda: own.write({"user_id": self.rep.id}), lambda: own.write({"outcome": "reached"}), own.unlink, own.action_done):
            with self.assertRaisesRegex(AccessError, "is .*'s|not allowed"), self.env.cr.savepoint():
                step()
        self.assertEqual(care.user_id, self.presale)

    def test_planned_call_stays_with_its_customer(self):
        twin = self._record(self.dealer)
        for source in ("plan", "visit"):
            call = self.cares.create({"record_id": self.record.id, "user_id": self.rep.id, "source": source})
            with self.subTest(source), self.assertRaisesRegex(UserError, "stays with its customer"):
                call.with_user(self.rep).record_id = twin
            call.with_user(self.rep).write({"record_id": self.record.id, "note": source})
            self.assertEqual((call.record_id, call.note), (self.record, source))
        own = self.cares.with_user(self.rep).create({"record_id": self.record.id, "user_id": self.rep.id})
        own.record_id = twin
        self.assertEqual(own.record_id, twin, "what a person planned, a person corrects")

    def test_reasons_make_a_hundred(self):
        self.env["activation.record"].search([("reason_id", "!=", False)]).reason_id = False
        others = self.env["activation.record"]._enter(self.env["res.partner"].create([{
            "name": f"Shop {n}", "is_company": True, "dealer_level": "store", "parent_id": self.dealer.id, "user_id": self.rep.id}
            for n in range(2)]), "import")
        reasons = self.env["activation.reason"]
        used, time = self.env.ref("customer_activation.reason_not_used_to"), self.env.ref("customer_activation.reason_no_time")
        used.weight = 2
        self.record._note_reason(used)
        others._note_reason(time)
        self.assertEqual((used.customer_count, used.share, time.share), (1, 50, 50))
        self.assertEqual(sum(reasons.search([]).mapped("share")), 100)
        for reason in (used, time):
            found = self.env["activation.record"].search(reason.with_user(self.rep).action_open_customers()["domain"])
            self.assertEqual(len(found), reason.customer_count)

    def test_entered_twice(self):
        twins = self.env["res.partner"].create([
            {"name": "Twin Shop (1)", "is_company": True, "dealer_level": "store", "parent_id": self.dealer.id, "phone": "+86 139 0000 7777"},
            {"name": "twin·shop 1", "is_company": True, "dealer_level": "store", "parent_id": self.dealer.id, "phone": "13900007777"}])
        duplicates = self.env["activation.duplicate"]
        action = duplicates.with_user(self.presale).action_find()
        found = duplicates.with_user(self.presale).search(action["domain"]).filtered(lambda one: twins <= one.partner_ids)
        self.assertEqual(sorted(zip(found.mapped("kind"), found.mapped("value"), strict=True)), [("name", "twinshop1"), ("phone", "13900007777")])
        self.assertEqual(self.env["res.partner"].search(found[0].action_open()["domain"]), twins)
        with self.assertRaises(AccessError):
            duplicates.with_user(self.rep).action_find()

    def test_phone_with_either_code_of_the_country(self):
        shops = self.env["res.partner"].create([
            {"name": f"Shop {phone}", "is_company": True, "dealer_level": "store", "parent_id": self.dealer.id, "phone": phone}
            for phone in ("13900006666", "+86 139 0000 6666", "0086-13900006666", "00139 0000 6666")])
        duplicates = self.env["activation.duplicate"].with_user(self.presale)
        found = duplicates.search(duplicates.action_find()["domain"]).filtered(lambda one: one.value == "13900006666")
        self.assertEqual((found.kind, found.partner_ids), ("phone", shops[:3]), "two noughts alone are no code")

    def test_calls_follow_a_visit(self):
        visit = self.env["activation.visit"].with_user(self.rep).create({
            "record_id": self.record.id, "result": "Comes in spring", "reason_id": self.env.ref("customer_activation.reason_no_time").id})
        visit.action_done()
        self.assertEqual(visit.care_ids.sorted("due_on").mapped("kind"), ["answer", "enable", "class", "usage", "campaign", "care", "service"])
        self.assertEqual(self.record.care_count, 7)
        second = self.env["activation.visit"].with_user(self.rep).create({
            "record_id": self.record.id, "result": "Again", "reason_id": self.env.ref("customer_activation.reason_no_time").id})
        second.action_done()
        self.assertEqual(self.record.care_count, 7, "not planned twice")
        for user in (self.rep2, self.sc_user):
            with self.assertRaises(AccessError):
                visit.care_ids[:1].with_user(user).write({"outcome": "reached"})
        with self.assertRaises(AccessError):
            visit.care_ids[:1].with_user(self.rep).write({"state": "done"})
        late = visit.care_ids[:1]
        late.due_on -= timedelta(days=30)
        self.assertEqual(self.cares.search([("record_id", "=", self.record.id), ("is_late", "=", True)]), late)
