"""Quotes for records: the story's prices, refusals, constant queries, stored quotes."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.logistics_fee.adapters.cache import TARIFFS

from .common import DAY, J3_FEN, LogisticsCase


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
        clerk = new_test_user(self.env, "logi_clerk", groups="dealer_base.group_portal_clerk")
        nobody = new_test_user(self.env, "logi_nobody", groups="base.group_user")
        for user in (self.presale, clerk):
            with self.subTest(user.login):
                found = contract.with_user(user).quote_live(
                    [carrier.id for carrier in self.carriers.values()], "510107", [1_600], "2026-03-02")
                self.assertEqual([row["price_fen"] for row in found], list(J3_FEN.values()))
                self.assertTrue(found[0]["explanation"])
                self.assertFalse({"version_id", "checksum", "trace"} & set(found[0]))
        with self.assertRaises(AccessError):
            contract.with_user(nobody).quote_live([], "510107", [1_600])
        with self.assertRaises(UserError):
            contract.with_user(clerk).quote_live([], "510107", [1.6])
        self.assertEqual(contract.with_user(clerk).quote_live([], "999999", [1_600])[0]["code"], "unknown_division")

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
