import importlib.util

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.modules.module import get_module_path
from odoo.tests import tagged

from ..adapters.places import foreign
from ..engine import Cart, Org, Party
from .common import PromoCommon

TEN = {"name": "Tenth off", "rewards": [{"kind": "percent", "rate": 10}]}


@tagged("post_install", "-at_install")
class TestQuota(PromoCommon):
    """What is set aside for a region, a sales company or a dealer is for its buyers alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        division = cls.env["dealer.division"].search
        cls.province = division([("level", "=", "province")], limit=1)
        cls.inside = division([("level", "=", "district"), ("id", "child_of", cls.province.id)], limit=1)
        cls.sales_company = cls.env["res.partner"].create({"name": "SC", "is_company": True, "dealer_level": "sales_company"})
        cls.dealer = cls.env["res.partner"].create({"name": "D", "is_company": True, "dealer_level": "dealer", "parent_id": cls.sales_company.id})
        cls.local = cls.env["res.partner"].create({"name": "Local", "division_id": cls.inside.id})

    def test_whose_counter_it_is(self):
        places = {"a": ("r", "region", "d1"), "b": ("r", "dealer", "r7"), "c": ("r", "rest", "r0"), "d": ("s", "rest", "r0")}
        for region, dealer, wanted in ((["d1", "510000"], "", {"b", "c"}), ([], "r7", {"a", "c"}), (["d1"], "r7", {"c"}), ([], "", {"a", "b"})):
            cart = Cart("c", (), buyer=Party("r9", {"region": region}, 0), org=Org(dealer=dealer))
            self.assertEqual(foreign(cart, places), wanted)

    def test_regions_and_dealers(self):
        campaign = self._campaign({**TEN, "quota_ids": [
            Command.create({"place": "region", "division_id": self.province.id, "capacity": 1}),
            Command.create({"place": "dealer", "partner_id": self.dealer.id, "capacity": 3, "unit": "quota"}),
            Command.create({"place": "rest", "capacity": 1})]})
        region, dealer, rest = campaign.rule_ids.quota_ids
        for partner, qty, wanted in ((self.local, 1, 10), (self.local, 1, 0), (self.buyer, 1, 10), (self.buyer, 1, 0), (self.dealer, 2, 20)):
            order = self._order((self.goods, qty), partner=partner)
            self.assertEqual(order.promo_total, wanted)
            order._promo_give()
        self.env.invalidate_all()
        self.assertEqual((region.left, dealer.left, rest.left), (0, 1, 0))
        self.local.sale_order_ids.filtered("promo_total")._promo_take_back()
        self.env.invalidate_all()
        self.assertEqual(region.left, 1)

    def test_without_a_rest_others_are_not_limited(self):
        self._campaign({**TEN, "quota_ids": [Command.create({"place": "sales_company", "partner_id": self.sales_company.id, "capacity": 1})]})
        for partner, wanted in ((self.dealer, 10), (self.dealer, 0), (self.buyer, 10), (self.buyer, 10)):
            order = self._order((self.goods, 1), partner=partner)
            self.assertEqual(order.promo_total, wanted)
            order._promo_give()

    def test_a_plan_that_moves_a_quota_says_nothing_yet(self):
        """Orders go by the quotas as they were approved, also while somebody plans to move or drop one; the approval moves them."""
        other = self.env["dealer.division"].search([("level", "=", "province"), ("id", "!=", self.province.id)], limit=1)
        there = self.env["res.partner"].create({"name": "There", "division_id": other.id})
        campaign = self._campaign({**TEN, "quota_ids": [Command.create({"place": "region", "division_id": self.province.id, "capacity": 1}),
                                                        Command.create({"place": "dealer", "partner_id": self.dealer.id, "capacity": 1})]})
        region, dealer = campaign.rule_ids.quota_ids
        self._order((self.goods, 1), partner=self.local)._promo_give()
        self._order((self.goods, 1), partner=self.dealer)._promo_give()

        campaign.with_user(self.ops).action_revise()
        region.with_user(self.ops).division_id = other
        dealer.with_user(self.ops).unlink()
        found = [self._order((self.goods, 1), partner=partner).promo_total for partner in (self.local, there, self.dealer, self.buyer)]
        self.assertEqual(found, [0, 10, 0, 10])

        self._approve(campaign)
        found = [self._order((self.goods, 1), partner=partner).promo_total for partner in (self.local, there, self.dealer, self.buyer)]
        self.assertEqual(found, [10, 0, 10, 10])
        versions = campaign.rule_ids.version_ids.sudo()
        wanted = versions.filtered("is_current").places
        self.cr.execute("UPDATE promo_rule_version SET places = NULL WHERE id IN %s", [tuple(versions.ids)])
        self._run_script("19.0.1.3.0/post-places.py")
        self.assertEqual(versions.filtered("is_current").places, wanted, "what the upgrade fills in is what an approval writes")

    def _run_script(self, path):
        spec = importlib.util.spec_from_file_location("script", f"{get_module_path('promo_engine')}/migrations/{path}")
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.cr, "19.0.1.2.0")
        self.env.invalidate_all()

    def test_what_a_quota_needs(self):
        campaign = self._campaign(TEN, approve=False)
        for values in ({"place": "region"}, {"place": "dealer"}, {"place": "dealer", "partner_id": self.sales_company.id}):
            with self.subTest(values), self.assertRaises(ValidationError), self.env.cr.savepoint():
                campaign.rule_ids.with_user(self.ops).write({"quota_ids": [Command.create(values)]})
        self._approve(campaign)
        with self.assertRaises(UserError):
            campaign.rule_ids.with_user(self.ops).write({"quota_ids": [Command.create({"place": "rest"})]})

    def test_handed_over_while_it_runs(self):
        campaign = self._campaign({**TEN, "quota_ids": [
            Command.create({"place": "dealer", "partner_id": self.dealer.id, "capacity": 3}), Command.create({"place": "rest", "capacity": 1})]})
        dealer, rest = campaign.rule_ids.quota_ids
        for _number in range(2):
            order = self._order((self.goods, 1))
            order._promo_give()
        self.assertEqual(order.promo_total, 0)
        moves = self.env["promo.quota.move"]
        values = {"from_id": dealer.id, "to_id": rest.id, "amount": 2, "reason": "the dealer sells nothing"}
        with self.assertRaises(AccessError):
            moves.with_user(self._user("warehouse", "wh_operator")).create(values)
        move = moves.with_user(self.ops).create(values)
        self.env.invalidate_all()
        self.assertEqual((dealer.capacity, dealer.left, rest.capacity, rest.left), (1, 1, 3, 2))
        order.action_update_promotions()
        self.assertEqual(order.promo_total, 10)
        for wrong in ({"amount": 1}, {"amount": 9}):
            with self.subTest(wrong), self.assertRaisesRegex(UserError, "left"), self.env.cr.savepoint():
                moves.with_user(self.ops).create({**values, **wrong})
        with self.assertRaises(UserError):
            move.with_user(self.ops).amount = 1
        given = self._order((self.goods, 1), partner=self.dealer)
        given._promo_give()
        self.env.invalidate_all()
        self.assertEqual((dealer.left, rest.left), (0, 2))

    def test_orders_of_a_salesperson(self):
        """One order each: the second one of the same person gets nothing, another person's does; what is cancelled makes room. Why is said."""
        campaign = self._campaign({**TEN, "limit_salesman": 1})
        one, two = self._user("seller_one", "sales_rep"), self._user("seller_two", "sales_rep")

        def sold(user):
            order = self._order((self.goods, 1), partner=self.env["res.partner"].create({"name": "Somebody"}), user_id=user.id)
            order.action_confirm()
            return order

        first = sold(one)
        second = sold(one)
        self.assertEqual((first.promo_total, second.promo_total, sold(two).promo_total), (10, 0, 10))
        self.assertIn("salesperson", second.promo_html)
        first._action_cancel()
        self.assertEqual(sold(one).promo_total, 10)
        nobody = self.env["res.users"]
        self.assertEqual([sold(nobody).promo_total for _time in range(2)], [10, 10], "nobody's are not counted")
        test = self.env["promo.backtest"].with_user(self.ops).create({
            "campaign_id": campaign.id, "company_id": self.company.id, "date_from": "2026-03-01", "date_to": "2026-03-31", "mode": "alone"})
        for number in range(3):
            self._order((self.goods, 1), user_id=one.id, date_order=f"2026-03-0{number + 1} 04:00:00").action_confirm()
        self.env["sale.order"].search([("user_id", "=", one.id), ("company_id", "=", self.company.id)], order="id desc", limit=3).date_order = "2026-03-05"
        test.action_start()
        self.assertEqual((test.total, test.changed, test.campaign_cost), (3, 1, 10))

    def test_pieces_that_others_have_now(self):
        """Fewer pieces are there for others at once; whoever raises his line again when they are gone is told so."""
        campaign = self._campaign({**TEN, "limit_quota": 10})
        first, second = (self._order((self.goods, qty)) for qty in (10, 9))
        first.action_confirm()
        first.order_line.product_uom_qty = 1
        second.action_confirm()
        for qty in (10, 2):
            with self.assertRaisesRegex(UserError, "given to others meanwhile"), self.env.cr.savepoint():
                first.order_line.product_uom_qty = qty
        second.order_line.product_uom_qty = 5
        first.order_line.product_uom_qty = 5
        self.assertEqual(campaign.limit_ids.filtered(lambda limit: limit.kind == "quota").confirmed, 10)
