from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.dealer_base.models.dealer_batch_mixin import BATCH_STATES

from ..sql.lines import freeze

BATCH = 200
LATER = [("calculated", "Calculated"), ("approved", "Approved"), ("paid", "Paid")]  # what follows instead of the end of other long works


class PerfCommissionRun(models.Model):
    """The commission of a company for one month, or the yearly reward for one year.

    draft -> running (sales and people are frozen in one statement, then people are worked out in batches, each in its own transaction; a run that was
    stopped or killed goes on where it was) -> calculated -> approved by another person -> paid. Months follow each other, years follow each other: what
    one leaves owing the next takes in. A period is run once; returns of its sales are taken back by later runs.
    """

    _name = "perf.commission.run"
    _description = "Commission run"
    _inherit = ["mail.thread", "dealer.batch.mixin"]
    _flow_strict = True
    _order = "period desc, id desc"
    _rec_name = "period"
    _batch_cron = "dealer_performance.cron_commission"
    _batch_at_once = 2 * BATCH

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company.id)
    currency_id = fields.Many2one(related="company_id.currency_id")
    period = fields.Char(
        string="Month or year", required=True, help="Such as 2026-11; 2026 for the yearly reward.",
        default=lambda self: f"{self.env.company._dealer_last_month()[0]:%Y-%m}")
    kind = fields.Selection([("month", "Month"), ("year", "Year")], compute="_compute_kind", store=True, index=True)
    line_ids = fields.One2many("perf.commission.line", "run_id", string="People", readonly=True)
    sale_ids = fields.One2many("perf.commission.sale", "run_id", string="Sales", readonly=True)
    total = fields.Integer(string="People to do")
    done = fields.Integer(string="People done")
    payable = fields.Monetary(string="To pay", compute="_compute_payable", store=True)
    note = fields.Text(string="Left out", readonly=True, help="Sales of people without a scheme, and people who get nothing.")
    calculated_by_id = fields.Many2one("res.users", string="Calculated by", readonly=True)
    approved_by_id = fields.Many2one("res.users", string="Approved by", readonly=True)
    state = fields.Selection(selection_add=[*BATCH_STATES, *LATER], ondelete={code: "cascade" for code, _name in LATER}, tracking=True)

    _period_uniq = models.Constraint("UNIQUE(company_id, period)", "This period has a run already.")
    _period_form = models.Constraint("CHECK(period ~ '^[0-9]{4}(-(0[1-9]|1[0-2]))?$')", "A month is written as 2026-11, a year as 2026.")

    @api.depends("period")
    def _compute_kind(self):
        for run in self:
            run.kind = "year" if len(run.period or "") == 4 else "month"

    @api.depends("line_ids.payable")
    def _compute_payable(self):
        sums = dict(self.env["perf.commission.line"]._read_group([("run_id", "in", self.ids)], ["run_id"], ["payable:sum"]))
        for run in self:
            run.payable = sums.get(run._origin, 0.0)

    def _compute_progress(self):
        super()._compute_progress()
        self.filtered(lambda run: run.state in ("calculated", "approved", "paid")).progress = 100.0

    @api.constrains("period")
    def _check_over(self):
        for run in self:
            if run.period >= f"{run.company_id._dealer_today():%Y-%m}"[:len(run.period)]:
                raise ValidationError(self.env._("%s is not over yet.", run.period))

    def write(self, vals):
        if not self.env.su and {"period", "company_id"} & vals.keys() and any(run.state != "draft" for run in self):
            raise UserError(self.env._("The month of a run that has begun stays."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        if any(run.state != "draft" for run in self):
            raise UserError(self.env._("A run that has begun stays: later runs build on it."))

    def _need(self, group):
        if not self.env.user.has_group(f"dealer_base.{group}"):
            raise AccessError(self.env._("This step needs the role %s.", self.env.ref(f"dealer_base.{group}").sudo().name))  # sudo: name of a role
        self.check_access("read")

    def _check_batch_role(self):
        self._need("group_fin_settlement")
        return super()._check_batch_role()

    def action_calculate(self):
        """Calculate a period; what is more than two batches is left to the job, begun at once. Settlement accountant; a second call goes on.

        :return: True.
        :raises UserError: naming the KPI sheets or the earlier period that are missing, or that somebody else calculates.
        """
        self._check_batch_role()
        for run in self.filtered(lambda one: one.state in ("draft", "running", "stopped")):
            if not run.sudo().try_lock_for_update(allow_referencing=True):  # sudo: the lock of the program; the role is checked above
                raise UserError(self.env._("The run of %s is being calculated already: wait until it ends.", run.period))
            run.action_start()
        return True

    def _begin(self):
        """Check that the period can be run, freeze what was sold and enter everybody who gets a line."""
        own = self.sudo()  # sudo: sales, sheets and lines are the program's business; the role was checked
        own._check_order()
        freeze(self.env, self.id, self.company_id.id, self.period)
        people, notes = own._people()
        own.env["perf.commission.line"].create(people)
        own.write({"calculated_by_id": self.env.uid, "total": len(people), "done": 0, "note": "\n".join(notes) or False})

    def _check_order(self):
        """Refuse a period that is not the one after the last of its kind."""
        runs = [("company_id", "=", self.company_id.id), ("kind", "=", self.kind)]
        before = self.search([*runs, ("period", "<", self.period), ("state", "not in", ("approved", "paid"))], order="period", limit=1)
        later = self.search([*runs, ("period", ">", self.period), ("state", "!=", "draft")], limit=1)
        if before or later:
            raise UserError(self.env._("Months follow each other: %s comes first.", (before or later).period))
        last = self.search([*runs, ("period", "<", self.period)], limit=1)
        following = last._following() if last else self.period
        if following != self.period:  # what was sold and came back in a month left out would never be counted
            raise UserError(self.env._("Months follow each other: %s comes first.", following))

    def _dates(self):
        """Give first and last day of the period."""
        if self.kind == "year":
            return fields.Date.to_date(f"{self.period}-01-01"), fields.Date.to_date(f"{self.period}-12-31")
        first = fields.Date.to_date(f"{self.period}-01")
        return first, fields.Date.end_of(first, "month")

    def _following(self):
        """Give the period after this one."""
        return f"{fields.Date.add(self._dates()[1], days=1):%Y-%m}"[:len(self.period)]

    def _before(self):
        """Give the run of the period before, maybe empty."""
        return self.search([("company_id", "=", self.company_id.id), ("kind", "=", self.kind), ("period", "<", self.period)], limit=1)

    def _step(self):
        """Work out the next people.

        :return: how many; 0 when nobody is left or another process is at it.
        """
        own = self.sudo()  # sudo: lines are written by the program; the role is checked by the buttons
        if not own.try_lock_for_update(allow_referencing=True):
            return 0
        lines = own.env["perf.commission.line"].search([("run_id", "=", own.id), ("is_done", "=", False)], order="id", limit=BATCH)
        lines._work_out()
        own.done += len(lines)
        if own.done >= own.total:
            own.state = "calculated"
        own.env.flush_all()
        own.env.invalidate_all()  # what one batch read is not kept for the next
        return len(lines)

    def action_approve(self):
        """Approve a calculated period and tell everybody of his statement. Finance manager, who neither calculated nor earns by it.

        :return: True.
        """
        self._need("group_fin_manager")
        for run in self.filtered(lambda one: one.state != "approved"):
            run._need_state("calculated")
            if self.env.user in run.calculated_by_id | run.sudo().line_ids.user_id:  # sudo: who earns by it
                raise AccessError(self.env._("Another person approves %s: you calculated it or earn by it.", run.period))
            run.sudo().write({"state": "approved", "approved_by_id": self.env.uid})  # sudo: state of the flow; role and four eyes are checked above
            run.sudo().line_ids._tell()  # sudo: the program tells the people
        return True

    def action_take_back(self):
        """Take back a calculated period that is not approved: what was frozen and worked out goes, the period is calculated anew. Settlement accountant.

        :return: True.
        :raises UserError: for a run in another state, or one that somebody works on.
        """
        self._need("group_fin_settlement")
        for run in self.filtered(lambda one: one.state != "draft"):
            own = run.sudo()  # sudo: lines and sales are written by the program; the role is checked above
            if not own.try_lock_for_update(allow_referencing=True):
                raise UserError(self.env._("The run of %s is being calculated already: wait until it ends.", run.period))
            run._need_state("calculated")
            own.line_ids.unlink()
            own.sale_ids.unlink()
            own.write({"state": "draft", "total": 0, "done": 0, "note": False, "calculated_by_id": False})
            own.message_post(author_id=self.env.user.partner_id.id, body=self.env._("Taken back before the approval, to be calculated anew."))
        return True

    def action_paid(self):
        """Note that the period was paid with the wages; its KPI sheets are paid with it. Settlement accountant.

        :return: True.
        """
        self._need("group_fin_settlement")
        for run in self.filtered(lambda one: one.state != "paid"):
            run._need_state("approved")
            own = run.sudo()  # sudo: state of the flow; the role is checked above
            own.state = "paid"
            own.line_ids.kpi_sheet_id.write({"state": "paid"})
        return True

    def action_open_lines(self):
        """Show the people of the run.

        :return: list action.
        """
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("People"), "res_model": "perf.commission.line", "view_mode": "list,form,pivot",
            "domain": [("run_id", "=", self.id)]}

    @api.model
    def _cron_calculate(self):
        """Job: go on with runs, one batch a transaction."""
        self._cron_work()
