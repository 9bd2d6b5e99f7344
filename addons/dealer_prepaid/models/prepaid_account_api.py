from odoo import api, fields, models
from odoo.exceptions import UserError


class PrepaidAccountApi(models.Model):
    """What other programs may ask of prepaid accounts (JSON-2); rights and record rules of the caller apply."""

    _inherit = "prepaid.account"

    @api.model
    @api.readonly
    def read_balance(self, dealer_code):
        """Tell what a dealer or store can spend now.

        :param dealer_code: code of the dealer or store.
        :return: dict of account (name), state, balance, held, available, missing_to_open: text in yuan with two decimals.
        :raises UserError: when the code is unknown to the caller or has no account.
        """
        account = self._by_code(dealer_code)
        return {
            "account": account.name, "owner": account.partner_id.dealer_code, "state": account.state,
            **{name: f"{account[name]:.2f}" for name in ("balance", "held", "available", "missing_to_open")},
        }

    @api.model
    @api.readonly
    def read_statement(self, dealer_code, date_from=None, date_to=None, offset=0, limit=200):
        """List ledger entries in the order of the chain, oldest first.

        :param dealer_code: code of the dealer or store.
        :param date_from: first business date (ISO text), optional.
        :param date_to: last business date, optional.
        :param offset: entries to skip.
        :param limit: at most so many, 1,000 at the top.
        :return: list of dicts of id, date, kind, label, explanation, amount, balance_after: amounts as text in yuan.
        :raises UserError: as :meth:`read_balance`.
        """
        domain = [("account_id", "=", self._by_code(dealer_code).id)]
        if date_from:
            domain.append(("date", ">=", self._api_day(date_from)))
        if date_to:
            domain.append(("date", "<=", self._api_day(date_to)))
        place = [self._api_count(value) for value in (offset, limit)]
        if not place[1]:
            return []  # a search with a limit of 0 has none
        entries = self.env["prepaid.entry"].search(domain, order="sequence, id", offset=place[0], limit=min(place[1], 1000))
        return [{
            "id": entry.id, "date": str(entry.date), "kind": entry.kind, "label": entry.label, "explanation": entry.explanation,
            "amount": f"{entry.amount:.2f}", "balance_after": f"{entry.balance_after:.2f}",
        } for entry in entries]

    @api.model
    def _api_day(self, value):
        try:
            return fields.Date.to_date(value)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("%s is no date: write it as 2026-03-31.", value)) from error

    @api.model
    def _api_count(self, value):
        try:
            count = int(value)
        except (TypeError, ValueError, OverflowError):
            count = -1
        if not 0 <= count < 2 ** 31:
            raise UserError(self.env._("%s is no number of entries: give 0 or more.", value))
        return count

    @api.model
    def _by_code(self, dealer_code):
        partner = self.env["res.partner"].search([("dealer_code", "=", dealer_code)], limit=1) if dealer_code else self.env["res.partner"]
        account = self._for_partner(self.env.company, partner) if partner else self.browse()
        if not account:
            raise UserError(self.env._("There is no prepaid account for dealer code %s: check the code, or have a first top-up recorded.", dealer_code))
        return account
