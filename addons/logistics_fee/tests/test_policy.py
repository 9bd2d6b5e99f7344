"""Which carrier: the policy nearest to the dealer, limits, exceptions, observed days; who may change it."""
from datetime import timedelta

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .common import J3_FEN, LogisticsCase, first_continue

PRICE = {"SF": 3_200, "EMS": 4_700, "STO": 1_800, "YTO": 1_700}
DAYS = {"SF": 1, "EMS": 3, "STO": 4, "YTO": 5}


@tagged("post_install", "-at_install")
class TestPolicy(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.carrier.policy"].search([]).active = False
        tree = cls.env["res.partner"]
        cls.house = tree.create({"name": "Test house", "is_company": True, "dealer_level": "sales_company"})
        cls.dealer = tree.create({"name": "Test dealer", "is_company": True, "dealer_level": "dealer", "parent_id": cls.house.id})
        cls.store = tree.create({"name": "Test store", "is_company": True, "dealer_level": "store", "parent_id": cls.dealer.id})
        cls.goods = cls.env["product.category"].create({"name": "Test goods"})
        cls.coats = cls.env["product.category"].create({"name": "Test coats", "parent_id": cls.goods.id})

    def _policy(self, carriers=(), **values):
        return self.env["logistics.carrier.policy"].with_user(self.accountant).create({
            "name": "Test policy", "line_ids": [Command.create({"carrier_id": self.carriers[code].id}) for code in carriers], **values})

    def _choose(self, partner=None, prices=None, refused=(), division=None):
        answers = [
            {"ok": code not in refused, "carrier_id": carrier.id, "price_fen": (prices or PRICE)[code], "transit_days": [1, DAYS[code]],
             "code": "no_zone",
             "message": "no price" if code in refused else None} for code, carrier in self.carriers.items()]
        found = self.env["logistics.choosing"]._choose(self.company, partner or self.store, division or self.wuhou, self.coats, answers)
        names = {carrier.id: code for code, carrier in self.carriers.items()}
        return names.get(found["carrier_id"]), {names[key]: text for key, text in found["why_not"].items()}, found

    def test_methods(self):
        self.assertEqual(self._choose()[0], "YTO")
        table = (
            ({"method": "fastest"}, (), "SF"), ({"method": "preferred", "premium": 2}, ("STO",), "STO"),
            ({"method": "preferred", "premium": 0.5}, ("STO",), "YTO"), ({"method": "preferred"}, ("EMS",), "EMS"),
            ({"only_listed": True}, ("SF", "EMS"), "SF"), ({"max_days": 3}, (), "SF"), ({"max_days": 3, "max_price": 20}, (), None))
        for values, carriers, wanted in table:
            policy = self._policy(carriers, **values)
            with self.subTest(values):
                self.assertEqual(self._choose()[0], wanted)
            policy.active = False

    def test_ties(self):
        prices = dict.fromkeys(PRICE, 1_000)
        self.assertEqual(self._choose(prices=prices)[0], "SF", "of equal prices the faster one")

    def test_why_not(self):
        self._policy(("SF", "STO"), only_listed=True, max_days=3)
        winner, why, found = self._choose(refused=("EMS",))
        self.assertEqual((winner, why["EMS"], found["extra_fen"]), ("SF", "no price", 0))
        self.assertIn("not allowed", why["YTO"])
        self.assertIn("slower", why["STO"])
        self.assertEqual(self._choose(refused=tuple(PRICE))[0], None, "nobody is no price of zero")

    def test_nearest_policy(self):
        self._policy(("EMS",), method="preferred")
        self.assertEqual(self._choose()[0], "EMS")
        self._policy(("STO",), method="preferred", dealer_level="store")
        self.assertEqual((self._choose()[0], self._choose(self.dealer)[0]), ("STO", "EMS"))
        clerk = self.store.create({"name": "Clerk", "type": "contact", "parent_id": self.store.id})
        self.assertEqual((self._choose(clerk)[0], self._choose(clerk.create({"name": "Consumer"}))[0]), ("STO", "EMS"))
        self._policy(("SF",), method="preferred", partner_ids=[Command.link(self.house.id)], sequence=99)
        self.assertEqual((self._choose()[0], self._choose(self.dealer)[0]), ("SF", "SF"))
        self._policy(("YTO",), method="preferred", partner_ids=[Command.link(self.dealer.id)], sequence=100)
        self.assertEqual((self._choose()[0], self._choose(self.house)[0]), ("YTO", "SF"))

    def test_exceptions(self):
        sichuan, coats = self._division("510000"), self.goods
        self._policy(method="fastest", rule_ids=[
            Command.create({"division_ids": [Command.link(self._division("440000").id)], "method": "preferred", "carrier_id": self.carriers["EMS"].id}),
            Command.create({"division_ids": [Command.link(sichuan.id)], "categ_ids": [Command.link(coats.id)], "method": "preferred",
                            "carrier_id": self.carriers["STO"].id})])
        self.assertEqual(self._choose()[0], "STO", "region and the category above")
        self.assertEqual(self._choose(division=self._division("440106"))[0], "EMS")
        self.assertEqual(self._choose(division=self._division("110101"))[0], "SF", "no exception: fastest")

    def test_observed_days_count(self):
        self._policy(method="fastest")
        today = self.company._dealer_today()
        self.env["logistics.parcel"].create([{
            "carrier_id": self.carriers["SF"].id, "weight_g": 1, "division_id": self.chengdu.id, "tracking": f"SF77000{n:06d}",
            "shipped_date": today - timedelta(days=20), "delivered_date": today - timedelta(days=10)} for n in range(30)])
        self.assertEqual(self._choose()[0], "EMS", "SF promises a day and needs ten")

    def test_checks(self):
        for values in ({"only_listed": True}, {"method": "preferred"}, {"rule_ids": [Command.create({"method": "preferred"})]}):
            with self.subTest(values), self.assertRaises(ValidationError):
                self._policy(**values)

    def test_roles_and_companies(self):
        policy = self._policy(("SF",))
        self.assertTrue(policy.with_user(self.presale).search([("id", "=", policy.id)]))
        with self.assertRaises(AccessError):
            policy.with_user(self.presale).method = "fastest"
        manager = self._user("cs_manager", "dealer_base.group_cs_manager")
        policy.with_user(manager).method = "fastest"
        other = self.env["res.company"].create({"name": "HQ Beta"})
        clerk = self._user("clerk", "dealer_base.group_portal_clerk")
        self.assertFalse(self.env["logistics.carrier.policy"].with_user(clerk)._for(other, self.store))
        self.assertEqual(self.env["logistics.carrier.policy"].with_user(clerk)._for(self.company, self.store).id, policy.id)

    def test_losing_quotes_are_stored(self):
        self._four_carriers()
        requests = [self._request(code) for code in J3_FEN]
        answers = self.env["logistics.quoting"]._quote_many(self.company, requests)
        choice = {"carrier_id": self.carriers["STO"].id, "price_fen": 1_800, "why_not": {self.carriers["YTO"].id: "not allowed"}}
        quotes = self.env["logistics.quote"]._store(self.company, requests, answers, choice=choice)
        self.assertEqual([quote.is_chosen for quote in quotes], [False, False, True, False])
        self.assertEqual([quote.lost_by for quote in quotes], [14, 29, 0, -1])
        self.assertEqual(quotes[3].why_not, "not allowed")

    def test_cost_quotes_are_for_finance(self):
        version = self._activate(self._version(self._contract("SF", side="cost"), first_continue("1", "9.00", "1", "2.00")))
        request = self._request()
        answers = self.env["logistics.quoting"]._quote_many(self.company, [request], side="cost")
        quote = self.env["logistics.quote"]._store(self.company, [request], answers, side="cost")[0]
        self.assertEqual((quote.side, quote.version_id, quote.price), ("cost", version, 11.0))
        self.assertTrue(quote.with_user(self.accountant).search([("id", "=", quote.id)]))
        self.assertFalse(quote.with_user(self.presale).search([("id", "=", quote.id)]))
