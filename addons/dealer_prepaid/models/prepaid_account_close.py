from odoo import models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen

from .. import ledger
from ..adapters.close_messages import sentence
from ..sql import carry
from .prepaid_gate import HoldResult

BLOCK, CARRY, DISPUTE, NOTE = "block", "carry", "dispute", "note"
# Documents of this addon that wait for their second person: their money would change after the close.
WAITING = ("prepaid.adjustment", "prepaid.transfer", "prepaid.withdrawal", "prepaid.freeze", "prepaid.company.transfer")


class PrepaidAccountClose(models.Model):
    """An account at the end of its season: what is in the way, what moves on (journey J16)."""

    _inherit = "prepaid.account"

    # -- submit stops before the close

    def _season_stop_models(self):
        """Hook: models of documents that take no new hold in the last days of a season. Extend: return a set."""
        return set()

    def _hold(self, key, amount_fen, res_model, res_id, label, **options):
        if res_model in self._season_stop_models():
            stop = self.company_id._prepaid_submit_stop(self.season_id)
            if stop and self.company_id._dealer_today() >= stop and not self._find_hold(key):
                params = {
                    "account": self.display_name, "season": self.season_id.name, "stop": str(stop), "close": str(self.season_id.date_end),
                    "label": label}
                return HoldResult("blocked", 0, 0, "season_stop", params, sentence(self.env, "season_stop", params))
        return super()._hold(key, amount_fen, res_model, res_id, label, **options)

    # -- what is in the way of a close

    def _season_close_checks(self):
        """Hook: list what has to be known before this account is closed. Extend: return super's list plus own items.

        :return: list of (level, sentence): block = cannot be closed; carry = open holds that may move to the next season;
            dispute = the owner disputes the figures, the account is left out; note = to be known, not in the way.
        """
        self.ensure_one()
        return [*self._check_holds(), *self._check_debt(), *self._check_waiting(), *self._check_remittances(), *self._check_statements()]

    def _carry_models(self):
        """Hook: models of documents whose holds may move to the next season. Extend: return a set."""
        return set()

    def _live_holds(self):
        return self.env["prepaid.hold"].sudo().search(  # sudo: the close sees every hold of its account
            [("account_id", "=", self.id), ("state", "in", ("tentative", "open"))], order="id")

    def _check_holds(self):
        holds = self._live_holds()
        if not holds:
            return []
        foreign = holds.filtered(lambda hold: hold.res_model not in self._carry_models())
        if foreign and foreign != holds:
            return [(BLOCK, self._close_sentence("foreign_holds", labels=", ".join(foreign.mapped("label"))))]
        level = BLOCK if foreign else CARRY
        return [(level, self._close_sentence("open_holds", held_fen=sum(to_fen(hold.open_amount) for hold in holds)))]

    def _check_debt(self):
        refusal = ledger.season_close(ledger.Balance(self.state, to_fen(self.sudo().balance)))  # sudo: the figure belongs to the decision
        return [(BLOCK, self._close_sentence(refusal.code, **refusal.params))] if isinstance(refusal, ledger.Refusal) else []

    def _check_waiting(self):
        found = []
        topups = self.env["prepaid.topup"].sudo().search([("account_id", "=", self.id), ("state", "=", "submitted")])  # sudo: as _live_holds
        if topups:
            found.append((BLOCK, self._close_sentence(
                "topups_to_confirm", count=len(topups), amount_fen=sum(to_fen(topup.amount) for topup in topups))))
        names = [
            document.name for model in WAITING
            for document in self.env[model].sudo().search([("account_id", "=", self.id), ("state", "=", "submitted")])]  # sudo: as _live_holds
        return [*found, (BLOCK, self._close_sentence("documents_to_approve", names=", ".join(names)))] if names else found

    def _check_remittances(self):
        lines = self.env["prepaid.bank.line"].sudo().search([  # sudo: as _live_holds
            ("company_id", "=", self.company_id.id), ("partner_id", "=", self.partner_id.id), ("topup_id", "=", False)])
        if not lines:
            return []
        return [(NOTE, self._close_sentence("remittances_open", count=len(lines), amount_fen=sum(to_fen(line.amount) for line in lines)))]

    def _check_statements(self):
        if "prepaid.statement" not in self.env:
            return []
        statements = self.env["prepaid.statement"].sudo().search([("account_id", "=", self.id)], order="id")  # sudo: as _live_holds
        disputed, unanswered = (statements.filtered(lambda rec, state=state: rec.state == state) for state in ("disputed", "issued"))
        found = []
        if disputed:
            found.append((DISPUTE, self._close_sentence("statements_disputed", names=", ".join(disputed.mapped("name")))))
        if unanswered:
            found.append((NOTE, self._close_sentence("statements_unanswered", names=", ".join(unanswered.mapped("name")))))
        return found

    def _close_sentence(self, code, **params):
        return sentence(self.env, code, {"account": self.display_name, **params})

    # -- carry over

    def _next_season_account(self):
        """Give the owner's account of the season after this one, made if need be.

        :return: one prepaid.account.
        :raises UserError: when the next season is not entered yet, or its account is closed already.
        """
        self.ensure_one()
        season = self.env["dealer.season"].sudo().search(  # sudo: seasons are read for every role
            [("company_id", "=", self.company_id.id), ("date_start", ">", self.season_id.date_end)], order="date_start", limit=1)
        if not season:
            raise UserError(self.env._("%s has no season to carry to: enter the next one under Prepaid > Seasons.", self.company_id.name))
        accounts = self.sudo()  # sudo: nobody makes accounts by hand
        same = self._same_owner_values()
        account = accounts.search([("season_id", "=", season.id), *((name, "=", value) for name, value in same.items())], limit=1)
        account = account or accounts.create({**same, "season_id": season.id, "min_first_topup": self.company_id.prepaid_min_first_topup})
        if account.state == "closed":
            raise UserError(self.env._("%s is closed already: nothing can be carried to it.", account.display_name))
        return account.with_env(self.env)

    def _same_owner_values(self):
        names = [name for name in ("company_id", "partner_id", "currency_id", "brand_id") if name in self._fields]
        return {name: self[name].id for name in names}

    def _carry_hold(self, hold):
        """Move what is left of a hold, with its money, to the next season's account; the document goes on leaning on it.

        Everything is part of the caller's transaction and nothing becomes available in between: here the hold is captured
        by a ``carry_out``, there a ``carry_in`` arrives together with the hold that keeps it back. The next season's
        account opens with it, whatever its first top-up would have to be.

        :param hold: one live prepaid.hold of this account.
        :return: the prepaid.account that holds the money now.
        """
        self.ensure_one()
        target, fen, old_key = self._next_season_account(), to_fen(hold.open_amount), hold.key
        key = f"{old_key}~{target.season_id.id}"
        order = {"order_model": hold.res_model, "order_id": hold.res_id}
        self._capture(
            old_key, fen, operation_key=f"carry,{hold.id}", kind="carry_out", res_model=hold._name, res_id=hold.id,
            label=self.env._("%(label)s carried to season %(season)s", label=hold.label, season=target.season_id.name), **order)
        target._take_over(hold, key, fen, self.env._(
            "%(label)s carried from season %(season)s", label=hold.label, season=self.season_id.name), order)
        self._hold_moved(hold.res_model, hold.res_id, old_key, key)
        return target

    def _take_over(self, hold, key, fen, label, order):
        operation, done = self._record("carry", key, [hold.key, fen], new_state="open" if self.state == "draft" else None)
        if done is not None:
            return
        self._append(operation, [ledger.EntryLine("carry_in", fen, label)], {
            "hold_key": key, "res_model": hold._name, "res_id": hold.id, **order})
        self.env["prepaid.hold"].flush_model()
        carry.insert_open_hold(self.env.cr, {
            "account_id": self.id, "key": key, "amount_fen": fen, "res_model": hold.res_model, "res_id": hold.res_id,
            "label": hold.label, "uid": self.env.uid})
        self.env["prepaid.gate"]._apply_later(operation.id)
        self._money_changed()

    def _hold_moved(self, res_model, res_id, old_key, new_key):
        """Hook: the hold of a document has another key now. Extend where documents store keys; return nothing."""
