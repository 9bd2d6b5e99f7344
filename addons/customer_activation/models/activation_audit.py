from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..funnel import Audit, audit_score

ANSWERS = [("yes", "Yes"), ("no", "No")]
CALLERS = "dealer_base.group_ops,dealer_base.group_cs_aftersale"


class ActivationAudit(models.Model):
    """A call-back that the system drew: the back office asks the customer three questions. Never the salesperson, never his manager."""

    _name = "activation.audit"
    _description = "Call-back audit"
    _inherit = ["mail.thread", "dealer.flow.mixin"]
    _flow_strict = True
    _order = "id desc"
    _rec_name = "record_id"

    line_id = fields.Many2one(
        "activation.sheet.line", string="Line of the sheet", readonly=True, index=True, ondelete="restrict",
        help="Empty: drawn because of the first own login.")
    sheet_id = fields.Many2one(
        "activation.sheet", string="Sheet", compute="_compute_from_line", store=True, readonly=False, precompute=True, required=True, index=True,
        ondelete="restrict", help="With which it was drawn.")
    record_id = fields.Many2one(
        "activation.record", string="Customer", compute="_compute_from_line", store=True, readonly=False, precompute=True, required=True, index=True,
        ondelete="restrict")
    kind = fields.Selection(
        [("line", "Line of a sheet"), ("login", "First own login")], string="Drawn because of", compute="_compute_kind", store=True, index=True)
    company_id = fields.Many2one(related="sheet_id.company_id", store=True, index=True)
    user_id = fields.Many2one(related="sheet_id.user_id", string="Salesperson", store=True, index=True)
    week = fields.Date(related="sheet_id.week", store=True)
    first_login_at = fields.Datetime(related="record_id.first_login_at")
    is_own_device = fields.Boolean(related="record_id.is_own_device")
    phone = fields.Char(related="record_id.call_phone", string="Phone for call-backs")
    given_phone = fields.Char(related="record_id.phone", string="Phone that the salesperson gave")
    contacted_on = fields.Date(related="line_id.contacted_on")
    way = fields.Selection(related="line_id.way")
    reason_id = fields.Many2one(related="line_id.reason_id", string="Reason on the sheet")
    visited = fields.Selection(ANSWERS, string="1. Was the salesperson there, or did he speak to you, on that day?")
    same_reason = fields.Selection(ANSWERS, string="2. Is this the reason why you did not log in or order?")
    customer_says = fields.Char(string="Reason in the customer's words")
    speech = fields.Integer(string="3a. Speech (0 to 10)")
    knowledge = fields.Integer(string="3b. Knowledge of the mall (0 to 10)")
    attitude = fields.Integer(string="3c. Attitude (0 to 10)")
    score = fields.Integer(string="Trust", readonly=True, aggregator="avg", help="0 to 100; 0 when the customer denies the visit or the login.")
    auditor_id = fields.Many2one("res.users", string="Called by", readonly=True)
    done_at = fields.Datetime(string="Called on", readonly=True)
    state = fields.Selection([("drawn", "To call"), ("done", "Done")], default="drawn", required=True, readonly=True, index=True, tracking=True)

    _line_uniq = models.Constraint("UNIQUE(line_id)", "A line is called back once.")
    _login_uniq = models.UniqueIndex("(record_id) WHERE line_id IS NULL", "A first own login is called back once.")

    @api.depends("line_id")
    def _compute_from_line(self):
        for audit in self:
            audit.sheet_id = audit.line_id.sheet_id or audit.sheet_id
            audit.record_id = audit.line_id.record_id or audit.record_id

    @api.depends("line_id")
    def _compute_kind(self):
        for audit in self:
            audit.kind = "line" if audit.line_id else "login"

    @api.constrains("speech", "knowledge", "attitude")
    def _check_scores(self):
        for audit in self:
            if any(not 0 <= audit[name] <= 10 for name in ("speech", "knowledge", "attitude")):
                raise ValidationError(self.env._("Speech, knowledge and attitude are 0 to 10."))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("The system draws the call-backs; nobody chooses them."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_caller()
            if any(audit.state == "done" for audit in self) and not vals.keys() <= {"message_ids"}:
                raise UserError(self.env._("A call-back that is done stays as it was answered."))
        return super().write(vals)

    @api.model
    def _closed_fields(self):
        return super()._closed_fields() | {"sheet_id", "record_id", "kind", "company_id", "user_id", "week"}  # what was drawn stays what it is

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Call-backs stay: they were drawn."))

    def _check_caller(self):
        user = self.env.user
        if not user.has_groups(CALLERS):
            raise AccessError(self.env._("Operations and after-sale service call back."))
        for audit in self:
            if user in (audit.user_id, audit._manager()):
                raise AccessError(self.env._("The back office calls back: you are the salesperson of %s or his manager.", audit.record_id.display_name))

    def _manager(self):
        return self.sudo().user_id.sale_team_id.user_id  # sudo: who leads the team of the salesperson

    def action_done(self):
        """Close the call-back with its score. Operations or after-sale service, never the salesperson or his manager.

        A denied visit, or a denied login, makes the trust in it 0 and gives the salesperson's manager a task.

        :return: True.
        :raises UserError: naming what is missing: the phone for call-backs, or answers.
        """
        self._check_caller()
        self.check_access("write")
        for audit in self.filtered(lambda one: one.state != "done"):
            if not audit.phone:
                raise UserError(self.env._(
                    "Call-back of %s: there is no phone for call-backs. Operations or pre-sale service enters it on the customer, then call.",
                    audit.record_id.display_name))
            open_ones = [name for name in ("visited", "same_reason") if not audit[name] and (name == "visited" or audit.kind == "line")]
            if open_ones:
                raise UserError(self.env._(
                    "Call-back of %(customer)s: answer first: %(questions)s", customer=audit.record_id.display_name,
                    questions=" / ".join(self._fields[name]._description_string(self.env) for name in open_ones)))
            same = audit.same_reason == "yes" if audit.kind == "line" else None
            score = audit_score(Audit(audit.visited == "yes", same, audit.speech, audit.knowledge, audit.attitude))
            audit.sudo().write({  # sudo: state of the flow; role and four eyes are checked above
                "state": "done", "score": score, "auditor_id": self.env.uid, "done_at": fields.Datetime.now()})
            if audit.visited == "no":
                audit._tell_manager()
        self.env["activation.trust"].sudo()._refresh(self.company_id)  # sudo: figures of the program
        return True

    def _tell_manager(self):
        managers = self._manager() or self.env["activation.record"]._heir(self.company_id)
        if self.kind == "login":
            summary = self.env._("The customer denies the login")
            note = self.env._("%(user)s's customer was activated on %(day)s; the customer says that it was not his own login.",
                              user=self.user_id.name, day=self.company_id._dealer_local(self.first_login_at).date() if self.first_login_at else "-")
        else:
            summary = self.env._("The customer denies the visit")
            note = self.env._("%(user)s noted a contact on %(day)s; the customer says there was none.",
                              user=self.user_id.name, day=self.contacted_on or "-")
        for manager in managers:
            self.record_id.sudo().activity_schedule(  # sudo: a task for the manager of the salesperson
                "mail.mail_activity_data_todo", user_id=manager.id, summary=summary, note=note)
