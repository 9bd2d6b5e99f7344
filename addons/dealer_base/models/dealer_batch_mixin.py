from odoo import api, fields, models
from odoo.exceptions import UserError

# Each model names them again: the catalog of a module has the choices of its own fields, not those of a mixin.
BATCH_STATES = [("draft", "Draft"), ("running", "Running"), ("stopped", "Stopped"), ("done", "Done")]


class DealerBatchMixin(models.AbstractModel):
    """Long work that goes through many records in batches, each in its own transaction, shows its progress, stops and goes on.

    The model says in ``_check_batch_role`` who may run it, begins in ``_begin`` (which sets ``total``), does the next batch in ``_step`` (which
    adds to ``done`` and sets the state ``done`` behind the last), and calls ``_cron_work`` from its own job, named in ``_batch_cron``.
    """

    _name = "dealer.batch.mixin"
    _description = "Long work in batches"
    _inherit = ["dealer.flow.mixin"]
    _flow_strict = True

    _batch_cron = None  # xmlid of the job that goes on
    _batch_at_once = 1_000  # records that the button itself does before it leaves the rest to the job
    _batch_parameters = frozenset()  # fields that stay once it has begun

    state = fields.Selection(BATCH_STATES, default="draft", required=True, readonly=True, copy=False, index=True)
    total = fields.Integer(readonly=True, copy=False)
    done = fields.Integer(string="Done so far", readonly=True, copy=False)
    progress = fields.Float(compute="_compute_progress")

    @api.depends("done", "total", "state")
    def _compute_progress(self):
        for work in self:
            work.progress = 100.0 if work.state == "done" else min(100.0, 100.0 * work.done / work.total) if work.total else 0.0

    def write(self, vals):
        if not self.env.su and self._batch_parameters & vals.keys() and any(work.state != "draft" for work in self):
            raise UserError(self.env._("%s has begun: duplicate it to ask for something else.", self[:1].name))
        return super().write(vals)

    def action_start(self):
        """Begin, or go on after a stop. Little work is finished at once, the rest is left to the job.

        :return: True.
        :raises AccessError: for roles that may not run it.
        """
        self._check_batch_role()
        for work in self:
            work._need_state("draft", "stopped", "running")
            if work.state == "draft":
                work._begin()
            work._set({"state": "running"})
            did = 0
            while did < self._batch_at_once and (count := work._step()):
                did += count
        if "running" in self.mapped("state"):
            self.env.ref(self._batch_cron).sudo()._trigger()  # sudo: who may run the work may wake its job
        return True

    def action_stop(self):
        """Stop after the batch that is under way; the sums so far stay, and it can go on.

        :return: True.
        :raises AccessError: for roles that may not run it.
        """
        self._check_batch_role()
        for work in self:
            work._need_state("running")
            work._set({"state": "stopped"})
        return True

    def _check_batch_role(self):
        """Hook: refuse whoever may not run these works. Extend; the writing right is always asked."""
        self.check_access("write")

    def _begin(self):
        """Hook: keep what the batches need, and set ``total``."""
        raise NotImplementedError

    def _step(self):
        """Hook: do the next batch.

        :return: number of records; 0 when all are done, or when another process is at it.
        """
        raise NotImplementedError

    def _set(self, vals):
        self.sudo().write(vals)  # sudo: fields of the flow; the caller has checked the right

    @api.model
    def _cron_work(self):
        """Job: go on with running works, one batch a transaction."""
        cron = self.env["ir.cron"]
        for work in self.search([("state", "=", "running")], order="id"):
            cron._commit_progress(remaining=max(work.total - work.done, 1))
            while work.state == "running":
                count = work._step()
                if not cron._commit_progress(count):
                    return
                if not count:
                    break
