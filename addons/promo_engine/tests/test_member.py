"""Who invited, requests of rewards, member levels."""
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PromoCommon


@tagged("post_install", "-at_install")
class TestInviter(PromoCommon):
    """Who invited gets what the rule promises to him; the buyer gets his own."""

    def test_first_order_of_who_was_invited(self):  # R3-058
        batch = self.env["promo.voucher.batch"].with_user(self.ops).create({"name": "Thanks", "valid_days": 30})
        self._campaign(
            {"level": "after", "rewards": [{"kind": "cash_back", "amount": 5, "receiver": "inviter"},
                                           {"kind": "issue", "batch_id": batch.id, "receiver": "inviter"},
                                           {"kind": "cash_back", "amount": 3}], "conditions": [{"kind": "nth_order", "qty": 1}]})
        alone = self._order((self.goods, 1))
        alone.action_confirm()
        self.assertEqual((alone.promo_promise_ids.mapped("value"), batch.voucher_count), ([3], 0))

        friend, guest = self.env["res.partner"].create([{"name": "Friend"}, {"name": "Guest"}])
        guest.promo_inviter_id = friend
        order = self._order((self.goods, 1), partner=guest)
        order.action_confirm()
        self.assertEqual({promise.partner_id: promise.value for promise in order.promo_promise_ids}, {friend: 5, guest: 3})
        self.assertEqual((batch.voucher_ids.partner_id, batch.voucher_ids.source_order_id), (friend, order))
        order._action_cancel()
        self.assertEqual((set(order.promo_promise_ids.mapped("state")), batch.voucher_ids.state), ({"void"}, "void"))
        for inviter in (guest, friend):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                (guest if inviter == guest else friend).promo_inviter_id = guest


    def test_only_what_can_go_to_who_invited(self):
        """Points come onto the account of the buyer: a rule that says otherwise would promise what nobody gets."""
        points = {"kind": "points", "unit_amount": 1}
        campaign = self._campaign({"level": "after", "rewards": [points]}, approve=False)
        with self.assertRaises(ValidationError):
            self._campaign({"level": "after", "rewards": [{**points, "receiver": "inviter"}]}, approve=False)
        reward = campaign.rule_ids.reward_ids
        reward.write({"kind": "cash_back", "amount": 5, "receiver": "inviter"})
        reward.write({"kind": "points"})
        self.assertEqual(reward.receiver, "buyer", "the form hides it: a reward of another kind begins anew")


@tagged("post_install", "-at_install")
class TestRequest(PromoCommon):
    """5.00 for a follow: asked for with a proof, looked at by service, paid by finance after seven days, once a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.service, cls.cashier = cls._user("cs", "cs_presale"), cls._user("cash", "fin_cashier")

    def _ask(self, rule, partner=None, proof=True, order=None):
        user = self.service
        files = self.env["ir.attachment"].with_user(user).create({"name": "shot.png", "raw": b"x"}) if proof else self.env["ir.attachment"]
        wizard = self.env["promo.request"].with_user(user).create({
            "rule_id": rule.id, "partner_id": (partner or self.buyer).id, "proof_ids": [Command.set(files.ids)], "order_id": order and order.id})
        return self.env["promo.promise"].browse(wizard.action_request()["res_id"])

    def test_own_proof_and_own_order(self):
        """A file that belongs to somebody else's document is no proof, nor does the request take it over; an order of another buyer is none."""
        rule = self._campaign({"level": "after", "proof": "shot", "rewards": [{"kind": "cash_back", "amount": 5}]}).rule_ids
        secret = self.env["ir.attachment"].create({
            "name": "plan.pdf", "raw": b"x", "res_model": "promo.campaign", "res_id": rule.campaign_id.id})  # service reads plans only
        values = {"rule_id": rule.id, "partner_id": self.buyer.id}
        requests = self.env["promo.request"].with_user(self.service)
        with self.assertRaises(AccessError):
            requests.create({**values, "proof_ids": [Command.set(secret.ids)]}).action_request()
        self.assertEqual(secret.res_model, "promo.campaign")
        order = self._order((self.goods, 1), partner=self.env["res.partner"].create({"name": "Somebody else"}))
        order.action_confirm()
        files = self.env["ir.attachment"].with_user(self.service).create({"name": "shot.png", "raw": b"x"})
        with self.assertRaisesRegex(UserError, order.name):
            requests.create({**values, "proof_ids": [Command.set(files.ids)], "order_id": order.id}).action_request()

    def test_journey(self):  # R3-021, R3-048
        rule = self._campaign({"level": "after", "proof": "screenshot of the follow", "rewards": [{"kind": "cash_back", "amount": 5}]}).rule_ids
        with self.assertRaises(UserError):
            self._ask(rule, proof=False)
        promise = self._ask(rule)
        self.assertEqual((promise.state, promise.value, promise.partner_id, promise.company_id), ("waiting", 5, self.buyer, self.company))
        self.assertEqual(promise.due_date, fields.Date.add(self.company._dealer_today(), days=7))
        with self.assertRaises(UserError):
            self._ask(rule)
        promise.with_user(self.service).action_accept_proof()
        # The money is promised within seven days of an accepted proof: the date is the last day, not the first one.
        promise.with_user(self.cashier).action_done()
        self.assertEqual(promise.state, "done")

    def test_budget_and_number_hold(self):
        """Requests use the counters that orders use; what is refused or void is free again."""
        campaign = self._campaign({"level": "after", "proof": "shot", "rewards": [{"kind": "cash_back", "amount": 5}]}, budget_amount=8)
        rule, second = campaign.rule_ids, self.env["res.partner"].create({"name": "Second"})
        budget = self.env["promo.limit"].search([("campaign_id", "=", campaign.id), ("kind", "=", "budget")])
        promise = self._ask(rule)
        self.assertEqual((budget.confirmed, budget.reserved), (500, 0))
        with self.assertRaisesRegex(UserError, "budget"), self.env.cr.savepoint():
            self._ask(rule, partner=second)
        promise.with_user(self.service).action_refuse("not our shop")
        self.assertEqual(budget.confirmed, 0)
        self.assertEqual(self._ask(rule, partner=second).state, "waiting")
        self.assertEqual(budget.confirmed, 500)

    def test_one_person_under_two_names(self):
        rule = self._campaign({"level": "after", "proof": "shot", "rewards": [{"kind": "cash_back", "amount": 5}], "limit_customer": 1}).rule_ids
        people = self.env["res.partner"].create([{"name": name, "phone": "+86 138 0000 1234"} for name in "AB"])
        self._ask(rule, partner=people[0])
        with self.assertRaisesRegex(UserError, "B had"):
            self._ask(rule, partner=people[1])

    def test_quotas_of_regions(self):
        """A request uses the quota of its own region, and a full region refuses nobody of another one."""
        first, second = self.env["dealer.division"].search([("level", "=", "province")], limit=2)
        here, same, there = self.env["res.partner"].create([{"name": region.name, "division_id": region.id} for region in (first, first, second)])
        rule = self._campaign({"level": "after", "proof": "shot", "rewards": [{"kind": "cash_back", "amount": 5}], "quota_ids": [
            Command.create({"place": "region", "division_id": region.id}) for region in (first, second)]}).rule_ids
        self._ask(rule, partner=here)
        self.env.invalidate_all()
        self.assertEqual(rule.quota_ids.mapped("left"), [0, 1])
        with self.assertRaisesRegex(UserError, "number is used up"), self.env.cr.savepoint():
            self._ask(rule, partner=same)
        self._ask(rule, partner=there)
        self._ask(rule)
        self.env.invalidate_all()
        self.assertEqual(rule.quota_ids.mapped("left"), [0, 0])

    def test_conditions_of_the_rule(self):
        """Whom the campaign is not for, who is left out of it, or came too late gets nothing for a proof either."""
        people = self.env["res.partner"].create([{"name": name} for name in ("In", "Out", "Two")])
        audience = self.env["promo.audience"].create({"name": "In", "company_id": self.company.id, "partner_ids": [Command.set(people[::2].ids)]})
        audience.action_find()
        order = self._order((self.goods, 1), partner=people[2])
        order.action_confirm()
        rule = self._campaign({
            "level": "after", "proof": "shot", "rewards": [{"kind": "cash_back", "amount": 5}], "conditions": [{"kind": "nth_order", "qty": 1}]},
            audience_id=audience.id).rule_ids
        with self.assertRaisesRegex(UserError, "Out does not get this reward. Rule: is for other buyers"), self.env.cr.savepoint():
            self._ask(rule, partner=people[1])
        self.assertEqual(self._ask(rule, partner=people[0]).state, "waiting")
        with self.assertRaisesRegex(UserError, "Two does not get"), self.env.cr.savepoint():
            self._ask(rule, partner=people[2])
        self.assertEqual(self._ask(rule, partner=people[2], order=order).order_id, order, "it was the first one")

    def test_refused_may_ask_again(self):
        rule = self._campaign({"level": "after", "proof": "shot", "rewards": [{"kind": "cash_back", "amount": 5}]}).rule_ids
        self._ask(rule).with_user(self.service).action_refuse("not our shop")
        self.assertEqual(self._ask(rule).state, "waiting")

    def test_only_what_runs_and_has_a_proof(self):
        campaign = self._campaign({"level": "after", "proof": "shot", "rewards": [{"kind": "cash_back", "amount": 5}], "limit_total": 1},
                                  {"rewards": [{"kind": "amount", "amount": 5}]})
        with self.assertRaises(UserError):
            self._ask(campaign.rule_ids[0] if not campaign.rule_ids[0].proof else campaign.rule_ids[1])
        rule = campaign.rule_ids.filtered("proof")
        self._ask(rule)
        with self.assertRaises(UserError):
            self._ask(rule, partner=self.env["res.partner"].create({"name": "Second"}))
        campaign.with_user(self.ops).action_pause("over")
        with self.assertRaises(UserError):
            self._ask(rule, partner=self.env["res.partner"].create({"name": "Third"}))
        with self.assertRaises(AccessError):
            self.env["promo.request"].with_user(self.cashier).create({"rule_id": rule.id, "partner_id": self.buyer.id})


@tagged("post_install", "-at_install")
class TestMember(PromoCommon):
    """Levels by turnover, orders and points; history; benefits once; a level of a campaign for a time."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.batch = cls.env["promo.voucher.batch"].with_user(cls.ops).create({"name": "Welcome", "valid_days": 30})
        level = cls.env["promo.member.level"].with_user(cls.manager).create
        cls.silver = level({"name": "Silver", "code": "silver", "sequence": 1, "spend_from": 100, "orders_from": 5, "need": "any"})
        cls.gold = level({"name": "Gold", "code": "gold", "sequence": 2, "spend_from": 300, "points_from": 50, "benefit_ids": [
            Command.create({"name": "Voucher", "kind": "voucher", "batch_id": cls.batch.id}),
            Command.create({"name": "Points", "kind": "points", "points": 20})]})

    def _member(self, partner=None):
        self.env.invalidate_all()
        return self.env["promo.member"].search([("partner_id", "=", (partner or self.buyer).id), ("company_id", "=", self.company.id)])

    def _night(self):
        self.env.flush_all()
        self.env["promo.promise"]._cron_levels()

    def test_by_figures(self):  # R4-016, R4-017
        order = self._order((self.goods, 1))
        order.action_confirm()
        for _time in range(2):
            self._night()
        member = self._member()
        self.assertEqual((member.level_id, member.spend, member.orders), (self.silver, 100, 1))
        second = self._order((self.goods, 2))
        second.action_confirm()
        self._night()
        self.assertEqual(self._member().level_id, self.silver)
        self.env["promo.points.account"]._book(self.company, self.buyer, 60, "earned", "x")
        for _time in range(2):
            self._night()
        balance = self.env["promo.points.account"].search([("partner_id", "=", self.buyer.id), ("company_id", "=", self.company.id)]).balance
        self.assertEqual((self._member().level_id, self.batch.voucher_count, balance), (self.gold, 1, 80))

        second._action_cancel()
        self._night()
        self.assertEqual(self._member().level_id, self.silver)
        self.assertEqual([change.to_id.code for change in self._member().change_ids], ["silver", "gold", "silver"])
        self.assertEqual(self._member().change_ids.mapped("why"), ["computed"] * 3)

    def test_what_comes_back_was_not_bought(self):
        """Turnover falls with credit notes; points that were taken back and earned again count as earned."""
        order = self._order((self.goods, 2))
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        member = self.env["promo.member"]._of(self.company, self.buyer)
        self.assertEqual(member._figures(12), (200, 1, 0))
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        note.invoice_line_ids.quantity = 1
        self.assertEqual(member._figures(12)[0], 200, "a draft")
        note.action_post()
        self.assertEqual(member._figures(12)[0], 100)
        note.button_draft()
        self.assertEqual(member._figures(12)[0], 200)
        other = self._order((self.other, 1))
        other.action_confirm()
        own = other._create_invoices()
        own.action_post()
        both = (invoice | own)._reverse_moves([{"invoice_date": invoice.invoice_date}] * 2)
        both[1].invoice_line_ids.sale_line_ids = False
        both.action_post()
        self.assertEqual(member._figures(12), (50, 2, 0), "money that was credited for something else")

    def test_figures_of_a_night_are_read_once(self):
        self._order((self.goods, 1)).action_confirm()
        self._night()
        with patch.object(type(self.env["promo.member"]), "_figures", autospec=True, side_effect=lambda member, months: (100.0, 1, 0)) as figures:
            self._night()
        self.assertEqual(len({(call.args[0], call.args[1]) for call in figures.mock_calls}), len(figures.mock_calls))

    def test_points_regained(self):
        self._campaign({"level": "after", "rewards": [{"kind": "points"}]})
        order = self._order((self.goods, 1))
        order.action_confirm()
        promise = order.promo_promise_ids
        promise.sudo()._give_points()
        member = self.env["promo.member"]._of(self.company, self.buyer)
        promise.sudo()._set_earned(50, 0)
        self.assertEqual(member._figures(12)[2], 50)
        promise.sudo()._set_earned(100, 0)
        self.assertEqual(member._figures(12)[2], 100)
        self.env["promo.points.account"]._book(self.company, self.buyer, 30, "back", "used before")
        self.assertEqual(member._figures(12)[2], 100, "points that paid and came back were earned before")

    def test_level_of_the_own_company_is_given(self):
        """Whoever works in two companies gives no level of the other one; the screen offers none."""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        both = [*self.company.ids, *other.ids]
        self.ops.company_ids = [Command.set(both)]
        foreign = self.env["promo.member.level"].sudo().create({"name": "Gold", "code": "gold", "company_id": other.id})
        member = self.env["promo.member"]._of(self.company, self.buyer).with_user(self.ops).with_context(allowed_company_ids=both)
        with self.assertRaises(UserError):
            member.wanted_level_id = foreign
        member.wanted_level_id = self.silver
        member.action_give("a friend of the house")
        self.assertEqual(member.level_id, self.silver)

    def test_condition_and_upgrade(self):  # R0-013, R3-069
        """500.00 on one order make gold for 30 days; gold pays ten per cent less."""
        self._campaign(
            {"level": "after", "rewards": [{"kind": "upgrade", "key": "gold", "days": 30}], "conditions": [{"kind": "min_amount", "amount": 500}]},
            {"name": "Gold price", "level": "price", "rewards": [{"kind": "percent", "rate": 10}],
             "conditions": [{"kind": "customer", "fact": "member", "words": "gold"}]})
        order = self._order((self.goods, 5))
        self.assertEqual(order.amount_total, 500)
        order.action_confirm()
        promise = order.promo_promise_ids
        self.assertEqual((promise.kind, promise.key), ("upgrade", "gold"))
        with self.assertRaises(UserError):
            promise.sudo().action_done()
        promise.sudo().due_date = "2020-01-01"
        self._night()
        member = self._member()
        self.assertEqual((promise.state, member.level_id, member.granted_until), (
            "done", self.gold, fields.Date.add(self.company._dealer_today(), days=30)))
        self.assertEqual(self._order((self.goods, 1)).amount_total, 90)
        again = self._order((self.goods, 6))
        again.action_confirm()
        self.assertFalse(again.promo_promise_ids)

        member.sudo().granted_until = self.company._dealer_today() - timedelta(days=1)
        self._night()
        self.assertEqual((self._member().level_id, self._member().change_ids[0].why), (self.silver, "ended"))

    def test_by_hand_and_rights(self):
        member = self.env["promo.member"]._of(self.company, self.buyer)
        rep = self._user("rep", "sales_rep")
        self.assertEqual(member.with_user(rep).level_id.id, False)
        for who, values in ((rep, {"wanted_level_id": self.gold.id}), (self.ops, {"level_id": self.gold.id})):
            with self.assertRaises(AccessError):
                member.with_user(who).write(values)
        with self.assertRaises(AccessError):
            self.silver.with_user(rep).spend_from = 1
        member.with_user(self.ops).wanted_level_id = self.gold
        with self.assertRaises(UserError):
            member.with_user(self.ops).action_give(" ")
        member.with_user(self.ops).action_give("old friend")
        self.assertEqual((member.level_id, member.change_ids.reason, member.change_ids.why), (self.gold, "old friend", "manual"))
        with self.assertRaises(AccessError):
            member.change_ids.sudo().write({"reason": "other"})
        own = self.env["promo.member"]._of(self.company, self.ops.partner_id)
        own.with_user(self.ops).wanted_level_id = self.gold
        with self.assertRaisesRegex(AccessError, "it is you"):
            own.with_user(self.ops).action_give("for me")
        foreign = self._user("foreign", "ops")
        company = self.env["res.company"].create({"name": "Else"})
        foreign.write({"company_ids": [Command.set(company.ids)], "company_id": company.id})
        self.assertFalse(self.env["promo.member"].with_user(foreign).with_context(allowed_company_ids=company.ids).search([("id", "=", member.id)]))

    def test_levels_are_rules_of_the_manager(self):  # R4-017
        """What a level asks for and gives is decided by the operations manager; every change is in its history."""
        with self.assertRaises(AccessError):
            self.gold.with_user(self.ops).spend_from = 1
        with self.assertRaises(AccessError):
            self.gold.benefit_ids.with_user(self.ops).points = 1000
        self.gold.benefit_ids[1].with_user(self.manager).points = 30
        self.gold.benefit_ids[0].with_user(self.manager).unlink()
        told = " ".join(self.gold.message_ids.mapped("body"))
        self.assertIn("Points, 20", told)
        self.assertIn("Points, 30", told)
        self.assertIn("Benefit removed", told)
