from odoo import models
from odoo.exceptions import UserError


class AccountMove(models.Model):
    """Money of dealers does not move in the books on one person's word: the advance account is the ledger's own."""

    _inherit = "account.move"

    def _post(self, soft=True):
        self._refuse_hand_entries()
        return super()._post(soft)

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
            advance = self.env["prepaid.gl.mapping"]._accounts(company).get("advance")
            lines = moves.line_ids.filtered(lambda line, advance=advance: line.account_id == advance and line.display_type != "line_note")
            if advance and lines:
                raise UserError(self._hand_entry_words(company.sudo().prepaid_opening_books == "stands") % {  # sudo: a setting, whoever posts
                    "move": lines[0].move_id.display_name, "amount": lines[0].currency_id.format(abs(lines[0].balance)),
                    "account": advance.display_name})

    def _hand_entry_words(self, opens_by_hand):
        """Give the sentence of the refusal; where opening balances are the accountant's own entry, no opening document books them."""
        if opens_by_hand:
            return self.env._(
                "%(move)s books %(amount)s on %(account)s by hand: use a top-up, a withdrawal or an adjustment of the prepaid menus. For the "
                "entry of the opening balances, the finance manager allows entries by hand meanwhile under Settings.")
        return self.env._(
            "%(move)s books %(amount)s on %(account)s by hand: use a top-up, a withdrawal, an adjustment or an opening document of the "
            "prepaid menus. For entries that have none, the finance manager can allow it for a while under Settings.")
