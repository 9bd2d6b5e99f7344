from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from .. import ledger
from ..sql import book


class PrepaidReceipt(models.Model):
    """The books of a receipt: an advance on the payer's prepaid account, or the settlement of its open invoices."""

    _inherit = "prepaid.receipt"

    booking = fields.Selection(
        [("advance", "Prepaid account"), ("receivable", "Open invoices")], string="Booked on", readonly=True, copy=False)
    payer_id = fields.Many2one("res.partner", string="Account owner", readonly=True, copy=False, index=True, ondelete="restrict")
    account_id = fields.Many2one("prepaid.account", readonly=True, copy=False, index=True, check_company=True, ondelete="restrict")
    account_available = fields.Monetary(related="account_id.available", string="Available now")
    entry_id = fields.Many2one("prepaid.entry", string="Ledger entry", readonly=True, copy=False, ondelete="restrict")
    move_id = fields.Many2one("account.move", string="Journal entry", readonly=True, copy=False, ondelete="restrict")
    reversal_entry_id = fields.Many2one("prepaid.entry", string="Reversing ledger entry", readonly=True, copy=False, ondelete="restrict")
    reversal_move_id = fields.Many2one("account.move", string="Reversing journal entry", readonly=True, copy=False, ondelete="restrict")
    bank_line_id = fields.Many2one(
        "prepaid.bank.line", string="Bank remittance", readonly=True, copy=False, check_company=True, ondelete="restrict",
        help="The bank's own list shows the money: same account, serial number and amount.")
    reversed_by_id = fields.Many2one("res.users", string="Reversed by", readonly=True, copy=False)
    reversed_at = fields.Datetime(readonly=True, copy=False)
    reverse_reason = fields.Char(readonly=True, copy=False, tracking=True)

    def _find_terms(self):
        """Say how the receipt's dealer or store pays. Extend: an order keeps the way it was submitted with.

        :return: (method, payer): the payer in sudo, empty where the prepaid account nearest above decides.
        """
        self.ensure_one()
        return self.partner_id._settlement_terms()

    def _document_account(self):
        """Hook: give the prepaid account that pays the receipt's document, in sudo; empty where there is none.

        Extend: the account of an order depends on the brand of its goods.
        """
        return self.env["prepaid.account"].sudo()  # sudo: who records a receipt need not see the account

    def _find_booking(self):
        """Decide where the money goes.

        :return: (booking, payer, prepaid.account or empty).
        """
        method, payer = self._find_terms()
        accounts = self.env["prepaid.account"].sudo()  # sudo: who records a receipt need not see the account
        if method == "pay_later":
            return "receivable", payer, accounts
        account, brand = self._document_account(), self.brand_id
        if not account and method == "pay_now":
            account = accounts._get_or_create(self.company_id, payer)
        elif not account:
            account = accounts._for_partner(self.company_id, self.partner_id, brand)
            if not account or account.brand_id != brand:
                account = accounts._get_or_create(self.company_id, account.partner_id or self.partner_id, brand)
        return "advance", account.partner_id, account

    def _bank_line(self):
        """Find the free remittance of the bank's list that shows this money.

        :return: one prepaid.bank.line in sudo, or an empty recordset.
        """
        lines = self.env["prepaid.bank.line"].sudo()  # sudo: service proposes receipts and reads no bank lists
        serial = (self.bank_serial or "").strip()
        found = lines.search([
            ("company_id", "=", self.company_id.id), ("journal_id", "=", self.journal_id.id), ("serial", "=", serial),
            ("topup_id", "=", False), ("receipt_id", "in", (False, self.id))], limit=1) if serial else lines
        return found.filtered(lambda line: to_fen(line.amount) == to_fen(self.amount))

    def _take_bank_line(self):
        """Keep the remittance for this receipt while it is submitted or confirmed."""
        line = self._bank_line()
        if line:
            line.receipt_id = self
            self.sudo().bank_line_id = line  # sudo: flow fields are closed to writes

    def _refuse_editors(self):
        super()._refuse_editors()
        for receipt in self:
            receipt.sudo().bank_line_id._refuse_hands(receipt)  # sudo: the persons count for every role

    def _free_bank_line(self):
        line = self.sudo().bank_line_id  # sudo: the remittance is free for the right receipt or top-up
        if line:
            line.receipt_id = False
            self.sudo().bank_line_id = False  # sudo: see above

    # -- confirm

    def _book(self):
        """Book the receipt.

        :return: values for the receipt.
        :raises UserError: when the ledger refuses.
        """
        self.ensure_one()
        return self._book_receivable() if self.booking == "receivable" else self._book_advance()

    def _bank_day(self):
        """Give the day on which the money came in, by the bank's line or the receipt."""
        return self.sudo().bank_line_id.date or self.date  # sudo: who confirms need not read the bank's list

    def _book_advance(self):
        account, fen, label = self.account_id, to_fen(self.amount), self.env._("Receipt %s", self.name)
        if account.state == "draft":
            book.touch_draft_account(self.env.cr, account.id)
        terms = (0, False) if self._find_terms()[0] == "pay_now" else account._opening_terms()
        decision = account._decide(ledger.top_up(account._as_balance(), fen, *terms))
        entries = account._post_entries(
            f"prepaid.receipt,{self.id}", [{"kind": "receipt", "amount_fen": fen, "label": label}], self._name, self.id,
            approver=self.env.user, new_state="open" if decision.opens else None, kind="receipt")
        move = account._gl_topup(self.journal_id.sudo(), fen, label, bank_day=self._bank_day())  # sudo: the confirmer reads no journals
        entries._link_move(move)
        if decision.opens and not account._owner_is_frozen():
            account.sudo().message_post(body=self.env._("%s opened the account.", label))  # sudo: the chatter of the account
            account.partner_id._on_prepaid_account_opened()
        return {"entry_id": entries.id, "move_id": move.id}

    def _book_receivable(self):
        """Bank against receivable of the payer, matched with its open invoices: the order's first, then those due first."""
        company, payer, label = self.company_id, self.payer_id, self.env._("Receipt %s", self.name)
        receivable = self.env["prepaid.gl.mapping"]._account(company, "receivable")
        fen = to_fen(self.amount)
        journal = self.journal_id.sudo()  # sudo: the confirmer reads no journals
        move = self.env["prepaid.posting"]._post_move(company, journal, [
            {"account_id": account.id, "partner_id": payer.id, "name": label, "debit": from_fen(max(amount, 0)), "credit": from_fen(max(-amount, 0))}
            for account, amount in ((journal.default_account_id, fen), (receivable, -fen))], label, bank_day=self._bank_day(), partner=payer)
        credit = move.line_ids.filtered(lambda line: line.account_id == receivable)
        for lines in self._open_lines(receivable):
            if credit.reconciled:
                break
            (credit | lines).reconcile()
        return {"move_id": move.id}

    def _open_lines(self, receivable):
        """Give the open receivable lines that the receipt settles, group by group in order of preference.

        Extend: put the lines of the receipt's order in front and call super for the rest.

        :param receivable: account.account.
        :return: list of account.move.line recordsets in sudo.
        """
        lines = self.env["account.move.line"].sudo().search([  # sudo: see _book_receivable
            ("account_id", "=", receivable.id), ("partner_id", "=", self.payer_id.id), ("company_id", "=", self.company_id.id),
            ("parent_state", "=", "posted"), ("reconciled", "=", False), ("balance", ">", 0)], order="date_maturity, id")
        return list(lines)

    # -- reversal

    def _book_reversal(self):
        """Take the booking back, in red; open invoices that the receipt had settled are open again.

        :return: values for the receipt.
        :raises UserError: when the money is spent and the user is not the finance manager.
        """
        self.ensure_one()
        values, entry = {}, self.env["prepaid.entry"]
        if self.booking == "advance":
            entry = self._debit_reversal()
            values["reversal_entry_id"] = entry.id
        move = self.move_id.sudo()  # sudo: confirmers keep no books by hand
        red = self.env["prepaid.posting"]._reverse_move(move, self.company_id._dealer_today(), self.env._("Receipt %s reversed", self.name))
        lines = (move | red).line_ids.filtered(lambda line: line.account_id.reconcile)
        lines.remove_move_reconcile()
        for account_lines in lines.grouped("account_id").values():
            account_lines.reconcile()
        if entry:
            entry._link_move(red)
        return {**values, "reversal_move_id": red.id}

    def _debit_reversal(self):
        """Take the amount from the account; what is spent becomes a debt that the finance manager answers for."""
        account, fen, label = self.account_id, to_fen(self.amount), self.env._("Receipt %s reversed", self.name)
        result, entry = account._debit(
            f"prepaid.receipt,{self.id},reversal", fen, kind="receipt_reversal", label=label, res_model=self._name, res_id=self.id,
            states=("draft", "open", "frozen", "closing"), buckets=("cash",), forced=self.env.user.has_group("dealer_base.group_fin_manager"),
            approver=self.env.user, reverses=self.entry_id)
        if result.status == "short":
            raise UserError(self.env._(
                "Receipt %(name)s: %(missing)s CNY of it are spent already; the finance manager may reverse it and leave that debt on the account.",
                name=self.name, missing=yuan(result.missing_fen)))
        if not result.ok:
            raise UserError(result.message)
        return entry
