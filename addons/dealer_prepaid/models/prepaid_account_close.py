from typing import NamedTuple

from odoo import models

from odoo.addons.dealer_base.money import to_fen

from ..adapters.close_messages import Finding, sentence
from ..adapters.waiting import WAITING, Waiting
from .prepaid_gate import HoldResult

BLOCK, CARRY, DISPUTE, NOTE = "block", "carry", "dispute", "note"
HOLD_CODES = ("open_holds", "foreign_holds")  # what they say is compared by amount once a refund is set aside


class CloseFacts(NamedTuple):
    """What is looked up for many accounts at once before a close judges each.

    waiting: [(kind, documents in sudo)] that wait for a second person; plan: see ``_close_plan``.
    """

    waiting: list[tuple[Waiting, models.BaseModel]]
    plan: dict


class PrepaidAccountClose(models.Model):
    """An account at the end of its season: what is in the way, what moves on (journey J16)."""

    _inherit = "prepaid.account"

    def _state_before(self, prefix):
        """Tell which state the account had before a document changed it first.

        :param prefix: beginning of the key of the document's operations, such as ``prepaid.season.close,7,12,closing``.
        :return: state.
        """
        self.ensure_one()
        operations = self.env["prepaid.operation"].sudo()  # sudo: nobody reads operations by hand
        changed = [("account_id", "=", self.id), ("new_state", "!=", False)]
        first = operations.search([*changed, ("kind", "=", "state"), ("key", "=like", f"{prefix}%")], order="id", limit=1)
        before = operations.search([*changed, ("id", "<", first.id or 0)], order="id desc", limit=1)
        return before.new_state or ("open" if self.opened_at else "draft")

    def _state_before_closing(self):
        """Tell which state an account that is being closed had before any close of its season took it.

        :return: state.
        """
        self.ensure_one()
        before = self.env["prepaid.operation"].sudo().search([  # sudo: nobody reads operations by hand
            ("account_id", "=", self.id), ("new_state", "not in", (False, "closing"))], order="id desc", limit=1)
        return before.new_state or ("open" if self.opened_at else "draft")

    # -- submit stops before the close

    def _season_stop_models(self):
        """Hook: models of documents that take no new hold in the last days of a season. Extend: return a set."""
        return set()

    def _stop_result(self, res_model, label):
        """Give the refusal of a new document in the last days of the season.

        :param res_model: model of the document. :param label: what people call it.
        :return: HoldResult, or None while such documents are taken.
        """
        if res_model not in self._season_stop_models():
            return None
        stop = self.company_id._prepaid_submit_stop(self.season_id)
        if not stop or self.company_id._dealer_today() < stop:
            return None
        params = {
            "account": self.display_name, "season": self.season_id.name, "stop": str(stop), "close": str(self.season_id.date_end), "label": label}
        return HoldResult("blocked", 0, 0, "season_stop", params, sentence(self.env, "season_stop", params))

    def _hold(self, key, amount_fen, res_model, res_id, label, **options):
        stopped = self._stop_result(res_model, label)
        if stopped and not self._find_hold(key):
            return stopped
        return super()._hold(key, amount_fen, res_model, res_id, label, **options)

    # -- what is in the way of a close

    def _close_facts(self):
        """Look up, for all these accounts at once, what waits and what becomes of their free money.

        :return: {account id: CloseFacts}.
        """
        waiting, plans = [(kind, kind.of_accounts(self)) for kind in WAITING.values()], self._close_plans()
        return {account.id: CloseFacts([(kind, found[account.id]) for kind, found in waiting if account.id in found], plans[account.id]) for account in self}

    def _season_close_checks(self, facts=None):
        """Hook: list what has to be known before this account is closed. Extend: return super's list plus own items.

        :param facts: CloseFacts of the account where they were looked up for many, else None.
        :return: list of Finding with the level block = cannot be closed; carry = open holds that may move to the next season;
            dispute = the owner disputes the figures, the account is left out; note = to be known, not in the way.
        """
        self.ensure_one()
        facts = facts or self._close_facts()[self.id]
        return [
            *self._check_holds(facts), *self._check_debt(), *self._check_waiting(facts), *self._check_remittances(), *self._check_statements(),
            *self._check_final_statement(facts)]

    def _carry_models(self):
        """Hook: models of documents whose holds may move to the next season. Extend: return a set."""
        return set()

    def _live_holds(self):
        return self.env["prepaid.hold"].sudo().search(  # sudo: the close sees every hold of its account
            [("account_id", "=", self.id), ("state", "in", ("tentative", "open"))], order="id")

    def _new_findings(self, facts=None):
        """Give what came in the way since the refund was set aside, apart from amounts: documents, debts, disputes.

        :param facts: as of :meth:`_season_close_checks`.
        :return: list of Finding.
        """
        return [found for found in self._season_close_checks(facts) if found.level in (BLOCK, DISPUTE) and found.code not in HOLD_CODES]

    def _check_holds(self, facts):
        """Find money that is held; what a waiting document holds is said once, with the document."""
        waiting = {(documents._name, number) for _kind, documents in facts.waiting for number in documents.ids}
        holds = self._live_holds().filtered(lambda hold: (hold.res_model, hold.res_id) not in waiting)
        if not holds:
            return []
        foreign = holds.filtered(lambda hold: hold.res_model not in self._carry_models())
        if foreign and foreign != holds:
            return [self._finding(BLOCK, "foreign_holds", foreign, labels=", ".join(foreign.mapped("label")))]
        level = BLOCK if foreign else CARRY
        return [self._finding(level, "open_holds", holds, held_fen=sum(to_fen(hold.open_amount) for hold in holds))]

    def _check_debt(self):
        account = self.sudo()  # sudo: the figures belong to the decision
        missing_fen = max(-to_fen(account.balance), to_fen(account.debt))
        return [self._finding(BLOCK, "account_in_debt", self, missing_fen=missing_fen)] if missing_fen > 0 else []

    def _check_waiting(self, facts):
        found = []
        for kind, documents in facts.waiting:
            names, amounts = ", ".join(documents.mapped("display_name")), documents.mapped("amount") if "amount" in documents._fields else []
            found.append(self._finding(
                BLOCK, kind.code, documents, names=names, count=len(documents), amount_fen=sum(to_fen(amount) for amount in amounts)))
        return found

    def _check_remittances(self):
        lines = self.env["prepaid.bank.line"].sudo().search([  # sudo: as _live_holds
            ("company_id", "=", self.company_id.id), ("partner_id", "=", self.partner_id.id), ("state", "!=", "used")])
        parked, found = lines.filtered(lambda line: line.state == "parked"), []
        if lines - parked:
            found.append(self._finding(
                NOTE, "remittances_open", lines - parked, count=len(lines - parked), amount_fen=sum(to_fen(line.amount) for line in lines - parked)))
        if parked:
            receipts = parked.unidentified_ids.filtered(lambda rec: rec.state != "rejected")
            found.append(self._finding(NOTE, "remittances_parked", receipts, names=", ".join(receipts.mapped("name"))))
        return found

    def _check_statements(self):
        statements = self.env["prepaid.statement"].sudo().search([("account_id", "=", self.id)], order="id")  # sudo: as _live_holds
        disputed, unanswered = (statements.filtered(lambda rec, state=state: rec.state == state) for state in ("disputed", "issued"))
        found = []
        if disputed:
            found.append(self._finding(DISPUTE, "statements_disputed", disputed, names=", ".join(disputed.mapped("name"))))
        if unanswered:
            found.append(self._finding(NOTE, "statements_unanswered", unanswered, names=", ".join(unanswered.mapped("name"))))
        return found

    def _finding(self, level, code, documents=None, **params):
        """Make a finding about the account.

        :param documents: recordset it is about, or None.
        :return: Finding.
        """
        model, ids = (documents._name, tuple(documents.ids)) if documents else ("", ())
        return Finding(level, code, {"account": self.display_name, **params}, model, ids)
