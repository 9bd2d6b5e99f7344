"""The funnel without a database: edges of stages, rates, weeks, audits, and laws that hold for every seed."""
import random
from datetime import date, datetime, timedelta

from odoo.addons.customer_activation.funnel import (
    STAGES,
    Audit,
    Customer,
    Facts,
    SheetClaim,
    SystemFacts,
    audit_score,
    contradictions,
    draw,
    due_at,
    entered_at,
    figures,
    month_start,
    percentile,
    rate_bp,
    shares_bp,
    trust_score,
    week_start,
)
from odoo.addons.dealer_base.tests.laws import seeds

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

DAY = timedelta(days=1)
T0 = datetime(2026, 11, 2, 2)
NOW = T0 + 60 * DAY


def at(days):
    """Give the time some days after the beginning."""
    return T0 + days * DAY


class TestStages(BaseCase):
    CASES = (  # label, facts, stage, days after T0 since when
        ("entered", {}, "new", 0),
        ("informed", {"informed_at": at(1)}, "informed", 1),
        ("contacted", {"informed_at": at(1), "contacted_at": at(2)}, "contacted", 2),
        ("invited", {"invited_at": at(3)}, "invited", 3),
        ("logged in", {"invited_at": at(3), "first_login_at": at(4)}, "logged_in", 4),
        ("browsed", {"first_login_at": at(4), "browsed_at": at(5)}, "browsed", 5),
        ("ordered by service without a login", {"invited_at": at(3), "orders": (at(6),)}, "first_order", 6),
        ("second", {"first_login_at": at(4), "orders": (at(6), at(9))}, "second_order", 9),
        ("active", {"first_login_at": at(4), "orders": (at(6), at(9), at(12))}, "active", 12),
        ("three orders, one too long ago", {"orders": (at(-40), at(9), at(12))}, "second_order", 9),
        ("lost", {"first_login_at": at(4), "lost_at": at(5)}, "lost", 5),
        ("lost, came back with an order", {"lost_at": at(5), "orders": (at(6),)}, "first_order", 6),
        ("lost, came back with a login", {"lost_at": at(5), "first_login_at": at(7)}, "logged_in", 7),
    )

    def test_stages(self):
        for label, facts, stage, days in self.CASES:
            with self.subTest(label):
                self.assertEqual(entered_at(Facts(at(0), **facts), NOW), (stage, at(days)))

    def test_edge_of_the_active_days(self):
        facts = Facts(at(0), orders=(at(1), at(2), at(3)))
        self.assertEqual(entered_at(facts, at(91), 90)[0], "active")
        self.assertEqual(entered_at(facts, at(91) + timedelta(seconds=1), 90)[0], "second_order")

    def test_age_limits(self):
        self.assertEqual(due_at("invited", at(0)), at(7))
        self.assertEqual(due_at("invited", at(0), {"invited": 3}), at(3))
        self.assertIsNone(due_at("active", at(0)))
        self.assertIsNone(due_at("new", at(0), {"new": 0}))

    @seeds(200)
    def test_more_facts_never_fall_back(self, seed):
        rng = random.Random(seed)
        names = ("informed_at", "contacted_at", "invited_at", "first_login_at", "browsed_at")
        facts = {name: at(rng.randrange(60)) for name in names if rng.random() < 0.5}
        orders = tuple(sorted(at(rng.randrange(60)) for _n in range(rng.randrange(3))))
        before = STAGES.index(entered_at(Facts(at(0), orders=orders, **facts), NOW)[0])
        more = dict(facts, **{rng.choice(names): at(rng.randrange(60))})
        self.assertGreaterEqual(STAGES.index(entered_at(Facts(at(0), orders=orders, **more), NOW)[0]), before)
        added = tuple(sorted((*orders, at(rng.randrange(60)))))
        self.assertGreaterEqual(STAGES.index(entered_at(Facts(at(0), orders=added, **facts), NOW)[0]), before)


class TestRates(BaseCase):
    def _customers(self, invited, activated, ordered, returned=0):
        return [
            Customer(at(0), at(1) if n < activated else None, at(2) if n < ordered else None, 100 if n < ordered - returned else 0)
            for n in range(invited)]

    def test_activation_week(self):
        """J20: of 60 imported customers 50 were invited, 40 logged in, 20 ordered, 2 of them returned everything."""
        one = self._customers(30, 27, 14, 1)
        two = self._customers(20, 13, 6, 1)
        rest = [Customer(None)] * 10
        for label, customers, want in (
            ("all", one + two + rest, (50, 40, 18, 8000, 4500)), ("rep 1", one, (30, 27, 13, 9000, 4815)),
            ("rep 2", two, (20, 13, 5, 6500, 3846)), ("nobody", rest, (0, 0, 0, None, None)),
        ):
            with self.subTest(label):
                got = figures(customers, NOW)
                self.assertEqual((got.registered, got.activated, got.ordering, got.activation_bp, got.first_order_bp), want)

    def test_edges(self):
        one = Customer(at(1), at(2), at(3), 1)
        self.assertEqual(figures([one], at(1)).registered, 0, "the end of the reading is not part of it")
        self.assertEqual(figures([one], at(2)).activated, 0)
        self.assertEqual(figures([one], at(3), since=at(1)).activated, 1, "the begin is")
        self.assertEqual(figures([one], at(3), since=at(1) + timedelta(seconds=1)).registered, 0)
        self.assertEqual(figures([Customer(at(1), None, at(3), 500)], NOW).ordering, 0, "ordering customers are activated ones")

    def test_percentile(self):
        for values, percent, want in (([], 50, None), ([7], 1, 7), ([1, 2], 50, 1), ([1, 2, 3], 50, 2), (range(1, 11), 80, 8), (range(1, 12), 80, 9)):
            with self.subTest(values=values, percent=percent):
                self.assertEqual(percentile(values, percent), want)

    def test_no_part_of_the_whole(self):
        with self.assertRaises(ValueError):
            rate_bp(3, 2)

    @seeds(100)
    def test_laws(self, seed):
        rng = random.Random(seed)
        customers = []
        for _n in range(rng.randrange(1, 40)):
            invited = at(rng.randrange(50)) if rng.random() < 0.8 else None
            login = invited + rng.randrange(300) * timedelta(hours=1) if invited and rng.random() < 0.6 else None
            order = login + rng.randrange(300) * timedelta(hours=1) if login and rng.random() < 0.6 else None
            customers.append(Customer(invited, login, order, rng.choice((0, 0, 500)) if order else 0))
        whole = figures(customers, NOW)
        self.assertTrue(0 <= whole.ordering <= whole.activated <= whole.registered <= len(customers))
        cut = rng.randrange(len(customers))
        parts = (figures(customers[:cut], NOW), figures(customers[cut:], NOW))
        for name in ("registered", "activated", "ordering"):
            self.assertEqual(sum(getattr(part, name) for part in parts), getattr(whole, name))
        cohorts = [figures(customers, NOW, since=at(day)) for day in (0, 25)]
        self.assertEqual(cohorts[0].registered, whole.registered, "a cohort of everything is the cumulative figure")
        self.assertLessEqual(cohorts[1].registered, whole.registered)
        median, p80 = whole.login_hours
        self.assertEqual(median is None, not whole.activated)
        self.assertLessEqual(median or 0, p80 or 0)


class TestWeeks(BaseCase):
    def test_edge_of_a_week_and_a_month(self):
        sunday, monday = date(2026, 11, 29), date(2026, 11, 30)
        self.assertEqual((week_start(sunday), week_start(monday)), (date(2026, 11, 23), monday))
        self.assertEqual((month_start(monday), month_start(monday + DAY)), (date(2026, 11, 1), date(2026, 12, 1)))

    @seeds(100)
    def test_week_laws(self, seed):
        day = date(2020, 1, 1) + random.Random(seed).randrange(3_500) * DAY
        monday = week_start(day)
        self.assertEqual(monday.weekday(), 0)
        self.assertTrue(monday <= day < monday + 7 * DAY)


class TestAudits(BaseCase):
    SCORES = (  # label, audit, score
        ("all well", Audit(True, True, 10, 10, 10), 100),
        ("visit denied", Audit(False, True, 10, 10, 10), 0),
        ("another reason", Audit(True, False, 10, 10, 10), 70),
        ("knows nothing", Audit(True, True, 0, 0, 0), 70),
        ("middling", Audit(True, True, 6, 7, 8), 91),
        ("own login", Audit(True, None, 10, 10, 10), 100),
        ("own login, knows nothing", Audit(True, None, 0, 0, 0), 57),
        ("own login, middling", Audit(True, None, 6, 7, 8), 87),
        ("login denied", Audit(False, None, 10, 10, 10), 0),
    )

    def test_score(self):
        for label, audit, score in self.SCORES:
            with self.subTest(label):
                self.assertEqual(audit_score(audit), score)
        with self.assertRaises(ValueError):
            audit_score(Audit(True, True, 11, 0, 0))

    def test_trust(self):
        for scores, found, want in (((), 0, None), ((100, 0), 0, 50), ((100,), 2, 90), ((), 1, 95), ((10,), 9, 0)):
            with self.subTest(scores=scores, found=found):
                self.assertEqual(trust_score(scores, found), want)

    def test_draw(self):
        self.assertEqual(len(draw("abc", 1000, 1, "s")), 1)
        self.assertEqual(len(draw("abcdefg", 1000, 1, "s")), 1)
        self.assertEqual(len(draw("abcdefghijk", 1000, 1, "s")), 2)
        self.assertEqual(draw((), 1000, 1, "s"), ())
        self.assertEqual(draw("abcdefg", 5000, 1, "s"), draw("gfedcba", 5000, 1, "s"), "the order of the list does not matter")

    @seeds(100)
    def test_draw_laws(self, seed):
        rng = random.Random(seed)
        keys = [str(n) for n in range(rng.randrange(50))]
        share, minimum = rng.randrange(10_001), rng.randrange(4)
        sample = draw(keys, share, minimum, str(seed))
        self.assertEqual(len(set(sample)), len(sample))
        self.assertLessEqual(set(sample), set(keys))
        self.assertGreaterEqual(len(sample), min(minimum, len(keys)))
        self.assertGreaterEqual(len(sample) * 10_000, len(keys) * share)

    def test_contradictions(self):
        monday = date(2026, 11, 9)
        known = SystemFacts(monday - 7 * DAY)
        cases = (  # label, claim, facts, codes
            ("fits", SheetClaim(monday, monday, "no_time"), known, ()),
            ("logged in before", SheetClaim(monday, monday, "cannot_use"), SystemFacts(known.known_on, monday - DAY), ("active_before",)),
            ("logged in the same day", SheetClaim(monday, monday, "cannot_use"), SystemFacts(known.known_on, monday), ()),
            ("ordered before", SheetClaim(monday, monday, "off_season"), SystemFacts(known.known_on, monday - DAY, monday - DAY, monday - DAY),
             ("ordered_before",)),
            ("ordered before, and too long ago", SheetClaim(monday, monday, "off_season"),
             SystemFacts(known.known_on, monday - DAY, monday - DAY, monday - DAY, is_late=True), ()),
            ("lost a month after the last order", SheetClaim(monday, None, "lost"),
             SystemFacts(known.known_on, None, monday - 90 * DAY, monday - 30 * DAY), ()),
            ("lost at once", SheetClaim(monday, None, "lost"), SystemFacts(known.known_on, None, monday - 90 * DAY, monday - 29 * DAY), ("ordered_before",)),
            ("lost but ordered", SheetClaim(monday, None, "lost"), SystemFacts(known.known_on, None, monday, monday), ("lost_but_ordered",)),
            ("visited before he was known", SheetClaim(monday, monday - 8 * DAY, ""), known, ("visit_before_customer",)),
            ("visit to come", SheetClaim(monday, monday + DAY, ""), known, ("visit_in_future",)),
            ("same device", SheetClaim(monday), SystemFacts(known.known_on, own_device=True), ("own_device",)),
        )
        for label, claim, facts, codes in cases:
            with self.subTest(label):
                self.assertEqual(contradictions(claim, facts), codes)

    def test_weights(self):
        self.assertEqual(shares_bp({"not_used_to": 4, "no_time": 3, "cannot_use": 2, "aged": 1}),
                         {"not_used_to": 4000, "no_time": 3000, "cannot_use": 2000, "aged": 1000})
        self.assertEqual(shares_bp({"a": 1, "b": 1, "c": 1}), {"a": 3334, "b": 3333, "c": 3333})
        self.assertEqual(shares_bp({"a": 1, "b": 1}, {"a": 3}), {"a": 7500, "b": 2500})
        self.assertEqual(shares_bp({"a": 0}), {"a": 0})
