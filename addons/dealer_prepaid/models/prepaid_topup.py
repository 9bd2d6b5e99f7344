import datetime

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.adapters.roles import role_refusal
from odoo.addons.dealer_base.money import AmountError, to_fen, yuan

from .. import ledger
from ..sql import book

METHODS = [
    ("counter", "Counter transfer"), ("kiosk", "Self-service machine"), ("online", "Online bank"), ("alipay", "Alipay"),
]
RECORDERS = ("group_fin_cashier", "group_fin_manager", "group_cs_presale", "group_sales_rep")
CONFIRMERS = ("group_fin_confirmer", "group_fin_manager")
FLOW = {
    "state", "account_id", "confirmer_id", "submitter_id", "confirmed_at", "entry_id", "move_id", "reject_reason", "name", "bank_line_id",
    "serial_released", "reversal_id", "bonus_rule_id", "bonus_amount", "bonus_entry_id", "bonus_taken_back", "provider", "provider_reference", "provider_fee",
}


class PrepaidTopup(models.Model):
    """Money a dealer paid in: recorded by one person with proof, confirmed by another who saw it on the bank account.

    draft -> submitted -> confirmed | rejected; confirmed -> reversed. Confirming writes the ledger entry and the journal
    entry E01 in one transaction; the first top-ups that reach the minimum open the account (R0-057). Doubles are found in
    prepaid_topup_check.py, the bank's line in prepaid_match.py, what a top-up brings about is told in prepaid_topup_effect.py.
    """

    _name = "prepaid.topup"
    _description = "Prepaid top-up"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin", "dealer.editors.mixin", "dealer.proof.mixin"]
    _flow_strict = True
    _order = "id desc"
    _check_company_auto = True
    _reason_methods = {"action_reject", "action_release"}
    _proof_fields = ("proof_ids",)

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", string="Account owner", required=True, index=True, ondelete="restrict",
        domain=[("dealer_level", "in", ("dealer", "store"))])
    sales_company_id = fields.Many2one(related="partner_id.sales_company_id", store=True)
    brand_id = fields.Many2one("dealer.brand", ondelete="restrict", help="For an account of one brand; empty for the owner's common account.")
    account_id = fields.Many2one("prepaid.account", readonly=True, copy=False, index=True, check_company=True, ondelete="restrict")
    account_available = fields.Monetary(related="account_id.available", string="Available now")
    amount = fields.Monetary(required=True, tracking=True)
    journal_id = fields.Many2one(
        "account.journal", string="Receiving account", required=True, check_company=True, ondelete="restrict",
        domain=[("is_prepaid_receiving", "=", True)], default=lambda self: self._default_journal())
    payment_hint = fields.Char(related="journal_id.prepaid_payment_hint", string="Pay to")
    method = fields.Selection(
        METHODS, compute="_compute_method", store=True, readonly=False, precompute=True,
        help="How the money was paid; the usual method of the receiving account where it has one.")
    date_paid = fields.Date(required=True, default=lambda self: self.env.company._dealer_today())
    payer_name = fields.Char(string="Payer")
    remark = fields.Char(string="Remittance remark", help="Sales company and name of the payer as on the nomination.")
    bank_serial = fields.Char(string="Bank serial number", copy=False)
    proof_ids = fields.Many2many("ir.attachment", string="Proof", copy=False, bypass_search_access=True)
    bank_line_id = fields.Many2one("prepaid.bank.line", readonly=True, copy=False, check_company=True, ondelete="restrict")
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "To confirm"), ("confirmed", "Confirmed"), ("rejected", "Rejected"), ("reversed", "Reversed")],
        default="draft", required=True, readonly=True, copy=False, index=True, tracking=True)
    submitter_id = fields.Many2one("res.users", string="Recorded by", readonly=True, copy=False)
    confirmer_id = fields.Many2one("res.users", string="Confirmed by", readonly=True, copy=False)
    confirmed_at = fields.Datetime(readonly=True, copy=False)
    reject_reason = fields.Char(readonly=True, copy=False, tracking=True)
    entry_id = fields.Many2one("prepaid.entry", string="Ledger entry", readonly=True, copy=False, ondelete="restrict")
    move_id = fields.Many2one("account.move", string="Journal entry", readonly=True, copy=False, ondelete="restrict")

    _amount_sensible = models.Constraint("CHECK(amount < 100000000000)", "A top-up has an amount below 100,000,000,000.00.")
    _two_persons = models.Constraint(
        "CHECK(confirmer_id IS NULL OR submitter_id IS NULL OR confirmer_id <> submitter_id)",
        "Another person must confirm the top-up.")
    _amount_positive = models.Constraint("CHECK(amount > 0)", "A top-up has an amount above 0.00.")
    _serial_once = models.UniqueIndex(
        "(company_id, serial_key) WHERE serial_key IS NOT NULL AND state = 'confirmed' AND serial_released IS NOT TRUE",
        "A payment with this bank serial number has been confirmed already: submit the top-up anew and have the finance manager look at it.")

    @api.model
    def _default_journal(self, kind=None):
        """Give the account to propose: the first that receives prepaid money, of one kind of journal where that is asked for."""
        accounts = self.env.company._receiving_accounts()
        return accounts.filtered(lambda journal: kind in (None, journal.type)).sudo(False)[:1]

    @api.depends("journal_id")
    def _compute_method(self):
        for topup in self:
            topup.method = topup.journal_id.sudo().prepaid_method or topup.method  # sudo: the proposer need not read journals

    @api.model_create_multi
    def create(self, vals_list):
        self.browse().check_access("create")  # before a number is drawn: refused requests leave no gap
        for vals in vals_list:
            self._tidy(vals)
            if (FLOW - {"name"}) & vals.keys() and not self.env.su:
                raise AccessError(self.env._("A top-up begins as a draft: submit and confirm it with its buttons."))
            if vals.get("name", "/") == "/":
                company = vals.get("company_id") or self.env.company.id
                vals["name"] = self.env["ir.sequence"].sudo().with_company(company).next_by_code("prepaid.topup") or "/"  # sudo: numbering only
        return super().create(vals_list)

    @staticmethod
    def _tidy(vals):
        """Write a serial number as banks compare it: without blanks, in capitals."""
        if vals.get("bank_serial"):
            vals["bank_serial"] = "".join(str(vals["bank_serial"]).split()).upper()  # a program may send a number

    def write(self, vals):
        self._tidy(vals)
        if not self.env.su:
            if FLOW & vals.keys():
                raise AccessError(self.env._("The state of a top-up changes with its buttons only."))
            if vals.keys() - {"activity_ids", "message_follower_ids"} and self.filtered(lambda t: t.state != "draft"):
                raise UserError(self.env._(
                    "Top-up %s is submitted and stays as it is; have it rejected and record it anew.",
                    self.filtered(lambda t: t.state != "draft")[0].name))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        for topup in self:
            if topup.state != "draft":
                raise UserError(self.env._("Top-up %s is submitted and stays for the record: have it rejected instead.", topup.name))

    # -- buttons

    def action_submit(self):
        """Hand the recorded top-up to the confirmer (draft -> To confirm).

        :return: True; pressing twice does nothing more.
        :raises AccessError: for roles that may not record top-ups.
        :raises UserError: without proof, with a bad amount, a serial number that exists, or an owner who is not approved.
        """
        self._need(RECORDERS, self.env._("Your role may not record top-ups."))
        for topup in self.filtered(lambda t: t.state == "draft"):
            topup._check_ready()
            account = self.env["prepaid.account"]._get_or_create(topup.company_id, topup.partner_id, *topup.brand_id)
            topup.sudo().write({"state": "submitted", "account_id": account.id, "submitter_id": self.env.uid})  # sudo: flow fields are closed to writes
            topup._find_doubles()
        return True

    def action_confirm(self):
        """Confirm that the money arrived (To confirm -> Confirmed): ledger entry, journal entry, and the account opens if it can.

        :return: True; pressing twice does nothing more.
        :raises AccessError: for roles that may not confirm, and for the one who recorded it.
        :raises UserError: when the ledger refuses.
        """
        self._need(CONFIRMERS, self.env._("Your role may not confirm top-ups."))
        for topup in self:
            if topup.state == "confirmed":
                continue
            if topup.state != "submitted":
                raise UserError(self.env._("Top-up %s is not waiting for confirmation: submit it first, or record the payment anew.", topup.name))
            if self.env.user in (topup.submitter_id, topup.create_uid):
                raise AccessError(self.env._("Another person must confirm top-up %s: you recorded it.", topup.name))
            topup._refuse_editors()
            topup._need_released()
            topup._confirm()
        return True

    def action_reject(self, reason=None):
        """Reject a top-up that did not arrive (To confirm -> Rejected).

        :param reason: text, why; required.
        :return: True.
        """
        self._need(CONFIRMERS, self.env._("Your role may not reject top-ups."))
        for topup in self:
            if topup.state != "submitted":
                raise UserError(self.env._("Top-up %s is not waiting for confirmation: submit it first, or record the payment anew.", topup.name))
            if self.env.user not in (topup.submitter_id, topup.create_uid):
                topup._refuse_editors()
            if not (reason or "").strip():
                raise UserError(self.env._("Say why top-up %s is rejected.", topup.name))
            topup.sudo().write({"state": "rejected", "reject_reason": reason.strip()})  # sudo: flow fields are closed to writes
            topup.sudo().bank_line_id.topup_id = False  # sudo: the bank line becomes free for the right top-up
        return True

    def action_ask_reject(self):
        """Ask why the top-up is rejected."""
        return self.env["dealer.reason"]._ask(self, "action_reject", self.env._("Reject top-up"))

    # -- parts

    def _need(self, groups, refusal):
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in groups):
            raise AccessError(role_refusal(self.env, groups, refusal))
        self.check_access("read")

    def _check_amount(self):
        self.ensure_one()
        try:
            fen = to_fen(self.amount, exact=True)
        except AmountError:
            fen = 0
        if fen <= 0:
            raise UserError(self.env._("Top-up %(name)s: %(amount)s is no amount to book; enter one above 0.00.", name=self.name, amount=self.amount))

    def _check_ready(self):
        self._check_amount()
        if not self.proof_ids and not self.bank_line_id._from_bank():
            raise UserError(self._no_proof_text())
        if self.journal_id not in self.company_id._receiving_accounts():
            raise UserError(self.env._("Top-up %s: choose an account that receives prepaid money of this company.", self.name))
        if not self.method:
            raise UserError(self.env._("Top-up %s: say how it was paid, by its method.", self.name))
        today = self.company_id._dealer_today()
        if not today - datetime.timedelta(days=366) <= self.date_paid <= today:
            raise UserError(self.env._(
                "Top-up %(name)s: %(date)s is no day on which this money can have come in; enter the day of the payment.",
                name=self.name, date=self.date_paid))
        self.account_id._decide(ledger.check_amount(to_fen(self.amount)), account=self.partner_id.display_name)

    def _bank_day(self):
        """Give the day on which the money came in, by the bank's line or the slip; False for a provider's payment: it comes with its report."""
        return not self.provider and (self.sudo().bank_line_id.date or self.date_paid)  # sudo: who confirms need not read the bank's list

    def _confirm(self):
        self.ensure_one()
        account, fen = self.account_id, to_fen(self.amount)
        if account.state == "draft":
            book.touch_draft_account(self.env.cr, account.id)
        decision = account._decide(ledger.top_up(account._as_balance(), fen, *account._opening_terms()))
        label = self.env._("Top-up %s", self.name)
        lines = [{"kind": "topup", "amount_fen": fen, "label": label}]
        rule, bonus_fen, last = self._choose_bonus() if self._earns_bonus() else (None, 0, False)
        if rule:
            lines.append({"kind": "gift", "amount_fen": bonus_fen, "label": self.env._("Bonus of top-up %s", self.name), "bucket": "gift", "expires_on": last})
        entries = account._post_entries(
            f"prepaid.topup,{self.id}", lines, self._name, self.id, approver=self.env.user,
            new_state="open" if decision.opens else None, kind="topup")
        move = account._gl_topup(
            self.journal_id.sudo(), fen, label, to_fen(self.provider_fee), self._bank_day())  # sudo: the confirmer reads no journals
        entries[0]._link_move(move)
        self._grant_bonus(entries, rule, bonus_fen)
        account._count_first_topup(fen)
        self.sudo().write({  # sudo: flow fields are closed to writes
            "state": "confirmed", "confirmer_id": self.env.uid, "confirmed_at": fields.Datetime.now(),
            "entry_id": entries[0].id, "move_id": move.id})
        if decision.opens and not account._owner_is_frozen():
            account.sudo().message_post(body=self.env._("%s opened the account.", label))  # sudo: the chatter of the account
            account.partner_id._on_prepaid_account_opened()
        elif account.state == "draft":
            minimum, in_one = account._opening_terms()
            missing = minimum - (0 if in_one else to_fen(account.sudo().balance))  # sudo: figures of the message
            self.sudo().message_post(body=self.env._(  # sudo: the chatter tells the recorder
                "Not enough to open the account: one payment of %s CNY is needed.", yuan(missing)) if in_one else self.env._(
                "Not enough to open the account: %s CNY missing.", yuan(missing)))

    def action_open_account(self):
        """Open the prepaid account of the top-up."""
        self.ensure_one()
        return {"type": "ir.actions.act_window", "res_model": "prepaid.account", "res_id": self.account_id.id, "view_mode": "form"}
