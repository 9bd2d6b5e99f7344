from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.dealer_base.models.dealer_editors_mixin import CHATTER

from ..scoring import Weighted, coefficient_bp, low_streak
from .perf_kpi_sheet_line import RATIOS

LIMIT_BP = 6_000
ASSESSORS = "dealer_base.group_fin_settlement,dealer_base.group_ops_manager,dealer_base.group_sales_manager,dealer_base.group_cs_manager"


class PerfKpiSheet(models.Model):
    """The assessment of one person for one period.

    draft (the department enters its data) -> data -> calculated (finance) -> objection (the person, with evidence) -> calculated again -> confirmed (the
    marketing centre) -> paid. Wrong data go back to draft with a reason, before the confirmation. Who entered the data does not calculate; who is
    assessed neither calculates nor confirms.
    """

    _name = "perf.kpi.sheet"
    _description = "KPI sheet"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin", "dealer.editors.mixin"]
    _flow_strict = True
    _order = "date_from desc, user_id"
    _check_company_auto = True
    _reason_methods = {"action_object", "action_send_back"}

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company.id)
    user_id = fields.Many2one(
        "res.users", string="Employee", required=True, index=True, domain=[("share", "=", False)], context={"active_test": False})  # HR decides on leavers, too
    scheme_id = fields.Many2one("perf.kpi.scheme", required=True, check_company=True, ondelete="restrict", domain=[("state", "=", "active")])
    date_from = fields.Date(string="From", required=True, default=lambda self: fields.Date.start_of(self.env.company._dealer_today(), "month"))
    date_to = fields.Date(string="To", required=True, default=lambda self: fields.Date.end_of(self.env.company._dealer_today(), "month"))
    data_due = fields.Date(string="Data by", compute="_compute_due", store=True)
    confirm_due = fields.Date(string="To be confirmed by", compute="_compute_due", store=True)
    line_ids = fields.One2many("perf.kpi.sheet.line", "sheet_id", string="Results")
    uses_ratio = fields.Boolean(compute="_compute_uses_ratio", help="An indicator is a ratio: its line has a divisor and the ratio asked for.")
    coefficient = fields.Float(readonly=True, digits=(6, 4), aggregator="avg", help="Weighted result; 1 is full completion.")
    low_months = fields.Integer(string="Periods below 0.6 in a row", readonly=True, help="A flag only: people decide what follows.")
    is_leaver = fields.Boolean(string="Left in the period", tracking=True, help="A flag for HR: what is due to a leaver is decided by people who know the law.")
    leaver_pay = fields.Selection(
        [("ask", "Ask HR"), ("pay", "Gets it"), ("exclude", "Gets nothing")], string="HR decided", default="ask", required=True, tracking=True,
        help="The house rule says that leavers get neither commission nor reward; whether the law allows it is for HR to say. The run waits for it.")
    evidence_ids = fields.Many2many("ir.attachment", string="Evidence", help="Files of the objection.")
    objection = fields.Text(readonly=True)
    data_by_id = fields.Many2one("res.users", string="Data entered by", readonly=True)
    calculated_by_id = fields.Many2one("res.users", string="Calculated by", readonly=True)
    confirmed_by_id = fields.Many2one("res.users", string="Agreed by", readonly=True)
    state = fields.Selection(
        [("draft", "Draft"), ("data", "To calculate"), ("calculated", "Calculated"), ("objection", "Objection"), ("confirmed", "Confirmed"),
         ("paid", "Paid")], default="draft", required=True, readonly=True, index=True, tracking=True)

    _person_uniq = models.Constraint("UNIQUE(user_id, company_id, date_from, date_to)", "There is a sheet of this person and period already.")
    _dates = models.Constraint("CHECK(date_from <= date_to)", "A period begins before it ends.")

    @api.depends("user_id", "date_from")
    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = f"{sheet.user_id.name} {sheet.date_from:%Y-%m}" if sheet.date_from else sheet.user_id.name

    @api.depends("line_ids.indicator")
    def _compute_uses_ratio(self):
        for sheet in self:
            sheet.uses_ratio = any(line.indicator in RATIOS for line in sheet.line_ids)

    @api.depends("date_to", "scheme_id.cycle")
    def _compute_due(self):
        for sheet in self:
            following = sheet.date_to and fields.Date.start_of(fields.Date.add(sheet.date_to, months=1), "month")
            sheet.data_due = following and following + timedelta(days=9)
            sheet.confirm_due = following and following + timedelta(days=14)
            if following and sheet.scheme_id.cycle == "year":  # of a year, the first 30 April behind it
                spring = date(sheet.date_to.year, 4, 30)
                sheet.confirm_due = spring if sheet.date_to < spring else date(sheet.date_to.year + 1, 4, 30)

    @api.model_create_multi
    def create(self, vals_list):
        sheets = super().create(vals_list)
        if not self.env.su:
            sheets._refuse_own()
        sheets._fill()
        return sheets

    def write(self, vals):
        if not self.env.su:
            if {"user_id", "scheme_id", "date_from", "date_to", "company_id"} & vals.keys() and any(one.state != "draft" for one in self):
                raise UserError(self.env._("Person, scheme and period are fixed once the data was handed over."))
            if "evidence_ids" in vals and any(one.state not in ("calculated", "objection") for one in self):
                raise UserError(self.env._("Evidence belongs to a result that is calculated and not yet agreed."))
            if any(name != "evidence_ids" and not name.startswith(CHATTER) for name in vals):
                self._refuse_own()
                self._need_assessor()
            if {"is_leaver", "leaver_pay"} & vals.keys() and any(one.state in ("confirmed", "paid") for one in self):
                self._need("group_fin_manager")
        result = super().write(vals)
        if "scheme_id" in vals:
            self._fill()
        return result

    def _need_assessor(self):
        """Refuse who reads sheets only; the assessed person may add evidence, everything else is of who assesses."""
        if not self.env.user.has_groups(ASSESSORS):
            raise AccessError(self.env._("KPI sheets are written by settlement accounting and by the managers of departments."))

    def _fill(self):
        """Take over the indicators and weights of the scheme: nobody chooses them for one person."""
        self.scheme_id._need_active()
        self.scheme_id._check_weights()
        for sheet in self.sudo():  # sudo: see above
            sheet.line_ids = [Command.clear(), *(Command.create({
                "name": line.name, "indicator": line.indicator, "weight": line.weight, "target_ratio": line.target_ratio,
                "all_or_nothing": line.all_or_nothing}) for line in sheet.scheme_id.line_ids)]

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        if any(sheet.state != "draft" for sheet in self):
            raise UserError(self.env._("A sheet that was handed over stays."))
        if not self.env.su:
            self._refuse_own()

    def _need(self, *groups):
        if not any(self.env.user.has_group(f"dealer_base.{group}") for group in groups):
            names = ", ".join(self.env.ref(f"dealer_base.{group}").sudo().name for group in groups)  # sudo: name of a role
            raise AccessError(self.env._("This step needs the role %s.", names))
        self.check_access("read")
        self._refuse_own()

    def _refuse_own(self):
        for sheet in self:
            if sheet.user_id == self.env.user:
                raise AccessError(self.env._("%s is your own sheet: another person takes this step.", sheet.display_name))

    def action_data(self):
        """Hand the data over to finance. Heads of departments and settlement; never the person himself.

        :return: True.
        """
        self._need("group_ops_manager", "group_sales_manager", "group_cs_manager", "group_fin_settlement")
        for sheet in self:
            sheet._need_state("draft")
            sheet.sudo().write({"state": "data", "data_by_id": self.env.uid})  # sudo: state of the flow; role and person are checked above
        return True

    def action_calculate(self):
        """Work the coefficient out. Settlement accountant, another person than those who entered the data.

        :return: True.
        """
        self._need("group_fin_settlement")
        self._refuse_editors()
        for sheet in self:
            sheet._need_state("data", "objection")
            if sheet.data_by_id == self.env.user:
                raise AccessError(self.env._("You entered the data of %s: another person calculates.", sheet.display_name))
            own = sheet.sudo()  # sudo: results are written by the program; role and four eyes are checked above
            for line in own.line_ids:
                line._calculate()
            value = coefficient_bp(Weighted(round(line.result * 100), round(line.weight * 100)) for line in own.line_ids)
            own.write({"coefficient": value / 10_000, "calculated_by_id": self.env.uid, "state": "calculated"})
            before = self.sudo().search([("user_id", "=", sheet.user_id.id), ("company_id", "=", sheet.company_id.id),  # sudo: the person's earlier sheets
                                         ("scheme_id.cycle", "=", sheet.scheme_id.cycle), ("date_from", "<=", sheet.date_from),
                                         ("state", "in", ("calculated", "confirmed", "paid"))], order="date_from")
            own.low_months = low_streak(before._in_a_row(), LIMIT_BP)
        return True

    def _in_a_row(self):
        """Give the coefficients of the sheets, in their order, that follow each other up to the last one: a period without a sheet ends a row.

        :return: list of basis points.
        """
        row = []
        for last, sheet in zip(self[:1] + self, self, strict=False):
            if sheet.date_from > last.date_to + timedelta(days=1):
                row = []
            row.append(round(sheet.coefficient * 10_000))
        return row

    def action_ask_object(self):
        """Open the dialog for an objection."""
        return self.env["dealer.reason"]._ask(self, "action_object", self.env._("Objection"))

    def action_object(self, reason):
        """Object to a result, with evidence. The assessed person only.

        :param reason: text.
        :return: True.
        """
        self.check_access("read")
        for sheet in self:
            if sheet.user_id != self.env.user:
                raise AccessError(self.env._("Only %s objects to this sheet.", sheet.user_id.name))
            sheet._need_state("calculated")
            if not sheet.evidence_ids:
                raise UserError(self.env._("Attach the evidence of your objection first."))
            sheet.sudo().write({"state": "objection", "objection": reason})  # sudo: state of the flow; the person was checked
        return True

    def action_confirm(self):
        """Agree for the marketing centre. Operations manager or HQ channel; neither the person nor who entered or calculated.

        :return: True.
        """
        self._need("group_ops_manager", "group_hq_channel")
        self._refuse_editors()
        for sheet in self:
            sheet._need_state("calculated")
            if self.env.user in (sheet.calculated_by_id, sheet.data_by_id):
                raise AccessError(self.env._("Another person agrees to %s: you entered or calculated it.", sheet.display_name))
            sheet.sudo().write({"state": "confirmed", "confirmed_by_id": self.env.uid})  # sudo: state of the flow; role and four eyes are checked above
        return True

    def action_ask_send_back(self):
        """Open the dialog for the reason why a sheet goes back."""
        return self.env["dealer.reason"]._ask(self, "action_send_back", self.env._("Send back"))

    def action_send_back(self, reason):
        """Send a sheet whose data are wrong back to those who enter them. Settlement, operations manager or HQ channel; never the person himself.

        :param reason: text for those who enter the data.
        :return: True.
        """
        self._need("group_fin_settlement", "group_ops_manager", "group_hq_channel")
        if not (reason or "").strip():
            raise UserError(self.env._("Please give a reason."))
        for sheet in self:
            sheet._need_state("calculated", "data")
            own = sheet.sudo()  # sudo: state of the flow; role and person are checked above
            own.write({"state": "draft", "coefficient": 0.0, "low_months": 0, "calculated_by_id": False, "is_closed": False, "reminded": False})
            own.line_ids.write({"result": 0.0})
            own.message_post(
                author_id=self.env.user.partner_id.id, partner_ids=own.data_by_id.partner_id.ids, body=self.env._("Sent back: %s", reason.strip()))
        return True
