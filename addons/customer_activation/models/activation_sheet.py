import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..funnel import draw, rate_bp, shares_bp, week_start

WEEK = timedelta(days=7)


class ActivationSheet(models.Model):
    """The tracking sheet of a salesperson for one week, Monday to Sunday where the company is.

    open -> locked on the next Monday with a snapshot of the figures; nobody changes it afterwards. Who had customers to follow and wrote nothing
    has a missing sheet. The system then draws lines, and customers who logged in for the first time, to be called back.
    """

    _name = "activation.sheet"
    _description = "Tracking sheet"
    _inherit = ["mail.thread", "dealer.flow.mixin"]
    _flow_strict = True
    _order = "week desc, user_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company.id)
    user_id = fields.Many2one("res.users", string="Salesperson", required=True, readonly=True, index=True, default=lambda self: self.env.uid)
    week = fields.Date(string="Week of", required=True, readonly=True, index=True)
    state = fields.Selection([("open", "Being written"), ("locked", "Locked")], default="open", required=True, readonly=True, index=True, tracking=True)
    locked_at = fields.Datetime(readonly=True)
    line_ids = fields.One2many("activation.sheet.line", "sheet_id", string="Lines")
    line_count = fields.Integer(string="Customers on it", readonly=True)
    is_missing = fields.Boolean(string="Missing", readonly=True, index=True, help="Customers had to be followed, nothing was written.")
    registered = fields.Integer(string="Invited", readonly=True, help="Customers invited until the week ended.")
    activated = fields.Integer(readonly=True, help="Of the invited: with an own login.")
    ordering = fields.Integer(readonly=True, help="Of the activated: with net sales above zero.")
    activation_rate = fields.Float(string="Activation rate (%)", readonly=True, digits=(5, 2), aggregator=None)
    first_order_rate = fields.Float(string="First-order rate (%)", readonly=True, digits=(5, 2), aggregator=None)
    portrait = fields.Char(
        string="Why not, weighted", compute="_compute_portrait", help="Lines of each reason times its weight, of the same sum over all; frozen with the sheet.")
    seed = fields.Char(readonly=True, groups="dealer_base.group_auditor", help="Drawn when the sheet was locked; repeats the sample.")

    _week_uniq = models.Constraint("UNIQUE(user_id, company_id, week)", "There is a sheet of this week already.")

    @api.depends("user_id", "week")
    def _compute_display_name(self):
        for sheet in self:
            sheet.display_name = f"{sheet.user_id.name} {sheet.week}"

    @api.depends("line_ids.reason_id", "line_ids.weight")
    def _compute_portrait(self):
        """Weigh the reasons of the lines: with the weights that the lines keep, so those of a locked sheet stay."""
        for sheet in self:
            reasons = sheet.line_ids.reason_id
            weights = {line.reason_id.id: line.weight for line in sheet.line_ids}
            counts = {reason.id: len(sheet.line_ids.filtered(lambda line, reason=reason: line.reason_id == reason)) for reason in reasons}
            shares = shares_bp(counts, weights) if counts else {}
            sheet.portrait = ", ".join(
                f"{reason.name} {shares[reason.id] / 100:.2f}%" for reason in reasons.sorted(lambda one, shares=shares: -shares[one.id])) or False

    @api.model
    def action_mine(self):
        """Open one's own sheet of this week, made the first time.

        :return: form action.
        """
        sheet = self._current()
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_activation.activation_sheet_action")  # its menu brings the others after login
        return {**action, "name": self.env._("My sheet"), "res_id": sheet.id, "view_mode": "form", "views": [(False, "form")]}

    @api.model
    def _current(self):
        if not self.env.user.has_group("dealer_base.group_sales_rep"):
            raise AccessError(self.env._("Tracking sheets are written by salespeople."))
        monday = week_start(self.env.company._dealer_today())
        mine = [("user_id", "=", self.env.uid), ("company_id", "=", self.env.company.id), ("week", "=", monday)]
        return self.search(mine, limit=1) or self.sudo().create([{"week": monday}]).sudo(False)  # sudo: one's own sheet, made by the program

    @api.model
    def _add(self, record, values):
        """Put a line for a customer on the current user's sheet of this week in the customer's company, or what is new into the line that is there.

        :return: activation.sheet.line.
        """
        sheet = self.with_company(record.company_id)._current()
        line = sheet.line_ids.filtered(lambda one: one.record_id == record)
        if line:
            line.write({name: value for name, value in values.items() if value})
            return line
        return line.create([{"sheet_id": sheet.id, "record_id": record.id, **values}])

    def _check_open(self):
        for sheet in self:
            if sheet.state == "locked":
                raise UserError(self.env._("The sheet %s is locked: write into the one of this week.", sheet.display_name))
            if not self.env.su and sheet.week + WEEK <= sheet.company_id._dealer_today():  # the night locks it, maybe hours later
                raise UserError(self.env._("The week of the sheet %s is over: write into the one of this week.", sheet.display_name))

    def _lock(self):
        """Take the snapshot, close the sheets, and draw what is called back."""
        for sheet in self:
            records = self.env["activation.record"].search([("user_id", "=", sheet.user_id.id), ("company_id", "=", sheet.company_id.id)])
            end = sheet.company_id._dealer_utc(sheet.week + WEEK)
            invited = records.filtered(lambda one, end=end: one.invited_at and one.invited_at < end)
            active = invited.filtered(lambda one, end=end: one.first_login_at and one.first_login_at < end)
            orders = [("record_id", "in", active.ids), ("is_counted", "=", True), ("date", "<", end)]
            ordering = active & self.env["activation.order"].search(orders).record_id
            for line in sheet.line_ids:
                line._freeze()
            to_follow = self._is_writer(sheet.user_id) and records.filtered(lambda one: one.stage not in ("active", "lost"))
            sheet.write({
                "state": "locked", "locked_at": fields.Datetime.now(), "line_count": len(sheet.line_ids), "registered": len(invited),
                "activated": len(active), "ordering": len(ordering), "seed": secrets.token_hex(16),
                "activation_rate": (rate_bp(len(active), len(invited)) or 0) / 100,
                "first_order_rate": (rate_bp(len(ordering), len(active)) or 0) / 100,
                "is_missing": not sheet.line_ids and bool(to_follow)})
            sheet._draw()

    @api.model
    def _is_writer(self, user):
        """Say whether a person can write sheets: who left, or has customers in another role, misses none."""
        return user.active and user.has_group("dealer_base.group_sales_rep")

    def _draw(self):
        """Draw the call-backs of a locked sheet: lines of customers that are not activated, and first own logins of its week; at least one of each."""
        share = self.company_id.activation_audit_percent * 100
        lines = self.line_ids.filtered(lambda line: line.account_state == "pending")
        begin, end = (self.company_id._dealer_utc(day) for day in (self.week, self.week + WEEK))
        fresh = self.env["activation.record"].search([
            ("user_id", "=", self.user_id.id), ("company_id", "=", self.company_id.id), ("first_login_at", ">=", begin), ("first_login_at", "<", end)])
        audits = self.env["activation.audit"]
        fresh -= audits.search([("record_id", "in", fresh.ids), ("line_id", "=", False)]).record_id
        chosen = [{"line_id": int(key)} for key in draw([str(line.id) for line in lines], share, 1, self.seed)]
        chosen += [{"record_id": int(key), "sheet_id": self.id} for key in draw([str(record.id) for record in fresh], share, 1, self.seed)]
        audits.create(chosen)

    @api.model
    def _cron_week(self):
        """Lock the sheets of past weeks, and show who wrote none. Runs daily; a week is locked once.

        Whoever has customers that logged in for the first time in the last week gets a sheet, also who writes none: the call-backs are drawn with it.
        """
        for company in self.env["res.company"].search([]):
            monday = week_start(company._dealer_today())
            last = monday - WEEK
            open_sheets = self.search([("company_id", "=", company.id), ("state", "=", "open"), ("week", "<", monday)])
            groups = self.env["activation.record"]._read_group(
                [("company_id", "=", company.id), ("stage", "not in", ("active", "lost")), ("create_date", "<", company._dealer_utc(monday))], ["user_id"])
            written = self.search([("company_id", "=", company.id), ("week", "=", last)]).user_id
            fresh = self.env["activation.record"]._read_group([
                ("company_id", "=", company.id), ("first_login_at", ">=", company._dealer_utc(last)), ("first_login_at", "<", company._dealer_utc(monday))],
                ["user_id"])
            drawn, owners = (self.env["res.users"].union(*(user for user, in found)) - written for found in (fresh, groups))
            missing = self.create([{"company_id": company.id, "user_id": user.id, "week": last} for user in drawn | owners.filtered(self._is_writer)])
            (open_sheets | missing)._lock()
            self.env["activation.trust"]._refresh(company)

    def action_remind(self):
        """Remind the salespeople of missing sheets. Sales manager or operations.

        :return: True.
        """
        if not self.env.user.has_groups("dealer_base.group_sales_manager,dealer_base.group_ops"):
            raise AccessError(self.env._("Sales manager and operations remind."))
        self.check_access("read")
        for sheet in self:
            if not sheet.is_missing:
                raise UserError(self.env._("The sheet %s is not missing.", sheet.display_name))
            sheet.sudo().message_post(  # sudo: a line on a sheet that the reminder may read
                author_id=self.env.user.partner_id.id, partner_ids=sheet.user_id.partner_id.ids,
                body=self.env._("Your tracking sheet of the week of %s is missing.", sheet.week))
        return True
