import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.sql_db import PoolError

from odoo.addons.dealer_base.adapters.roles import role_refusal

from ..adapters.self_test_copy import CopyError, copied
from ..adapters.self_test_drill import Drill
from ..sql.self_test import drop

_logger = logging.getLogger(__name__)
RUNNERS = ("group_business_admin", "group_fin_manager")


class PrepaidSelfTest(models.Model):
    """The drill of the ledger on a copy of this database (N13): requests in a hurry, sent twice, dying half-way; its figures stay for the record.

    waiting -> running -> passed | failed | broken (no copy could be made). The job makes the copy beside the running database, plays
    the drill on a scratch account there and drops it; nobody is stopped and nothing of the database itself is written but the figures.
    """

    _name = "prepaid.self.test"
    _description = "Self-test of the ledger"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin"]
    _flow_strict = True
    _order = "id desc"
    _rec_name = "create_date"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company)
    state = fields.Selection(
        [("waiting", "Waiting"), ("running", "Running"), ("passed", "Passed"), ("failed", "Failed"), ("broken", "Not carried out")],
        default="waiting", required=True, readonly=True, copy=False, index=True, tracking=True)
    requester_id = fields.Many2one("res.users", string="Asked for by", readonly=True, copy=False)
    started_at = fields.Datetime(readonly=True, copy=False)
    finished_at = fields.Datetime(readonly=True, copy=False)
    message = fields.Char(readonly=True, copy=False)
    line_ids = fields.One2many("prepaid.self.test.line", "test_id", string="Figures", readonly=True, copy=False)
    bad_count = fields.Integer(compute="_compute_bad_count", string="Not as expected")

    _one_at_a_time = models.UniqueIndex("(state) WHERE state IN ('waiting', 'running')", "A self-test is on its way already: wait for its figures.")

    @api.depends("line_ids.is_good")
    def _compute_bad_count(self):
        for test in self:
            test.bad_count = len(test.line_ids.filtered(lambda line: not line.is_good))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for test in self:
            raise UserError(self.env._("The figures of the self-test of %s stay for the record.", test.create_date))

    @api.model
    def action_start(self):
        """Ask for a self-test; the job carries it out within a minute, on a copy.

        :return: action that shows it.
        :raises AccessError: for everybody but business administrator and finance manager.
        :raises UserError: while another one is on its way.
        """
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in RUNNERS):
            raise AccessError(role_refusal(self.env, RUNNERS, self.env._("Your role may not run the self-test.")))
        tests = self.sudo()  # sudo: a test is made by this method alone
        if tests.search_count([("state", "in", ("waiting", "running"))], limit=1):
            raise UserError(self.env._("A self-test is on its way already: wait for its figures."))
        test = tests.create({"company_id": self.env.company.id, "requester_id": self.env.uid})
        self.env.ref("dealer_prepaid.cron_self_test").sudo()._trigger()  # sudo: wakes the job
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_self_test_action")
        return {**action, "view_mode": "form", "views": [(False, "form")], "res_id": test.id}

    # -- the job

    @api.model
    def _cron_run(self):
        """Job: carry out the test that waits; one whose worker died is closed."""
        for test in self.search([("state", "=", "running")]):
            drop(test._copy_name())  # with the customers' data in it
            test._finish("broken", self.env._("The worker ended before the figures were there: ask for it again."))
        for test in self.search([("state", "=", "waiting")], limit=1):
            test.write({"state": "running", "started_at": fields.Datetime.now()})
            if self.env.context.get("cron_id"):
                self.env["ir.cron"]._commit_progress(1)  # others see that it runs
            test._run()

    def _run(self):
        """Make the copy, play the drill, note the figures."""
        self.ensure_one()
        try:
            with copied(self.env.cr.dbname, self._copy_name()) as registry:
                figures = Drill(registry, self.company_id.id).run()
        except (CopyError, PoolError, OSError, RuntimeError) as error:
            _logger.exception("the self-test of the ledger could not be carried out")
            self._finish("broken", str(error))
            return
        self.write({"line_ids": [Command.clear(), *(Command.create({
            "code": figure.code, "found": figure.found, "expected": figure.expected, "is_good": figure.good, "seconds": figure.seconds, "sequence": number,
        }) for number, figure in enumerate(figures))]})
        good = all(figure.good for figure in figures)
        self._finish("passed" if good else "failed", False)

    def _copy_name(self):
        return f"{self.env.cr.dbname}_selftest"

    def _finish(self, state, message):
        self.write({"state": state, "message": message, "finished_at": fields.Datetime.now()})
