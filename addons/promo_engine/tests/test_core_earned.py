"""What the goods that are kept still earn for later after a return. No Odoo, no database."""
from odoo.addons.promo_engine.engine import Cart, Line, evaluate, read_snapshot, refund

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase


def rule(name, level, *rewards, **more):
    """A row of a rule."""
    return {"id": name, "level": level, "rewards": list(rewards), **more}


class TestEarned(BaseCase):
    """Points and cash back follow the goods: earned on what was settled, less with every piece that comes back."""

    POINTS = rule("p", "after", {"type": "points", "per": 1})
    CASH = rule("c", "after", {"type": "cash_back", "percent": 10, "scope": {"skus": ["A"]}})

    def plan(self, rows, returned, lines=(("A", 1, 20_000), ("B", 1, 10_000)), **more):
        """Plan a return of lines (product, pieces, fen of one piece)."""
        basket = Cart("c", tuple(Line(f"L{k}", sku, qty, price, k) for k, (sku, qty, price) in enumerate(lines, 1)))
        rules = read_snapshot(rows)
        self.assertFalse(rules.problems)
        return refund(evaluate(basket, rules), returned, cart=basket, snapshot=rules, **more)

    def test_points_of_a_part(self):
        plan = self.plan([self.POINTS], {"L2": 1})
        self.assertEqual((plan.issues_back, [tuple(left) for left in plan.issues_left]), ((), [("p", "points", "points", 200, 0)]))
        self.assertEqual(self.plan([self.POINTS], {"L1": 1}, before={"L2": 1}).issues_left, (), "nothing is kept: they fall away")

    def test_discounts_that_stay_are_not_earned_on(self):
        """300.00 less 30.00, the goods of 100.00 come back: 180.00 were paid for the rest; a withdrawn discount is paid, too."""
        for policy, points in (("keep", 180), ("reprice", 200)):
            rows = [rule("t", "order", {"type": "amount", "value": "30"}, conditions=[{"type": "min_amount", "value": "300"}], clawback=policy), self.POINTS]
            self.assertEqual([left.count for left in self.plan(rows, {"L2": 1}).issues_left], [points], policy)

    def test_a_broken_threshold_loses_all(self):
        rows = [{**self.POINTS, "conditions": [{"type": "min_amount", "value": "300"}]}]
        plan = self.plan(rows, {"L2": 1})
        self.assertEqual((plan.issues_back, plan.issues_left), ((("p", "points", "points", 300),), ()))

    def test_cash_back_of_its_goods(self):
        lines = ("A", 2, 10_000), ("B", 1, 10_000)
        self.assertEqual(self.plan([self.CASH], {"L2": 1}, lines).issues_left, (), "other goods came back")
        self.assertEqual([left.value_fen for left in self.plan([self.CASH], {"L1": 1}, lines).issues_left], [1_000])
        self.assertEqual(self.plan([rule("f", "after", {"type": "cash_back", "value": "5"})], {"L1": 1}, lines).issues_left, (), "an amount for the order")

    def test_points_of_tiers(self):
        """Points for a threshold are those of the threshold that is still reached."""
        tiers = rule("t", "after", {"type": "tiers", "give": "points", "tiers": [["100", "5"], ["300", "20"]]})
        self.assertEqual([left.count for left in self.plan([tiers], {"L2": 1}).issues_left], [5])

    def test_of_an_earlier_engine(self):
        """What was given is priced otherwise today: no rule is asked again, but what came back earns nothing, and what stays is paid for as it was."""
        lines = (("A", 10, 1_000),)
        rows = [rule("t", "order", {"type": "amount", "value": "10"}, clawback="reprice"), self.POINTS, self.CASH]
        plan = self.plan(rows, {"L1": 9}, lines, as_given=True)
        self.assertEqual({left.kind: (left.count, left.value_fen) for left in plan.issues_left}, {"points": (9, 0), "cash_back": (1, 90)})
        self.assertEqual((plan.clawbacks, plan.issues_back), ((), ()))
        self.assertEqual(self.plan(rows, {"L1": 1}, lines, before={"L1": 9}, as_given=True).issues_left, (), "nothing is kept")
