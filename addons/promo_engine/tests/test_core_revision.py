"""The revision of the engine: what it decides for the public cases and the carts of the generator is written down. No Odoo, no database."""
import hashlib
from dataclasses import replace

from odoo.addons.promo_engine.engine import read_outcome
from odoo.addons.promo_engine.engine.cases.cart import evaluate_case
from odoo.addons.promo_engine.engine.outcome import ENGINE_VERSION
from odoo.addons.promo_engine.engine.stored import outcome_row
from odoo.addons.promo_engine.tests.generator import gen
from odoo.addons.promo_engine.tests.test_core_cases import cases

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

# revision -> hash of what it gives. Whatever changes it, prices or what hashes are made of (a new field of carts, rules, options), raises
# ENGINE_VERSION and adds a line: an order is worked out again to its own hash only by the revision that priced it.
DECIDED = {
    "2": "b9a22b091808912a556026913b97eff8b0b5373b9f978600686ba7cf1a2bfb3d",
    "3": "807723cf0ffb8a6d6844f4414608d847374d8bffc1c9f3b223f961e2cdbbddc8",
}


def decided():
    """The hash of what the engine of now gives."""
    public = [case for case in cases("promo-cases") if case.get("kind", "cart") == "cart"]
    drawn = [gen(seed, n_lines=12, n_rules=50, when=when) for seed in range(6) for when in ("some", "all")]
    found = hashlib.sha256()
    for case in (*public, *drawn):
        found.update(evaluate_case(case)[0].result_hash.encode())
    return found.hexdigest()


class TestRevision(BaseCase):
    def test_a_change_of_prices_is_a_new_revision(self):
        self.assertEqual(decided(), DECIDED[ENGINE_VERSION], "other results than this revision of the engine gave: raise ENGINE_VERSION")
        self.assertEqual(list(DECIDED), sorted(DECIDED, key=int))

    def test_an_outcome_keeps_its_revision(self):
        outcome = evaluate_case(gen(1, n_lines=3, n_rules=9))[0]
        row = outcome_row(outcome)
        self.assertEqual((row["engine"], read_outcome(row).result_hash), (ENGINE_VERSION, outcome.result_hash))
        earlier = replace(outcome, engine="1")
        self.assertNotEqual(earlier.result_hash, outcome.result_hash)
        self.assertEqual(read_outcome(outcome_row(earlier)).result_hash, earlier.result_hash)
        self.assertTrue(earlier.gave_as(outcome))
