"""R1: random sequences of requests against Odoo and a model of the ledger; after each step the two agree to the fen and the lot.

The short form runs fixed seeds. More with ``DRILL_EXAMPLES=400 DRILL_STEPS=100`` or by ``bin/drill model``; a failure prints its steps
and hypothesis shrinks them.
"""
import os

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from odoo.tests import tagged

from odoo.addons.dealer_prepaid.tests.common import PrepaidCommon

from .driver import Driver

EXAMPLES, STEPS = int(os.environ.get("DRILL_EXAMPLES", 10)), int(os.environ.get("DRILL_STEPS", 45))


def machine(case):
    """Make the state machine for a test case: one rule a step, its numbers drawn by hypothesis."""

    class Machine(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.savepoint = case.env.cr.savepoint(flush=False)
            self.driver = Driver(case)

        def teardown(self):
            self.savepoint.close(rollback=True)
            case.env.invalidate_all()
            case.seen["examples"] += 1
            case.seen["steps"] += len(self.driver.log)

    for index, step in enumerate(Driver.STEPS):
        def work(self, data, step=step):
            self.driver.step(step, lambda n: data.draw(st.integers(0, n - 1)))
        setattr(Machine, f"{step.__name__}_{index}", rule(data=st.data())(work))
    return Machine


@tagged("post_install", "-at_install")
class TestModel(PrepaidCommon):
    def test_state_machine(self):
        self.seen = {"examples": 0, "steps": 0}
        phases = [Phase.generate, Phase.shrink] if EXAMPLES > 50 else [Phase.generate]
        wanted = settings(
            max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None, database=None, phases=phases, print_blob=True,
            suppress_health_check=list(HealthCheck))
        run_state_machine_as_test(seed(int(os.environ.get("DRILL_SEED", 19)))(machine(self)), settings=wanted)
        self.assertGreaterEqual(self.seen["examples"], EXAMPLES)
