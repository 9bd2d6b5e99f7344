from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.adapters.roles import role_refusal
from odoo.addons.dealer_base.money import to_fen, yuan

from ..adapters.close_messages import Finding
from ..sql.touch import touch
from .prepaid_account_close import BLOCK
from .prepaid_account_final import STATEMENT_CODES

STATEMENT_BATCH = 50  # statements a press of the button makes and sends
FLOW = {"state", "runner_id", "approver_id", "payer_id", "line_ids", "season_id", "company_id", "is_simulated", "editor_ids"}


class PrepaidSeasonClose(models.Model):
    """Close of a season: what is left on each account goes back to its owner, without interest (J16).

    draft -> closing (no new holds) -> approved (refunds set aside) -> done (paid). Three people: the settlement accountant
    runs it, the finance manager approves it, the receipt confirmer releases the payments. An account with something in the
    way is left out until that is settled; it can join a later check of the same run, or the next run. A draft can be
    simulated: its lines say what would be refunded, and nothing else changes.
    """

    _name = "prepaid.season.close"
    _description = "Season close"
    _inherit = ["mail.thread", "prepaid.approved.mixin", "dealer.flow.mixin", "dealer.editors.mixin", "prepaid.journal.mixin"]
    _flow_strict = True
    _order = "id desc"
    _check_company_auto = True
    _flow_fields = frozenset(FLOW - {"season_id", "company_id"})
    _day_methods = {"action_pay"}

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    season_id = fields.Many2one(
        "dealer.season", required=True, check_company=True, ondelete="restrict", default=lambda self: self._default_season())
    close_date = fields.Date(related="season_id.date_end", string="Closes on")
    stop_hint = fields.Char(compute="_compute_stop_hint")
    journal_id = fields.Many2one(
        "account.journal", string="Paid from", required=True, check_company=True, domain=[("type", "=", "bank")],
        default=lambda self: self.env["prepaid.topup"]._default_journal("bank"))
    state = fields.Selection(
        [("draft", "Draft"), ("closing", "Being closed"), ("approved", "Approved"), ("done", "Paid"), ("cancelled", "Cancelled")],
        default="draft", required=True, readonly=True, copy=False, tracking=True)
    is_simulated = fields.Boolean(readonly=True, copy=False)
    runner_id = fields.Many2one("res.users", string="Run by", readonly=True, copy=False)
    approver_id = fields.Many2one("res.users", string="Approved by", readonly=True, copy=False)
    payer_id = fields.Many2one("res.users", string="Payments released by", readonly=True, copy=False)
    is_own = fields.Boolean(compute="_compute_is_own", help="You ran or changed it, so other persons approve it and release the payments.")
    line_ids = fields.One2many("prepaid.season.close.line", "close_id", string="Accounts")
    refund_total = fields.Monetary(compute="_compute_totals")
    carried_total = fields.Monetary(compute="_compute_totals", string="Carried over")
    expired_total = fields.Monetary(compute="_compute_totals", string="Expires")
    blocked_hint = fields.Char(compute="_compute_totals")
    returned_hint = fields.Char(compute="_compute_totals")
    left_hint = fields.Text(compute="_compute_left_hint")
    bank_hint = fields.Char(compute="_compute_totals")

    _three_persons = models.Constraint(
        "CHECK((approver_id IS NULL OR runner_id IS NULL OR approver_id <> runner_id) AND (payer_id IS NULL OR runner_id IS NULL OR payer_id <> runner_id)"
        " AND (payer_id IS NULL OR approver_id IS NULL OR payer_id <> approver_id))",
        "Three persons close a season: one runs it, another approves it, a third releases the payments.")

    @api.model
    def _default_season(self):
        """Give the oldest season that is over and still has accounts to close, else the running one."""
        company = self.env.company
        today = company._dealer_today()
        late = self.env["prepaid.account"].search(
            [("company_id", "=", company.id), ("state", "!=", "closed"), ("season_id.date_end", "<", today)]).season_id
        return late.sorted("date_end")[:1] or self.env["dealer.season"]._season_at(company, today)

    @api.depends("season_id.name", "company_id.name")
    def _compute_name(self):
        for run in self:
            run.name = self.env._("Close of season %(season)s, %(company)s", season=run.season_id.name or "", company=run.company_id.name or "")

    @api.depends_context("uid")
    @api.depends("create_uid", "runner_id", "editor_ids")
    def _compute_is_own(self):
        for run in self:
            run.is_own = self.env.user in run._hands()

    def _hands(self):
        """Give who had a hand in it: they do not decide about it. Listing again works out everything anew, so the last runner counts."""
        return self.create_uid | self.runner_id | self.sudo().editor_ids  # sudo: the list counts for every role

    @api.depends("season_id", "company_id")
    def _compute_stop_hint(self):
        for run in self:
            stop = run.season_id and run.company_id._prepaid_submit_stop(run.season_id)
            run.stop_hint = self.env._("No order is submitted on this season's accounts from %s on.", stop) if stop else False

    @api.depends("state", "line_ids.state", "line_ids.refund", "line_ids.carried", "line_ids.expired", "line_ids.bank_checker_id")
    def _compute_totals(self):
        for run in self:
            counted = run.line_ids.filtered(lambda rec: rec.state in ("ready", "approved", "paid"))
            run.refund_total = sum(counted.mapped("refund"))
            run.carried_total = sum(counted.mapped("carried"))
            run.expired_total = sum(counted.mapped("expired"))
            run.blocked_hint = run._blocked_hint(len(run.line_ids.filtered(lambda rec: rec.state == "blocked")))
            fresh = len(counted.filtered(lambda rec: rec.state != "paid" and rec.refund and rec.bank_state == "fresh"))
            run.bank_hint = self.env._(
                "%s refunds go to bank accounts that were changed lately: another finance manager or confirmer must approve them.", fresh) if fresh else False
            back = run.line_ids.filtered(lambda rec: rec.state == "returned")
            run.returned_hint = self.env._(
                "%(count)s refunds came back from the bank, %(amount)s CNY: the money is on the owners' accounts that the lines name. Correct the "
                "bank accounts and pay it with withdrawals.", count=len(back), amount=yuan(sum(to_fen(line.refund) for line in back))) if back else False

    def _blocked_hint(self, blocked):
        if not blocked:
            return False
        if self.state == "approved":
            return self.env._("%s accounts stay out of this close: release the payments, then begin the next close for them.", blocked)
        return self.env._(
            "%s accounts cannot be closed yet: settle the reasons below and list again. Approving closes the others, these wait for the next close.", blocked)

    @api.depends("state", "season_id", "company_id")
    @api.depends_context("lang")
    def _compute_left_hint(self):
        """After the payment: name the accounts that still are being closed, and what to do about them."""
        for run in self:
            left = run._accounts().filtered(lambda account: account.state == "closing") if run.state == "done" else ()
            names = ", ".join(account.display_name for account in left[:10]) + (" …" if len(left) > 10 else "")
            run.left_hint = self.env._(
                "%(count)s accounts of this season are still being closed and take no orders: %(names)s. Settle what is in the way of them, "
                "then begin the next close; cancelling that close opens them again.", count=len(left), names=names) if left else False

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(self._flow_fields & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("A season close begins as a draft: use its buttons."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and ((FLOW & vals.keys()) or self.filtered(lambda run: run.state not in ("draft", "closing"))):
            raise AccessError(self.env._("A season close changes with its buttons only."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        for run in self:
            if run.state != "draft":
                raise UserError(self.env._("%s has begun and stays for the record; cancel it instead.", run.name))

    # -- buttons

    def action_simulate(self):
        """List what would be refunded if the season were closed now; accounts and ledger stay as they are.

        :return: True.
        """
        self._need("group_fin_settlement", self.env._("Your role may not run the season close."))
        for run in self:
            if run.state != "draft":
                raise UserError(self.env._("%s has begun: list its accounts again instead.", run.name))
            run.sudo().is_simulated = True  # sudo: flow fields are closed to writes
            run._list_accounts(run._accounts())
        return True

    def action_start(self):
        """Stop new holds on the season's accounts and list what each has (draft -> Closing); again: list anew.

        :return: True.
        """
        self._need("group_fin_settlement", self.env._("Your role may not run the season close."))
        for run in self:
            run._need_open()
            accounts = run._accounts()
            other = run.sudo().search([  # sudo: a run counts even where the user may not see it
                ("company_id", "=", run.company_id.id), ("season_id", "=", run.season_id.id), ("state", "in", ("closing", "approved")),
                ("id", "!=", run.id)], limit=1)
            if other:
                raise UserError(self.env._("%s is under way for this season: finish or cancel it first.", other.name))
            for account in accounts.filtered(lambda rec: rec.state in ("draft", "open", "frozen")):
                account._set_state("closing", f"prepaid.season.close,{run.id},{account.id},closing,{fields.Datetime.now()}")
            run.sudo().write({"state": "closing", "runner_id": self.env.uid, "is_simulated": False})  # sudo: flow fields are closed to writes
            run._list_accounts(accounts)
        return True

    def action_approve(self):
        """Approve the refunds: each ready account's money is set aside for the bank (Closing -> Approved).

        :return: True; pressing twice does nothing more.
        :raises AccessError: for others than the finance manager, and for those who ran or changed the close.
        """
        self._need("group_fin_manager", self.env._("Your role may not approve the season close."))
        for run in self.filtered(lambda rec: rec.state != "approved"):
            if run.state != "closing":
                raise UserError(self.env._("%s has not been started: list its accounts first.", run.name))
            if self.env.user in run._hands():
                raise AccessError(self.env._("Another person must approve %s: you ran or changed it.", run.name))
            ready = run.line_ids.filtered(lambda rec: rec.state == "ready").sorted("account_id")._block_new_findings()
            if not ready:
                raise UserError(self.env._(
                    "%s has no account that can be closed: settle the reasons in its lines and list again, or cancel the close, which opens them again.",
                    run.name))
            ready._set_aside()
            run.sudo().write({"state": "approved", "approver_id": self.env.uid})  # sudo: flow fields are closed to writes
        return True

    def action_ask_pay(self):
        """Ask on which day the bank paid the refunds, then release them."""
        return self.env["dealer.reason"]._ask(self, "action_pay", self.env._("Release payments"))

    def action_pay(self, day=None):
        """Release the approved refunds to the bank: ledger entry, journal entry, account closed (Approved -> Paid).

        Refunds whose bank data wait for their second approval stay; press again once it is given.

        :param day: day of these payments at the bank, which the books take; today by default.
        :return: True; pressing twice does nothing more.
        :raises AccessError: for others than the receipt confirmer, and for those who ran, changed or approved the close.
        :raises UserError: when no refund can be paid, with the reason of the first, or with a day on which they cannot have been paid.
        """
        self._need("group_fin_confirmer", self.env._("Your role may not release refunds."))
        for run in self.filtered(lambda rec: rec.state != "done"):
            waiting = run.line_ids.filtered(lambda rec: rec.state == "approved")
            stopped = waiting.filtered(lambda line: line.refund and line._payout_problem())
            refunds = (waiting - stopped).filtered("refund")
            if day := run.company_id._prepaid_named_day(run.name, day, approved_on=refunds[:1]._payout_first_day()):
                refunds.sudo().paid_on = day  # sudo: lines are written by the run alone
            run._release(waiting - stopped, stopped)
        return True

    def action_cancel(self):
        """Take a close back before its approval: the accounts open again (Closing -> Cancelled).

        :return: True.
        """
        self._need("group_fin_settlement", self.env._("Your role may not run the season close."))
        for run in self:
            run._need_open()
            for account in run._accounts().filtered(lambda rec: rec.state == "closing") if run.state == "closing" else ():
                back = account._state_before_closing()
                account._set_state(back, f"prepaid.season.close,{run.id},{account.id},back,{fields.Datetime.now()}")
            run.sudo().state = "cancelled"  # sudo: flow fields are closed to writes
        return True

    def action_send_statements(self):
        """Make the final statements that are missing, send those that are not sent, and list the accounts again (draft, Closing).

        A press does the first 50; the others are listed with their reason, so another press goes on.

        :return: True.
        :raises AccessError: for others than the settlement accountant.
        """
        self._need("group_fin_settlement", self.env._("Your role may not run the season close."))
        for run in self:
            run._need_open()
            lines = run.line_ids.filtered(lambda line: STATEMENT_CODES & set(line.finding_ids.mapped("code")))
            accounts = lines.account_id[:STATEMENT_BATCH]
            problems = accounts._send_final_statements()
            run.sudo().message_post(body=self.env._(  # sudo: the run notes what it did
                "Final statements: %(count)s accounts, %(left)s not sent. %(problems)s", count=len(accounts), left=len(problems),
                problems=" ".join(problems)))
            run._list_accounts(run._accounts())
        return True

    def action_next(self):
        """Begin the next close of the season, for the accounts that the paid one left (Paid; a new draft, or the one under way).

        :return: action that shows the next close.
        """
        self._need("group_fin_settlement", self.env._("Your role may not run the season close."))
        self.ensure_one()
        if self.state != "done":
            raise UserError(self.env._("%s is not paid yet: have it approved and its payments released, then begin the next close.", self.name))
        following = self.search([
            ("company_id", "=", self.company_id.id), ("season_id", "=", self.season_id.id), ("state", "in", ("draft", "closing", "approved"))], limit=1)
        if not following:
            following = self.create({"company_id": self.company_id.id, "season_id": self.season_id.id, "journal_id": self.journal_id.id})
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": following.id, "view_mode": "form"}

    def action_bank_list(self):
        """Take the list of the approved refunds for the bank; the log says who took it and for how much.

        :return: action that shows workbook and text file.
        """
        self.ensure_one()
        takers = ("group_fin_settlement", "group_fin_confirmer", "group_fin_manager")
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in takers):
            raise AccessError(role_refusal(self.env, takers, self.env._("Your role may not take the bank list.")))
        self.check_access("read")
        if self.state not in ("approved", "done"):
            raise UserError(self.env._("%s is not approved yet: have the finance manager approve it first.", self.name))
        lists = self.env["prepaid.bank.list"]
        action = lists._make(self.name, self.line_ids.filtered(lambda line: line.state in ("approved", "paid")))
        self.sudo().message_post(  # sudo: an export is noted whoever takes it
            body=lists._log_text(action), author_id=self.env.user.partner_id.id)
        return action

    # -- parts

    def _need(self, group, refusal):
        if not self.env.user.has_group(f"dealer_base.{group}"):
            raise AccessError(role_refusal(self.env, (group,), refusal))
        self.check_access("read")
        touch(self)  # a doubled click finds what the first press did

    def _need_open(self):
        if self.state == "cancelled":
            raise UserError(self.env._("%s is cancelled: begin another close.", self.name))
        if self.state not in ("draft", "closing"):
            raise UserError(self.env._("%s is approved already: once its payments are released, the next close takes the accounts that it left.", self.name))

    def _release(self, lines, stopped=()):
        """Pay these lines, by a third person; the run is paid with its last line.

        :param stopped: lines that cannot be paid now; when nothing else is left to pay, the reason of the first is raised.
        """
        if self.state != "approved":
            raise UserError(self.env._("%s is not approved yet: have the finance manager approve it first.", self.name))
        if self.env.user in self._hands() | self.approver_id:
            raise AccessError(self.env._("A third person must release the refunds of %s: you ran, changed or approved it.", self.name))
        if stopped and not lines:
            raise UserError(stopped[0]._payout_problem())
        lines.sorted("account_id")._pay()
        self.sudo().payer_id = self.env.uid  # sudo: flow fields are closed to writes
        if "approved" not in self.line_ids.mapped("state"):
            self.sudo().state = "done"  # sudo: flow fields are closed to writes
        self._finish_season()

    def _accounts(self):
        self.ensure_one()
        return self.env["prepaid.account"].search([
            ("company_id", "=", self.company_id.id), ("season_id", "=", self.season_id.id), ("state", "!=", "closed")], order="id")

    def _list_accounts(self, accounts):
        lines, wrong = self.line_ids, self._differences()
        excluded = lines.filtered("is_left_out").account_id
        carried = lines.filtered("carry").account_id
        values, facts = self.env["prepaid.season.close.line"]._prepare, accounts._close_facts()
        self.sudo().line_ids = [Command.clear(), *(  # sudo: lines are written by the run alone
            Command.create(values(account, wrong.get(account.partner_id.id), account in excluded, account in carried, facts[account.id]))
            for account in accounts)]

    def _differences(self):
        return {
            diff["partner_id"]: Finding(BLOCK, "proof_differs", {"left": yuan(diff["left_fen"]), "right": yuan(diff["right_fen"])})
            for diff in self.env["prepaid.check"]._differences(self.company_id)}

    def _finish_season(self):
        """Close the season record once no account of it is left, when its last day is over."""
        if not self._accounts() and self.season_id.date_end <= self.company_id._dealer_today():
            self.season_id.sudo().state = "closed"  # sudo: the run closes its season
