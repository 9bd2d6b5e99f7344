from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

STEPS = tuple(f"step_{name}" for name in ("script", "benefits", "functions", "login", "entry", "order", "questions", "sheet"))


class ActivationVisit(models.Model):
    """A visit to a customer with its eight steps; the last one, the tracking sheet, is written by finishing the visit."""

    _name = "activation.visit"
    _description = "Customer visit"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin"]
    _flow_strict = True
    _order = "date desc, id desc"
    _rec_name = "record_id"

    record_id = fields.Many2one("activation.record", string="Customer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="record_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="Salesperson", required=True, readonly=True, index=True, default=lambda self: self.env.uid)
    date = fields.Datetime(string="Visit on", required=True, default=fields.Datetime.now)
    kind = fields.Selection(
        [("unreachable", "Cannot be reached"), ("resistant", "Resists"), ("asked", "Asked for help"), ("care", "Care")], required=True, default="care")
    purpose = fields.Char(string="Purpose of the visit")
    place = fields.Char()
    photo = fields.Binary(attachment=True)
    result = fields.Text()
    step_script = fields.Boolean(string="1. Script chosen for the customer")
    step_benefits = fields.Boolean(string="2. Benefits of the mall told")
    step_functions = fields.Boolean(string="3. Functions shown")
    step_login = fields.Boolean(string="4. Registered or logged in")
    step_entry = fields.Boolean(string="5. Entry saved on the phone")
    step_order = fields.Boolean(string="6. Guided to an order")
    step_questions = fields.Boolean(string="7. Questions answered")
    step_sheet = fields.Boolean(string="8. Tracking sheet written", readonly=True)
    step_count = fields.Integer(string="Steps done", compute="_compute_step_count", store=True)
    reason_id = fields.Many2one("activation.reason", string="Reason why not")
    measure_id = fields.Many2one("activation.measure", string="What comes next", domain="[('id', 'in', suggested_ids)]")
    suggested_ids = fields.Many2many(related="reason_id.measure_ids", string="What helps")
    next_date = fields.Date(string="Next contact")
    care_ids = fields.One2many("activation.care", "visit_id", string="Calls that follow", readonly=True)
    state = fields.Selection([("draft", "Planned"), ("done", "Done")], default="draft", required=True, readonly=True, index=True, tracking=True)

    @api.depends(*STEPS)
    def _compute_step_count(self):
        for visit in self:
            visit.step_count = sum(visit[step] for step in STEPS)

    @api.constrains("record_id", "user_id")
    def _check_own(self):
        for visit in self:
            if visit.record_id.user_id != visit.user_id:
                raise ValidationError(self.env._("%s is not your customer: his salesperson visits him.", visit.record_id.display_name))

    def write(self, vals):
        if not self.env.su and any(visit.state == "done" for visit in self) and not vals.keys() <= {"activity_ids", "message_ids"}:
            raise UserError(self.env._("A visit that is done stays as it was written."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_planned(self):
        if any(visit.state == "done" for visit in self):
            raise UserError(self.env._("A visit that is done stays as it was written."))

    def action_done(self):
        """Finish the visit: write the line of this week's tracking sheet and the task that follows. The visitor only.

        :return: True.
        :raises UserError: naming what is missing.
        """
        for visit in self.filtered(lambda one: one.state != "done"):
            if visit.user_id != self.env.user:
                raise AccessError(self.env._(
                    "The visit to %(customer)s is finished by %(person)s.", customer=visit.record_id.display_name, person=visit.user_id.name))
            visit._check_complete()
            self.env["activation.sheet"]._add(visit.record_id, {
                "contacted_on": visit.company_id._dealer_local(visit.date).date(), "way": "visit", "reason_id": visit.reason_id.id,
                "measure_id": visit.measure_id.id, "next_date": visit.next_date, "note": visit.result, "visit_id": visit.id})
            visit.sudo().write({"state": "done", "step_sheet": True})  # sudo: state of the flow, the visitor was checked
            if not visit.record_id.contacted_at:
                visit.record_id.sudo()._note(contacted_at=visit.date)  # sudo: a fact from the visit
            visit._follow_up()
            self.env["activation.care"].sudo()._after_visit(visit)  # sudo: calls of the visitor himself
        return True

    def _check_complete(self):
        self.ensure_one()
        name = self.record_id.display_name
        if self.date > fields.Datetime.now() + timedelta(minutes=5):
            raise UserError(self.env._("The visit to %s is still to come.", name))
        if not (self.result or "").strip():
            raise UserError(self.env._("Visit to %s: write what came out of it.", name))
        missing = [self._fields[step]._description_string(self.env) for step in STEPS[:-1] if not self[step]]
        if missing and not self.reason_id:
            raise UserError(self.env._("Visit to %(name)s: tick the steps, or give the reason why these were not done: %(steps)s.",
                                       name=name, steps=", ".join(missing)))

    def _follow_up(self):
        """Make the task of what comes next."""
        if self.measure_id or self.next_date:
            days = timedelta(days=self.measure_id.days or 3)
            self.record_id.sudo().activity_schedule(  # sudo: a task for the visitor himself
                "mail.mail_activity_data_todo", user_id=self.user_id.id, date_deadline=self.next_date or self.company_id._dealer_today() + days,
                summary=self.measure_id.name or self.env._("Next contact"))
