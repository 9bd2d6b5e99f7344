import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)
DAYS_TO_OBJECT = 5  # at least, however late finance calculates


class PerfKpiSheet(models.Model):
    """Deadlines: data by the 10th, confirmation by the 15th; the job reminds once and closes objections."""

    _inherit = "perf.kpi.sheet"

    calculated_on = fields.Date(readonly=True, copy=False)
    is_closed = fields.Boolean(string="Closed for objections", readonly=True, copy=False)
    reminded = fields.Selection([("data", "Data"), ("confirm", "Confirmation")], string="Reminded of", readonly=True, copy=False)

    def action_calculate(self):
        """Work the coefficient out, and open the result for objections from today on.

        :return: True.
        """
        result = super().action_calculate()
        for sheet in self.sudo():  # sudo: a date of the program; role and four eyes are checked above
            sheet.write({"calculated_on": sheet.company_id._dealer_today(), "is_closed": False})
        return result

    def action_object(self, reason):
        """Object to a result that is open for objections; see the model's own step.

        :param reason: text.
        :return: True.
        :raises UserError: when it is closed for objections.
        """
        for sheet in self:
            if sheet.is_closed:
                raise UserError(self.env._(
                    "%(sheet)s is closed for objections since %(day)s: turn to finance.", sheet=sheet.display_name, day=sheet.confirm_due))
        return super().action_object(reason)

    @api.model
    def _cron_deadlines(self):
        """Job: make the sheets of the month, remind of what is late, and close objections."""
        for company in self.env["res.company"].search([]):
            today = company._dealer_today()
            schemes = self.env["perf.kpi.scheme"].search([
                ("company_id", "=", company.id), ("state", "=", "active"), ("cycle", "=", "month"), ("user_ids", "!=", False)])
            for scheme in schemes:
                try:
                    with self.env.cr.savepoint():
                        scheme._make_sheets(fields.Date.start_of(today, "month"))
                except UserError:  # one scheme with wrong weights keeps nobody else from his sheet, his reminder, his closing
                    _logger.exception("The sheets of %s could not be made", scheme.name)
            mine = [("company_id", "=", company.id)]
            for sheet in self.search([*mine, ("state", "=", "draft"), ("data_due", "<", today), ("reminded", "=", False)]):
                sheet._remind("data", "group_ops_manager")
            late = self.search([*mine, ("state", "in", ("data", "calculated", "objection")), ("confirm_due", "<", today)])
            for sheet in late.filtered(lambda one: one.reminded != "confirm"):
                step = "group_ops_manager" if sheet.state == "calculated" else "group_fin_settlement"
                sheet._remind("confirm", step)
            until = today - timedelta(days=DAYS_TO_OBJECT)
            late.filtered(lambda one, until=until: (
                one.state == "calculated" and not one.is_closed and (one.calculated_on or one.confirm_due) < until))._close()

    def _remind(self, what, group):
        """Ask the people of a role, never the assessed person, once, each in the own language."""
        users = self.env.ref(f"dealer_base.{group}").all_user_ids.filtered(
            lambda user: not user.share and self.company_id in user.company_ids and user != self.user_id)
        leader = self.user_id.sale_team_id.user_id
        if what == "data" and leader and leader != self.user_id:
            users = leader
        for user in users[:5]:
            self.activity_schedule("mail.mail_activity_data_todo", note=self.with_context(lang=user.lang)._reminder(what), user_id=user.id)
        self.reminded = what

    def _reminder(self, what):
        if what == "data":
            return self.env._("The data of %(sheet)s were due on %(day)s: enter them and hand them over.", sheet=self.display_name, day=self.data_due)
        return self.env._("%(sheet)s should be confirmed by %(day)s.", sheet=self.display_name, day=self.confirm_due)

    def _close(self):
        for sheet in self:
            sheet.is_closed = True
            sheet.message_post(body=self.env._("Closed for objections: nobody objected by %s.", sheet.confirm_due))
