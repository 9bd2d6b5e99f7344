import datetime
from typing import NamedTuple

from odoo import models

from odoo.addons.dealer_base.money import to_fen

from .. import ledger
from ..adapters.messages import sentence
from .prepaid_gate import HoldResult


class Cover(NamedTuple):
    """What an account can pay with, looked up once for all that ask of it: lots that are free, rules of the buckets, credit line left."""

    lots: list[ledger.Lot]
    rules: list[ledger.BucketRule]
    line_fen: int
    today: datetime.date


class PrepaidAccountCover(models.Model):
    """What the gate would say, without asking it: the same lots, shares and credit line, but nothing is held."""

    _inherit = "prepaid.account"

    def _line_counts(self):
        """Tell whether today is a day of the credit line."""
        today = self.company_id._dealer_today()
        return (self.line_from or today) <= today <= (self.line_to or today)

    def _spendable_fen(self):
        """Give what is available together with the credit line, as far as that holds today.

        :return: fen, 0 without an account.
        """
        account = self.sudo()  # sudo: the figures belong to hints, whoever asks
        return to_fen(account.available) + (to_fen(account.credit_line) if account._line_counts() else 0) if self else 0

    def _cover(self):
        """Look up what :meth:`_covers` compares.

        :return: Cover.
        """
        self.ensure_one()
        account = self.sudo()  # sudo: the figures belong to the answer, whoever asks
        lots = account.env["prepaid.lot"].search([("account_id", "=", account.id), ("free", ">", 0)])
        rules = account.env["prepaid.bucket"].search([("company_id", "=", account.company_id.id)])
        return Cover(
            [ledger.Lot(lot.id, lot.bucket, to_fen(lot.free), str(lot.expires_on or "")) for lot in lots],
            [ledger.BucketRule(rule.code, rule.sequence, round(rule.max_share * 100)) for rule in rules],
            max(to_fen(account.credit_line) - to_fen(account.debt), 0) if account._line_counts() else 0, account.company_id._dealer_today())

    def _order_limit_result(self, store, amount_fen, label):
        """Give the refusal of an order above what one order of the store may be; for orders whose money is not held.

        :param store: res.partner. :param amount_fen: fen, the whole order. :param label: what people call it.
        :return: HoldResult, or None where the order fits.
        """
        limit = self.env["prepaid.sub.limit"].sudo().search([("account_id", "=", self.id), ("partner_id", "=", store.id)])  # sudo: counts whoever orders
        limit_fen = to_fen(limit.per_order)
        if not limit_fen or amount_fen <= limit_fen:
            return None
        return self.env["prepaid.gate"]._refused(self, {"label": label, "fen": amount_fen}, {
            "status": "limit", "code": "store_order_limit", "limit": limit_fen, "used": 0, "available": 0, "line": 0})

    def _covers(self, amount_fen, label, cover=None):
        """Tell whether a hold of the amount would be placed now, without placing it. Others may be faster.

        What is short is what the gate would name: a bucket pays no more than its share, and what has expired pays nothing.

        :param amount_fen: fen, > 0.
        :param label: what people call the document.
        :param cover: Cover where it was looked up for many amounts, else None.
        :return: HoldResult.
        """
        self.ensure_one()
        account, cover = self.sudo(), cover or self._cover()  # sudo: the figures belong to the answer, whoever asks
        _parts, left_fen = ledger.split(cover.lots, cover.rules, amount_fen, str(cover.today))
        balance = ledger.Balance(account.state, amount_fen - left_fen, 0, cover.line_fen)
        decision = ledger.hold(balance, amount_fen)
        if not isinstance(decision, ledger.Refusal):
            return HoldResult("held", balance.available_fen + balance.credit_line_fen)
        params = {"account": self.display_name, "label": label, **self._opening_params(), **decision.params}
        return HoldResult(
            "short" if decision.code == "short" else "blocked", balance.available_fen, decision.params.get("missing_fen", 0), decision.code, params,
            sentence(self.env, decision.code, params))
