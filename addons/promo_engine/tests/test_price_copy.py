from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PromoCommon


@tagged("post_install", "-at_install")
class TestPriceCopy(PromoCommon):
    """The prices of an earlier campaign once more, in a plan of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        def price(amount, *goods):
            return {"kind": "fixed_price", "amount": amount, "product_ids": [Command.set([one.id for one in goods])]}

        cls.earlier = cls._campaign(
            {"name": "Prices", "level": "price", "rewards": [price(80, cls.goods), price(40, cls.other)]},
            {"name": "Off", "rewards": [{"kind": "amount", "amount": 1}]}, name="Double 11",
            date_end="2099-01-01 00:00:00")
        cls.earlier.with_user(cls.ops).action_pause("over")
        cls.plan = cls._campaign(approve=False, name="Return sale")

    def _copy(self, user=None, **values):
        wizard = self.env["promo.price.copy"].with_user(user or self.ops).create({"campaign_id": self.plan.id, "from_id": self.earlier.id, **values})
        return wizard.action_copy()

    def test_all(self):  # R2-036
        self._copy()
        self.assertEqual((self.plan.rule_ids.mapped("name"), len(self.plan.rule_ids.reward_ids)), (["Prices"], 2))
        self._approve(self.plan)
        self.assertEqual([self._order((goods, 1)).amount_total for goods in (self.goods, self.other)], [80, 40])
        with self.assertRaises(UserError):
            self._copy()

    def test_some_goods(self):  # R2-036
        self._copy(product_ids=[Command.set(self.other.ids)])
        self.assertEqual(self.plan.rule_ids.reward_ids.product_ids, self.other)
        self.assertEqual(self.earlier.rule_ids.reward_ids.product_ids, self.goods | self.other, "the earlier campaign stays as it was")
        self._approve(self.plan)
        self.assertEqual([self._order((goods, 1)).amount_total for goods in (self.goods, self.other)], [100, 40])
        self.assertIn("Double 11", "".join(self.plan.message_ids.mapped("body")))

    def test_nothing_to_copy(self):
        with self.assertRaisesRegex(UserError, "no prices for these goods"):
            self._copy(product_ids=[Command.set(self._product("Bowl", 10.0).ids)])
        never = self._campaign({"level": "price", "rewards": [{"kind": "fixed_price", "amount": 1}]}, approve=False)
        with self.assertRaisesRegex(UserError, "never approved"):
            self._copy(from_id=never.id)

    def test_rights(self):
        with self.assertRaises(AccessError):
            self._copy(self._user("copy_rep", "sales_rep"))
