from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..models import promo_campaign_proof
from .common import PromoCommon


@tagged("post_install", "-at_install")
class TestProof(PromoCommon):
    """What is looked at before an approval: lowest prices and examples."""

    def test_below_cost_needs_finance(self):
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

    def test_rules_of_two_campaigns_meet(self):
        self._campaign({"name": "Tenth off", "rewards": [{"kind": "percent", "rate": 10}]})
        campaign = self._campaign({"name": "Twenty off", "product_ids": [Command.set(self.goods.ids)], "rewards": [{"kind": "amount", "amount": 20}]},
                                  approve=False)
        campaign.with_user(self.ops).action_submit()

        proof = campaign.proof_ids

        self.assertEqual(proof.product_id, self.goods)
        self.assertIn("Tenth off", proof.others_text)
        self.assertEqual(proof.lowest, 70, "a tenth of 100 and 20 off in any order of the same level: 90 - 20 or 80 * 0.9, the cheaper one by sequence")

    def test_lowest_price_of_promotions(self):
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
        """With room for one good: the dearer ones are named as not looked at, a claim for them is refused, the ledger of prices has them all."""
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
            self._approve(campaign)
            self.assertEqual(campaign.proof_ids.product_id, self.other)
            campaign.sudo()._note_prices("start")
        noted = self.env["promo.price.event"].search([("campaign_id", "=", campaign.id), ("kind", "=", "offered")])
        self.assertEqual({event.product_id: event.price for event in noted}, {self.goods: 90, self.other: 45})

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
