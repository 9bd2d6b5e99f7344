"""Quotes for records: the story's prices, refusals, constant queries, stored quotes."""
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.logistics_fee.adapters.cache import TARIFFS

from .common import DAY, J3_FEN, LogisticsCase, first_continue


@tagged("post_install", "-at_install")
class TestQuoting(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.versions = cls._four_carriers()
        cls.quoting = cls.env["logistics.quoting"]

    def _one(self, **values):
        return self.env["logistics.contract.version"]._quote_many(self.company, [self._request(**values)])[0]

    def test_j3_prices(self):
        answers = self.quoting._quote_many(self.company, [self._request(code) for code in J3_FEN])
        self.assertEqual([answer["price_fen"] for answer in answers], list(J3_FEN.values()))
        self.assertEqual(answers[0]["lines"], [{"code": "freight", "label": "Freight", "fen": 3_200}])
        self.assertEqual(answers[0]["billable_g"], [1_600])
        self.assertEqual(answers[0]["version_id"], self.versions["SF"].id)

    def test_sf_steps(self):
        prices = [self._one(parcels=[weight])["price_fen"] for weight in (800, 900, 1_000, 1_001, 1_600, 2_300)]
        self.assertEqual(prices, [2_200, 2_200, 2_200, 2_700, 3_200, 3_700])

    def test_refusals_are_sentences(self):
        guangdong = self._division("440106")
        unknown = self._request()
        unknown.update(division_id=False, division_text="Atlantis")
        missing = self.carriers["SF"].copy({"dealer_code": "NEW", "name": "New carrier"})
        requests = {
            "no_zone": self._request(division=guangdong),
            "missing_weight": self._request(parcels=[0]),
            "bad_weight": self._request(parcels=[-5]),
            "no_parcels": self._request(parcels=[]),
            "no_contract_version": self._request(on_date=DAY.replace(year=2025)),
            "unknown_division": unknown,
            "no_contract": {**self._request(), "carrier_id": missing.id},
        }
        answers = self.quoting._quote_many(self.company, list(requests.values()))
        for code, answer in zip(requests, answers, strict=True):
            with self.subTest(code):
                self.assertEqual((answer["ok"], answer["code"]), (False, code))
                self.assertGreater(len(answer["message"]), 20)
        self.assertIn("Atlantis", answers[5]["message"])
        self.assertIn("SF", answers[0]["message"])

    def test_query_count_is_constant(self):
        codes, divisions = list(J3_FEN), self.env["dealer.division"].search([("code", "=like", "51%")])
        divisions[:1]._index()
        self.quoting._quote_many(self.company, [self._request()])
        counts = []
        for size in (10, 200):
            requests = [
                self._request(codes[n % 4], parcels=[500 + n], division=divisions[n % len(divisions)]) for n in range(size)]
            TARIFFS.clear()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            answers = self.quoting._quote_many(self.company, requests)
            counts.append(self.env.cr.sql_log_count - before)
            self.assertTrue(all(answer["ok"] for answer in answers))
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], 12)

    def test_compiled_tariff_is_kept(self):
        TARIFFS.clear()
        self._one()
        version = self.versions["SF"]
        kept = TARIFFS.get((version.id, version.checksum))
        self._one()
        self.assertIs(TARIFFS.get((version.id, version.checksum)), kept)

    def test_company_of_the_contract(self):
        other = self.env["res.company"].create({"name": "HQ Beta", "currency_id": self.company.currency_id.id})
        answer = self.quoting._quote_many(other, [self._request()])[0]
        self.assertEqual(answer["code"], "no_contract")

    def test_stored_quote(self):
        request = self._request()
        answers = self.quoting._quote_many(self.company, [request, self._request(parcels=[0])])
        partner = self.env["res.partner"].create({"name": "Consumer"})
        quotes = self.env["logistics.quote"]._store(
            self.company, [request, self._request(parcels=[0])], answers, document=partner)
        quote = quotes[0]
        self.assertFalse(quotes[1])
        self.assertEqual((quote.price, quote.billable_g, quote.province_id.code), (32.0, 1_600, "510000"))
        self.assertEqual((quote.res_model, quote.res_id), ("res.partner", partner.id))
        self.assertEqual(quote._replay(), 3_200)
        self.assertEqual(quote.search([("name", "ilike", quote.name)]), quote)
        self.assertIn("2 x 5.00", quote.explanation)
        quote.with_user(self.presale).action_check()
        for change in (lambda: quote.write({"price": 1}), quote.unlink):
            with self.assertRaises(UserError):
                change()
        with self.assertRaises(AccessError):
            self.env["logistics.quote"].with_user(self.manager).create({"zone": "x"})

    def test_a_new_quote_names_the_one_before(self):
        """An order that is quoted again: the earlier quotes stay as they were and no longer count."""
        order, quote = self.env["res.partner"].create({"name": "Order"}), self.env["logistics.quote"]

        def store(*codes, **values):
            requests = [self._request(code) for code in codes]
            return quote._store(self.company, requests, self.quoting._quote_many(self.company, requests), document=order, **values)
        choice = {"carrier_id": self.carriers["SF"].id, "why_not": {}, "price_fen": 3_200}
        first = store("SF", "EMS", choice=choice, provisional=True)
        self.assertEqual([(one.is_provisional, one.is_superseded, one.is_chosen) for one in first], [(True, False, True), (True, False, False)])
        cost = self._activate(self._version(self._contract("SF", side="cost")))
        self.assertTrue(cost)
        second = store("SF", "STO")
        self.assertEqual([one.previous_id for one in second], [first[0], quote])
        self.assertEqual([one.is_superseded for one in first + second], [True, True, False, False])
        self.assertFalse(second[0].is_provisional)
        requests = [self._request()]
        quote._store(self.company, requests, self.quoting._quote_many(self.company, requests, side="cost"), document=order, side="cost")
        self.assertEqual(quote.search_count([("res_model", "=", "res.partner"), ("res_id", "=", order.id), ("is_superseded", "=", False)]), 3)
        with self.assertRaises(UserError):
            first[0].write({"is_superseded": False})

    def test_storing_has_a_constant_query_count(self):
        counts = []
        for size in (10, 200):
            requests = [self._request(parcels=[500 + n]) for n in range(size)]
            answers = self.quoting._quote_many(self.company, requests)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["logistics.quote"]._store(self.company, requests, answers)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2, "two more inserts of a batch, not one per quote")

    def test_quote_live(self):
        contract = self.env["logistics.contract"]
        keeper = new_test_user(self.env, "logi_keeper", groups="dealer_base.group_portal_store")
        clerk = new_test_user(self.env, "logi_clerk", groups="dealer_base.group_portal_clerk")
        nobody = new_test_user(self.env, "logi_nobody", groups="base.group_user")
        for user in (self.presale, keeper):
            with self.subTest(user.login):
                found = contract.with_user(user).quote_live(
                    [carrier.id for carrier in self.carriers.values()], "510107", [1_600], "2026-03-02")
                self.assertEqual([row["price_fen"] for row in found], list(J3_FEN.values()))
                self.assertTrue(found[0]["explanation"])
                self.assertFalse({"version_id", "checksum", "trace"} & set(found[0]))
        for user in (nobody, clerk):  # who knows the freight of an order works out its ex-factory price
            with self.assertRaises(AccessError):
                contract.with_user(user).quote_live([], "510107", [1_600])
        with self.assertRaises(UserError):
            contract.with_user(keeper).quote_live([], "510107", [1.6])
        self.assertEqual(contract.with_user(keeper).quote_live([], "999999", [1_600])[0]["code"], "unknown_division")

    def test_division_that_was_replaced(self):
        """A zone of the old Laiwu (371200) still prices what is now a district of Jinan."""
        old = self._division("371200")
        self.assertTrue(old.replaced_by_id, "the division table knows its history")
        version = self._version(self._contract("SF", purpose="return"), codes=("371200",))
        self._activate(version)
        answer = self._one(division=self._division("370116"), purpose="return")
        self.assertEqual((answer["ok"], answer.get("price_fen")), (True, 3_200))

    def test_cost_side_is_apart(self):
        self._activate(self._version(self._contract("SF", side="cost"), valid_from="2026-01-01"))
        bands = self.env["logistics.contract"].search([("side", "=", "cost")]).version_ids.zone_ids.band_ids
        self.assertTrue(bands)
        self.assertEqual(self._one()["version_id"], self.versions["SF"].id)
        cost = self.quoting._quote_many(self.company, [self._request()], side="cost")[0]
        self.assertNotEqual(cost["version_id"], self.versions["SF"].id)

    def test_options_reach_the_surcharges(self):
        version = self._version(self._contract("SF", purpose="return"), surcharge_ids=[Command.create({
            "name": "Insured value", "code": "insured", "kind": "value_percent", "of": "declared_value", "percent": 0.3})])
        self._activate(version)
        plain, insured = (
            self._one(purpose="return", **more) for more in ({}, {"options": {"declared_value": 100_000}}))
        self.assertEqual((plain["price_fen"], insured["price_fen"]), (3_200, 3_500))

    def test_a_named_version_goes_before_the_day(self):
        """What was held is priced by the version it was quoted with, also when a dearer one or none is in force since."""
        old = self.versions["SF"]
        new = self._activate(self._version(old.contract_id, first_continue("1", "23.00", "0.5", "5.00"), valid_from="2026-02-01"))
        self.assertEqual([self._one(**more)["price_fen"] for more in ({}, {"version_id": new.id}, {"version_id": old.id})], [3_300, 3_300, 3_200])
        draft, cost = self._version(old.contract_id, valid_from="2026-12-01"), self._activate(self._version(self._contract("SF", side="cost")))
        for wrong in (self.versions["EMS"], draft, cost):
            with self.subTest(wrong.display_name):
                answer = self._one(version_id=wrong.id)
                self.assertEqual((answer["ok"], answer["code"]), (False, "no_contract_version"))
        self.assertEqual(self._one(version_id=old.id, purpose="return")["code"], "no_contract_version")
        old.contract_id.active = False
        self.assertEqual((self._one(version_id=old.id)["price_fen"], self._one()["code"]), (3_200, "no_contract"))

    def test_contract_of_the_warehouse(self):
        """A warehouse with prices of its own, the others by the general contract; a version to come leaves it so."""
        south = self.env["stock.warehouse"].create({"name": "South", "code": "SOU", "company_id": self.company.id})
        contract = self._contract("SF", warehouse_id=south.id)
        draft = self._version(contract, first_continue("1", "18.00", "0.5", "4.00"))
        requests = [self._request(warehouse_id=south.id), self._request()]
        self.assertEqual([answer["price_fen"] for answer in self.quoting._quote_many(self.company, requests)], [3_200, 3_200], "a draft is no price yet")
        self._activate(draft)
        self.assertEqual([answer["price_fen"] for answer in self.quoting._quote_many(self.company, requests)], [2_600, 3_200])
        early = self._one(warehouse_id=south.id, on_date=DAY.replace(year=2025))
        self.assertEqual(early["code"], "no_contract_version", "neither has a price then")
        later = self.env["stock.warehouse"].create({"name": "North", "code": "NOR", "company_id": self.company.id})
        self._activate(self._version(self._contract("SF", warehouse_id=later.id), first_continue("1", "18.00", "0.5", "4.00"), valid_from="2030-01-01"))
        self.assertEqual(self._one(warehouse_id=later.id)["price_fen"], 3_200, "until its own prices begin, the general contract counts")
        live = [
            self.env["logistics.contract"].with_user(self.presale).quote_live([self.carriers["SF"].id], "510107", [1_600], "2026-03-02", warehouse=code)
            for code in (None, "SOU")]
        self.assertEqual([rows[0]["price_fen"] for rows in live], [3_200, 2_600])
        with self.assertRaisesRegex(UserError, "no warehouse NOWHERE"):
            self.env["logistics.contract"].quote_live([], "510107", [1_600], warehouse="NOWHERE")
        with self.assertRaises(UserError):
            contract.with_user(self.accountant).warehouse_id = False
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self._contract("SF", warehouse_id=south.id)
