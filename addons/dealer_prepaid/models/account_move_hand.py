from odoo import models
from odoo.exceptions import UserError

from .prepaid_check_roles import OWN

BETWEEN = ("other_payable", "other_receivable")  # where transfers between companies stand among other business


class AccountMove(models.Model):
    """Money of dealers does not move in the books on one person's word: the advance account is the ledger's own.

    So is an account that deposits or unidentified receipts have for themselves. Where other business shares their account, and
    where the company allows entries by hand, such an entry is marked, and the tie-out certificate names it.
    """

    _inherit = "account.move"

    def _post(self, soft=True):
        self._refuse_hand_entries()
        posted = super()._post(soft)
        (posted if not self.env.su else posted.filtered(lambda move: move.auto_post != "no"))._mark_hand_entries()
        return posted

    def write(self, vals):
        if not self.env.su and vals.keys() & {"state", "date"}:
            closed = self if vals.get("state") == "posted" else self.filtered(lambda move: move.state == "posted")
            closed._refuse_hand_entries()  # an entry that was allowed for a while stays as it is, too
        return super().write(vals)

    def unlink(self):
        self._refuse_posted_hand_entries()
        return super().unlink()

    def _refuse_posted_hand_entries(self):
        if not self.env.su:
            self.filtered(lambda move: move.state == "posted")._refuse_hand_entries()

    def _refuse_hand_entries(self):
        """Refuse what a person posts on the advance account; code of the server books as superuser and is free.

        :raises UserError: naming entry, account and the document to use instead.
        """
        by_hand = self.filtered(lambda move: move.auto_post != "no") if self.env.su else self  # what Odoo's job posts later was entered by a person
        for company, moves in by_hand.grouped("company_id").items():
            if company.sudo().prepaid_hand_entries:  # sudo: a setting, whoever posts
                continue
            accounts = self.env["prepaid.gl.mapping"]._accounts(company)
            advance = accounts.get("advance", self.env["account.account"])
            closed = advance | self._alone_accounts(accounts)
            line = moves.line_ids.filtered(lambda line, closed=closed: line.account_id in closed and line.display_type != "line_note")[:1]
            if line:
                words = self._hand_entry_words(company.sudo().prepaid_opening_books == "stands") if line.account_id == advance else (  # sudo: a setting
                    self._hand_deposit_words())
                raise UserError(words % {
                    "move": line.move_id.display_name, "amount": line.currency_id.format(abs(line.balance)), "account": line.account_id.display_name})

    def _alone_accounts(self, accounts):
        """Give the accounts that deposits or unidentified receipts have for themselves.

        :param accounts: {role: account.account}.
        """
        shared = self.env["account.account"].union(*(account for role, account in accounts.items() if role not in OWN))
        return self.env["account.account"].union(*(accounts[role] for role in OWN if role in accounts)) - shared

    def _mark_hand_entries(self):
        """Leave a line on what a person posted where money of dealers stands: the tie-out certificate names it, and whoever opens it knows why."""
        for company, moves in self.grouped("company_id").items():
            accounts = self.env["prepaid.gl.mapping"]._accounts(company)
            money = self.env["account.account"].union(*(accounts[role] for role in ("advance", *OWN) if role in accounts))
            between = self.env["account.account"].union(*(accounts[role] for role in BETWEEN if role in accounts))
            companies = self.env["res.company"].sudo().search([]).partner_id if between else self.env["res.partner"]  # sudo: whose money it is
            for move in moves.sudo():  # sudo: the mark is left whoever posts
                lines = move.line_ids.filtered(lambda line, money=money, between=between, companies=companies: line.account_id in money or (
                    line.account_id in between and line.partner_id in companies))
                if lines and move.move_type == "entry":
                    move.message_post(author_id=self.env.ref("base.partner_root").id, body=self.env._(
                        "Entered by hand on %(accounts)s, where money of dealers or of other companies stands: no document of the prepaid "
                        "menus says why. The tie-out certificate names this entry.", accounts=", ".join(lines.account_id.mapped("display_name"))))

    def _hand_deposit_words(self):
        """Give the sentence of the refusal on an account of deposits or unidentified receipts."""
        return self.env._(
            "%(move)s books %(amount)s on %(account)s by hand: use a security deposit or an unidentified receipt of the prepaid menus. For "
            "entries that have none, the finance manager can allow it for a while under Settings.")

    def _hand_entry_words(self, opens_by_hand):
        """Give the sentence of the refusal; where opening balances are the accountant's own entry, no opening document books them."""
        if opens_by_hand:
            return self.env._(
                "%(move)s books %(amount)s on %(account)s by hand: use a top-up, a withdrawal or an adjustment of the prepaid menus. For the "
                "entry of the opening balances, the finance manager allows entries by hand meanwhile under Settings.")
        return self.env._(
            "%(move)s books %(amount)s on %(account)s by hand: use a top-up, a withdrawal, an adjustment or an opening document of the "
            "prepaid menus. For entries that have none, the finance manager can allow it for a while under Settings.")
