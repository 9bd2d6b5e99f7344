from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.adapters.sentences import label_of
from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

MONEY = ("asset_cash", "liability_credit_card")  # accounts whose movements a bank's list shows
# A charge that the owner owes is taken from frozen and closing accounts too: late postage of a dealer who leaves (J17).
STATES = ("open", "frozen", "closing")


class PrepaidAdjustment(models.Model):
    """A correction of an account with a reason and a counterpart in the books: what no other document covers.

    A charge holds its money when it is submitted. One that the account does not have is entered as "owner owes it": nothing is
    held, and with the finance manager's approval the account owes what is missing; month end shows it as receivable (E17).
    """

    _name = "prepaid.adjustment"
    _inherit = "prepaid.document"
    _description = "Prepaid adjustment"

    _makers = ("group_fin_cashier", "group_fin_settlement")
    _checkers = ("group_fin_manager",)

    direction = fields.Selection([("credit", "In the dealer's favour"), ("debit", "To the dealer's charge")], required=True, default="credit")
    counter_account_id = fields.Many2one(
        "account.account", string="Counterpart", required=True, check_company=True, ondelete="restrict", domain=[("account_type", "not in", MONEY)],
        help="Account of the books on the other side of the adjustment; never one of money at the bank or in the cash box.")
    forced = fields.Boolean(
        string="The owner owes what is missing", tracking=True,
        help="Charge the account even where the money is not there: with the finance manager's approval it goes below zero, and the next top-up pays it first.")
    owed = fields.Monetary(compute="_compute_owed", string="Will be owed")
    preview = fields.Char(compute="_compute_owed", string="What happens")
    original_entry_id = fields.Many2one("prepaid.entry", string="Corrects", ondelete="restrict", help="The ledger entry that was wrong.")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "An adjustment has an amount above 0.00; choose its direction.")
    _forced_takes = models.Constraint("CHECK(NOT forced OR direction = 'debit')", "Only a charge can be owed: choose the direction To the dealer's charge.")

    @api.depends("forced", "direction", "amount", "state", "account_id.available")
    @api.depends_context("lang")
    def _compute_owed(self):
        for document in self:
            document.owed, document.preview = 0, False
            if not document.forced or document.direction != "debit" or not document.account_id or document.state not in ("draft", "submitted"):
                continue
            fen, there = to_fen(document.amount), document._cash_there()
            owed = max(fen - there, 0)
            document.owed = from_fen(owed)
            document.preview = self.env._(
                "Of %(amount)s CNY %(paid)s CNY are there; the owner will owe %(owed)s CNY.",
                amount=yuan(fen), paid=yuan(fen - owed), owed=yuan(owed))

    def _cash_there(self):
        """Give the fen of cash that the account has free now."""
        return sum(fen for _lot, fen in self.account_id.sudo()._free_cash())  # sudo: a figure of the decision

    def _hold_fen(self):
        return to_fen(self.amount) if self.direction == "debit" and not self.forced else 0

    def _hold_refusal(self, result):
        """Name the other way to charge an account that is short."""
        text = super()._hold_refusal(result)
        if result.status != "short":
            return text
        return f"{text} " + self.env._("Or tick “The owner owes what is missing”: with the finance manager's approval the account goes below zero.")

    def _effect_fen(self):
        fen = to_fen(self.amount)
        return self._hold_fen(), fen if self.direction == "credit" else -fen

    def _check_ready(self):
        if self.forced and self.account_id.state not in STATES:
            raise UserError(self.env._(
                "%(name)s: account %(account)s is in state %(state)s, so nothing can be owed on it; choose one that is open, frozen or closing.",
                name=self.name, account=self.account_id.display_name, state=label_of(self.account_id)))
        if self.forced and self.account_id.state == "open" and self._cash_there() >= to_fen(self.amount):
            raise UserError(self.env._(
                "%(name)s: account %(account)s has the money: take away the tick that the owner owes what is missing, so that it is held for the approval.",
                name=self.name, account=self.account_id.display_name))
        self._check_counter()
        if self.original_entry_id and self.original_entry_id.account_id != self.account_id:
            raise UserError(self.env._(
                "%(name)s corrects entry \"%(entry)s\" of another account; choose an entry of %(account)s.",
                name=self.name, entry=self.original_entry_id.label, account=self.account_id.display_name))

    def _check_counter(self):
        """Refuse a counterpart that documents of their own move; asked again when it is carried out, as accounts and roles change meanwhile."""
        accounts = self.env["prepaid.gl.mapping"]._accounts(self.company_id)
        if self.counter_account_id == accounts.get("advance"):
            raise UserError(self.env._("%s: the counterpart cannot be the advance account itself; choose another account.", self.name))
        counter = self.counter_account_id.sudo().with_company(self.company_id)  # sudo: makers read no charts
        if counter.account_type in MONEY:
            raise UserError(self.env._(
                "%(name)s: %(account)s is an account of money at the bank or in the cash box, which no adjustment moves. Money that came in is entered as a "
                "top-up, money that goes out as a withdrawal; choose an account of income or expense here.",
                name=self.name, account=f"{counter.code} {counter.name}"))
        if counter in self.env["account.move"]._alone_accounts(accounts):
            raise UserError(self.env._(
                "%(name)s: %(account)s holds deposits or money that is not identified yet, and its own documents alone move it. Apply or return the "
                "deposit, or assign the money; choose an account of income or expense here.",
                name=self.name, account=f"{counter.code} {counter.name}"))

    def _carry_out(self):
        self._check_counter()
        account, fen, label = self.account_id, to_fen(self.amount), self.env._("Adjustment %s", self.name)
        if self.forced:
            entry, sign = self._take_by_force(label), -1
        elif self.direction == "debit":
            entry, sign = self._capture_hold("adjust", label), -1
        else:
            entry, sign = account._post_entries(
                self._hold_key(), [{"kind": "adjust", "amount_fen": fen, "label": label}], self._name, self.id, approver=self.env.user), 1
        counter = self.counter_account_id.sudo()  # sudo: approvers read no charts
        move = account._gl_entry(self.company_id.prepaid_journal_id, [(counter, sign * fen), (account._role("advance"), -sign * fen)], label)
        return self._book(entry, move)

    def _take_by_force(self, label):
        """Take what is there and let the owner owe the rest.

        :return: the prepaid.entry.
        :raises UserError: when the account is closed by now.
        """
        result, entry = self.account_id._debit(
            self._hold_key(), to_fen(self.amount), kind="adjust", label=label, res_model=self._name, res_id=self.id, states=STATES,
            buckets=("cash",), forced=True, approver=self.env.user)
        if not result.ok:
            raise UserError(result.message)
        return entry
