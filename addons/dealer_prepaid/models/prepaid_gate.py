import logging
from contextlib import contextmanager
from typing import NamedTuple

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError
from odoo.sql_db import PoolError

from odoo.addons.dealer_base.money import yuan

from .. import ledger
from ..adapters.messages import sentence
from ..sql import gate

_logger = logging.getLogger(__name__)


@contextmanager
def need_space(account):
    """Turn the database's answer that its disk is full into a sentence for the user; the transaction fails as a whole."""
    try:
        yield
    except psycopg2.errors.DiskFull as error:
        # The transaction is broken: what the sentence names must not be read any more.
        raise UserError(sentence(account.env, "no_space", {"account": account._name_at_hand()})) from error


class HoldResult(NamedTuple):
    """Answer of ``prepaid.account._hold``.

    ``status`` is held, short or blocked; ``code`` and ``params`` name the refusal, ``message`` says it in the user's language.
    ``lots`` and ``memo_fen`` tell which lots the money comes from, see ``prepaid.entry``.
    """

    status: str
    available_fen: int = 0
    missing_fen: int = 0
    code: str = ""
    params: dict = {}
    message: str = ""
    lots: tuple = ()
    memo_fen: int = 0

    @property
    def ok(self):
        """Whether the money is held."""
        return self.status == "held"


class PrepaidGate(models.AbstractModel):
    """The one gate through which ``available`` of a prepaid account changes (ledger.md c).

    Odoo works in REPEATABLE READ and retries a request that meets a changed row after seconds of sleep; a balance row
    updated inside the order's transaction would make bursts slow and rude. So the gate works in a side transaction of a
    few milliseconds in READ COMMITTED:

    * a *hold* takes from ``available`` and its lots before the order is written and stays tentative until the order is committed;
    * a *credit* (top-up, release, refund) is recorded in the main transaction as an operation and added after its commit.

    Whatever a crash leaves behind, :meth:`_recover` puts right: it applies committed operations, promotes tentative holds
    whose document was committed and releases the others, using the life-sign lock of the owner and no guessed time-out.
    """

    _name = "prepaid.gate"
    _description = "Prepaid gate"

    # -- seams that tests replace, since a test has one connection only

    def _call(self, statement):
        """Run one statement in a side transaction of its own, in one round trip.

        :param statement: SQL with one value; an overrider must keep its effects even when the main transaction rolls back.
        :return: the value.
        """
        with self.env.registry.cursor() as cr:  # committed when the block ends
            return gate.run(cr, statement)

    def _after_commit(self, func):
        """Run ``func()`` when the main transaction is committed; the effect must be repeatable by recovery."""
        self.env.cr.postcommit.add(func)

    def _wake_queue(self):
        """Have the waiting documents tried, in a transaction of its own: the main one is over."""
        with self.env.registry.cursor() as cr:
            self.env(cr=cr)["prepaid.account"]._run_queue()

    def _after_rollback(self, func):
        """Run ``func()`` when the main transaction is rolled back."""
        self.env.cr.postrollback.add(func)

    # -- holds

    def _place_hold(self, account, vals):
        """Take the money of a hold from ``available`` in a side transaction; the same key again gives the same hold.

        The caller has recorded the operation, and with it the life sign of the key (``sql.book.insert_operation``).

        :param account: one prepaid.account.
        :param vals: key, fen, model, res, label, states, buckets, lots, credit, forced, store, days, accepted (see ``sql.functions.PLACE``).
        :return: HoldResult.
        """
        key = vals["key"]
        try:
            with need_space(account):
                answer = self._call(gate.place({
                    **vals, "account": account.id, "uid": self.env.uid, "tz": account.company_id._dealer_tz().zone}))
        except (psycopg2.errors.LockNotAvailable, PoolError) as error:
            raise UserError(sentence(self.env, "busy", {"account": account.display_name})) from error
        if answer["status"] != "held":
            return self._refused(account, vals, answer)
        self._after_rollback(lambda: self._forget_hold(key))
        return HoldResult(
            "held", answer["available"] + answer["line"], lots=tuple(tuple(part) for part in answer["lots"]), memo_fen=answer["memo"])

    def _refused(self, account, vals, answer):
        params = {"account": account.display_name, "label": vals["label"]}
        if answer["status"] == "limit":
            whole = answer["used"] if answer["code"] == "store_order_limit" else 0  # what an order costs more counts with what it holds
            params.update(limit_fen=answer["limit"], used_fen=answer["used"], needed_fen=whole + vals["fen"], code=answer["code"])
            params["missing_fen"] = answer["used"] + vals["fen"] - answer["limit"]
            refusal = ledger.Refusal(answer["code"], params)
        elif answer["status"] == "conflict":
            refusal = ledger.Refusal("conflict", params)
        else:
            refusal = ledger.hold(ledger.Balance(state=answer["state"], posted_fen=answer["available"], credit_line_fen=answer["line"]), vals["fen"])
            if answer["state"] in vals["states"] and answer["state"] != "open":
                refusal = ledger.hold(ledger.Balance("open", answer["available"], 0, answer["line"]), vals["fen"])
            if not isinstance(refusal, ledger.Refusal):  # it was free again in between: say so and let the user repeat
                refusal = ledger.Refusal("busy", {})
        params = {**params, **account._opening_params(), **refusal.params}
        return HoldResult(
            "short" if refusal.code == "short" else "blocked", answer["available"] + answer["line"],
            refusal.params.get("missing_fen", 0), refusal.code, params, sentence(self.env, refusal.code, params))

    def _forget_hold(self, key):
        """After a rollback: give an unclaimed hold back at once instead of leaving it to the recovery job."""
        try:
            self._call(gate.forget(key))
        except (psycopg2.Error, PoolError):
            _logger.info("prepaid hold %s is left to the recovery job", key, exc_info=True)

    # -- effects of committed operations

    def _apply_later(self, operation_id, account=None):
        """Have an operation's effect carried out once the main transaction is committed.

        :param account: the prepaid.account that gets money, if documents that wait for it shall have their turn at once.
        """
        waits = self._waits(account) if account else None
        self._after_commit(lambda: self._apply_now(operation_id, waits))

    def _apply_now(self, operation_id, waits=None):
        try:
            if self._call(gate.apply_operation(operation_id, waits)) and waits:
                self._wake_queue()
        except (psycopg2.Error, PoolError):  # money that is applied without waking the queue: its job runs each minute anyway
            _logger.warning("prepaid operation %s is left to the recovery job", operation_id, exc_info=True)

    def _waits(self, account):
        """Hook: tell the database how to see that documents wait for money of this account, in the statement that adds the money.

        :return: SQL of a condition, or None when nothing can wait. Extend: return one, with that of super by OR.
        """

    @api.model
    def _recover(self):
        """Job of each minute: finish what a crash left half done. Safe to run twice at once.

        :return: (operations applied, holds promoted, holds released)
        """
        applied = promoted = released = 0
        left = self._call(gate.left_behind())
        for operation_id in left["operations"] or ():
            applied += bool(self._recover_one("operation", gate.apply_operation(operation_id)))
        for hold_id in left["holds"] or ():
            fen = self._recover_one("hold", gate.settle_hold(hold_id))
            promoted += fen == 0
            if fen:
                released += 1
                _logger.info("prepaid hold %s had no document: %s CNY released", hold_id, yuan(fen))
        for account_id in left["accounts"] or ():
            self._recover_one("account", gate.seal(account_id))
        return applied, promoted, released

    def _recover_one(self, what, statement):
        """One bad row must not keep the others from being recovered: it is logged and shows in the ledger proof."""
        try:
            return self._call(statement)
        except (psycopg2.errors.LockNotAvailable, PoolError):
            return None
        except psycopg2.Error:
            _logger.exception("prepaid recovery of one %s failed; the ledger proof names its account", what)
            return None
