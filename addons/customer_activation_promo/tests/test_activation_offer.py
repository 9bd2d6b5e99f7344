"""From a reason to a voucher: J20's last sentence, by the roles, with four eyes and with the promotions' own approval."""
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.customer_activation.tests.activation_common import ActivationCommon


@tagged("post_install", "-at_install")
class TestActivationOffer(ActivationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stores = cls.env["res.partner"].create([{
            "name": f"Shop {n}", "is_company": True, "dealer_level": "store", "parent_id": cls.dealer.id, "user_id": (cls.rep if n < 3 else cls.rep2).id,
        } for n in range(4)])
        cls.records = cls.env["activation.record"].create([{"partner_id": store.id, "user_id": store.user_id.id} for store in cls.stores])
        cls.reason = cls.env.ref("customer_activation.reason_not_used_to")
        cls.records._note_reason(cls.reason)
        cls.batch = cls.env["promo.voucher.batch"].create({"name": "Ten off", "valid_days": 30})
        cls.ops2 = cls._user("act_ops2", "group_ops")

    def _worth(self, batch=None):
        """Approve a campaign with a rule that needs the voucher."""
        now = fields.Datetime.now()
        campaign = self.env["promo.campaign"].with_user(self.ops).create({
            "name": "First order", "background": "b", "aim": "a", "audience_note": "all", "needs": "none", "theme": "t", "target_orders": 10,
            "budget_amount": 1000, "date_start": now - timedelta(days=1), "date_end": now + timedelta(days=20), "rule_ids": [Command.create({
                "name": "Ten", "level": "coupon", "batch_id": (batch or self.batch).id, "reward_ids": [Command.create({"kind": "amount", "amount": 10})]})]})
        campaign.action_submit()
        campaign.with_user(self.ops_user).action_approve()
        return campaign

    def _open(self, records, user):
        return self.env["activation.offer"].with_user(user).browse(records.with_user(user).action_offer_coupon()["res_id"])

    def test_from_the_reason_to_the_order(self):
        self.reason.offer_batch_id = self.batch
        campaign = self._worth()
        offer = self._open(self.records[:2], self.rep)
        self.assertEqual((offer.reason_id, offer.batch_id, offer.line_ids.record_id, offer.state), (self.reason, self.batch, self.records[:2], "draft"))
        self.assertIn("First order: Ten", offer.worth)
        self.assertEqual(self._open(self.records[:3], self.rep), offer, "the own draft takes who is not on it yet")
        self.assertEqual(offer.customer_count, 3)
        with self.assertRaises(AccessError):
            offer.action_give()
        offer.action_submit()
        with self.assertRaisesRegex(UserError, "Draft"):
            offer.batch_id = False

        given = offer.with_user(self.ops)
        given.action_give()
        given.action_give()

        self.assertEqual((offer.state, offer.given_by_id), ("given", self.ops))
        vouchers = offer.line_ids.voucher_id
        self.assertEqual((vouchers.partner_id, len(vouchers), self.batch.voucher_count), (self.stores[:3], 3, 3))
        self.assertEqual(self.records[0].activity_ids.user_id, self.rep, "his salesperson tells him")
        self.assertEqual((self.records[0].voucher_count, self.batch.offer_count, self.reason.offer_count), (1, 1, 1))
        for action in (self.records[0].action_open_vouchers(), given.action_open_vouchers()):
            self.assertIn(vouchers[0], self.env["promo.voucher"].search(action["domain"]))
        script = self.env["activation.script"].create({"name": "Coupon", "kind": "message", "body": "{customer}: {coupon}"})
        self.assertIn(vouchers[0].code, script.with_user(self.rep)._say(self.records[0], ""))

        order = self.env["sale.order"].create({"partner_id": self.stores[0].id, "order_line": [Command.create({
            "product_id": self.goods.id, "product_uom_qty": 1, "price_unit": 100, "tax_ids": False})]})
        self.assertEqual(order.promo_total, 10)
        vouchers[0]._use(order)
        order.write({"state": "sale", "date_order": fields.Datetime.now() + timedelta(seconds=2)})
        self.records.order_ids.date = order.date_order
        self.records._note_orders()
        offer.invalidate_recordset()
        self.assertEqual((offer.used_count, offer.ordered_count), (1, 1))
        self.assertEqual(self.env["activation.record"].search(given.action_open_ordered()["domain"]), self.records[0])
        campaign.with_user(self.ops_user).action_pause("stop")
        self.assertFalse(self.batch._worth())

    def test_registration_coupon_and_first_order_packet(self):  # R4-050
        """R1-254: who has no account gets nothing; with the first own login the coupon comes within the minute, once, and the first order alone has both."""
        audience = self.env["promo.audience"].create({"name": "Registered, no order", "activation": "active", "history": "none"})
        unregistered = self.env["promo.audience"].create({"name": "No account", "activation": "none"})
        (audience | unregistered).action_find()
        self.assertLessEqual(self.stores, unregistered.member_ids)
        self.records[0]._note(first_login_at=fields.Datetime.now() - timedelta(days=2), account_state="enabled")
        audience.action_find()
        now = fields.Datetime.now()
        campaign = self.env["promo.campaign"].with_user(self.ops).create({
            "name": "Welcome", "background": "b", "aim": "a", "audience_note": "new", "needs": "none", "theme": "t", "target_orders": 10,
            "budget_amount": 1000, "date_start": now - timedelta(days=1), "date_end": now + timedelta(days=20), "audience_id": audience.id,
            "phase_ids": [Command.create({"kind": "running", "action": "give", "is_daily": True, "batch_id": self.batch.id,
                                          "date_start": now - timedelta(hours=1), "date_end": now + timedelta(days=9)})],
            "rule_ids": [
                Command.create({"name": "Coupon", "level": "coupon", "batch_id": self.batch.id,
                                "reward_ids": [Command.create({"kind": "amount", "amount": 10})]}),
                Command.create({"name": "Red packet", "reward_ids": [Command.create({"kind": "amount", "amount": 5})],
                                "condition_ids": [Command.create({"kind": "nth_order", "qty": 1})]})]})
        campaign.action_submit()
        campaign.with_user(self.ops_user).action_approve()
        self.env["promo.phase"]._cron_run()
        self.assertEqual(self.batch.voucher_ids.partner_id, self.stores[0])
        campaign.phase_ids.sudo().ran_at = now - timedelta(minutes=9)
        self.env["promo.phase"]._cron_run()
        self.assertEqual(campaign.phase_ids.ran_at, now - timedelta(minutes=9), "nobody has come: it goes on tomorrow")

        self.records[1]._note(first_login_at=fields.Datetime.now(), account_state="enabled")
        for _minute in range(2):
            self.env["promo.phase"]._cron_run()
        self.assertEqual((self.batch.voucher_ids.partner_id, len(self.batch.voucher_ids)), (self.stores[:2], 2))
        given = []
        for store in (self.stores[1], self.stores[1], self.stores[2]):
            order = self.env["sale.order"].create({"partner_id": store.id, "order_line": [Command.create({
                "product_id": self.goods.id, "product_uom_qty": 1, "price_unit": 100, "tax_ids": False})]})
            given.append(order.promo_total)
            self.batch.voucher_ids.filtered(lambda voucher, store=store: voucher.partner_id == store and voucher.state == "new")._use(order)
            order.write({"state": "sale"})
        self.assertEqual(given, [15, 0, 0])

    def test_rules_that_are_stopped_give_nothing(self):
        campaign = self._worth()
        rule = campaign.rule_ids
        self.assertEqual(self.batch._worth(), "First order: Ten")
        rule.with_user(self.ops).action_pause()
        self.assertFalse(self.batch._worth())
        now = fields.Datetime.now()
        campaign.sudo().phase_ids = [Command.create({
            "kind": "preheat", "action": "open", "date_start": now + timedelta(days=1), "date_end": now + timedelta(days=2),
            "rule_ids": [Command.set(rule.ids)]})]
        self.assertEqual(self.batch._worth(), "First order: Ten", "it opens later")
        rule.sudo().is_paused = False
        rule._end_versions()
        self.assertFalse(self.batch._worth(), "nothing of it is in force")

    def test_who_may(self):
        self._worth()
        with self.assertRaises(AccessError):
            self.records[3].with_user(self.rep).action_offer_coupon()
        for user in (self.aftersale, self.auditor, self.sc_user):
            with self.assertRaises(AccessError):
                self.records.with_user(user).action_offer_coupon()
        own = self._open(self.records, self.ops)
        own.batch_id = self.batch
        with self.assertRaisesRegex(UserError, "draft of"):
            own.with_user(self.ops2).action_give()
        own.action_submit()
        with self.assertRaises(AccessError):
            own.action_give()
        with self.assertRaises(AccessError):
            own.with_user(self.presale).action_refuse("no")
        own.with_user(self.ops2).action_refuse("Too many")
        self.assertEqual((own.state, own.refused_because, self.batch.voucher_count), ("refused", "Too many", 0))
        other = self._open(self.records, self.presale)
        self.assertNotEqual(other, own)
        other.with_user(self.ops).batch_id = self.batch
        other.action_submit()
        with self.assertRaisesRegex(AccessError, "you changed it"):
            other.with_user(self.ops).action_give()
        self.assertFalse(self.env["activation.offer"].with_user(self.rep2).search([("id", "=", other.id)]))
        self.assertEqual(other.line_ids.with_user(self.rep2).search([("offer_id", "=", other.id)]).record_id, self.records[3])
        mine = self._record(self.store2, self.rep2)
        mine._note_reason(self.reason)
        proposal = self._open(mine, self.rep2)
        foreign = self.records.create({
            "partner_id": self.store2.id, "user_id": self.rep2.id, "company_id": self.env["res.company"].create({"name": "HQ Gamma"}).id})
        for vals in ({"offer_id": other.id}, {"record_id": self.records[0].id}):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                proposal.line_ids.write(vals)
        with self.assertRaisesRegex(UserError, "another company"), self.env.cr.savepoint():
            proposal.line_ids.sudo().record_id = foreign
        with self.assertRaisesRegex(UserError, "Draft"), self.env.cr.savepoint():
            proposal.line_ids.with_user(self.ops2).offer_id = other
        proposal.line_ids.with_user(self.ops2).copy({"record_id": self.records[0].id})
        self.assertIn(self.ops2, proposal.sudo().editor_ids, "who writes a line has written the proposal")
        for vals in ({"state": "given"}, {"given_by_id": self.ops2.id}, {"user_id": self.rep.id}):
            with self.assertRaises(AccessError):
                other.with_user(self.ops).write(vals)
        other.with_user(self.ops2).action_give()
        self.assertEqual(len(other.line_ids.voucher_id), 4)
        with self.assertRaises(UserError):
            other.line_ids[0].with_user(self.presale).unlink()

    def test_what_is_refused(self):
        silent = self._record(self.store)
        with self.assertRaisesRegex(UserError, "Note the reason"):
            silent.with_user(self.rep).action_offer_coupon()
        offer = self._open(self.records[:1], self.rep)
        with self.assertRaisesRegex(UserError, "Choose the voucher"):
            offer.action_submit()
        offer.batch_id = self.batch
        with self.assertRaisesRegex(UserError, "gives nothing now"):
            offer.action_submit()
        self.assertFalse(offer.worth)
        offer.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "no customer"):
            offer.action_submit()
        beta = self.env["res.company"].create({"name": "HQ Beta"})
        with self.assertRaises(UserError):
            offer.sudo().batch_id = self.env["promo.voucher.batch"].create({"name": "Foreign", "company_id": beta.id})
        self.records[0]._note_reason(self.env.ref("customer_activation.reason_lost"))
        action = self.records[:2].with_user(self.rep).action_offer_coupon()
        self.assertEqual(len(self.env["activation.offer"].search(action["domain"]).reason_id), 2, "one for each reason")

    def test_reason_audience_and_campaign(self):
        found = self.env["activation.offer"].browse(self.reason.with_user(self.ops).action_offer_coupon()["res_id"])
        self.assertLessEqual(self.records, found.line_ids.record_id)
        self.records[1]._note(first_login_at=fields.Datetime.now(), account_state="enabled")
        action = found.with_user(self.ops).action_plan()
        audience = self.env["promo.audience"].browse(action["context"]["default_audience_id"])
        self.assertLessEqual(self.stores, audience.member_ids)
        self.assertEqual(found.with_user(self.ops).action_plan()["context"]["default_audience_id"], audience.id, "planned twice, one audience")
        audience.sudo().level = "dealer"
        wide = found.with_user(self.ops).action_plan()["context"]["default_audience_id"]
        self.assertNotEqual(wide, audience.id, "a narrowed audience is another one")
        self.assertEqual(found.with_user(self.ops).action_plan()["context"]["default_audience_id"], wide)
        audience.write({"level": False, "activation": "active"})
        audience.action_find()
        self.assertEqual(audience.member_ids, self.stores[1], "an own login counts")
        self.assertEqual(audience._registered_on(self.stores), {self.stores[1].id: self.records[1].first_login_at})
        with self.assertRaises(AccessError):
            self.reason.with_user(self.rep).action_plan()
        line = self.env["activation.sheet"].with_user(self.rep)._add(self.records[0].with_user(self.rep), {"reason_id": self.reason.id})
        self.assertEqual(self.env["activation.offer"].browse(line.action_offer_coupon()["res_id"]).line_ids.record_id, self.records[0])
