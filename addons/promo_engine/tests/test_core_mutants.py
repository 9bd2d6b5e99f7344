"""Deliberately broken engines: each is a copy with one place changed, and the case files have to notice it. No Odoo, no database."""
import importlib
import shutil
import sys
import tempfile
from pathlib import Path

from odoo.addons.promo_engine.tests.test_core_cases import FILES

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

ENGINE = Path(__file__).parent.parent / "engine"
# name, file, text, text instead of it (every occurrence)
MUTANTS = (
    ("the rest goes to the last line", "spread.py", "    if caps is None:\n        return allocate(total_fen, weights)\n",
     ("    if caps is None:\n        parts = [total_fen * weight // sum(weights) for weight in weights]\n"
     "        parts[-1] += total_fen - sum(parts)\n        return parts\n")),
    ("floors are ignored", "state.py", "[line.floor_fen if total > 0 else 0", "[0 if total > 0 else 0"),
    ("a percentage is cut off", "draft.py", "return round_div(base * rate_bp, 10_000)", "return base * rate_bp // 10_000"),
    ("a unit price is cut off", "kinds/percent.py", "return round_div(unit_fen * (10_000 - spec.value_bp), 10_000)",
     "return unit_fen * (10_000 - spec.value_bp) // 10_000"),
    ("a percentage is taken of the original amount", "options.py", 'choice("running", "entry", "rule", default="running")',
     'choice("running", "entry", "rule", default="entry")'),
    ("thresholds look at what is left", "options.py", 'choice("entry", "running", "list", default="entry")',
     'choice("entry", "running", "list", default="running")'),
    ("order rules before item rules", "rule.py", 'LEVELS = ("price", "item", "order", ', 'LEVELS = ("price", "order", "item", '),
    ("assets before discounts", "evaluate.py", "    if work.options.order == \"as_listed\":",
     ("    _level(result, by_level['payment'], excluded)\n"
     "    for draft in result.drafts:\n        for spec in draft.assets:\n"
     "            draft.lines_amount(work.takers(draft.rule.scope), spec.balance_fen)\n"
     "    if work.options.order == \"as_listed\":")),
    ("a piece may cost less than nothing", "draft.py", "max(0, min(amount, now - floors[i]))", "amount"),
    ("more than instead of at least", "conditions/min_amount.py", "    if have >= need:", "    if have > need:"),
    ("the tax of a threshold is ignored", "work.py", 'if tax == "excl":', 'if tax == "never":'),
    ("the scope of a threshold is ignored", "work.py", "        scope = rule.scope if scope is None else scope\n        base",
     "        scope = ALL\n        base"),
    ("groups are ignored", "choose/conflicts.py",
     "        for group in rule.groups:\n            links.append(", "        for group in ():\n            links.append("),
    ("exclusive is ignored", "choose/plans.py", "if not rule.exclusive or _hopeless(rule, without, options):", "if True:"),
    ("the free piece counts as bought", "kinds/buy_get.py", "size, count = spec.buy + spec.get, how_many(runs)",
     "size, count = spec.buy, how_many(runs)"),
    ("goods on sale are not left out", "work.py", "if scope.undiscounted_only and self.reduced(i):", "if False:"),
    ("a cap is ignored", "draft.py", "            amount = min(amount, cap)\n", "            pass\n"),
    ("the lowest price of all time", "prices.py", "if entry.at >= opens]", "if entry.at]"),
    ("the price when the window opens is forgotten", "prices.py", "return min(inside + in_force)", "return min(inside or in_force)"),
    ("the dearest piece is free", "kinds/buy_get.py", 'default="cheapest")\n    mode', 'default="dearest")\n    mode'),
    ("a voucher pays for each line instead of each piece", "assets.py", "sum(count * min(cap", "sum(min(cap"),
    ("an asset pays more than is to be paid", "assets.py", "used = max(0, min(most, room, payable))", "used = max(0, most)"),
    ("points count what assets pay", "kinds/points.py", "work.state.run[i]", "work.state.entry[i]"),
    ("the best group is the one with the smallest benefit", "choose/level.py", "most = max(benefit", "most = min(benefit"),
    ("a negative line takes a share", "work.py", "line.qty > 0 and self.original[i] >= 0", "line.qty > 0"),
    ("an order may fall below zero", "draft.py", "return max(0, self.state.goods - self.work.least_goods)", "return 10**12"),
    ("freight falls below zero", "draft.py", "given = max(0, min(wanted, whole if cap is None else min(whole, cap)))", "given = wanted"),
    ("the smallest tier", "kinds/tiers.py", "        best = tier\n", "        best = best or tier\n"),
    ("a return gives the first pieces", "refund.py", "        end = line.qty - earlier.get(line.id, 0)\n",
     "        end = earlier.get(line.id, 0) + returned.get(line.id, 0)\n"),
    ("a return forgets the assets", "refund.py", "        if count and any(parts):", "        if False:"),
    ("a piece serves two offers", "draft.py", "if not (offers and used)", "if True"),
    ("codes are not asked for", "eligible.py", "if rule.code and rule.code not in work.cart.codes:", "if False:"),
    ("the second reward on the freight replaces the first", "finish.py", "[a + b for a, b in", "[b for a, b in"),
    ("after-effects take money", "evaluate.py", "work.settled = True", "work.settled = False"),
    ("rewards of a stacked price rule compete", "pricing.py", "return [[wish] for wish in wishes] if alone else [wishes]", "return [wishes]"),
    ("the scope of a reward replaces that of its rule", "work.py", "if within.everything:", "if True:"),
    ("an evening counts as the whole day", "conditions/dates.py", "if len(end) == DAY:", "if not (end := end[:DAY]).isspace():"),
    ("pieces that got nothing are taken", "kinds/unit_group.py", "if draft.goods > before:", "if True:"),
    ("price rules are taken line by line in the wrong direction", "pricing.py", "sign = 1 if", "sign = -1 if"),
)


class TestMutants(BaseCase):
    def test_every_mutant_is_caught(self):
        folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, folder)
        sys.path.insert(0, str(folder))
        self.addCleanup(sys.path.remove, str(folder))
        for k, (name, file, old, new) in enumerate((("none", "spread.py", "", ""), *MUTANTS)):
            with self.subTest(name):
                package = f"promo_mutant_{k}"
                shutil.copytree(ENGINE, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
                source = (folder / package / file).read_text(encoding="utf-8")
                self.assertIn(old, source)
                (folder / package / file).write_text(source.replace(old, new) if old else source, encoding="utf-8")
                importlib.invalidate_caches()
                caught = self.differences(package)
                self.assertEqual(bool(caught), bool(old), caught or "no case notices it")

    def differences(self, package):
        """The first case that differs with an engine, or None."""
        cases = importlib.import_module(f"{package}.cases")
        try:
            return next((found for path in FILES for found in cases.check_file(cases.load(path.read_text(encoding="utf-8"))) if found.difference), None)
        finally:
            for module in [name for name in sys.modules if name.split(".")[0] == package]:
                del sys.modules[module]
