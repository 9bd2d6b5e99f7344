import datetime
import hashlib
import json
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen

from .. import ledger
from ..adapters.messages import sentence
from ..sql import book, chain
from .prepaid_gate import HoldResult, need_space


class Operation(NamedTuple):
    """A recorded operation: its id and the time of its transaction, naive UTC."""

    id: int
    at: datetime.datetime


class PrepaidAccountMoney(models.Model):
    """The commands of a prepaid account: the documented hooks for addons above.

    None of them checks the user's role: the document method that calls them does (it knows the state and the four eyes).
    They are private, so no other program reaches them, and they write with sudo because nobody has the right to write
    entries, holds or operations by hand.
    """

    _inherit = "prepaid.account"

    # -- holds

    def _hold(self, key, amount_fen, res_model, res_id, label, *, states=("open",), buckets=(), lots=(), credit=True, store=None):
        """Keep money back for a document. Call it once per request and before the request's own writes.

        :param key: str, the same whenever the same request is repeated, another one for another attempt.
        :param amount_fen: fen, > 0.
        :param res_model: model of the document.
        :param res_id: id of the document; the document stores the key as text, never a foreign key to the hold.
        :param label: what people call the document.
        :param states: account states in which the hold is allowed.
        :param buckets: codes of the buckets that may be used; all by default. Money that leaves is ("cash",).
        :param lots: (lot id, fen) that must be used, instead of the order of use.
        :param credit: whether the credit line may be used.
        :param store: res.partner whose limits on the account count.
        :return: HoldResult; ``ok`` or the refusal with its figures and sentence.
        """
        self.ensure_one()
        days = self.company_id.sudo().prepaid_hold_days if credit else 0  # sudo: a setting of the company; documents of finance do not expire
        operation = self._begin("hold", key, [res_model, res_id, amount_fen])
        result = self._take(key, amount_fen, res_model, res_id, label, {
            "fresh": bool(operation), "states": list(states), "buckets": list(buckets),
            "lots": [list(part) for part in lots], "credit": credit, "forced": False,
            "store": store.id if store else None, "days": days})
        if operation and result.ok:
            self.env["prepaid.gate"]._apply_later(operation.id)
        elif operation:
            book.forget_operation(self.env.cr, operation.id)
        self._money_changed()
        return result

    def _take(self, key, amount_fen, res_model, res_id, label, rules):
        """Ask the gate for money; see :meth:`_hold`."""
        probe = ledger.hold(ledger.Balance(state="open", posted_fen=ledger.decide.AMOUNT_MAX_FEN), amount_fen)
        if isinstance(probe, ledger.Refusal):
            params = {"account": self.display_name, **probe.params}
            return HoldResult("blocked", 0, 0, probe.code, params, sentence(self.env, probe.code, params))
        self.flush_recordset()
        return self.env["prepaid.gate"]._place_hold(self, {
            "key": key, "fen": amount_fen, "model": res_model, "res": res_id, "label": label, **rules})

    def _debit(self, key, amount_fen, *, kind, label, res_model, res_id, components=None, order_model=None, order_id=None,
               states=("open", "frozen", "closing"), buckets=(), lots=(), credit=False, forced=False, approver=None, reverses=None, store=None,
               accepted_at=None):
        """Take money at once, without a hold before. Call it once per request and before the request's own writes.

        :param key: str, names the document; the same key again gives the first entry and changes nothing.
        :param amount_fen: fen, > 0.
        :param kind: kind of the entry.
        :param forced: take it even where the account does not have it: the owner then owes the rest. For approved documents only.
        :param reverses: the prepaid.entry that this one takes back.
        :param accepted_at: when the document passed the limits of the store, at its submit: they count it there and do not refuse it now.
        :return: (HoldResult, prepaid.entry); the entry is empty when the result is not ok. The others as :meth:`_hold` and :meth:`_capture`.
        """
        self.ensure_one()
        self._decide(ledger.check_amount(amount_fen))
        line = ledger.EntryLine(kind, -amount_fen, label, components or {})
        self._decide(ledger.check_line(line))
        entries = self.env["prepaid.entry"]
        operation, done = self._record("debit", key, [amount_fen, kind], payload={"fen": amount_fen})
        if done is not None:
            return HoldResult("held"), done
        result = self._take(key, amount_fen, res_model, res_id, label, {
            "fresh": True, "states": list(states), "buckets": list(buckets), "lots": [list(part) for part in lots], "credit": credit, "forced": forced,
            "store": store.id if store else None, "days": 0, "accepted": str(accepted_at) if accepted_at else None})
        if not result.ok:
            book.forget_operation(self.env.cr, operation.id)
            return result, entries
        entry = self._append(operation, [line], {
            "hold_key": key, "res_model": res_model, "res_id": res_id, "order_model": order_model, "order_id": order_id,
            "approver_id": approver.id if approver else False, "reversed_entry_id": reverses.id if reverses else False,
        }, [result.lots], [result.memo_fen])
        self.env["prepaid.gate"]._apply_later(operation.id)
        return result, entry

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
        if fen:
            hold.flush_recordset()
            done = book.release_hold(self.env.cr, key, fen)
            hold.invalidate_recordset()
            if not done:
                self._refuse(ledger.Refusal("hold_closed", {"needed_fen": fen}), label=hold.label or key)
            hold.sudo().reason = reason  # sudo: nobody may write holds by hand
            total = to_fen(hold.released)
            operation, _entries = self._record("release", f"{key}:{total}", [fen], delta_fen=fen, payload={"hold": hold.id})
            self.env["prepaid.gate"]._apply_later(operation.id, self)
            self._money_changed()
        return fen

    def _capture(self, key, amount_fen, *, operation_key, label, res_model, res_id, kind="capture", components=None,
                 order_model=None, order_id=None, approver=None, reverses=None):
        """Take held money for what ships now: one entry, in the caller's transaction; ``available`` stays as it is.

        :param key: key of the hold, placed by an earlier request.
        :param amount_fen: fen, > 0.
        :param operation_key: str, names the shipment; the same key again gives the first entry and changes nothing.
        :param label: what the entry says.
        :param res_model: model of the shipment.
        :param res_id: its id.
        :param kind: kind of the entry.
        :param components: {part: fen} that add up to ``amount_fen``.
        :param order_model: model of the order.
        :param order_id: its id.
        :param approver: the second person, if any.
        :param reverses: the prepaid.entry that this one takes back, if any.
        :return: one prepaid.entry.
        :raises UserError: when the hold does not cover the amount.
        """
        self.ensure_one()
        self._decide(ledger.check_amount(amount_fen))
        line = ledger.EntryLine(kind, -amount_fen, label, components or {})
        self._decide(ledger.check_line(line))
        payload = [key, amount_fen, kind]
        self.env["prepaid.hold"].flush_model()
        with need_space(self):
            answer = book.capture(self.env.cr, {
                "account": self.id, "company": self.company_id.id, "key": key, "operation": operation_key,
                "fingerprint": self._fingerprint("capture", payload), "fen": amount_fen, "uid": self.env.uid})
        if answer["status"] == "done":
            return self._recorded("capture", operation_key, payload)
        if answer["status"] == "refused":
            hold = self._find_hold(key)
            self._decide(ledger.capture(self._as_hold(hold, key), line), label=hold.label or key)
            self._refuse(ledger.Refusal("hold_closed", {"needed_fen": amount_fen}), label=hold.label or key)
        self.env["prepaid.hold"].invalidate_model(["captured", "released", "state"])
        entry = self._append(Operation(answer["operation"], datetime.datetime.fromisoformat(answer["at"])), [line], {
            "hold_key": key, "res_model": res_model, "res_id": res_id, "order_model": order_model, "order_id": order_id,
            "approver_id": approver.id if approver else False, "reversed_entry_id": reverses.id if reverses else False,
        }, [answer["lots"]], [answer["memo"]])
        self.env["prepaid.gate"]._apply_later(answer["operation"])
        return entry

    # -- credits

    def _post_entries(self, operation_key, lines, res_model, res_id, order_model=None, order_id=None, *, approver=None,
                      new_state=None, kind="entries"):
        """Append entries that belong together; their net, never below zero, becomes available after the commit.

        A credit makes a lot of its bucket; a refund of an order goes back to the lots that paid for the order, the last used first.

        :param operation_key: str, names the document; the same key again gives the first entries and changes nothing.
        :param lines: dicts of kind, amount_fen (signed), label, components, and for a credit bucket (cash), expires_on and rule (of money
            that moves on), in order; an opening balance also has date (its cut-over), origin_date and origin_ref (of the system before);
            res_model, res_id and order_id of a line stand for those of the whole.
        :param res_model: model of the document.
        :param res_id: its id.
        :param order_model: model of the order, if any.
        :param order_id: its id.
        :param approver: the second person, if any.
        :param new_state: state the account takes with the commit; that of a frozen owner is frozen by money that comes in.
        :param kind: kind of the operation.
        :return: prepaid.entry records, same order.
        :raises UserError: when the ledger refuses.
        """
        self.ensure_one()
        lines = self._split_foreign(lines, order_model, order_id)
        entry_lines = [ledger.EntryLine(v["kind"], v["amount_fen"], v.get("label", ""), v.get("components") or {}) for v in lines]
        state = new_state if new_state == "frozen" else self.state  # a payment that came back opens the account of who left again, frozen
        decision = self._decide(ledger.post_entries(ledger.Balance(state), entry_lines))
        if decision.available_delta_fen > 0:
            new_state = self._state_with_money(new_state)
        operation, done = self._record(
            kind, operation_key, [[line.kind, line.amount_fen] for line in entry_lines],
            delta_fen=decision.available_delta_fen, new_state=new_state)
        if done is not None:
            return done
        lots, memos = self._plan_lots(lines, order_model, order_id)
        entries = self._append(operation, entry_lines, {
            "res_model": res_model, "res_id": res_id, "order_model": order_model, "order_id": order_id,
            "approver_id": approver.id if approver else False}, lots, memos, lines)
        self.env["prepaid.gate"]._apply_later(operation.id, self)
        return entries

    def _set_state(self, state, operation_key):
        """Give the account another state with the commit.

        :param state: frozen, open, closing or closed.
        :param operation_key: str, names the document or press that asks for it; the same key again changes nothing.
        """
        self.ensure_one()
        operation, _done = self._record("state", operation_key, [state], new_state=state)
        if operation:
            self.env["prepaid.gate"]._apply_later(operation.id)
        self._money_changed()

    def _set_credit_line(self, operation_key, amount_fen, date_from, date_to):
        """Give the account a credit line with the commit; it never falls below what is owed on it.

        :param operation_key: str, names the document.
        :param amount_fen: fen, >= 0.
        :param date_from: first day of the line.
        :param date_to: its last day.
        """
        self.ensure_one()
        payload = {"fen": amount_fen, "from": str(date_from), "to": str(date_to)}
        operation, _done = self._record("line", operation_key, payload, payload=payload)
        if operation:
            self.env["prepaid.gate"]._apply_later(operation.id, self)
        self._money_changed()

    # -- the waiting queue

    def _fund_waiting(self):
        """Hook: try the documents that wait for money of this account, in the order they began to wait.

        Called by the queue job once money has come; each document must be tried in its own savepoint. Extend and call
        super first; return nothing.
        """

    def _with_waiting(self):
        """Hook: give those of these accounts for which documents wait. Extend: return more prepaid.account, in one query."""
        return self.browse()

    @api.model
    def _run_queue(self):
        """Have the job run at once; what begins to wait meanwhile has its turn within the minute."""
        self.env.ref("dealer_prepaid.cron_fund_waiting").sudo()._trigger()  # sudo: any role's credit may wake the job

    @api.model
    def _cron_fund_waiting(self):
        """Job of each minute, woken by credits: give waiting documents of open accounts their turn."""
        for account in self.search([("state", "=", "open")])._with_waiting().sorted("id"):
            account._fund_waiting()

    @api.model
    def _cron_recover(self):
        """Job of each minute: see ``prepaid.gate._recover``."""
        applied, promoted, released = self.env["prepaid.gate"]._recover()
        if applied or released:
            if self.search([("state", "=", "open")])._with_waiting():
                self._run_queue()
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

    def _fingerprint(self, kind, payload):
        return hashlib.sha256(json.dumps([self.id, kind, payload], sort_keys=True).encode()).hexdigest()

    def _recorded(self, kind, key, payload):
        """Find what the same request did before.

        :return: its entries, or None when there was none.
        :raises UserError: when the key was used for another request.
        """
        first = self.env["prepaid.operation"].sudo().search([("kind", "=", kind), ("key", "=", key)])  # sudo: nobody reads operations by hand
        if not first:
            return None
        if first.fingerprint != self._fingerprint(kind, payload):
            raise UserError(self.env._("%(key)s has been booked already with other figures; nothing was changed.", key=key))
        return self.env["prepaid.entry"].sudo().search([("operation_id", "=", first.id)], order="id").sudo(False)  # sudo: the caller's document shows them

    def _record(self, kind, key, request, *, delta_fen=0, new_state=None, payload=None):
        """Record an operation once.

        :return: (Operation, None) the first time, (None, its entries) when the same request was recorded before.
        :raises UserError: when the key was used for another request.
        """
        operation = self._begin(kind, key, request, delta_fen=delta_fen, new_state=new_state, payload=payload)
        return (operation, None) if operation else (None, self._recorded(kind, key, request))

    def _begin(self, kind, key, request, *, delta_fen=0, new_state=None, payload=None):
        """Record an operation unless its key is known.

        :return: Operation or None.
        """
        self.env["prepaid.operation"].flush_model()
        with need_space(self):
            row = book.insert_operation(self.env.cr, {
                "account_id": self.id, "company_id": self.company_id.id, "kind": kind, "key": key, "fingerprint": self._fingerprint(kind, request),
                "delta_fen": delta_fen, "new_state": new_state, "payload": payload, "uid": self.env.uid})
        return Operation(*row) if row else None

    def _append(self, operation, lines, common, lots, memos, sources=()):
        company = self.company_id
        today = company._dealer_today()
        vals_list = [{
            **common, "account_id": self.id, "partner_id": self.partner_id.id, "company_id": company.id, "currency_id": self.currency_id.id,
            "season_id": self.season_id.id, "operation_id": operation.id, "kind": line.kind, "amount": from_fen(line.amount_fen),
            "label": line.label or line.kind, "components": dict(line.components) or False, "date": source.get("date") or today, "recorded_at": operation.at,
            "actor_id": self.env.uid, "lots": [list(part) for part in line_lots], "memo": from_fen(memo) if memo else False,
            "bucket": source.get("bucket") or ("cash" if line.amount_fen > 0 else False), "lot_expires_on": source.get("expires_on") or False,
            "lot_rule": source.get("rule") or False,
            "reversed_entry_id": source.get("reverses") or common.get("reversed_entry_id"),
            "origin_date": source.get("origin_date") or False, "origin_ref": source.get("origin_ref") or False,
            "seal_version": chain.SEAL_VERSION,
            **{name: source[name] for name in ("res_model", "res_id", "order_id") if name in source},
        } for line, line_lots, memo, source in zip(lines, lots, memos, sources or [{}] * len(lines), strict=True)]
        with need_space(self):
            entries = self.env["prepaid.entry"].sudo().create(vals_list)  # sudo: nobody may write entries by hand
        self._money_changed()
        return entries.sudo(False)

    def _money_changed(self):
        self.invalidate_recordset([
            "available", "debt", "forced_debt", "credit_line", "state", "held", "balance", "missing_to_open", "hold_ids", "lot_ids"])

    def _name_at_hand(self):
        """Give the account's name as far as it is known without asking the database."""
        return self._fields["name"]._get_cache(self.env).get(self.id) or f"{self._name},{self.id}"

    def _decide(self, decision, **params):
        if isinstance(decision, ledger.Refusal):
            self._refuse(decision, **params)
        return decision

    def _refuse(self, refusal, **params):
        raise UserError(sentence(self.env, refusal.code, {"account": self.display_name, **params, **refusal.params}))
