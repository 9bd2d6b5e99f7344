from odoo import models
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen


class PrepaidAccountGl(models.Model):
    """Journal entries of a prepaid account: templates E01 and E12 and the clearing of invoices (ledger.md d)."""

    _inherit = "prepaid.account"

    def _gl_entry(self, journal, lines, ref, date=None, red=False, bank_day=None):
        """Post one journal entry of the account's owner.

        :param journal: account.journal.
        :param lines: (account.account, fen) or (account.account, fen, res.partner) with fen > 0 for debit, < 0 for credit;
            they sum to zero and name the owner unless they name another partner.
        :param ref: reference text.
        :param date: business date; the company's today by default. The entry takes the first open day from it on.
        :param red: write each amount below zero on the other side, because the entry takes something back (P7).
        :param bank_day: for money that came or went, its day at the bank instead of a date; a closed month stays as it was checked.
        :return: the posted account.move.
        """
        self.ensure_one()
        company, posting = self.company_id, self.env["prepaid.posting"]
        day = posting._money_day(company, journal, bank_day) if bank_day else date or company._dealer_today()
        dates = posting._date_vals(company, journal, day, happened=bank_day)
        move = self.env["account.move"].sudo().with_company(company).create({  # sudo: confirmers and warehouse keep no books by hand
            "move_type": "entry", "journal_id": journal.id, "company_id": company.id, "ref": ref,
            **dates, "partner_id": self.partner_id.id,
            "line_ids": [Command.create({
                "account_id": account.id, "partner_id": (partner[0] if partner else self.partner_id).id, "name": ref,
                "debit": from_fen(min(fen, 0) if red else max(fen, 0)), "credit": from_fen(min(-fen, 0) if red else max(-fen, 0)),
            }) for account, fen, *partner in lines],
        })
        move._post(soft=False)
        return move

    def _role(self, role):
        return self.env["prepaid.gl.mapping"]._account(self.company_id, role)

    def _posts_gl_by_batch(self):
        """Tell whether shipments and returns of the account are booked by the day's batch, without invoices."""
        self.ensure_one()
        return self.company_id.sudo().prepaid_gl_mode == "daily"  # sudo: a choice of the company, whoever ships

    def _gl_event(self, journal, code, amounts, ref, *, other=None, bank_day=None, **choices):
        """Post the entry of a template for the account's owner.

        :param journal: account.journal; its account plays the role of the bank where it is a bank journal.
        :param code: E01 ...
        :param amounts: {input: fen}.
        :param ref: reference text.
        :param other: res.partner of the second party, if the event has one.
        :param bank_day: for money that came or went, its day at the bank; today by default.
        :param choices: fields of posting.Terms that differ for this event.
        :return: the posted account.move, empty for an event outside the books.
        """
        self.ensure_one()
        own = {"bank": journal.default_account_id} if journal.type in ("bank", "cash") else {}
        return self.env["prepaid.posting"]._post_event(
            self.company_id, journal, code, amounts, ref, bank_day=bank_day, partners={"owner": self.partner_id, "other": other}, accounts=own, **choices)

    def _gl_topup(self, journal, amount_fen, ref, fee_fen=0, bank_day=None):
        """E01: bank against advance of the owner; E24 where a gateway kept a fee.

        :param journal: the receiving bank journal.
        :param amount_fen: fen, > 0, what the dealer is credited with.
        :param ref: reference text.
        :param fee_fen: fen the gateway kept.
        :param bank_day: day on which the money came in; today by default.
        :return: the posted account.move.
        """
        if fee_fen:
            return self._gl_event(journal, "E24", {"amount": amount_fen, "fee": fee_fen}, ref, bank_day=bank_day)
        return self._gl_event(journal, "E01", {"amount": amount_fen}, ref, bank_day=bank_day)

    def _gl_pay_back(self, journal, amount_fen, ref, bank_day=None):
        """E12: advance of the owner against bank; then the owner's advance lines are reconciled where they add up to zero.

        :param journal: the paying bank journal.
        :param amount_fen: fen, > 0.
        :param ref: reference text.
        :param bank_day: day on which the money went out; today by default.
        :return: the posted account.move.
        """
        move = self._gl_event(journal, "E12", {"amount": amount_fen}, ref, bank_day=bank_day)
        self._settle_advance(move)
        return move

    def _clear_moves(self, moves, ref):
        """Pay posted invoices and credit notes of the owner from the advance account: one entry, reconciled on both sides.

        :param moves: posted account.move (out_invoice, out_refund) of the owner.
        :param ref: reference text.
        :return: the posted clearing account.move, empty when the moves cancel each other.
        """
        self.ensure_one()
        receivables = moves.sudo().line_ids.filtered(  # sudo: who ships or refunds keeps no books by hand
            lambda line: line.account_type == "asset_receivable" and not line.reconciled)
        fen = sum(to_fen(line.amount_residual) for line in receivables)
        clearing = self.env["account.move"]
        if fen:
            day = max(self.company_id._dealer_today(), *moves.mapped("date"))  # not before an invoice that waits for the first open day
            clearing = self._gl_entry(
                self.company_id.prepaid_journal_id, [(self._role("advance"), fen), (receivables.account_id[:1], -fen)], ref, day,
                red=fen < 0 and self.company_id.sudo().prepaid_red_reversal)  # sudo: a choice of the company
            receivables |= clearing.line_ids.filtered(lambda line: line.account_id == receivables.account_id[:1])
            self._settle_advance(clearing)
        if receivables:
            receivables.reconcile()
        self.env["prepaid.entry"].sudo().search([  # sudo: entries are written by the ledger alone
            ("move_id", "in", moves.ids), ("clearing_move_id", "=", False)]).clearing_move_id = clearing
        return clearing

    def _settle_advance(self, move):
        """Match a debit of the advance account with the owner's oldest credits, so that the residual shows what is left."""
        advance = self._role("advance")
        debit = move.line_ids.filtered(lambda line: line.account_id == advance and line.balance > 0 and not line.reconciled)
        if not debit or not advance.reconcile:
            return
        credits = self.env["account.move.line"].sudo().search([  # sudo: see _clear_moves
            ("account_id", "=", advance.id), ("partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id),
            ("parent_state", "=", "posted"), ("reconciled", "=", False), ("balance", "<", 0)], order="date, id")
        wanted, used = to_fen(sum(debit.mapped("amount_residual"))), self.env["account.move.line"]
        for line in credits:
            if wanted <= 0:
                break
            used |= line
            wanted += to_fen(line.amount_residual)
        if used:
            (debit | used).reconcile()

    def _reconcile_owner(self):
        """Reconcile all that is open of the owner on the accounts of advances in one go: a closed account leaves nothing open.

        What the owner has on other accounts of the ledger, such as that of the next season, is what stays open.
        """
        self.ensure_one()
        roles = self.env["prepaid.gl.mapping"]._accounts(self.company_id)
        for account in (roles[role] for role in ("advance", "contract_liability") if role in roles):
            lines = self.env["account.move.line"].sudo().search([  # sudo: see _clear_moves
                ("account_id", "=", account.id), ("partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id),
                ("parent_state", "=", "posted"), ("reconciled", "=", False)], order="date, id") if account.reconcile else ()
            if len({line.balance > 0 for line in lines if line.balance}) == 2:
                lines.reconcile()
