from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..engine import worst_case
from ..models import promo_campaign_check, promo_campaign_proof
from .common import PromoCommon


@tagged("post_install", "-at_install")
class TestProof(PromoCommon):
    """What is looked at before an approval: lowest prices and examples."""

    def test_below_cost_needs_finance(self):  # R3-046
        self.goods.sudo().with_company(self.company).standard_price = 14
        campaign = self._campaign({"name": "Nine ninety", "level": "price", "product_ids": [Command.set(self.goods.ids)], "rewards": [
            {"kind": "fixed_price", "amount": 9.9, "target": "unit"}]}, approve=False)
        finance = self._user("fin", "fin_manager")
        campaign.with_user(self.ops).action_submit()
        self.assertEqual((campaign.below_count, campaign.proof_ids.lowest), (1, 9.9))

        with self.assertRaises(UserError) as caught:
            campaign.with_user(self.manager).action_approve()
        self.assertIn("Kettle", str(caught.exception))
        with self.assertRaises(AccessError):
            campaign.with_user(self.manager).action_accept_below()
        campaign.with_user(finance).action_accept_below()
        campaign.with_user(self.manager).action_approve()

        self.assertEqual((campaign.state, campaign.below_ok_by), ("approved", finance))
        campaign.with_user(self.ops).action_revise()
        campaign.rule_ids.reward_ids.with_user(self.ops).amount = 0.01
        campaign.with_user(self.ops).action_submit()
        with self.assertRaises(UserError):
            campaign.with_user(self.manager).action_approve()

    def test_proved_again_after_the_approval(self):  # R0-023
        """The cost rises after the approval: the night before the start blocks the rule that falls below it, and no other one."""
        self.goods.sudo().with_company(self.company).standard_price = 14
        start = fields.Datetime.now() + timedelta(hours=20)
        campaign = self._campaign(
            {"name": "Fifteen", "level": "price", "product_ids": [Command.set(self.goods.ids)], "rewards": [
                {"kind": "fixed_price", "amount": 15, "target": "unit"}]},
            {"name": "Cup off", "product_ids": [Command.set(self.other.ids)], "rewards": [{"kind": "amount", "amount": 5}]},
            date_start=start, date_end=start + timedelta(days=9))
        fifteen = campaign.rule_ids.filtered(lambda rule: rule.name == "Fifteen")
        self.env["promo.campaign"]._cron_sheets()
        self.assertFalse(campaign.rule_ids.filtered("blocked_at"), "nothing has changed")

        self.goods.sudo().with_company(self.company).standard_price = 16
        self.env["promo.campaign"]._cron_sheets()
        self.assertEqual(campaign.rule_ids.filtered("blocked_at"), fifteen)
        self.assertEqual(campaign.blocked_count, 1)
        self.assertIn("Kettle can come to 15.00", fifteen.blocked_text)
        self.assertEqual(campaign.activity_ids.user_id, self.ops)
        self.assertIn("Fifteen", campaign.activity_ids.note)
        self.env["promo.campaign"]._cron_sheets()
        self.assertEqual(len(campaign.activity_ids), 1, "said once")

        campaign.sudo().write({"date_start": "2020-01-01 00:00:00"})
        campaign.rule_ids._freeze()
        order = self._order((self.goods, 1), (self.other, 1))
        self.assertEqual(order.amount_total, 145, "what is blocked gives nothing")
        self.assertIn("compliance_block", str(order.promo_result))
        self.assertIn("价格检查未通过", order.with_context(lang="zh_CN").promo_html)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_blocked_is_released_by_a_second_person(self):
        self.goods.sudo().with_company(self.company).standard_price = 14
        campaign = self._campaign({"name": "Fifteen", "level": "price", "product_ids": [Command.set(self.goods.ids)], "rewards": [
            {"kind": "fixed_price", "amount": 15, "target": "unit"}]})
        rule, finance = campaign.rule_ids, self._user("fin_release", "fin_manager")
        self.goods.sudo().with_company(self.company).standard_price = 16
        campaign.with_user(self.ops).action_prove()
        self.assertTrue(rule.blocked_at)
        self.assertFalse(rule._runs(fields.Datetime.now()))
        for user in (self.ops, self.manager):
            with self.assertRaises(AccessError):
                rule.with_user(user).action_release("season")
        with self.assertRaises(UserError):
            rule.with_user(finance).action_release(" ")
        rule.with_user(finance).action_release("season")
        self.assertFalse(rule.blocked_at)
        self.env["promo.campaign"]._cron_sheets()
        self.assertFalse(rule.blocked_at, "what was accepted holds")
        self.assertEqual(self._order((self.goods, 1)).amount_total, 15)

        self.other.sudo().with_company(self.company).standard_price = 1
        campaign.with_user(self.ops).action_revise()
        rule.reward_ids.with_user(self.ops).amount = 17
        self.env["promo.campaign"]._cron_sheets()
        self.assertFalse(rule.blocked_at, "the version in force is looked at")
        campaign.sudo().check_known = {"below": {}, "claims": [], "examples": []}
        with patch.object(promo_campaign_check, "MOST", 1):  # the company has more goods, and cheaper ones
            self.env["promo.campaign"]._cron_sheets()
        self.assertTrue(rule.blocked_at, "also while a change is planned")
        self._approve(campaign)
        self.assertFalse(rule.blocked_at, "mended and approved anew")
        self.assertEqual(self._order((self.goods, 1)).amount_total, 17)

    def test_claims_and_examples_again_at_the_start(self):
        """Between approval and start somebody had it cheaper, and the floor rose: both are found minutes before the start, and the ledger knows no price."""
        start = fields.Datetime.now() + timedelta(minutes=4)
        half = {"name": "Half", "level": "price", "product_ids": [Command.set(self.goods.ids)], "rewards": [{"kind": "percent", "rate": 50, "target": "unit"}]}
        claimed, shown = (self._campaign(half, date_start=start, date_end=start + timedelta(days=2), **values) for values in (
            {"price_claim": "lowest"},
            {"example_ids": [Command.create({"name": "One", "wanted": 50, "line_ids": [Command.create({"product_id": self.goods.id, "price": 100})]})]}))
        (claimed | shown).sudo().write({"proof_at": start - timedelta(days=2)})
        self.env["promo.price.event"].sudo().create({
            "kind": "ordered", "at": start - timedelta(minutes=10), "price": 40, "product_id": self.goods.id, "company_id": self.company.id,
            "partner_id": self.buyer.id, "currency_id": self.company.currency_id.id})
        self.goods.product_tmpl_id.with_company(self.company).promo_floor_price = 60
        self.env["promo.phase"]._cron_run()
        self.assertIn("above 40.00", claimed.rule_ids.blocked_text)
        self.assertIn("One costs 60.00 instead of 50.00", shown.rule_ids.blocked_text)
        (claimed | shown).sudo().write({"date_start": start - timedelta(minutes=6)})
        self.env["promo.phase"]._cron_run()
        self.assertEqual((claimed | shown).mapped("price_noted"), ["start", "start"])
        self.assertFalse(self.env["promo.price.event"].search([("campaign_id", "in", (claimed | shown).ids)]))

    def test_rules_of_two_campaigns_meet(self):
        self._campaign({"name": "Tenth off", "rewards": [{"kind": "percent", "rate": 10}]})
        campaign = self._campaign({"name": "Twenty off", "product_ids": [Command.set(self.goods.ids)], "rewards": [{"kind": "amount", "amount": 20}]},
                                  approve=False)
        campaign.with_user(self.ops).action_submit()

        proof = campaign.proof_ids

        self.assertEqual(proof.product_id, self.goods)
        self.assertIn("Tenth off", proof.others_text)
        self.assertEqual(proof.lowest, 70, "a tenth of 100 and 20 off in any order of the same level: 90 - 20 or 80 * 0.9, the cheaper one by sequence")

    def test_lowest_price_of_promotions(self):  # R3-049
        """80 % off 100.00 would be 20.00: the floor of 30.00 holds on orders and in the proof. Another company has its own."""
        template = self.goods.product_tmpl_id
        template.with_company(self.company).with_user(self.ops).promo_floor_price = 30
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            template.promo_floor_price = -1
        campaign = self._campaign({"name": "Two tenths", "rewards": [{"kind": "percent", "rate": 80}]}, approve=False,
            example_ids=[Command.create({"name": "One", "wanted": 30, "line_ids": [Command.create({"product_id": self.goods.id, "price": 100})]})])
        self._approve(campaign)
        proofs = {proof.product_id: proof.lowest for proof in campaign.proof_ids}
        self.assertEqual((proofs[self.goods], proofs[self.other]), (30, 10))
        self.assertEqual([self._order((goods, 2)).amount_total for goods in (self.goods, self.other)], [60, 20])
        template.list_price = 25
        campaign.with_user(self.ops).action_prove()
        proof = campaign.proof_ids.filtered(lambda proof: proof.product_id == self.goods)
        self.assertEqual((proof.lowest, proof.below, proof.is_below), (25, "floor", True))
        self.assertFalse(template.with_company(self.env["res.company"].create({"name": "Sister"})).promo_floor_price)
        self.assertNotIn("promo_floor_price", template.with_user(self._user("floor_rep", "sales_rep")).fields_get())

    def test_more_goods_than_are_proved(self):
        """With room for one good: the dearer ones are named as not looked at, a claim for them is refused, finance accepts them; the ledger has them all."""
        goods = self.goods | self.other
        campaign = self._campaign({"name": "Tenth off", "level": "price", "product_ids": [Command.set(goods.ids)],
                                   "rewards": [{"kind": "percent", "rate": 10, "target": "unit"}]}, approve=False)
        self.assertNotIn("not looked at", campaign.plan_hint)
        with patch.object(promo_campaign_proof, "MOST", 1):
            campaign.invalidate_recordset(["plan_hint"])
            self.assertIn("1 dearer ones are not looked at", campaign.plan_hint)
            campaign.with_user(self.ops).price_claim = "activity"
            with self.assertRaisesRegex(UserError, "1 too many"), self.env.cr.savepoint():
                campaign.with_user(self.ops).action_submit()
            campaign.with_user(self.ops).price_claim = False
            with self.assertRaisesRegex(UserError, "of 1 no lowest price is worked out, they are those dearer than Cup at 50.00"), self.env.cr.savepoint():
                self._approve(campaign)
            campaign.with_user(self.ops).action_submit()
            self.assertEqual((campaign.proof_ids.product_id, campaign.proof_left_count), (self.other, 1))
            with self.assertRaises(AccessError):
                campaign.with_user(self.manager).action_accept_below()
            campaign.with_user(self._user("fin_left", "fin_manager")).action_accept_below()
            campaign.with_user(self.manager).action_approve()
            self.assertIn("without a proof of the lowest price: 1 goods", "".join(campaign.message_ids.mapped("body")))
            campaign.sudo()._note_prices("start")
        noted = self.env["promo.price.event"].search([("campaign_id", "=", campaign.id), ("kind", "=", "offered")])
        self.assertEqual({event.product_id: event.price for event in noted}, {self.goods: 90, self.other: 45})

    def test_equal_goods_are_proved_once(self):
        """Three kettles of one price and a cup: two proofs, and yet each good is compared with its own cost."""
        more = self._product("Kettle 2", 100.0) | self._product("Kettle 3", 100.0)
        more[1].sudo().with_company(self.company).standard_price = 95
        goods = self.goods | self.other | more
        with patch.object(promo_campaign_proof, "worst_case", side_effect=promo_campaign_proof.worst_case) as proved:
            campaign = self._campaign({"name": "Tenth off", "level": "price", "product_ids": [Command.set(goods.ids)],
                                       "rewards": [{"kind": "percent", "rate": 10, "target": "unit"}]}, approve=False)
            campaign.with_user(self.ops).action_submit()
        self.assertEqual(proved.call_count, 2)
        self.assertEqual({proof.product_id: (proof.lowest, proof.is_below) for proof in campaign.proof_ids}, {
            self.goods: (90, False), self.other: (45, False), more[0]: (90, False), more[1]: (90, True)})

    def test_small_goods_bear_a_part_of_an_amount(self):
        """20.00 off 200.00: a pen of 1.00 comes to 0.90, for others have to be there; beside goods at their lowest price it bears more. Any two
        for 60.00: it comes down beside the dearest of them."""
        pen = self._product("Pen", 1.0, self.categ)
        scope = {"categ_ids": [Command.set(self.categ.ids)]}
        campaign = self._campaign({"rewards": [{"kind": "amount", "amount": 20}], "conditions": [{"kind": "min_amount", "amount": 200}], **scope},
                                  approve=False)

        def lowest(of):
            of._prove()
            return of.proof_ids.filtered(lambda proof: proof.product_id == pen).lowest
        self.assertEqual(lowest(campaign), 0.9)
        self.goods.promo_floor_price = 95
        self.assertEqual(lowest(campaign), 0)
        self.goods.promo_floor_price = 0
        sets = self._campaign({"level": "item", "rewards": [{"kind": "set_price", "qty": 2, "amount": 60}], **scope}, approve=False)
        self.assertEqual(lowest(sets), 0.59)
        pair = self._campaign({"level": "item", "rewards": [{"kind": "buy_get", "qty": 1, "get_qty": 1, "rate": 100}], **scope}, approve=False)
        self.assertEqual(lowest(pair), 0, "beside a dearer one it is the piece for nothing")

    def test_goods_that_other_goods_bring(self):
        """Buy a kettle, get a cup for 5.00; pan and lid together for 60.00: what falls below cost are goods that the rule's own scope does not name."""
        pan, lid = self._product("Pan", 80.0), self._product("Lid", 20.0)
        for goods, cost in ((self.other, 10), (pan, 50), (self.goods, 99)):
            goods.sudo().with_company(self.company).standard_price = cost
        campaign = self._campaign(
            {"name": "Cup beside", "level": "item", "product_ids": [Command.set(self.goods.ids)], "rewards": [
                {"kind": "buy_get", "qty": 1, "get_qty": 1, "price": 5, "get_product_ids": [Command.set(self.other.ids)]}]},
            {"name": "Set", "level": "item", "rewards": [{"kind": "bundle", "price": 60, "take_ids": [
                Command.create({"product_id": pan.id}), Command.create({"product_id": lid.id})]}]}, approve=False)
        campaign.with_user(self.ops).action_submit()
        lowest = {proof.product_id: (proof.lowest, proof.is_below) for proof in campaign.proof_ids}
        self.assertEqual(lowest, {self.other: (5, True), pan: (48, True), lid: (12, False)})
        with self.assertRaisesRegex(UserError, "can bring 2 goods below cost"), self.env.cr.savepoint():
            campaign.with_user(self.manager).action_approve()
        campaign.with_user(self._user("fin_beside", "fin_manager")).action_accept_below()
        campaign.with_user(self.manager).action_approve()
        campaign.with_user(self.ops).action_revise()
        campaign.sudo().check_known = {"below": {}, "claims": [], "examples": []}
        self.env["promo.campaign"]._cron_sheets()
        self.assertEqual(len(campaign.rule_ids.filtered("blocked_at")), 2, "the versions in force, too")

    def test_what_cannot_be_proved_is_blocked_and_told(self):
        """A proof that breaks stops what it cannot vouch for, once, and lets it go on when it works; the campaign beside it is proved."""
        rule = {"name": "Fifteen", "level": "price", "product_ids": [Command.set(self.goods.ids)], "rewards": [
            {"kind": "fixed_price", "amount": 15, "target": "unit"}]}
        broken = self._campaign(rule, {**rule, "name": "Twenty", "rewards": [{"kind": "fixed_price", "amount": 20, "target": "unit"}]})
        beside = self._campaign({"name": "Cup off", "product_ids": [Command.set(self.other.ids)], "rewards": [{"kind": "amount", "amount": 5}]})
        beside.sudo().proof_at = False

        def breaks(snapshot, line, **more):
            if line.price_fen == 10_000:
                raise ValueError("no figure for the kettle")
            return worst_case(snapshot, line, **more)

        with patch.object(promo_campaign_proof, "worst_case", side_effect=breaks), self.assertLogs(promo_campaign_check.__name__, "ERROR"):
            self.env["promo.campaign"]._cron_sheets()
            self.assertEqual(len(broken.rule_ids.filtered("blocked_at")), 2, "it fails closed")
            self.env["promo.campaign"]._cron_sheets()
            self.assertTrue(beside.proof_at, "the others are proved")
            with self.assertRaisesRegex(UserError, "could not be worked out"):
                broken.rule_ids[0].with_user(self._user("fin_broken", "fin_manager")).action_release("season")
        self.assertEqual((broken.activity_ids.user_id, len(broken.activity_ids), len(beside.activity_ids)), (self.ops, 1, 0))
        notes = broken.message_ids.filtered(lambda message: "no figure for the kettle" in (message.body or ""))
        self.assertEqual(len(notes), 1, "one note, not one a night")
        self.assertEqual(self._order((self.goods, 1)).amount_total, 100)

        self.env["promo.campaign"]._cron_sheets()
        self.assertFalse(broken.rule_ids.filtered("blocked_at"))
        self.assertFalse(broken.activity_ids)
        self.assertEqual(self._order((self.goods, 1)).amount_total, 15)

    def test_whose_cart_an_example_is(self):
        """Without a buyer it is somebody of the audience, whatever share is left out; a named buyer brings his own tags."""
        audience = self.env["promo.audience"].create({"name": "Some"})
        tag = self.env["res.partner.category"].create({"name": "Gold"})
        lines = [Command.create({"product_id": self.goods.id, "price": 100})]
        campaign = self._campaign(
            {"name": "All", "rewards": [{"kind": "amount", "amount": 10}]},
            {"name": "Gold", "rewards": [{"kind": "amount", "amount": 5}], "conditions": [
                {"kind": "customer", "fact": "group", "group_ids": [Command.set(tag.ids)]}]},
            approve=False, audience_id=audience.id, holdout_rate=50, example_ids=[Command.create({"name": "One", "wanted": 90, "line_ids": lines})])
        example = campaign.example_ids
        self.assertEqual((example.result, example.is_right), (90, True))
        example.with_user(self.ops).partner_id = self.buyer
        self.assertEqual(example.result, 100, "he is not in the audience")
        campaign.with_user(self.ops).audience_id = False
        self.buyer.category_id = tag
        example.invalidate_recordset(["result", "is_right"])
        self.assertEqual(example.result, 85)

    def test_zero_price_and_lowest_price(self):  # R3-065, R3-092
        """Nothing to pay is below cost: finance decides; freight stays. A lowest price that was undercut is refused."""
        self.goods.sudo().with_company(self.company).standard_price = 14
        free = self._campaign({"name": "Free", "level": "price", "limit_quota": 1, "product_ids": [Command.set(self.goods.ids)], "rewards": [
            {"kind": "fixed_price", "amount": 0, "target": "unit"}]}, approve=False)
        free.with_user(self.ops).action_submit()
        self.assertEqual((free.below_count, free.proof_ids.lowest), (1, 0))
        free.with_user(self._user("fin_zero", "fin_manager")).action_accept_below()
        free.with_user(self.manager).action_approve()
        post = self.env["product.product"].create({"name": "Postage", "type": "service", "list_price": 12, "taxes_id": [Command.clear()]})
        carrier = self.env["delivery.carrier"].create({"name": "Post", "product_id": post.id, "fixed_price": 12, "delivery_type": "fixed"})
        order = self._order((self.goods, 1), (self.other, 1))
        order.set_delivery_line(carrier, 12)
        order.action_confirm()
        self.assertEqual((order.amount_total, order.promo_total), (62, 100))
        self.assertEqual(self._order((self.goods, 1)).amount_total, 100, "one piece for nothing, not two")
        self.env["promo.price.event"].sudo().create({
            "kind": "deal", "at": "2029-12-30 04:00:00", "price": 44, "product_id": self.other.id, "company_id": self.company.id,
            "partner_id": self.buyer.id, "currency_id": self.company.currency_id.id})
        claimed = self._campaign({"name": "Cup 45", "level": "price", "product_ids": [Command.set(self.other.ids)], "rewards": [
            {"kind": "fixed_price", "amount": 45, "target": "unit"}]}, approve=False, price_claim="lowest", date_start="2030-01-01", date_end="2030-01-08")
        with self.assertRaisesRegex(UserError, "45.00 is above 44.00"), self.env.cr.savepoint():
            claimed.with_user(self.ops).action_submit()
        claimed.rule_ids.reward_ids.with_user(self.ops).amount = 44
        self._approve(claimed)

    def test_examples(self):
        campaign = self._campaign(
            {"name": "300 minus 20", "rewards": [{"kind": "amount", "amount": 20}], "conditions": [{"kind": "min_amount", "amount": 300}]}, approve=False,
            example_ids=[Command.create({"name": "299 stays", "wanted": 299, "line_ids": [Command.create({"product_id": self.goods.id, "price": 299})]}),
                         Command.create({"name": "300 costs 280", "wanted": 279, "line_ids": [Command.create({"product_id": self.goods.id, "price": 300})]})])
        first, second = campaign.example_ids
        self.assertTrue(first.is_right)
        self.assertEqual((second.is_right, second.result), (False, 280))

        with self.assertRaises(UserError) as caught:
            campaign.with_user(self.ops).action_submit()

        self.assertIn("300 costs 280", str(caught.exception))
        second.with_user(self.ops).wanted = 280
        self._approve(campaign)
        self.assertEqual(campaign.state, "approved")
