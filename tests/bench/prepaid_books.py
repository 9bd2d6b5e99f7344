"""The books: a batch of 200 shipments as one journal entry, a statement of 2,000 entries."""
from ..faults.shop import open_shop
from .meter import environment, statements, stopwatch
from .registry import Row, bench

PARTS = {"goods": 6_000, "admin": 480, "logistics": 320}


def _inline():
    """The gate of the tests: what follows the commit happens at once, so that all of it can be rolled back."""
    from odoo.addons.dealer_prepaid.tests.common import InlineGate

    class Patches:
        patches = []

        @classmethod
        def setUpClass(cls):
            """Nothing to prepare."""

        @classmethod
        def classPatch(cls, target, name, replacement):
            """Remember what was there."""
            cls.patches.append((target, name, getattr(target, name)))
            setattr(target, name, replacement)
    type("Inline", (InlineGate, Patches), {}).setUpClass()
    return Patches.patches


def _undo(patches):
    for target, name, saved in reversed(patches):
        setattr(target, name, saved)


@bench
def batch(database, options):
    """200 shipments of a day become one journal entry."""
    patches = _inline()
    try:
        with environment(database) as env:
            account = env["prepaid.account"].browse(open_shop(env, 1, "batch"))
            env.company.prepaid_gl_mode = "daily"
            for number in range(200):
                account._hold(f"batch-{number}", 6_800, "res.partner", 1, f"order {number}")
                account._capture(f"batch-{number}", 6_800, operation_key=f"batch-ship-{number}", label=f"shipment {number}",
                                 res_model="res.partner", res_id=1, components=PARTS)
            env.flush_all()
            with stopwatch() as taken, statements() as seen:
                env["prepaid.gl.batch"]._post_waiting(env.company)
                env.flush_all()
            posted = env["prepaid.gl.batch"].search([("company_id", "=", env.company.id)])
            moves = len(posted.filtered(lambda rec: rec.kind == "shipment").move_id)
            yield Row("journal entries of 200 shipments", moves, native=200, goal="1", reached=moves == 1)
            yield Row("batch of 200 shipments", round(taken[0], 2), "s")
            yield Row("statements of the batch", len(seen))
    finally:
        _undo(patches)


@bench
def statement(database, options):
    """A statement of 2,000 entries."""
    patches = _inline()
    try:
        with environment(database) as env:
            account = env["prepaid.account"].browse(open_shop(env, 1, "statements"))
            for begin in range(0, 2_000, 500):
                lines = [{"kind": "topup", "amount_fen": 100 + number, "label": f"line {number}"} for number in range(begin, begin + 500)]
                account._post_entries(f"lines-{begin}", lines, "res.partner", 1)
            env.flush_all()
            draft = env["prepaid.statement"].create({"account_id": account.id, "date_to": env.company._dealer_today()})
            env.flush_all()
            with stopwatch() as taken, statements() as seen:
                draft._issue()
                env.flush_all()
            assert draft.line_count >= 2_000, draft.line_count
            yield Row("statement of 2,000 entries", round(taken[0], 3), "s", goal="< 1 s", reached=taken[0] < 1)
            yield Row("statements of issuing it", len(seen))
    finally:
        _undo(patches)
