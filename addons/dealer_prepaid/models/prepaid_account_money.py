import hashlib
import json

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen

from .. import ledger
from ..adapters.messages import sentence
from ..sql import book
from .prepaid_gate import HoldResult


class PrepaidAccountMoney(models.Model):
    """The commands of a prepaid account: the documented hooks for addons above.

    None of them checks the user's role: the document method that calls them does (it knows the state and the four eyes).
    They are private, so no other program reaches them, and they write with sudo because nobody has the right to write
    entries, holds or operations by hand.
    """

    _inherit = "prepaid.account"

    # -- holds

    def _hold(self, key, amount_fen, res_model, res_id, label, *, states=("open",)):
        """Keep money back for a document. Call it once per request and before the request's own writes.

        :param key: str, the same whenever the same request is repeated, another one for another attempt.
        :param amount_fen: fen, > 0.
        :param res_model: model of the document.
        :param res_id: id of the document; the document stores the key as text, never a foreign key to the hold.
        :param label: what people call the document.
        :param states: account states in which the hold is allowed.
        :return: HoldResult; ``ok`` or the refusal with its figures and sentence.
        """
        self.ensure_one()
        probe = ledger.hold(ledger.Balance(state="open", posted_fen=ledger.decide.AMOUNT_MAX_FEN), amount_fen)
        if isinstance(probe, ledger.Refusal):
            params = {"account": self.display_name, **probe.params}
            return HoldResult("blocked", 0, 0, probe.code, params, sentence(self.env, probe.code, params))
        self.flush_recordset()
        vals = {"key": key, "amount_fen": amount_fen, "res_model": res_model, "res_id": res_id, "label": label}
        result = self.env["prepaid.gate"]._place_hold(self, vals, states)
        if result.ok:
            operation_id, _entries = self._record("hold", key, [res_model, res_id, amount_fen])
            if operation_id:
                self.env["prepaid.gate"]._apply_later(operation_id)
        self._money_changed()
        return result

    def _release(self, key, reason, amount_fen=None):
        """Give held money back; it becomes available after the commit. A repeated call finds nothing left and does nothing.

        :param key: key of the hold.
        :param reason: text, why.
        :param amount_fen: fen; all that is left by default.
        :return: fen released.
        :raises UserError: when more is asked for than is held.
        """
        self.ensure_one()
        hold = self._find_hold(key)
        decision = self._decide(ledger.release(self._as_hold(hold, key), amount_fen), label=hold.label or key)
        fen = -decision.hold_delta_fen
        if fen and self._shrink(key, "released", fen, hold):
            hold.sudo().reason = reason  # sudo: nobody may write holds by hand
            total = to_fen(hold.released)
            operation_id, _entries = self._record("release", f"{key}:{total}", [fen], delta_fen=fen)
            self.env["prepaid.gate"]._apply_later(operation_id)
            self._wake_queue()
        return fen

    def _capture(self, key, amount_fen, *, operation_key, label, res_model, res_id, kind="capture", components=None,
                 order_model=None, order_id=None):
        """Take held money for what ships now: one entry, in the caller's transaction; ``available`` stays as it is.

        :param key: key of the hold.
        :param amount_fen: fen, > 0.
        :param operation_key: str, names the shipment; the same key again gives the first entry and changes nothing.
        :param label: what the entry says.
        :param res_model: model of the shipment.
        :param res_id: its id.
        :param kind: kind of the entry.
        :param components: {part: fen} that add up to ``amount_fen``.
        :param order_model: model of the order.
        :param order_id: its id.
        :return: one prepaid.entry.
        :raises UserError: when the hold does not cover the amount.
        """
        self.ensure_one()
        line = ledger.EntryLine(kind, -amount_fen, label, components or {})
        operation_id, done = self._record("capture", operation_key, [key, amount_fen, kind])
        if done is not None:
            return done
        hold = self._find_hold(key)
        self._decide(ledger.capture(self._as_hold(hold, key), line), label=hold.label or key)
        self._shrink(key, "captured", amount_fen, hold)
        entry = self._append(operation_id, [line], {
            "hold_key": key, "res_model": res_model, "res_id": res_id, "order_model": order_model, "order_id": order_id})
        self.env["prepaid.gate"]._apply_later(operation_id)
        return entry

    # -- credits

    def _post_entries(self, operation_key, lines, res_model, res_id, order_model=None, order_id=None, *, approver=None,
                      new_state=None, kind="entries"):
        """Append entries that belong together; their net, never below zero, becomes available after the commit.

        :param operation_key: str, names the document; the same key again gives the first entries and changes nothing.
        :param lines: dicts of kind, amount_fen (signed), label, components, in order.
        :param res_model: model of the document.
        :param res_id: its id.
        :param order_model: model of the order, if any.
        :param order_id: its id.
        :param approver: the second person, if any.
        :param new_state: state the account takes with the commit.
        :param kind: kind of the operation.
        :return: prepaid.entry records, same order.
        :raises UserError: when the ledger refuses.
        """
        self.ensure_one()
        entry_lines = [ledger.EntryLine(v["kind"], v["amount_fen"], v.get("label", ""), v.get("components") or {}) for v in lines]
        decision = self._decide(ledger.post_entries(self._as_balance(), entry_lines))
        delta = decision.available_delta_fen
        operation_id, done = self._record(
            kind, operation_key, [[line.kind, line.amount_fen] for line in entry_lines], delta_fen=delta, new_state=new_state)
        if done is not None:
            return done
        entries = self._append(operation_id, entry_lines, {
            "res_model": res_model, "res_id": res_id, "order_model": order_model, "order_id": order_id,
            "approver_id": approver.id if approver else False})
        self.env["prepaid.gate"]._apply_later(operation_id)
        self._wake_queue()
        return entries

    def _set_state(self, state, operation_key):
        """Give the account another state with the commit.

        :param state: frozen, open, closing or closed.
        :param operation_key: str, names the document or press that asks for it; the same key again changes nothing.
        """
        self.ensure_one()
        operation_id, _done = self._record("state", operation_key, [state], new_state=state)
        if operation_id:
            self.env["prepaid.gate"]._apply_later(operation_id)
        self._money_changed()

    # -- the waiting queue

    def _fund_waiting(self):
        """Hook: try the documents that wait for money of this account, in the order they began to wait.

        Called by the queue job once money has come; each document must be tried in its own savepoint. Extend and call
        super first; return nothing.
        """

    def _wake_queue(self):
        self.env.ref("dealer_prepaid.cron_fund_waiting").sudo()._trigger()  # sudo: any role's credit may wake the job

    @api.model
    def _cron_fund_waiting(self):
        """Job woken by credits: give waiting documents of open accounts their turn."""
        for account in self.search([("state", "=", "open"), ("available", ">", 0)]):
            account._fund_waiting()

    @api.model
    def _cron_recover(self):
        """Job of each minute: see ``prepaid.gate._recover``."""
        applied, promoted, released = self.env["prepaid.gate"]._recover()
        if applied or released:
            self._wake_queue()
        return applied, promoted, released

    # -- parts

    def _as_balance(self):
        fen = to_fen(self.sudo().balance)  # sudo: the decision needs the figures whoever asks
        return ledger.Balance(self.state, fen, to_fen(self.sudo().held), to_fen(self.credit_line))  # sudo: see above

    def _find_hold(self, key):
        hold = self.env["prepaid.hold"].sudo().search([("key", "=", key), ("account_id", "=", self.id)])  # sudo: warehouse reads no holds
        hold.invalidate_recordset()
        return hold

    @staticmethod
    def _as_hold(hold, key):
        return ledger.Hold(key, to_fen(hold.amount), to_fen(hold.captured), to_fen(hold.released))

    def _shrink(self, key, column, fen, hold):
        hold.flush_recordset()
        row = book.shrink_hold(self.env.cr, key, column, fen)
        hold.invalidate_recordset()
        self._money_changed()
        if not row:
            self._refuse(ledger.Refusal("hold_closed", {"needed_fen": fen}), label=hold.label or key)
        return row

    def _record(self, kind, key, payload, *, delta_fen=0, new_state=None):
        """Record an operation once.

        :return: (operation id, None) the first time, (None, its entries) when the same request was recorded before.
        :raises UserError: when the key was used for another request.
        """
        fingerprint = hashlib.sha256(json.dumps([self.id, kind, payload], sort_keys=True).encode()).hexdigest()
        operations = self.env["prepaid.operation"].sudo()  # sudo: nobody may write operations by hand
        operations.flush_model()
        operation_id = book.insert_operation(self.env.cr, {
            "account_id": self.id, "company_id": self.company_id.id, "kind": kind, "key": key, "fingerprint": fingerprint,
            "delta_fen": delta_fen, "new_state": new_state, "uid": self.env.uid})
        if operation_id:
            return operation_id, None
        first = operations.search([("kind", "=", kind), ("key", "=", key)])
        if first.fingerprint != fingerprint:
            raise UserError(self.env._("%(key)s has been booked already with other figures; nothing was changed.", key=key))
        entries = self.env["prepaid.entry"].sudo().search([("operation_id", "=", first.id)], order="id")  # sudo: the caller's document shows them
        return None, entries.sudo(False)

    def _append(self, operation_id, lines, common):
        company = self.company_id
        today, now = company._dealer_today(), self.env.cr.now()
        season = self.season_id
        entries = self.env["prepaid.entry"].sudo().create([{  # sudo: nobody may write entries by hand
            **common, "account_id": self.id, "company_id": company.id, "currency_id": self.currency_id.id, "season_id": season.id,
            "operation_id": operation_id, "kind": line.kind, "amount": from_fen(line.amount_fen), "label": line.label or line.kind,
            "components": dict(line.components) or False, "date": today, "recorded_at": now, "actor_id": self.env.uid,
        } for line in lines])
        self._money_changed()
        return entries.sudo(False)

    def _money_changed(self):
        self.invalidate_recordset(["available", "state", "held", "balance", "missing_to_open", "entry_ids", "hold_ids"])

    def _decide(self, decision, **params):
        if isinstance(decision, ledger.Refusal):
            self._refuse(decision, **params)
        return decision

    def _refuse(self, refusal, **params):
        raise UserError(sentence(self.env, refusal.code, {"account": self.display_name, **params, **refusal.params}))
