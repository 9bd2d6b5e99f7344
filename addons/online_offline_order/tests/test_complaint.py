from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestComplaint(ReturnCommon):

    def _complaint(self, user=None, **vals):
        return self.env["dealer.complaint"].with_user(user or self.cs_a).create({
            "partner_id": self.store_1a.id, "text": "The parcel came open", "kind": "delivery", **vals})

    def _late(self, record, hours):
        self.env.flush_all()
        self.env.cr.execute("UPDATE dealer_complaint SET create_date = create_date - %s * interval '1 hour' WHERE id = %s", [hours, record.id])
        self.env.invalidate_all()
        record.sudo().deadline_at = record.deadline_at - timedelta(hours=hours)

    def test_answered_and_closed(self):
        record = self._complaint()
        self.assertRegex(record.name, r"^CP/\d{4}/\d{5}$")
        self.assertTrue(record.assigned_id.has_group("dealer_base.group_cs_aftersale"))
        self.assertEqual(record.activity_ids.user_id, record.assigned_id)
        self.assertAlmostEqual((record.deadline_at - fields.Datetime.now()).total_seconds() / 3600, 24, delta=0.1)
        record.with_user(self.cs_a).message_post(body="more words of the author", message_type="comment")
        self.assertFalse(record.first_response_at)
        record.with_user(self.aftersale).message_post(body="we look at it", message_type="comment")
        self.assertEqual(record.state, "working")
        self.assertTrue(record.first_response_at)
        with self.assertRaises(AccessError):
            record.with_user(self.cs_a).action_close("done")
        record.with_user(self.aftersale).action_close("a new parcel is on its way")
        record.with_user(self.aftersale).action_close("twice")
        self.assertEqual((record.state, record.answer, record.closed_by), ("closed", "a new parcel is on its way", self.aftersale))
        self.assertFalse(record.activity_ids)

    def test_escalates_after_the_hours(self):
        late, money, fresh, answered = self._complaint(), self._complaint(kind="money"), self._complaint(), self._complaint()
        answered.with_user(self.aftersale).action_start()
        for record in (late, money, answered):
            self._late(record, 25)
        self.env["dealer.complaint"]._cron_escalate()
        self.assertEqual([record.state for record in (late, money, fresh, answered)], ["escalated", "escalated", "new", "working"])
        self.assertIn("24 hours", late.escalation_reason)
        managers = {user for user in self.env["res.users"].search([]) if user.has_group("dealer_base.group_cs_manager")}
        self.assertTrue(set(late.activity_ids.user_id) & managers)
        self.assertTrue(any(user.has_group("dealer_base.group_fin_manager") for user in money.activity_ids.user_id))
        self.assertFalse(any(user.has_group("dealer_base.group_fin_manager") for user in late.activity_ids.user_id - self.env.user))
        self._late(answered, 100)
        self.env["dealer.complaint"]._cron_escalate()
        self.assertEqual(answered.state, "escalated")
        with self.assertRaises(AccessError):
            late.with_user(self.aftersale).action_close("too late for me")
        late.with_user(self.users["cs_manager"]).action_close("called the store")
        money.with_user(self.users["fin_manager"]).action_close("paid back")
        self.assertEqual((late.state, money.state), ("closed", "closed"))

    def test_by_turns(self):
        first, second = self._complaint(), self._complaint()
        self.assertNotEqual(first.assigned_id, second.assigned_id)

    def test_who_may(self):
        record = self._complaint()
        for role in ("wh_operator", "fin_cashier", "ops", "auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._complaint(user=self.users[role])
        for vals in ({"state": "closed"}, {"assigned_id": self.cs_a.id}, {"first_response_at": fields.Datetime.now()}, {"answer": "x"}):
            with self.subTest(vals), self.assertRaises(AccessError):
                record.write(vals)
        with self.assertRaises(AccessError):
            record.action_start()
        own = self._complaint(user=self.users["sales_rep"])
        other = self._user("sales_rep", login="t_rep_complaint")
        self.assertFalse(own.with_user(other).has_access("read"))
        self.assertFalse(record.with_user(self.users["wh_operator"]).has_access("read"))
        record.action_escalate("the store is angry")
        with self.assertRaises(UserError):
            record.with_user(self.users["cs_manager"]).action_close(" ")


@tagged("post_install", "-at_install")
class TestReturnCare(ReturnCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._received_order()

    def test_somebody_is_in_charge_and_answers(self):
        record = self._return(self.order)
        record.action_submit()
        self.assertTrue(record.assigned_id.has_group("dealer_base.group_cs_aftersale"))
        self.assertNotEqual(record.assigned_id, self.aftersale, "not who asked for it")
        self.assertEqual(record.activity_ids.user_id, record.assigned_id)
        self.assertFalse(record.first_response_at)
        record.with_user(self.other_aftersale).action_approve()
        self.assertTrue(record.first_response_at)
        self.assertFalse(record.activity_ids)

    def test_reminder(self):
        record = self._return(self.order)
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        self.env.flush_all()
        self.env["dealer.return"]._cron_remind()
        self.assertFalse(record.activity_ids, "it has just moved")
        self.env.cr.execute("UPDATE dealer_return SET write_date = write_date - interval '4 days' WHERE id = %s", [record.id])
        self.env.invalidate_all()
        self.env["dealer.return"]._cron_remind()
        self.assertEqual(record.activity_ids.user_id, record.assigned_id)
        self.env["dealer.return"]._cron_remind()
        self.assertEqual(len(record.activity_ids), 1)

    def test_policy_of_the_category(self):
        above = self.env["product.category"].create({"name": "Test clothes"})
        coats = self.env["product.category"].create({"name": "Test coats", "parent_id": above.id})
        self.coat.categ_id = coats
        policies = self.env["dealer.return.policy"].with_user(self.users["cs_manager"])
        policy = policies.create({"categ_id": above.id, "days": 30, "note": "labels on"})
        self.order._flow().received_at = fields.Datetime.now() - timedelta(days=20)
        record = self._return(self.order)
        self.assertEqual(record.policy_text, "labels on")
        record.action_submit()
        self.assertEqual(record.state, "submitted", "30 days of the category, not 7 of the company")

        excluded = policies.create({"categ_id": coats.id, "reason_class": "non_quality", "is_excluded": True})
        second = self._return(self.order)
        with self.assertRaisesRegex(UserError, "excludes"):
            second.action_submit()
        excluded.write({"is_excluded": False, "days": 2})
        with self.assertRaisesRegex(UserError, "2 days"):
            second.action_submit()
        excluded.active = False
        policy.needs_evidence = True
        with self.assertRaisesRegex(UserError, "photo"):
            second.action_submit()
        with self.assertRaises(AccessError):
            policy.with_user(self.aftersale).days = 99
        with self.assertRaises(AccessError):
            self.env["dealer.return.policy"].with_user(self.users["wh_operator"]).create({"days": 1})
