from odoo import models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen

from ..sql import statement as book
from .prepaid_account_close import BLOCK

STATEMENT_CODES = {"statement_missing", "statement_unsent"}  # what the button "Make and send the statements" puts right
ANSWERED = ("confirmed", "settled")


class PrepaidAccount(models.Model):
    """The final statement: money goes back at the end only once the owner was told what there is (E12)."""

    _inherit = "prepaid.account"

    def _check_final_statement(self, facts):
        """Say what is missing of the final statement; nothing for an account without money to pay back.

        :param facts: CloseFacts of the account.
        :return: list of Finding.
        """
        wanted = self.company_id.sudo().prepaid_close_statement  # sudo: the setting counts whoever closes
        if wanted == "none" or not to_fen(self._plan_amount(facts.plan, "refund")):
            return []
        count, last = self._entries_to_state()["count"], self._last_statement()
        if count or not last:
            return [self._finding(BLOCK, "statement_missing", count=count)]
        if not last.sent_at and last.state not in ANSWERED:
            return [self._finding(BLOCK, "statement_unsent", last, names=last.name)]
        late = last.answer_due and last.answer_due < self.company_id._dealer_today()
        if wanted == "confirmed" and last.state == "issued" and not late:
            return [self._finding(BLOCK, "statement_to_answer", last, names=last.name, date=str(last.answer_due))]
        return []

    def _entries_to_state(self):
        """Give what :func:`sql.statement.open_entries` finds of all days that are on no statement."""
        self.env["prepaid.entry"].flush_model()
        empty = {"count": 0, "unsealed": 0}
        return book.open_entries(self.env.cr, self.ids, self.company_id._dealer_today()).get(self.id, empty)

    def _last_statement(self):
        return self.env["prepaid.statement"].sudo().search(  # sudo: the close sees every statement of its account
            [("account_id", "=", self.id), ("state", "!=", "draft")], order="position desc", limit=1)

    def _send_final_statements(self):
        """Make the statements up to today of these accounts where one is missing, and send what is not sent yet.

        :return: [sentence] of those that could not be made or sent.
        """
        problems = []
        for account in self:
            try:
                with self.env.cr.savepoint():
                    last = account._make_final_statement()
            except UserError as error:
                problems.append(str(error))
                continue
            if last and not last.sent_at and last.state not in ANSWERED and not last._send():
                problems.append(last.send_problem)
        return problems

    def _make_final_statement(self):
        self.ensure_one()
        if self._entries_to_state()["count"] or not self._last_statement():
            statements = self.env["prepaid.statement"].sudo()  # sudo: the close writes what is closed to people
            statements.search([("account_id", "=", self.id), ("state", "=", "draft")]).unlink()
            statements.create({
                "account_id": self.id, "company_id": self.company_id.id, "date_to": self.company_id._dealer_today()})._issue()
        return self._last_statement()
