"""Limits, quotas, gifts with stock, presale, lottery, returns, explanations: what a cart file cannot say. No Odoo."""
from datetime import datetime, timezone
from string import Formatter

from odoo.addons.promo_engine.engine import (
    CONDITIONS,
    REASONS,
    REWARDS,
    Cart,
    Counter,
    Deposit,
    Line,
    Options,
    Party,
    Prize,
    ReturnError,
    Ship,
    Table,
    confirm,
    draw,
    evaluate,
    explain,
    log_ok,
    next_steps,
    preview,
    read_outcome,
    read_snapshot,
    refund,
    release,
    reserve,
    table_problems,
)
from odoo.addons.promo_engine.engine.stored import outcome_row
from odoo.addons.promo_engine.engine.words import LANGUAGES

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

NOW = datetime(2026, 11, 11, 12, tzinfo=timezone.utc)


def cart(*lines, **more):
    """A cart of (product, pieces, fen of one piece)."""
    return Cart("c", tuple(Line(f"L{k}", sku, qty, price, k) for k, (sku, qty, price) in enumerate(lines, 1)), **{"at": NOW, **more})


def rule(name, level, *rewards, **more):
    """A row of a rule."""
    return {"id": name, "level": level, "rewards": list(rewards), **more}


def snapshot(*rows):
    """A snapshot whose every row can be read."""
    found = read_snapshot(rows)
    assert not found.problems, found.problems
    return found


def why(result, name):
    """The reason code of a rule that did not apply."""
    return {row.rule: row.code for row in result.rejected}.get(name)


HALF = {"type": "percent", "value": 50, "target": "unit"}
TEN = {"type": "amount", "value": "10"}


class TestLimits(BaseCase):
    def test_flash_quota_prices_only_what_is_left(self):
        rules = snapshot(rule("flash", "price", {"type": "fixed_price", "value": "9.90"}, limits=[{"id": "q", "kind": "quota"}]))
        for left, net, code in ((5, 3 * 990, None), (2, 2 * 990 + 2_000, None), (0, 6_000, "quota")):
            with self.subTest(left=left):
                result = evaluate(cart(("A", 3, 2_000)), rules, {"q": left})
                self.assertEqual((result.payable_fen, why(result, "flash")), (net, code))
                self.assertEqual(result.limits, (("q", min(left, 3)),) if left else ())

    def test_two_lines_share_one_quota(self):
        rules = snapshot(rule("flash", "price", HALF, limits=[{"id": "q", "kind": "quota"}]))
        result = evaluate(cart(("A", 2, 1_000), ("B", 2, 1_000)), rules, {"q": 3})
        self.assertEqual([line.net_fen for line in result.lines], [1_000, 1_500])

    def test_the_tenth_buyer_pays_half_the_eleventh_all(self):  # R3-055
        rules = snapshot(rule("early", "price", HALF, limits=[{"id": "first ten", "kind": "total"}]))
        for left, net, code in ((1, 500, None), (0, 1_000, "limit_total")):
            result = evaluate(cart(("A", 1, 1_000)), rules, {"first ten": left})
            self.assertEqual((result.payable_fen, why(result, "early")), (net, code))

    def test_early_bird_steps(self):
        for sold, net in ((9, 500), (10, 800), (19, 800), (20, 1_000)):
            rules = snapshot(rule("bird", "price", {"type": "steps", "steps": [[10, 5_000], [20, 2_000]], "sold": sold}))
            self.assertEqual(evaluate(cart(("A", 1, 1_000)), rules).payable_fen, net, sold)

    def test_budget_stops_a_rule_that_costs_more(self):
        rules = snapshot(rule("b", "order", TEN, limits=[{"id": "money", "kind": "budget"}]))
        for left, net in ((1_000, 4_000), (999, 5_000)):
            self.assertEqual(evaluate(cart(("A", 1, 5_000)), rules, {"money": left}).payable_fen, net)
        self.assertEqual(why(evaluate(cart(("A", 1, 5_000)), rules, {"money": 999}), "b"), "budget")

    def test_what_this_order_took_counts(self):
        rules = snapshot(*(rule(name, "order", TEN, limits=[{"id": "money", "kind": "budget"}]) for name in "ab"))
        result = evaluate(cart(("A", 1, 5_000)), rules, {"money": 1_500})
        self.assertEqual((result.applied, why(result, "b"), result.limits), (("a",), "budget", (("money", 1_000),)))

    def test_a_pause_a_block_and_a_used_up_limit_each_have_a_code(self):
        for more, code in (({"paused": True}, "paused"), ({"blocked": "below cost"}, "compliance_block"),
                           ({"limits": [{"id": "x", "kind": "customer"}]}, "limit_customer"), ({"limits": [{"id": "x", "kind": "org"}]}, "limit_org")):
            self.assertEqual(why(evaluate(cart(("A", 1, 5_000)), snapshot(rule("r", "order", TEN, **more)), {"x": 0}), "r"), code)

    def test_reserve_confirm_release(self):
        counter = reserve(Counter(3), "a", 2)
        self.assertIs(reserve(counter, "a", 2), counter)
        self.assertIsNone(reserve(counter, "a", 1))
        self.assertIsNone(reserve(counter, "b", 2))
        counter = confirm(counter, "a", 1)
        self.assertEqual((counter.reserved, counter.confirmed, counter.left), (0, 1, 2))
        self.assertEqual(release(counter, "a").left, 3)
        self.assertEqual(release(counter, "a", charge_back=True).left, 2)


class TestGifts(BaseCase):
    def test_gone_gifts_fall_back(self):
        gift = {"type": "gift", "sku": "G", "qty": 2, "choices": ["H"], "value": "3"}
        rules = snapshot(rule("g", "item", gift), )
        for left, gifts in (({"stock:G": 5, "stock:H": 5}, {"G": 2}), ({"stock:G": 1, "stock:H": 5}, {"G": 1, "H": 1}), ({"stock:G": 0, "stock:H": 0}, {})):
            result = evaluate(cart(("A", 1, 5_000)), rules, left)
            self.assertEqual({gift.sku: gift.qty for gift in result.gifts}, gifts)
        self.assertEqual(why(result, "g"), "stock_gift")

    def test_the_declared_amount_when_every_gift_is_gone(self):
        gift = {"type": "gift", "sku": "G", "qty": 1, "stock": "box", "fallback_amount": "3"}
        result = evaluate(cart(("A", 1, 5_000)), snapshot(rule("g", "item", gift)), {"box": 0})
        self.assertEqual((result.payable_fen, result.gifts, result.applied), (4_700, (), ("g",)))
        self.assertEqual(why(result, "g"), "stock_gift")

    def test_what_gifts_cost_is_shared(self):
        gift = {"type": "gift", "sku": "G", "qty": 3, "value": "3.33"}
        rules = snapshot(rule("g", "item", gift, cost_split=[{"who": "hq", "share": 50}, {"who": "dealer", "share": 50}]))
        self.assertEqual(evaluate(cart(("A", 1, 5_000)), rules).effects[0].costs, (("hq", 500), ("dealer", 499)))


class TestMoney(BaseCase):
    def test_who_bears_free_shipping(self):
        rules = snapshot(rule("f", "shipping", {"type": "percent", "value": 100, "target": "shipping"},
                              conditions=[{"type": "min_qty", "value": 2}], cost_split=[{"who": "hq", "share": 60}, {"who": "store", "share": 0}]))
        result = evaluate(cart(("A", 2, 5_000), shipping=(Ship("1", 700), Ship("2", 500))), rules)
        self.assertEqual((result.shipping_fen, result.effects[0].shipping, result.effects[0].costs),
                         (0, (("1", 700), ("2", 500)), (("hq", 720), ("store", 480))))

    def test_only_what_headquarters_bears_lowers_the_settlement(self):
        split = [{"who": "hq", "share": 30}, {"who": "store", "share": 70}]
        for settles, borne in ((True, (("L1", 200), ("L2", 100))), (False, ())):
            rules = snapshot(rule("o", "order", TEN, cost_split=split, settles=settles))
            self.assertEqual(evaluate(cart(("A", 1, 4_000), ("B", 1, 2_000)), rules).effects[0].settlement, borne)

    def test_a_rule_in_its_time_by_the_minute(self):  # R3-016
        rules = snapshot(rule("w", "order", TEN, start="2026-11-11T20:00:00+08:00", end="2026-11-11T22:00:00+08:00"))
        for hour, minute, code in ((11, 59, "not_yet"), (12, 0, None), (13, 59, None), (14, 0, "ended")):
            at = datetime(2026, 11, 11, hour, minute, tzinfo=timezone.utc)
            self.assertEqual(why(evaluate(cart(("A", 1, 5_000), at=at), rules), "w"), code)

    def test_presale(self):
        reward = {"type": "deposit", "paid": "10", "worth": "25", "back_first": 200}
        rules = snapshot(rule("pre", "item", reward, end="2026-11-01T00:00:00+08:00"))
        paid_in_time = datetime(2026, 10, 20, tzinfo=timezone.utc)
        for number, issues in ((200, [("deposit_back", 1_000)]), (201, [])):
            result = evaluate(cart(("A", 1, 20_000), deposits=(Deposit("pre", 1_000, number, paid_in_time),)), rules)
            self.assertEqual((result.total_fen, result.payable_fen), (18_500, 17_500))
            self.assertEqual([(issue.kind, issue.value_fen) for issue in result.issues], issues)
        late = evaluate(cart(("A", 1, 20_000), deposits=(Deposit("pre", 1_000, 1, NOW),)), rules)
        self.assertEqual(why(late, "pre"), "ended")

    def test_cash_back_waits_for_its_proof_and_the_return_window(self):
        rules = snapshot(rule("praise", "after", {"type": "cash_back", "value": "5", "after_days": 7}, proof="praise"),
                         rule("back", "after", {"type": "cash_back", "percent": 10, "cap": "8"}))
        issues = evaluate(cart(("A", 1, 20_000)), rules).issues
        self.assertEqual([(issue.rule, issue.value_fen, issue.proof, dict(issue.params)["after_days"]) for issue in issues],
                         [("back", 800, "", 7), ("praise", 500, "praise", 7)])

    def test_donation_upgrade_and_new_goods(self):
        rules = snapshot(rule("d", "after", {"type": "donation", "to": "school", "value": "1"}), rule("u", "after", {"type": "upgrade", "to": "vip"}),
                         rule("n", "price", HALF, scope={"new_days": 30}))
        lines = (Line("L1", "A", 1, 1_000, 1, launched="2026-10-20"), Line("L2", "B", 1, 1_000, 2, launched="2026-01-01"))
        result = evaluate(Cart("c", lines, at=NOW, buyer=Party(facts={"level": "gold"})), rules)
        self.assertEqual([line.net_fen for line in result.lines], [500, 1_000])
        self.assertEqual([(issue.kind, issue.key) for issue in result.issues], [("donation", "school"), ("upgrade", "vip")])

    def test_carts_that_are_hardly_one(self):
        """Nothing in it, only freight, a line of no pieces, a line of pieces that went back."""
        rules = snapshot(rule("o", "order", TEN), rule("b", "item", {"type": "buy_get"}),
                         rule("s", "shipping", {"type": "percent", "value": 100, "target": "shipping"}))
        self.assertEqual(evaluate(cart(), rules).payable_fen, 0)
        self.assertEqual(evaluate(cart(shipping=(Ship("S", 900),)), rules).payable_fen, 0)
        found = evaluate(cart(("A", 0, 1_000), ("B", 3, 1_000), ("C", -1, 500)), rules)
        self.assertEqual([line.net_fen for line in found.lines], [0, 1_000, -500])
        self.assertEqual(refund(found, {"L2": 3}).cash_fen, 1_000)

    def test_a_result_that_was_changed_is_noticed(self):
        row = outcome_row(evaluate(cart(("A", 1, 5_000)), snapshot(rule("o", "order", TEN))))
        row["lines"][0][5] -= 1
        with self.assertRaises(ValueError):
            read_outcome(row)

    def test_rules_that_cannot_be_read_are_named(self):
        found = read_snapshot([rule("a", "order", TEN), rule("b", "order", {"type": "magic"}), rule("c", "nowhere", TEN), "text", rule("a", "item", TEN),
                               {"id": "d", "level": "order"}, rule("e", "order", TEN, start="2026-01-01"), rule("f", "order", TEN, colour="red")])
        self.assertEqual([kept.id for kept in found.rules], ["a"])
        self.assertEqual([problem.rule for problem in found.problems], ["b", "c", "", "a", "d", "e", "f"])
        self.assertTrue(all(problem.text for problem in found.problems))


class TestReturns(BaseCase):
    GIFT = ({"type": "gift", "sku": "G", "qty": 1, "value": "12"},)

    def plan(self, rows, returned, lines=(("A", 1, 20_000), ("B", 1, 10_000)), **more):
        rules, basket = snapshot(*rows), cart(*lines, codes=frozenset({"K"}))
        return refund(evaluate(basket, rules), returned, cart=basket, snapshot=rules, **more)

    def test_gifts_of_a_broken_threshold(self):
        for policy, cash, gifts in (("keep", 10_000, ()), ("must_return", 10_000, (("G", 1, "must_return", 0),)),
                                    ("deduct_value", 8_800, (("G", 1, "deduct_value", 1_200),))):
            rows = [rule("g", "item", *self.GIFT, conditions=[{"type": "min_amount", "value": "300"}], gift_return=policy)]
            plan = self.plan(rows, {"L2": 1})
            self.assertEqual((plan.cash_fen, tuple(gift[1:] for gift in plan.gifts)), (cash, gifts), policy)

    def test_a_fixed_charge_once(self):
        rows = [rule("t", "order", {"type": "tiers", "tiers": [["300", "30"]]}, clawback="fixed", clawback_amount="5")]
        first = self.plan(rows, {"L2": 1})
        self.assertEqual((first.clawback_fen, first.cash_fen), (500, 8_500))
        again = self.plan(rows, {"L1": 1}, before={"L2": 1})
        self.assertEqual((again.clawback_fen, again.cash_fen), (0, 18_000))

    def test_codes_come_back_with_everything_never_after_a_charge_back(self):
        rows = [rule("k", "coupon", TEN, code="K", code_back=True)]
        everything = {"L1": 1, "L2": 1}
        self.assertEqual(self.plan(rows, everything).codes_back, ("k",))
        self.assertEqual(self.plan(rows, everything, charge_back=True).codes_back, ())
        self.assertEqual(self.plan(rows, {"L1": 1}).codes_back, ())

    def test_points_fall_away_with_everything(self):
        rows = [rule("p", "after", {"type": "points", "per": 1})]
        self.assertEqual(self.plan(rows, {"L1": 1, "L2": 1}).issues_back, (("p", "points", "points", 300),))

    def test_the_last_pieces_come_back_first(self):
        plan = self.plan([rule("o", "order", TEN)], {"L1": 1}, lines=(("A", 3, 1_000),))
        self.assertEqual(plan.pieces, (("L1", 2, 1, 667),))

    def test_more_than_there_is(self):
        for returned in ({"L1": 2}, {"L9": 1}, {"L1": -1}):
            with self.assertRaises(ReturnError):
                self.plan([rule("o", "order", TEN)], returned)

    def test_a_preview_of_several_choices(self):
        rules, basket = snapshot(rule("o", "order", TEN)), cart(("A", 1, 4_000), ("B", 1, 1_000))
        found = preview(evaluate(basket, rules), {"a": {"L1": 1}, "b": {"L2": 1}})
        self.assertEqual({name: plan.cash_fen for name, plan in found.items()}, {"a": 3_200, "b": 800})


class TestWords(BaseCase):
    def test_both_languages_know_every_code_and_number(self):
        keys = {lang: set(sentences) for lang, sentences in LANGUAGES.items()}
        self.assertEqual(keys["en"], keys["zh"])
        self.assertLessEqual(set(REASONS), keys["en"])
        for code, sentence in LANGUAGES["en"].items():
            holes = [{name for _text, name, _spec, _conv in Formatter().parse(text) if name} for text in (sentence, LANGUAGES["zh"][code])]
            self.assertEqual(*holes, code)

    def test_every_reason_becomes_a_sentence(self):
        """Whatever is rejected, in both languages, without a hole."""
        rows = [
            rule("amount", "order", TEN, conditions=[{"type": "min_amount", "value": "300"}]), rule("code", "coupon", TEN, code="X"),
            rule("qty", "order", TEN, conditions=[{"type": "min_qty", "value": 3}]), rule("scope", "order", TEN, scope={"skus": ["Z"]}),
            rule("late", "order", TEN, end="2026-01-01T00:00:00+08:00"), rule("early", "order", TEN, start="2027-01-01T00:00:00+08:00"),
            rule("pause", "order", TEN, paused=True), rule("block", "order", TEN, blocked="x"), rule("total", "order", TEN, limits=[{"id": "x"}]),
            rule("who", "order", TEN, conditions=[{"type": "customer", "field": "level", "equals": "vip"}]), rule("gift", "item", {"type": "gift", "sku": "G"}),
            rule("best", "order", {"type": "amount", "value": "20"}, groups=[{"name": "g"}]), rule("lost", "order", TEN, groups=[{"name": "g"}]),
            rule("ship", "shipping", {"type": "percent", "value": 50, "target": "shipping"}),
            rule("zero", "shipping", {"type": "amount", "value": "0", "target": "shipping"}),
            rule("points", "after", {"type": "points"}), rule("card", "payment", {"type": "pay", "balance": "5"})]
        result = evaluate(cart(("A", 1, 5_000), shipping=(Ship("S", 900),)), snapshot(*rows), {"x": 0, "stock:G": 0})
        for lang in ("en", "zh_CN"):
            found = explain(result, lang, {"amount": "Full 300", "best": "Best"})
            self.assertEqual({sentence.rule for sentence in found} - {""}, {row["id"] for row in rows})
            self.assertFalse([sentence for sentence in found if "{" in sentence.text or "None" in sentence.text])
        texts = {sentence.text for sentence in explain(result, "zh")}
        self.assertIn("再买 250.00,即可享受 amount。", texts)
        self.assertIn("Add 250.00 more for Full 300.", {sentence.text for sentence in explain(result, "en", {"amount": "Full 300"})})

    def test_the_next_tier_is_a_hint(self):
        rules = snapshot(rule("t", "order", {"type": "tiers", "tiers": [["300", "20"], ["500", "50"]]}))
        for price, hints in ((29_999, [("more_amount", 1)]), (30_000, [("more_amount", 20_000)]), (50_000, [])):
            result = evaluate(cart(("A", 1, price)), rules)
            self.assertEqual([(hint.kind, hint.value) for hint in result.hints], hints)

    def test_spent_before_is_no_hint_to_buy_more(self):
        """What was spent before this order does not grow with it; where this order counts, the hint says how much."""
        for with_this, hints, text in ((False, [], "t: for buyers who spent 500.00 before this order; it is 100.00."),
                                       (True, [("more_amount", 37_000)], "t: 370.00 more is needed (130.00 of 500.00).")):
            rules = snapshot(rule("t", "order", TEN, conditions=[{"type": "spent", "value": "500", "with_this": with_this}]))
            result = evaluate(cart(("A", 1, 3_000), buyer=Party("c1", {"spent_fen": 10_000}, 1)), rules)
            self.assertEqual([(hint.kind, hint.value) for hint in result.hints], hints)
            self.assertIn(text, {sentence.text for sentence in explain(result)})

    def test_the_cheapest_next_step_respects_exclusions(self):
        rules = snapshot(
            rule("near", "order", {"type": "amount", "value": "5"}, conditions=[{"type": "min_amount", "value": "110"}], groups=[{"name": "g"}]),
            rule("now", "order", {"type": "amount", "value": "8"}, groups=[{"name": "g"}]),
            rule("far", "order", {"type": "amount", "value": "40"}, conditions=[{"type": "min_amount", "value": "150"}], groups=[{"name": "g"}]))
        basket = cart(("A", 1, 10_000))
        found = next_steps(basket, rules, evaluate(basket, rules))
        self.assertEqual([(step.rule, step.add_fen) for step in found], [("far", 5_000)])


class TestDraws(BaseCase):
    TABLE = Table("wheel", (Prize("car", 1, 1, 100_000), Prize("cup", 999, 10, 500), Prize("thanks", 9_000)), "thanks")

    def test_numbers_meet_their_odds(self):
        for number, prize in ((0, "car"), (1, "cup"), (999, "cup"), (1_000, "thanks"), (9_999, "thanks")):
            self.assertEqual(draw(self.TABLE, "t", number, {"car": 1, "cup": 10}).prize, prize)

    def test_a_prize_that_is_gone_falls_back(self):
        found = draw(self.TABLE, "t", 0, {"car": 0})
        self.assertEqual((found.hit, found.prize), ("car", "thanks"))

    def test_the_log_cannot_be_rewritten(self):
        log, before = [], ""
        for k in range(4):
            log.append(draw(self.TABLE, f"t{k}", k * 500, {"car": 1, "cup": 10}, before))
            before = log[-1].hash
        self.assertTrue(log_ok(log))
        self.assertFalse(log_ok([log[0], *log[2:]]))
        self.assertFalse(log_ok([log[0], log[1]._replace(prize="car"), *log[2:]]))

    def test_what_is_wrong_with_a_table(self):
        bad = Table("x", (Prize("a", 5_000, 1), Prize("a", -1), Prize("b", 4_000, None, 9_000_000)), "c")
        self.assertEqual([code for code, _value in table_problems(bad)], ["odds_sum", "odds_negative", "prize_twice", "no_fallback", "prize_too_high"])
        with self.assertRaises(ValueError):
            draw(bad, "t", 1, {})
        self.assertEqual(table_problems(self.TABLE), [])


class TestKinds(BaseCase):
    def test_every_kind_has_words_for_the_form(self):
        for table in (REWARDS, CONDITIONS):
            for code, kind in table.items():
                self.assertEqual(kind.code, code)
                self.assertTrue(kind.label and kind.spec.__doc__)
        self.assertTrue(all(kind.families for kind in REWARDS.values()))

    def test_equal_amounts_with_other_conflicts_are_not_the_same_state(self):
        """R0 and R1 take the same, but R0 shuts R5 out: found by a random cart."""
        def off(k, fen, tags, *not_with):
            return rule(f"R{k}", "order", {"type": "amount", "value_fen": fen}, seq=k, scope={"tags": tags}, not_with=list(not_with))
        rows = [off(0, 2_308, ["c", "b"]), off(1, 3_092, ["b"]), off(2, 1_503, ["b", "a"], "R0", "R1"), off(3, 2_698, ["c", "b"]),
                off(4, 1_499, ["c", "b"], "R0", "R2"),
                rule("R5", "order", {"type": "percent", "value_bp": 2_589}, seq=5, scope={"tags": ["a", "b"]}, not_with=["R0", "R2", "R3"])]
        lines = [Line(f"L{k}", f"S{k}", qty, fen, k, frozenset(tag)) for k, (qty, fen, tag) in enumerate(((1, 1_851, "b"), (2, 1_573, "a"), (2, 6_208, "a")))]
        self.assertEqual(evaluate(Cart("c", tuple(lines)), snapshot(*rows)).discount_fen, 5_880)

    def test_a_long_search_ends_and_says_so(self):
        rows = [rule(f"r{k:02d}", "order", {"type": "amount", "value_fen": 100 + k}, not_with=[f"r{k - 1:02d}"] if k else []) for k in range(30)]
        result = evaluate(cart(("A", 1, 100_000)), snapshot(*rows))
        self.assertEqual([len(rules) for rules in result.searches], [30])
        self.assertGreaterEqual(len(result.applied), 10)
        few = evaluate(cart(("A", 1, 100_000)), snapshot(*rows[:12]), None, Options(nodes=3))
        self.assertEqual([len(rules) for rules in few.searches], [12])

    def test_conflicts_over_levels_cost_a_bounded_number_of_evaluations(self):
        """Many groups over two levels: the result is the same again, says that it was cut short, and takes one rule of each group."""
        rows = [rule(f"{level}{k:03d}", level, {"type": "amount", "value_fen": 10 + k + (3 if level == "coupon" else 0)}, groups=[{"name": f"g{k}"}])
                for k in range(100) for level in ("order", "coupon")]
        basket = cart(*((f"S{k}", 1, 10_000) for k in range(50)))
        result = evaluate(basket, snapshot(*rows))
        self.assertEqual(len(result.applied), 100)
        self.assertEqual(result.discount_fen, sum(13 + k for k in range(100)))
        self.assertGreater(len(result.searches), 80)
        self.assertEqual(evaluate(basket, snapshot(*reversed(rows))).result_hash, result.result_hash)
