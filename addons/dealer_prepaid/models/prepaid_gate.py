import contextlib
import logging
from typing import NamedTuple

import psycopg2

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import yuan

from .. import ledger
from ..adapters.messages import sentence
from ..sql import chain, gate

_logger = logging.getLogger(__name__)


class HoldResult(NamedTuple):
    """Answer of ``prepaid.account._hold``.

    ``status`` is held, short or blocked; ``code`` and ``params`` name the refusal, ``message`` says it in the user's language.
    """

    status: str
    available_fen: int = 0
    missing_fen: int = 0
    code: str = ""
    params: dict = {}
    message: str = ""

    @property
    def ok(self):
        """Whether the money is held."""
        return self.status == "held"


class _NoEffect(Exception):
    """Leaves a side transaction without its effects; carries the answer."""


class PrepaidGate(models.AbstractModel):
    """The one gate through which ``available`` of a prepaid account changes (ledger.md c).

    Odoo works in REPEATABLE READ and retries a request that meets a changed row after seconds of sleep; a balance row
    updated inside the order's transaction would make bursts slow and rude. So the gate works in a side transaction of a
    few milliseconds in READ COMMITTED:

    * a *hold* takes from ``available`` before the order is written and stays tentative until the order is committed;
    * a *credit* (top-up, release, refund) is recorded in the main transaction as an operation and added after its commit.

    Whatever a crash leaves behind, :meth:`_recover` puts right: it applies committed operations, promotes tentative holds
    whose document was committed and releases the others, using the life-sign lock of the owner and no guessed time-out.
    """

    _name = "prepaid.gate"
    _description = "Prepaid gate"

    # -- seams that tests replace, since a test has one connection only

    @contextlib.contextmanager
    def _side_transaction(self):
        """Open a side transaction: committed when the block ends, rolled back when it raises.

        :return: context manager giving a cursor; an overrider must give one whose effects survive the block.
        """
        with self.env.registry.cursor() as cr:
            gate.begin(cr)
            yield cr

    def _after_commit(self, func):
        """Run ``func()`` when the main transaction is committed; the effect must be repeatable by recovery."""
        self.env.cr.postcommit.add(func)

    def _after_rollback(self, func):
        """Run ``func()`` when the main transaction is rolled back."""
        self.env.cr.postrollback.add(func)

    # -- holds

    def _place_hold(self, account, vals, states=("open",)):
        """Take the money of a hold from ``available`` in a side transaction; the same key again gives the same hold.

        :param account: one prepaid.account.
        :param vals: key, amount_fen, res_model, res_id, label.
        :param states: account states in which a hold may be placed.
        :return: HoldResult.
        """
        key, fen = vals["key"], vals["amount_fen"]
        gate.take_life_sign(self.env.cr, key)
        try:
            with self._side_transaction() as cr:
                hold_id = gate.insert_hold(cr, {**vals, "account_id": account.id, "uid": self.env.uid})
                if not hold_id:
                    found = gate.read_hold(cr, key)
                    if (found["account_id"], found["amount_fen"]) == (account.id, fen) and found["state"] in ("tentative", "open"):
                        return self._held(cr, account)
                    # We own the key's life sign: a tentative hold of another amount was left by a request that failed.
                    if found["state"] != "tentative" or not gate.drop_orphan(cr, found["id"]):
                        raise _NoEffect("conflict", gate.read_account(cr, account.id))
                    gate.insert_hold(cr, {**vals, "account_id": account.id, "uid": self.env.uid})
                if not gate.take(cr, account.id, fen, states):
                    raise _NoEffect("refused", gate.read_account(cr, account.id))
                result = self._held(cr, account)
        except _NoEffect as no_effect:
            reason, (state, available_fen, line_fen) = no_effect.args
            return self._refused(account, vals, reason, state, available_fen, line_fen)
        except psycopg2.errors.LockNotAvailable as error:
            raise UserError(sentence(self.env, "busy", {"account": account.display_name})) from error
        self._after_rollback(lambda: self._forget_hold(key))
        return result

    @staticmethod
    def _held(cr, account):
        _state, available_fen, line_fen = gate.read_account(cr, account.id)
        return HoldResult("held", available_fen + line_fen)

    def _refused(self, account, vals, reason, state, available_fen, line_fen):
        params = {"account": account.display_name, "label": vals["label"]}
        if reason == "conflict":
            return HoldResult("blocked", available_fen, 0, "conflict", params, sentence(self.env, "conflict", params))
        balance = ledger.Balance(state=state, posted_fen=available_fen, credit_line_fen=line_fen)
        refusal = ledger.hold(balance, vals["amount_fen"])
        if not isinstance(refusal, ledger.Refusal):  # it was free again in between: say so and let the user repeat
            refusal = ledger.Refusal("busy", {})
        params = {**params, **account._opening_params(), **refusal.params}
        return HoldResult(
            "short" if refusal.code == "short" else "blocked", available_fen + line_fen,
            refusal.params.get("missing_fen", 0), refusal.code, params, sentence(self.env, refusal.code, params))

    def _forget_hold(self, key):
        """After a rollback: give an unclaimed hold back at once instead of leaving it to the recovery job."""
        try:
            with self._side_transaction() as cr:
                found = gate.read_hold(cr, key)
                if found and found["state"] == "tentative" and gate.owner_is_gone(cr, key):
                    gate.drop_orphan(cr, found["id"])
        except psycopg2.Error:
            _logger.info("prepaid hold %s is left to the recovery job", key, exc_info=True)

    # -- effects of committed operations

    def _apply_later(self, operation_id):
        """Have an operation's effect carried out once the main transaction is committed."""
        self._after_commit(lambda: self._apply_now(operation_id))

    def _apply_now(self, operation_id):
        try:
            with self._side_transaction() as cr:
                gate.apply_operation(cr, operation_id)
        except psycopg2.Error:
            _logger.warning("prepaid operation %s is left to the recovery job", operation_id, exc_info=True)

    @api.model
    def _recover(self):
        """Job of each minute: finish what a crash left half done. Safe to run twice at once.

        :return: (operations applied, holds promoted, holds released)
        """
        applied = promoted = released = 0
        with self._side_transaction() as cr:
            operations, holds = gate.unapplied_operations(cr), gate.tentative_holds(cr)
        for operation_id in operations:
            with self._side_transaction() as cr:
                applied += gate.apply_operation(cr, operation_id)
        for hold_id, key in holds:
            with self._side_transaction() as cr:
                if not gate.owner_is_gone(cr, key):
                    continue
                if gate.is_claimed(cr, key):
                    gate.promote(cr, key)
                    promoted += 1
                else:
                    fen = gate.drop_orphan(cr, hold_id)
                    released += bool(fen)
                    _logger.info("prepaid hold %s had no document: %s CNY released", key, yuan(fen))
        with self._side_transaction() as cr:
            for account_id in chain.unsealed_accounts(cr):
                chain.seal(cr, account_id)
        return applied, promoted, released
