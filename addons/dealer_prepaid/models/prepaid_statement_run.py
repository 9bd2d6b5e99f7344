import datetime
import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.dealer_base.adapters.roles import role_refusal

from ..sql import statement as book
from ..statements import month_of

_logger = logging.getLogger(__name__)
BATCH = 20  # accounts between two commits of the job


class PrepaidStatementRun(models.Model):
    """Makes the statements of all accounts of a company up to one day (draft -> running -> done).

    What remains is always asked from the ledger, so a run that was stopped goes on where it was, and a second run does nothing
    twice. An account that cannot have its statement yet is named with the reason and tried again.
    """

    _name = "prepaid.statement.run"
    _description = "Statements of a month"
    _inherit = ["mail.thread", "dealer.flow.mixin"]
    _flow_strict = True
    _order = "date_to desc, id desc"

    name = fields.Char(compute="_compute_name", store=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company, ondelete="restrict")
    date_to = fields.Date(
        string="Up to", required=True, default=lambda self: month_of(self.env.company._dealer_today())[0] - datetime.timedelta(days=1),
        help="Last day of the statements; the last day of the month before by default.")
    send = fields.Boolean(string="Send by mail", default=lambda self: self.env.company.prepaid_statement_mail)
    state = fields.Selection(
        [("draft", "Draft"), ("running", "Running"), ("done", "Done")], default="draft", required=True, readonly=True, copy=False, index=True, tracking=True)
    total = fields.Integer(string="Accounts", readonly=True, copy=False)
    statement_ids = fields.One2many("prepaid.statement", "run_id", string="Statements", readonly=True)
    issued_count = fields.Integer(compute="_compute_progress")
    progress = fields.Float(compute="_compute_progress")
    problems = fields.Text(string="What is in the way", readonly=True, copy=False)

    _day_uniq = models.Constraint("UNIQUE(company_id, date_to)", "The statements of this company up to this day have been asked for already.")

    @api.depends("company_id.name", "date_to")
    def _compute_name(self):
        for run in self:
            words = run.with_context(lang=run.company_id.partner_id.lang or self.env.lang)  # the daily job speaks the company's language
            run.name = words.env._("Statements up to %(date)s, %(company)s", date=run.date_to or "", company=run.company_id.name or "")

    @api.depends("statement_ids.state", "total", "state")
    def _compute_progress(self):
        counts = dict(self.env["prepaid.statement"]._read_group(
            [("run_id", "in", self.ids), ("state", "!=", "draft")], ["run_id"], ["__count"]))
        for run in self:
            run.issued_count = counts.get(run._origin, 0)
            run.progress = 100.0 if run.state == "done" else 100.0 * run.issued_count / run.total if run.total else 0.0

    @api.constrains("date_to")
    def _check_date_to(self):
        for run in self:
            if run.date_to >= run.company_id._dealer_today():
                raise ValidationError(self.env._("%s: choose a day that is over.", run.name))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(self._guarded_fields() & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("A run of statements begins as a draft: use its buttons."))
        for vals in vals_list:
            self._refuse_second(vals)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and (self._guarded_fields() & vals.keys() or self.filtered(lambda run: run.state != "draft")) and (
                vals.keys() - {"message_follower_ids"}):
            raise AccessError(self.env._("A run of statements changes with its buttons only."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        for run in self:
            if run.state != "draft":
                raise UserError(self.env._("%s has begun and stays for the record: send its statements, or delete their drafts.", run.name))

    def _refuse_second(self, vals):
        """Refuse a second run for a day that has one, and say where the first one is."""
        company, date_to = vals.get("company_id") or self.env.company.id, vals.get("date_to") or self.default_get(["date_to"])["date_to"]
        first = self.search([("company_id", "=", company), ("date_to", "=", date_to)], limit=1)
        if first:
            words = dict(first._fields["state"]._description_selection(self.env))
            raise UserError(self.env._(
                "\"%(name)s\" was made on %(day)s (%(state)s, %(count)s statements): open it under Prepaid > Statements > Statement runs.",
                name=first.name, day=fields.Datetime.context_timestamp(self, first.create_date).date(), state=words[first.state],
                count=len(first.statement_ids)))

    # -- buttons

    def action_start(self):
        """Hand the run to the job that makes the statements (draft -> Running); again: have it go on at once.

        :return: True.
        :raises AccessError: for others than the settlement accountant.
        :raises UserError: when no account needs a statement up to that day.
        """
        if not self.env.user.has_group("dealer_base.group_fin_settlement"):
            raise AccessError(role_refusal(self.env, ("group_fin_settlement",), self.env._("Your role may not make the statements of a month.")))
        self.check_access("write")
        for run in self.filtered(lambda rec: rec.state == "draft"):
            if not run._due():
                raise UserError(self.env._(
                    "%s: no account needs one, each has its statement up to that day or never had money. Choose a later day.", run.name))
            run._start(self.env.user)
        if "running" in self.mapped("state"):
            self.env.ref("dealer_prepaid.cron_statement_run").sudo()._trigger()  # sudo: an accountant may wake the job
        return True

    def action_open_statements(self):
        """Show the statements of the run."""
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_statement_action")
        return {**action, "domain": [("run_id", "in", self.ids)], "context": {}}

    # -- the job

    def _start(self, person):
        self.ensure_one()
        self.env["prepaid.entry"].flush_model()
        due = len(book.accounts_due(self.env.cr, self.company_id.id, self.date_to))
        self.sudo().write({"state": "running", "total": due + self.issued_count})  # sudo: the flow is closed to writes

    @api.model
    def _cron_work(self):
        """Job: make the statements of running runs, some at a time, each batch in a transaction of its own."""
        for run in self.search([("state", "=", "running")], order="id"):
            remaining = run._due()
            self.env["ir.cron"]._commit_progress(remaining=len(remaining))
            problems, goes_on = {}, True
            for begin in range(0, len(remaining), BATCH):
                problems.update(run._make(remaining[begin:begin + BATCH]))
                goes_on = self.env["ir.cron"]._commit_progress(min(BATCH, len(remaining) - begin))
                if not goes_on:
                    break
            if goes_on:
                run._finish(problems)

    @api.model
    def _cron_month(self):
        """Daily job: on the company's day, ask for the statements of the month that is over."""
        for company in self.env["res.company"].search([("prepaid_statement_auto", "=", True)]):
            today = company._dealer_today()
            last = month_of(today)[0] - datetime.timedelta(days=1)
            if today.day < company.prepaid_statement_day or self.search_count([("company_id", "=", company.id), ("date_to", ">=", last)], limit=1):
                continue
            self.env["prepaid.entry"].flush_model()
            if not book.accounts_due(self.env.cr, company.id, last):
                continue
            run = self.create({"company_id": company.id, "date_to": last, "send": company.prepaid_statement_mail})
            run._start(self.env.user)
            self.env.ref("dealer_prepaid.cron_statement_run")._trigger()

    def _due(self):
        self.env["prepaid.entry"].flush_model()
        self.env["prepaid.statement"].flush_model()
        return book.accounts_due(self.env.cr, self.company_id.id, self.date_to)

    def _make(self, account_ids):
        """Make the statements of some accounts, each in a savepoint.

        :param account_ids: ids.
        :return: {account name: sentence} of those that cannot have one now.
        """
        problems, statements = {}, self.env["prepaid.statement"].with_company(self.company_id)
        for account in self.env["prepaid.account"].browse(account_ids):
            try:
                with self.env.cr.savepoint():
                    draft = statements.search([("account_id", "=", account.id), ("state", "=", "draft")])
                    draft.sudo().unlink()  # sudo: a draft has no figures; the run decides on the last day
                    statement = statements.sudo().create({  # sudo: the run writes what is closed to people
                        "account_id": account.id, "company_id": self.company_id.id, "date_to": self.date_to, "run_id": self.id})
                    statement._issue()
                    if self.send:
                        statement._send()
            except UserError as error:
                problems[account.display_name] = str(error)
                _logger.info("no statement for %s yet: %s", account.display_name, error)
        return problems

    def _finish(self, problems):
        text = "\n".join(f"{name}: {sentence}" for name, sentence in problems.items())
        done = not problems and not self._due()
        self.sudo().write({"problems": text or False, **({"state": "done"} if done else {})})  # sudo: the flow is closed to writes
