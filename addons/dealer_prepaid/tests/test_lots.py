import datetime
import random
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.dealer_base.money import from_fen, to_fen

from .. import ledger
from ..models.prepaid_gate import PrepaidGate
from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestLots(PrepaidCommon):
    """Buckets, lots, credit line, limits of stores and debits without a hold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1, 5000)

    def _credit(self, bucket, fen, expires_on=None, key=None):
        """Credit a bucket as its document does: gifts are no liability, the others are booked against their account."""
        kind = {"gift": "gift", "rebate": "rebate", "expense": "expense", "cash": "adjust"}[bucket]
        entries = self.account._post_entries(
            key or f"credit-{bucket}-{len(self.account.lot_ids)}",
            [{"kind": kind, "amount_fen": fen, "label": bucket, "bucket": bucket, "expires_on": expires_on}], "res.partner", self.d1.id)
        if bucket != "gift":
            self._book(fen, bucket)
        return entries

    def _book(self, fen, ref):
        self.account._gl_entry(
            self.company.prepaid_journal_id, [(self.account._role("goods_income"), fen), (self.account._role("advance"), -fen)], ref)

    def _hold(self, key, fen, **rules):
        return self.account._hold(key, fen, "res.partner", self.d1.id, key, **rules)

    def _capture(self, key, fen, name=None, book=True, order=None):
        entry = self.account._capture(
            key, fen, operation_key=name or f"ship-{key}", label=key, res_model="res.partner", res_id=self.d1.id,
            order_model="res.partner", order_id=order or self.d1.id)
        if book:
            self._book(-(fen + to_fen(entry.memo)), key)
        return entry

    def _free(self):
        self.env.invalidate_all()
        return {bucket: fen for bucket, fen in self.account._free_by_bucket()[self.account.id].items() if fen}

    def test_gift_is_used_first_and_is_no_liability(self):
        gift = self._credit("gift", 20_000)
        self.assertEqual((gift.memo, gift.bucket), (200, "gift"))
        self.assertLedger(self.account, 5200, 0, 5200)
        self.assertTrue(self._hold("o1", 68_000).ok)
        self.assertEqual(self._free(), {"cash": 452_000})
        entry = self._capture("o1", 68_000)
        self.assertEqual((entry.memo, [fen for _lot, fen in entry.lots]), (-200, [-20_000, -48_000]))
        self.assertEqual(entry.lots_text, "Gift 200.00 + Cash 480.00")
        self.assertLedger(self.account, 4520, 0, 4520)

    def test_partial_captures_and_release(self):
        self._credit("gift", 20_000)
        self._hold("o1", 68_000)
        self.assertEqual([fen for _lot, fen in self._capture("o1", 15_000, "p1").lots], [-15_000])
        self.assertEqual([fen for _lot, fen in self._capture("o1", 15_000, "p2").lots], [-5_000, -10_000])
        self.account._release("o1", "rest is cancelled")
        self.assertEqual(self._free(), {"cash": 490_000})
        self.assertLedger(self.account, 4900, 0, 4900)

    def test_cancel_leaves_nothing(self):
        """M4: hold and release restore every lot."""
        self._credit("gift", 20_000, datetime.date(2099, 1, 1))
        before = self._free()
        self._hold("o1", 68_000)
        self.account._release("o1", "cancelled")
        self.assertEqual(self._free(), before)
        self.assertLedger(self.account, 5200, 0, 5200)

    def test_share_of_an_order(self):
        self.env["prepaid.bucket"].search([("company_id", "=", self.company.id), ("code", "=", "gift")]).max_share = 10
        self._credit("gift", 20_000)
        self._hold("o1", 68_000)
        self.assertEqual(self._free(), {"gift": 13_200, "cash": 438_800})
        result = self._hold("o2", 500_000)
        self.assertEqual((result.status, result.missing_fen), ("short", 500_000 - 438_800 - 13_200))

    def test_refund_goes_back_to_its_lots(self):
        self._credit("gift", 20_000)
        self._hold("o1", 68_000)
        self._capture("o1", 68_000)
        lines = [{"kind": "refund", "amount_fen": 60_000, "label": "back"}, {"kind": "postage", "amount_fen": -1_800, "label": "post"}]
        refund, postage = self.account._post_entries("r1", lines, "res.partner", self.d1.id, "res.partner", self.d1.id)
        self.assertEqual(([fen for _lot, fen in refund.lots], refund.memo), ([48_000, 12_000], 120))
        self.assertEqual(([fen for _lot, fen in postage.lots], postage.memo), ([-1_800], 0))
        self._book(48_000 - 1_800, "r1")
        self.assertEqual(self._free(), {"gift": 12_000, "cash": 498_200})
        self.assertLedger(self.account, 5102, 0, 5102)

    def test_money_that_leaves_is_cash(self):
        """I13: gifts and rebates never leave as cash."""
        self._credit("rebate", 100_000)
        self.assertEqual(self.account.available, 6000)
        withdrawal = self.env["prepaid.withdrawal"].with_user(self.users["fin_cashier"]).create({
            "account_id": self.account.id, "amount": 5000.01, "reason": "wants it back", "journal_id": self._journal().id})
        with self.assertRaisesRegex(UserError, "available 5,000.00, needs 5,000.01, top up 0.01"):
            withdrawal.action_submit()

    def _journal(self):
        return self.env["prepaid.topup"]._default_journal()

    def test_split_of_the_gate_is_the_rule(self):
        """The database splits as the pure rule says, for random lots."""
        rng = random.Random(11)
        today = self.company._dealer_today()
        buckets = self.env["prepaid.bucket"].search([("company_id", "=", self.company.id)])
        buckets.filtered(lambda rule: rule.code == "gift").max_share = 35
        buckets.filtered(lambda rule: rule.code == "expense").max_share = 50
        for _turn in range(12):
            self._credit(rng.choice(("gift", "rebate", "expense", "cash")), rng.randrange(1, 90_000), rng.choice(
                (None, today, today + datetime.timedelta(days=rng.randrange(1, 40)))))
        rules = [ledger.BucketRule(rule.code, rule.sequence, round(rule.max_share * 100)) for rule in buckets]
        for turn in range(25):
            self.env.invalidate_all()
            lots = [ledger.Lot(lot.id, lot.bucket, to_fen(lot.free), str(lot.expires_on or "")) for lot in self.account.lot_ids]
            fen = rng.randrange(1, 60_000)
            parts, left = ledger.split(lots, rules, fen, str(today))
            said = self.account._covers(fen, "said before")
            result = self._hold(f"s{turn}", fen)
            self.assertEqual((said.ok, said.missing_fen), (result.ok, result.missing_fen), "what is said before is what the gate does")
            self.assertEqual(result.ok, not left)
            if result.ok:
                self.assertEqual([(lot, -part) for lot, part in result.lots], parts)
            else:
                self.assertEqual(result.missing_fen, left)
        self.assertEqual([d for d in self.env["prepaid.check"]._differences(self.company) if d["kind"] != "gl"], [])

    def test_what_is_said_before_is_what_the_gate_does(self):
        """A bucket pays its share only, what has expired pays nothing, and a line that is over counts for nothing."""
        buckets = self.env["prepaid.bucket"].search([("company_id", "=", self.company.id)])
        buckets.filtered(lambda rule: rule.code == "gift").max_share = 30
        self._withdraw(self.account, 4600)
        gift = self._credit("gift", 60_000)
        self.env.invalidate_all()

        def missing(fen):
            self.env.invalidate_all()
            said, held = self.account._covers(fen, "order"), self._hold(f"try-{fen}-{next(counter)}", fen)
            self.assertEqual((said.ok, said.missing_fen, said.code), (held.ok, held.missing_fen, held.code))
            return said.missing_fen
        counter = iter(range(100))
        self.assertEqual((self.account.available, missing(100_000)), (1000, 30_000))
        yesterday = self.company._dealer_today() - datetime.timedelta(days=1)
        self.env.cr.execute("UPDATE prepaid_lot SET expires_on = %s WHERE entry_id = %s", [yesterday, gift.id])
        self.assertEqual(missing(50_000), 10_000)
        self._line(1000).with_user(self.users["fin_manager"]).action_approve()
        self.assertEqual((missing(140_001), self.account._cover().topups([140_001, 10])), (1, [1, 11]))
        self.assertEqual(missing(60_000), 0)
        self.assertEqual(missing(80_001), 1)
        self.env.cr.execute("UPDATE prepaid_account SET line_to = %s WHERE id = %s", [yesterday, self.account.id])
        self.assertEqual((missing(10_000), self.account._cover().topups([10_000])), (30_000, [30_000]), "200.00 are owed: a top-up settles them first")
        self._topup(self.d1, 299.99)
        self.assertEqual(missing(10_000), 1)
        self._topup(self.d1, 0.01)
        self.assertEqual(missing(10_000), 0)

    # -- credit line

    def _line(self, amount, **vals):
        today = self.company._dealer_today()
        line = self.env["prepaid.credit.line"].with_user(self.users["fin_settlement"]).create({
            "account_id": self.account.id, "amount": amount, "reason": "season start", "date_from": today,
            "date_to": today + datetime.timedelta(days=30), **vals})
        line.action_submit()
        return line

    def test_credit_line(self):
        line = self._line(1000)
        with self.assertRaises(AccessError):
            line.action_approve()
        line.with_user(self.users["fin_manager"]).action_approve()
        self.assertTrue(self._hold("big", 560_000).ok)
        self.assertEqual((self.account.available, self.account.debt), (-600, 600))
        short = self._hold("more", 40_001)
        self.assertEqual((short.status, short.missing_fen), ("short", 1))
        entry = self._capture("big", 560_000)
        self.assertEqual(entry.lots_text, "Cash 5,000.00 + credit line 600.00")
        self._topup(self.d1, 700)
        self.assertEqual((self.account.available, self.account.debt), (100, 0))
        self.assertEqual(self._free(), {"cash": 10_000})
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])

    def test_release_after_the_line_was_paid(self):
        self._line(1000).with_user(self.users["fin_manager"]).action_approve()
        self._hold("big", 560_000)
        self._topup(self.d1, 700)
        self.account._release("big", "cancelled")
        self.assertEqual(self._free(), {"cash": 570_000})
        self.assertLedger(self.account, 5700, 0, 5700)

    def test_line_ends_with_its_last_day(self):
        today = self.company._dealer_today()
        self._line(1000, date_from=today - datetime.timedelta(days=9), date_to=today).with_user(self.users["fin_manager"]).action_approve()
        self.env.cr.execute("UPDATE prepaid_account SET line_to = %s WHERE id = %s", [today - datetime.timedelta(days=1), self.account.id])
        self.env.invalidate_all()
        self.assertEqual(self._hold("big", 500_001).missing_fen, 1)
        with self.assertRaisesRegex(UserError, "over already"):
            self._line(500, date_from=today - datetime.timedelta(days=9), date_to=today - datetime.timedelta(days=1))

    def test_line_never_falls_below_what_is_owed(self):
        self._line(1000).with_user(self.users["fin_manager"]).action_approve()
        self._hold("big", 560_000)
        self._line(0).with_user(self.users["fin_manager"]).action_approve()
        self.assertEqual((self.account.credit_line, self.account.debt), (600, 600))
        self.assertEqual(self._hold("more", 1).status, "short")

    # -- limits of stores

    def test_limits_of_a_store(self):
        limit = self.env["prepaid.sub.limit"].with_user(self.users["fin_manager"]).create({
            "account_id": self.account.id, "partner_id": self.store_1a.id, "per_order": 1000, "per_day": 1500, "per_season": 1800})

        def hold(key, fen, store):
            """Hold for a document of its own."""
            return self.account._hold(key, fen, "res.country", ord(key), key, store=store)
        self.assertEqual(hold("a", 100_001, store=self.store_1a).code, "store_order_limit")
        self.assertTrue(hold("b", 100_000, store=self.store_1a).ok)
        over = hold("c", 60_000, store=self.store_1a)
        self.assertEqual((over.status, over.code, over.missing_fen), ("blocked", "store_day_limit", 10_000))
        self.assertIn("may order 1,500.00 CNY a day and has ordered 1,000.00 CNY", over.message)
        self.env.cr.execute("UPDATE prepaid_hold SET created_at = created_at - interval '2 days' WHERE key = 'b'")
        self.assertEqual(hold("d", 90_000, store=self.store_1a).code, "store_season_limit")
        self.account._release("b", "cancelled")
        self.assertTrue(hold("e", 90_000, store=self.store_1a).ok)
        self.assertTrue(self._hold("f", 300_000, store=self.partners["1B"]).ok, "another store")
        with self.assertRaises(ValidationError):
            limit.partner_id = self.partners["2A"]
        for role in ("fin_cashier", "sales_rep", "wh_operator", "auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                limit.with_user(self.users[role]).write({"per_day": 9_999})

    def test_limit_of_an_order_counts_all_its_holds(self):
        """What an order costs more later is another hold, but the same order."""
        self.env["prepaid.sub.limit"].create({"account_id": self.account.id, "partner_id": self.store_1a.id, "per_order": 1000})
        self.assertTrue(self._hold("first", 90_000, store=self.store_1a).ok)
        over = self._hold("more", 90_000, store=self.store_1a)
        self.assertEqual((over.status, over.code, over.missing_fen), ("blocked", "store_order_limit", 80_000))
        self.assertIn("may be 1,000.00 CNY; 1,800.00 CNY are 800.00 CNY too much", over.message)
        self.assertTrue(self._hold("fits", 10_000, store=self.store_1a).ok)
        self.account._release("first", "cancelled")
        self.assertTrue(self._hold("again", 90_000, store=self.store_1a).ok)
        self.assertTrue(self.account._hold("other", 90_000, "res.partner", self.store_1a.id, "other", store=self.store_1a).ok, "another order")

    # -- debits without a hold

    def _debit(self, key, fen, **rules):
        return self.account._debit(key, fen, kind="adjust", label=key, res_model="res.partner", res_id=self.d1.id, **rules)

    def test_debit_at_once(self):
        result, entry = self._debit("d1", 68_000)
        self.assertTrue(result.ok)
        self._book(-68_000, "d1")
        self.assertEqual(self._debit("d1", 68_000)[1], entry)
        self.assertLedger(self.account, 4320, 0, 4320)
        with self.assertRaisesRegex(UserError, "other figures"):
            self._debit("d1", 68_001)
        result, entry = self._debit("d2", 432_001)
        self.assertEqual((result.missing_fen, len(entry)), (1, 0))

    def test_proof_between_commit_and_application(self):
        """A committed debit is an entry already while its hold is still tentative: the ledger proof counts it once."""
        with patch.object(PrepaidGate, "_after_commit", lambda gate, func: None):
            self._debit("d1", 68_000)
        self._book(-68_000, "d1")
        self.env.invalidate_all()
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.account._release("d1", "too late")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._capture("d1", 100, book=False)
        self.env["prepaid.gate"]._recover()
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_forced_debit_leaves_a_debt(self):
        """J17 edge: balance 15.00 and a late postage of 18.00 leave -3.00; the next top-up pays it."""
        self._debit("d1", 498_500)
        result, _entry = self._debit("late", 1_800, forced=True)
        self.assertTrue(result.ok)
        self.assertEqual((self.account.available, self.account.debt, self.account.forced_debt), (-3, 3, 3))
        self.assertEqual(self._hold("o", 1).status, "short")
        self._book(-498_500 - 1_800, "both")
        self._topup(self.d1, 10)
        self.assertEqual((self.account.available, self.account.debt, self.account.forced_debt), (7, 0, 0))
        self.assertEqual(self._free(), {"cash": 700})
        self.assertEqual(self.env["prepaid.check"]._differences(self.company), [])

    def test_exact_lots(self):
        self._topup(self.d1, 300)
        newest = self.account.lot_ids.sorted("id")[-1]
        result, entry = self._debit("d1", 30_000, lots=[(newest.id, 30_000)])
        self.assertEqual((result.ok, entry.lots), (True, [[newest.id, -30_000]]))
        self.assertEqual(self._debit("d2", 1, lots=[(newest.id, 1)])[0].missing_fen, 1)

    # -- one account per brand

    def test_account_of_a_brand(self):
        brand = self.env["dealer.brand"].create({"name": "North"})
        own = self.env["prepaid.account"]._get_or_create(self.company, self.d1, brand)
        self.assertNotEqual(own, self.account)
        find = self.env["prepaid.account"]._for_partner
        self.assertEqual(find(self.company, self.store_1a, brand), self.account, "what never opened pays nothing")
        self._topup(self.d1, 5000, brand_id=brand.id)
        self.assertEqual(own.state, "open")
        self.assertEqual(find(self.company, self.store_1a, brand), own)
        self.assertEqual(find(self.company, self.store_1a), self.account)
        self.assertEqual(self.env["prepaid.account"]._get_or_create(self.company, self.d1, brand), own)
        self.assertEqual(own.name, f"Test Dealer One North {own.season_id.name}")

    def test_a_draft_account_stands_in_no_brands_way(self):
        """G1: the nearest open account pays, at each owner that of the brand first; what never opened is the answer where nothing is open."""
        north, south = self.env["dealer.brand"].create([{"name": "North"}, {"name": "South"}])
        accounts, d2, store = self.env["prepaid.account"], self.partners["D2"], self.partners["2A"]
        find = accounts._for_partner
        common = accounts._get_or_create(self.company, d2)
        self.assertEqual([find(self.company, who, brand) for who in (d2, store) for brand in (north, None)], [common] * 4, "to be opened first")
        self._topup(d2, 5000, brand_id=north.id)
        own = accounts._get_or_create(self.company, d2, north)
        self.assertEqual((common.state, own.state), ("draft", "open"))
        for who in (d2, store):
            self.assertEqual([find(self.company, who, brand) for brand in (north, south, None)], [own, common, common], "another brand's money pays nothing")
        accounts._get_or_create(self.company, d2, south)
        self.assertEqual(find(self.company, store, north), own)
        accounts._get_or_create(self.company, store)
        self.assertEqual(find(self.company, store, north), own, "the store's own draft gives way to the dealer's open account")
        self._topup(d2, 5000)
        self.assertEqual([find(self.company, store, brand) for brand in (north, south, None)], [own, common, common])

    def test_a_topup_for_a_brand_is_told_of_that_brand(self):
        """What is closed or open for another brand says nothing about the season and the account that pays so far."""
        brand, d2 = self.env["dealer.brand"].create({"name": "North"}), self.partners["D2"]
        accounts = self.env["prepaid.account"]
        own, closed = accounts._get_or_create(self.company, self.d1, brand), accounts._get_or_create(self.company, d2)
        season = closed.season_id
        self.env.flush_all()
        self.env.cr.execute("UPDATE prepaid_account SET state = CASE WHEN id = %s THEN 'open' ELSE 'closed' END WHERE id IN %s", [own.id, (own.id, closed.id)])
        self.env.invalidate_all()
        topups = self.env["prepaid.topup"]
        for brand_id, following in ((brand.id, season), (False, season._after(season))):
            draft = topups.new({"partner_id": d2.id, "company_id": self.company.id, "amount": 5000, "brand_id": brand_id})
            self.assertIn(f"Opens the account of season {following.name}.", draft.effect_hint)
        draft = topups.new({"partner_id": self.store_1a.id, "company_id": self.company.id, "amount": 5000, "brand_id": brand.id})
        self.assertIn(f"no longer {own.display_name}.", draft.effect_hint)

    # -- the end of lots and holds

    def test_expired_lot(self):
        today = self.company._dealer_today()
        self._credit("gift", 20_000, today + datetime.timedelta(days=1))
        self._credit("rebate", 10_000, today - datetime.timedelta(days=1))
        self.env["prepaid.lot"]._cron_expire()
        self.assertEqual(self._free(), {"gift": 20_000, "cash": 500_000})
        entry = self.account.entry_ids.filtered(lambda e: e.kind == "expiry")
        self.assertEqual((entry.amount, entry.memo), (-100, 0))
        self.assertMove(entry.move_id, [("220300", 100), ("600100", -100)])
        self.assertEqual(entry.formula.split("\n")[0], f"The last day {today - datetime.timedelta(days=1)} is over: what is left expires.")
        self.assertIn("100.00 − 0.00 used before = 100.00", entry.formula)
        self.assertLedger(self.account, 5200, 0, 5200)
        self.env["prepaid.lot"]._cron_expire()
        self.assertLedger(self.account, 5200, 0, 5200)

    def test_balance_adds_up_by_lot(self):
        self._credit("gift", 20_000)
        self._hold("o1", 68_000)
        for lot in self.account.lot_ids:
            self.assertEqual(to_fen(lot.initial), to_fen(lot.free) + to_fen(lot.used) + to_fen(lot.settled))
        self.assertEqual(from_fen(sum(self._free().values())), from_fen(to_fen(self.account.available)))
