from odoo import models

from odoo.addons.dealer_base.money import to_fen

from .. import ledger
from ..adapters.messages import sentence
from ..sql import book
from .prepaid_gate import HoldResult


class PrepaidAccountCover(models.Model):
    """What the gate would say, without asking it: the same lots, shares and credit line, but nothing is held."""

    _inherit = "prepaid.account"

    def _line_counts(self):
        """Tell whether today is a day of the credit line."""
        today = self.company_id._dealer_today()
        return (self.line_from or today) <= today <= (self.line_to or today)

    def _cover(self):
        """Look up what the account can pay with; for all that is said before the gate is asked.

        :return: ledger.Cover, empty without an account.
        """
        return self._covers_each()[self] if self else ledger.Cover()

    def _covers_each(self):
        """Look up what each of these accounts can pay with, with as many queries as for one.

        :return: {prepaid.account: ledger.Cover}.
        """
        accounts = self.sudo()  # sudo: the figures belong to hints and answers, whoever asks
        lots = accounts.env["prepaid.lot"].search([("account_id", "in", accounts.ids), ("free", ">", 0)]).grouped("account_id")
        rules = accounts.env["prepaid.bucket"].search([("company_id", "in", accounts.company_id.ids)]).grouped("company_id")
        return {account.with_env(self.env): ledger.Cover(
            [ledger.Lot(lot.id, lot.bucket, to_fen(lot.free), str(lot.expires_on or "")) for lot in lots.get(account, ())],
            [ledger.BucketRule(rule.code, rule.sequence, round(rule.max_share * 100)) for rule in rules.get(account.company_id, ())],
            (to_fen(account.credit_line) if account._line_counts() else 0) - to_fen(account.debt), str(account.company_id._dealer_today()))
            for account in accounts}

    def _limit_result(self, store, amount_fen, res_model, res_id, label, promised=(0, 0, 0)):
        """Give the refusal of an amount above what the store may order on this account, as a hold of it would be refused.

        :param store: res.partner. :param amount_fen: fen, what is asked for now. :param res_model: model of the document. :param res_id: its id.
        :param label: what people call it. :param promised: fen that no hold shows: of this document, of the store today and in the season.
        :return: HoldResult, or None where the amount fits.
        """
        self.ensure_one()
        self.env["prepaid.sub.limit"].flush_model()
        refusal = book.store_limit(self.env.cr, {
            "account": self.id, "store": store.id, "model": res_model, "res": res_id, "fen": amount_fen,
            **dict(zip(("more_order", "more_day", "more_season"), promised, strict=True))}, self.company_id._dealer_tz().zone)
        if not refusal:
            return None
        return self.env["prepaid.gate"]._refused(
            self, {"label": label, "fen": amount_fen}, {**refusal, "status": "limit", "available": 0, "line": 0})

    def _covers(self, amount_fen, label, cover=None):
        """Tell whether a hold of the amount would be placed now, without placing it. Others may be faster.

        What is short is what the gate would name: a bucket pays no more than its share, and what has expired pays nothing.

        :param amount_fen: fen, > 0.
        :param label: what people call the document.
        :param cover: ledger.Cover where it was looked up for many amounts, else None.
        :return: HoldResult.
        """
        self.ensure_one()
        account, cover = self.sudo(), cover or self._cover()  # sudo: the figures belong to the answer, whoever asks
        _parts, left_fen = ledger.split(cover.lots, cover.rules, amount_fen, cover.today)
        balance = ledger.Balance(account.state, amount_fen - left_fen, 0, cover.line_fen if left_fen else 0)
        decision = ledger.hold(balance, amount_fen)
        if not isinstance(decision, ledger.Refusal):
            return HoldResult("held", balance.available_fen + balance.credit_line_fen)
        params = {"account": self.display_name, "label": label, **self._opening_params(), **decision.params}
        return HoldResult(
            "short" if decision.code == "short" else "blocked", balance.available_fen, decision.params.get("missing_fen", 0), decision.code, params,
            sentence(self.env, decision.code, params))
