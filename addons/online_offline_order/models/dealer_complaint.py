from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

SERVICE = ("dealer_base.group_cs_presale", "dealer_base.group_cs_aftersale", "dealer_base.group_sales_rep")
AFTERSALE, MANAGER, MONEY = "dealer_base.group_cs_aftersale", "dealer_base.group_cs_manager", "dealer_base.group_fin_manager"
STATES = [("new", "New"), ("working", "In progress"), ("escalated", "Escalated"), ("closed", "Closed")]
OPEN = ("new", "working", "escalated")


class DealerComplaint(models.Model):
    """What a store or a consumer complains about, until somebody has answered (R1-102).

    new -> working with the first response of after-sale service -> closed with the answer; without a response in the company's
    hours, or without an end in five times as many, it is escalated to the service manager, and to the finance manager where it is about money.
    """

    _name = "dealer.complaint"
    _description = "Complaint"
    _inherit = ["dealer.assign.mixin", "mail.thread", "mail.activity.mixin", "dealer.flow.mixin", "dealer.editors.mixin", "dealer.proof.mixin"]
    _mail_post_access = "read"
    _order = "id desc"
    _flow_strict = True
    _proof_fields = ("evidence_ids",)
    _reason_methods = {"action_escalate", "action_close"}

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram")
    state = fields.Selection(STATES, default="new", required=True, readonly=True, copy=False, index=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    partner_id = fields.Many2one(
        "res.partner", string="Dealer or store", required=True, index=True, domain=[("dealer_level", "in", ("dealer", "store"))], ondelete="restrict")
    order_id = fields.Many2one("sale.order", string="Order", index="btree_not_null", domain=[("is_dealer_order", "=", True)], ondelete="restrict")
    return_id = fields.Many2one("dealer.return", string="Return", index="btree_not_null", ondelete="restrict")
    kind = fields.Selection(
        [("goods", "The goods"), ("delivery", "The delivery"), ("service", "The service"), ("money", "The money"), ("other", "Something else")],
        required=True, default="goods", tracking=True)
    severity = fields.Selection([("0", "Low"), ("1", "Normal"), ("2", "High")], required=True, default="1", tracking=True)
    text = fields.Text(string="Complaint", required=True)
    evidence_ids = fields.Many2many("ir.attachment", "dealer_complaint_evidence_rel", string="Photos", copy=False, bypass_search_access=True)
    deadline_at = fields.Datetime(string="Answer until", readonly=True, copy=False)
    escalated_at = fields.Datetime(readonly=True, copy=False)
    escalation_reason = fields.Char(readonly=True, copy=False, tracking=True)
    answer = fields.Text(readonly=True, copy=False)
    closed_by = fields.Many2one("res.users", readonly=True, copy=False)
    closed_at = fields.Datetime(readonly=True, copy=False)
    hours_to_close = fields.Float(readonly=True, copy=False, aggregator="avg")

    @api.onchange("order_id", "return_id")
    def _onchange_document(self):
        self.order_id = self.order_id or self.return_id.order_id
        self.partner_id = self.order_id.partner_id or self.partner_id

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            self._need_role(*SERVICE)
        for vals in vals_list:
            company = self.env["res.company"].browse(vals.get("company_id") or self.env.company.id)
            vals["name"] = company._next_complaint_number()
        records = super().create(vals_list)
        for record in records:
            flow = record.sudo()  # sudo: deadline and assignment belong to the flow
            flow.deadline_at = fields.Datetime.now() + timedelta(hours=flow.company_id.complaint_hours)
            flow._assign(self.env._("Complaint %s: answer the store", flow.name), flow.text)
        return records

    def _open_domain(self):
        return [("state", "in", OPEN)]

    def _on_first_response(self):
        if self.state == "new":
            self.state = "working"

    # -- steps

    def action_start(self):
        """Take the complaint on: the first response is noted. After-sale service.

        :return: True.
        """
        self._need_role(AFTERSALE)
        for record in self.filtered(lambda rec: rec.state == "new"):
            record.sudo().assigned_id = self.env.user  # sudo: role checked above
            record._note_first_response()
        return True

    def action_escalate(self, reason):
        """Hand the complaint to the service manager, and to the finance manager where it is about money. Who enters or answers complaints.

        :param reason: why.
        :return: True.
        """
        self._need_role(*SERVICE)
        self.check_access("read")
        for record in self.filtered(lambda rec: rec.state != "escalated"):
            record._need_state("new", "working")
            record._need_text(reason)
            record._escalate(reason)
        return True

    def _escalate(self, reason):
        """Make the managers answer; called by a person or by the hourly job."""
        flow = self.sudo()  # sudo: role and state are checked by the caller, the job has none
        flow.write({"state": "escalated", "escalated_at": fields.Datetime.now(), "escalation_reason": reason})
        summary = self.env._("Complaint %s is escalated", self.name)
        for group in (MANAGER, MONEY) if self.kind == "money" else (MANAGER,):
            person = self._least_busy(group)
            if person:
                flow.activity_schedule("mail.mail_activity_data_todo", user_id=person.id, summary=summary, note=reason)
                flow.message_subscribe(person.partner_id.ids)
        flow.message_post(body=self.env._("Escalated: %s", reason), author_id=self.env.user.partner_id.id)

    def action_close(self, reason):
        """Close the complaint with what the store was told; an escalated one is closed by the service manager or the finance manager.

        :param reason: the answer.
        :return: True.
        """
        self.check_access("read")
        for record in self.filtered(lambda rec: rec.state != "closed"):
            record._need_role(*((MANAGER, MONEY) if record.state == "escalated" else (AFTERSALE,)))
            record._need_text(reason)
            record._note_first_response()
            flow, now = record.sudo(), fields.Datetime.now()  # sudo: role and state are checked above
            flow.write({
                "state": "closed", "answer": reason.strip(), "closed_by": self.env.uid, "closed_at": now,
                "hours_to_close": (now - flow.create_date).total_seconds() / 3600})
            flow.activity_unlink(["mail.mail_activity_data_todo"])
            flow.message_post(body=self.env._("Closed: %s", reason.strip()), author_id=self.env.user.partner_id.id)
        return True

    def _need_text(self, text):
        if not (text or "").strip():
            raise UserError(self.env._("Complaint %s: say why, or what the store was told.", self.name))

    def action_ask_escalate(self):
        """Ask why it is escalated."""
        return self.env["dealer.reason"]._ask(self, "action_escalate", self.env._("Escalate"))

    def action_ask_close(self):
        """Ask what the store was told."""
        return self.env["dealer.reason"]._ask(self, "action_close", self.env._("Close: what was the store told?"))

    # -- job

    @api.model
    def _cron_escalate(self):
        """Hourly: what nobody answered in time goes to the managers."""
        now = fields.Datetime.now()
        for record in self.search([("state", "in", ("new", "working")), ("deadline_at", "<", now)]):
            hours = record.company_id.complaint_hours
            if not record.first_response_at:
                record._escalate(self.env._("No answer within %s hours", hours))
            elif record.create_date + timedelta(hours=5 * hours) < now:
                record._escalate(self.env._("Not closed within %s hours", 5 * hours))
