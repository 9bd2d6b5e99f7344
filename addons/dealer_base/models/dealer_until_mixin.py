import logging
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)
LONGEST = 366


class DealerUntilMixin(models.AbstractModel):
    """Something one person gets until a day, by two others: fixed once it is submitted, ended by hand with a reason or by the job of the night.

    The model has ``user_id``, ``reason``, ``date_to``, ``state`` and ``requested_by``; it names its state in force, and what it was given for.
    """

    _name = "dealer.until.mixin"
    _inherit = ["dealer.flow.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Document that holds until a day"
    _flow_strict = True
    _reason_methods = {"action_refuse", "action_end"}
    _until_state = ""       # state in force
    _until_fixed = {"user_id", "reason", "date_to"}     # what a submitted document keeps

    def write(self, vals):
        if not self.env.su and self._until_fixed & vals.keys():
            for record in self:
                record._need_state("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        for record in self:
            record._need_state("draft")

    def _check_days(self):
        today = self.env.company._dealer_today()
        if not today <= self.date_to <= today + timedelta(days=LONGEST):
            raise UserError(self.env._(
                "%(name)s: %(date)s is not within a year from today; choose a last day up to %(last)s.",
                name=self.display_name, date=self.date_to, last=today + timedelta(days=LONGEST)))

    def action_ask_reason(self):
        """Open the dialog for refusing or ending."""
        self.ensure_one()
        method, title = ("action_refuse", self.env._("Refuse")) if self.state == "submitted" else ("action_end", self.env._("End"))
        return self.env["dealer.reason"]._ask(self, method, title)

    def _close(self, state, reason, wanted):
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Please give a reason."))
        for record in self:
            record._need_state(wanted)
            record = record.sudo()  # sudo: role checked; the state is closed to hands
            record._leave(state)
            record.message_post(author_id=self.env.user.partner_id.id, body=reason)

    def _leave(self, state):
        """Give the documents their last state. Extend for what goes with it; ``state`` is still the old one before super."""
        self.write({"state": state})

    def _tell_end(self):
        """Hook: tell those who gave it that its last day is over."""

    @api.model
    def _cron_end(self):
        """End what has had its last day; one that cannot be ended keeps no other in force."""
        for record in self.search([("state", "=", self._until_state), ("date_to", "<", self.env.company._dealer_today())]):
            try:
                with self.env.cr.savepoint():
                    record._leave("ended")
                with self.env.cr.savepoint():  # the change of state stands in the chatter when the first one is closed
                    record._tell_end()
            except Exception:
                _logger.exception("%s %s could not be ended", record._description, record.id)
            if self.env.context.get("cron_id"):
                self.env["ir.cron"]._commit_progress(1)
