from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

CARE_KINDS = [
    ("care", "Care"), ("contact", "Keep in contact"), ("usage", "How he gets on with it"), ("conduct", "How our people behave"), ("greeting", "Greeting"),
    ("answer", "Answer to his questions"), ("feature", "New functions"), ("campaign", "Campaigns and notices"), ("enable", "Guide to an order"),
    ("second", "Second order"), ("class", "Online class"), ("service", "After-sale service")]
SERVICE = "dealer_base.group_cs_presale,dealer_base.group_cs_aftersale,dealer_base.group_ops"
AFTER_DAYS = 30
# What follows a finished visit (R1-231): kind and days after it.
AFTER_VISIT = (("answer", 1), ("enable", 3), ("class", 5), ("usage", 7), ("campaign", 10), ("care", 14), ("service", 21))


class ActivationCare(models.Model):
    """A call that keeps a customer: planned by his class, after a visit, or by hand; closed with its outcome, and held against what he ordered afterwards."""

    _name = "activation.care"
    _description = "Care call"
    _inherit = ["mail.thread", "dealer.flow.mixin"]
    _flow_strict = True
    _order = "due_on, id"
    _rec_name = "record_id"
    _check_company_auto = True

    record_id = fields.Many2one("activation.record", string="Customer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="record_id.company_id", store=True, index=True)
    owner_id = fields.Many2one(related="record_id.user_id", string="Salesperson", store=True, index=True)
    user_id = fields.Many2one(
        "res.users", string="Who calls", required=True, index=True, default=lambda self: self.env.user, domain=[("share", "=", False)])
    phone = fields.Char(
        compute="_compute_phone", compute_sudo=True,  # who calls may be another one than the customer's salesperson
        help="How our people behave is asked under the phone for call-backs, which the salesperson does not write.")
    customer_class = fields.Selection(related="record_id.customer_class", store=True)
    kind = fields.Selection(CARE_KINDS, string="What about", required=True, default="contact", index=True)
    due_on = fields.Date(string="Due on", required=True, index=True, default=lambda self: self.env.company._dealer_today())
    outcome = fields.Selection(
        [("reached", "Reached, all well"), ("question", "Has a question"), ("complaint", "Complains"), ("orders", "Will order"), ("missed", "Not reached")],
        copy=False)
    note = fields.Text(string="Remark")
    source = fields.Selection([("manual", "By hand"), ("plan", "By plan"), ("visit", "After a visit")], default="manual", required=True, readonly=True)
    visit_id = fields.Many2one("activation.visit", readonly=True, index="btree_not_null", ondelete="set null")
    done_by_id = fields.Many2one("res.users", string="Called by", readonly=True, copy=False)
    done_at = fields.Datetime(string="Called on", readonly=True, copy=False, index=True)
    is_late = fields.Boolean(string="Overdue", compute="_compute_is_late", search="_search_is_late")
    ordered_at = fields.Datetime(string="Ordered afterwards on", readonly=True, copy=False, help="First counted order within 30 days after the call.")
    repeat_rate = fields.Float(
        string="Ordered afterwards (%)", readonly=True, copy=False, digits=(5, 2), aggregator="avg",
        help="Calls that were followed by a counted order within 30 days.")  # stays empty until the call is made: averages leave it out
    state = fields.Selection([("open", "To call"), ("done", "Done")], default="open", required=True, readonly=True, copy=False, index=True, tracking=True)

    @api.depends("kind", "record_id.phone", "record_id.call_phone")
    def _compute_phone(self):
        for care in self:
            care.phone = care.record_id.call_phone if care.kind == "conduct" else care.record_id.phone

    @api.depends("due_on", "state")
    def _compute_is_late(self):
        for care in self:
            care.is_late = care.state == "open" and bool(care.due_on) and care.due_on < (care.company_id or self.env.company)._dealer_today()

    @api.model
    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "open") & Domain("due_on", "<", self.env.company._dealer_today())
        return late if True in value else ~late

    @api.model_create_multi
    def create(self, vals_list):
        cares = super().create(vals_list)
        cares._check_customer()
        return cares

    def _check_customer(self):
        """A call is planned for customers whom the user may read: it shows their phone."""
        if not self.env.su:
            self.record_id.check_access("read")

    def write(self, vals):
        if not self.env.su and any(care.state == "done" for care in self) and not vals.keys() <= {"message_ids"}:
            raise UserError(self.env._("A call that is done stays as it was written."))
        if not self.env.su and "record_id" in vals and any(care.source != "manual" and care.record_id.id != vals["record_id"] for care in self):
            raise UserError(self.env._("A planned call stays with its customer: enter another call by hand."))
        if not vals.keys() <= {"message_ids"}:
            self._need_caller()
        result = super().write(vals)
        if "record_id" in vals:
            self._check_customer()
        return result

    def _need_caller(self):
        """Refuse whoever changes a call that is not his: service also asks customers how their salesperson behaves.

        :raises AccessError: naming whose call it is.
        """
        if self.env.su or self.env.user.has_groups(SERVICE):
            return
        for care in self:
            if care.user_id != self.env.user:
                raise AccessError(self.env._("The call to %(customer)s is %(user)s's.", customer=care.record_id.display_name, user=care.user_id.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self._need_caller()
        if any(care.state == "done" for care in self):
            raise UserError(self.env._("A call that is done stays as it was written."))

    def action_done(self):
        """Close the call with its outcome. Who calls, or service and operations for him; "not reached" makes a new call for tomorrow.

        :return: True.
        :raises UserError: without an outcome.
        """
        self.check_access("write")
        helps = self.env.user.has_groups(SERVICE)
        for care in self.filtered(lambda one: one.state != "done"):
            name = care.record_id.display_name
            if care.user_id != self.env.user and not helps:
                raise AccessError(self.env._("The call to %(customer)s is %(user)s's.", customer=name, user=care.user_id.name))
            if not care.outcome:
                raise UserError(self.env._("Call to %s: say what came out of it.", name))
            own = care.sudo()  # sudo: state of the flow; caller checked above
            own.invalidate_recordset(["repeat_rate"])  # a new call has zero in memory and nothing stored: the average needs the zero of a call that is made
            own.write({"state": "done", "done_by_id": self.env.uid, "done_at": fields.Datetime.now(), "repeat_rate": 0.0})
            if care.outcome == "missed":
                own.copy({"due_on": fields.Date.add(care.company_id._dealer_today(), days=1), "outcome": False, "note": False})
            elif not care.record_id.contacted_at:
                care.record_id.sudo()._note(contacted_at=own.done_at)  # sudo: a fact from the call
        return True

    @api.model
    def _after_visit(self, visit):
        """Plan the calls that follow a visit; a kind that is planned for the customer already is not planned twice.

        :param visit: activation.visit that is done.
        :return: the new calls.
        """
        record, day = visit.record_id, visit.company_id._dealer_local(visit.date).date()
        known = set(self.search([("record_id", "=", record.id), ("state", "=", "open")]).mapped("kind"))
        return self.create([{
            "record_id": record.id, "user_id": visit.user_id.id, "kind": kind, "due_on": day + timedelta(days=days), "source": "visit", "visit_id": visit.id,
        } for kind, days in AFTER_VISIT if kind not in known])

    @api.model
    def _follow(self, records):
        """Hold the calls of the last weeks against the orders of their customers."""
        calls = self.search([("record_id", "in", records.ids), ("done_at", ">=", fields.Datetime.now() - timedelta(days=2 * AFTER_DAYS))])
        for care in calls:
            end = care.done_at + timedelta(days=AFTER_DAYS)
            dates = [order.date for order in care.record_id.order_ids if order.is_counted and care.done_at <= order.date < end]
            ordered_at = min(dates, default=False)
            if care.ordered_at != ordered_at:
                care.write({"ordered_at": ordered_at, "repeat_rate": 100.0 if dates else 0.0})
