from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..funnel import SheetClaim, SystemFacts, contradictions

CONTENT = {"sheet_id", "record_id", "contacted_on", "way", "reason_id", "measure_id", "next_date", "note", "driver", "visit_id"}


class ActivationSheetLine(models.Model):
    """What a salesperson tells of one customer in one week. Frozen with the sheet, together with what the system says to it."""

    _name = "activation.sheet.line"
    _description = "Line of a tracking sheet"
    _inherit = ["dealer.flow.mixin"]
    _flow_strict = True
    _order = "sheet_id desc, id"
    _rec_name = "record_id"

    sheet_id = fields.Many2one("activation.sheet", string="Sheet", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="sheet_id.company_id", store=True, index=True)
    user_id = fields.Many2one(related="sheet_id.user_id", string="Salesperson", store=True, index=True)
    week = fields.Date(related="sheet_id.week", store=True, index=True)
    is_locked = fields.Boolean(compute="_compute_is_locked")
    record_id = fields.Many2one("activation.record", string="Customer", required=True, index=True, ondelete="cascade", domain="[('user_id', '=', uid)]")
    contacted_on = fields.Date(string="Spoken to on")
    way = fields.Selection([("visit", "Visit"), ("call", "Call"), ("message", "Message")], default="call", required=True)
    reason_id = fields.Many2one("activation.reason", string="Reason why not", index="btree_not_null")
    weight = fields.Integer(
        string="Weight of the reason", compute="_compute_weight", store=True, help="That of the reason while the sheet is written; frozen with the sheet.")
    measure_id = fields.Many2one("activation.measure", string="What comes next", domain="[('id', 'in', suggested_ids)]")
    suggested_ids = fields.Many2many(related="reason_id.measure_ids", string="What helps")
    next_date = fields.Date(string="Next contact")
    driver = fields.Selection(
        [("goods", "Goods"), ("service", "Service"), ("feeling", "Feeling"), ("price", "Price"), ("promise", "Promise kept")], string="First order because of")
    note = fields.Text(string="Remark")
    visit_id = fields.Many2one("activation.visit", string="Visit", index="btree_not_null")
    stage = fields.Char(string="Stage when locked", readonly=True)
    account_state = fields.Selection([("pending", "Pending"), ("enabled", "Enabled")], string="Account when locked", readonly=True)
    contradiction = fields.Char(string="Contradicts the system", compute="_compute_contradiction")
    codes = fields.Char(readonly=True, help="Codes of what the system knew otherwise when the sheet was locked.")
    is_contradicted = fields.Boolean(string="Contradicted", readonly=True, index=True)
    audit_ids = fields.One2many("activation.audit", "line_id", string="Call-backs", readonly=True)

    _record_uniq = models.Constraint("UNIQUE(sheet_id, record_id)", "This customer stands on the sheet already: change his line.")

    @api.depends("sheet_id.state")
    def _compute_is_locked(self):
        for line in self:
            line.is_locked = line.sheet_id.state == "locked"

    @api.depends("reason_id.weight")
    def _compute_weight(self):
        for line in self:
            line.weight = line.weight if line.sheet_id.state == "locked" else line.reason_id.weight

    @api.depends("codes")
    @api.depends_context("lang")
    def _compute_contradiction(self):
        words = {
            "active_before": self.env._("He had logged in before."), "ordered_before": self.env._("He had ordered before."),
            "lost_but_ordered": self.env._("He ordered afterwards."), "visit_before_customer": self.env._("He was no customer yet on that day."),
            "visit_in_future": self.env._("The contact lies after the line."), "own_device": self.env._("First login from the salesperson's device."),
        }
        for line in self:
            line.contradiction = " ".join(words[code] for code in (line.codes or "").split()) or False

    @api.model_create_multi
    def create(self, vals_list):
        self.env["activation.sheet"].browse([vals["sheet_id"] for vals in vals_list if vals.get("sheet_id")])._check_open()
        lines = super().create(vals_list)
        lines._check_line()
        return lines

    def write(self, vals):
        if CONTENT & vals.keys():
            self._check_open()
        result = super().write(vals)
        if CONTENT & vals.keys():
            self._check_line()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        self._check_open()

    def _check_open(self):
        self.sheet_id._check_open()

    def _check_line(self):
        """Own sheet, own customer, and a reason for each customer who does not log in or order."""
        self._check_open()
        for line in self:
            if not self.env.su and line.sheet_id.user_id != self.env.user:
                raise AccessError(self.env._("The sheet %s is another salesperson's.", line.sheet_id.display_name))
            if (line.record_id.user_id, line.record_id.company_id) != (line.sheet_id.user_id, line.sheet_id.company_id):
                raise AccessError(self.env._("%s is not your customer.", line.record_id.display_name))
            if not line.reason_id and not line.record_id.has_ordered:
                raise UserError(self.env._("Give the reason why %s does not log in or order.", line.record_id.display_name))
            record = line.record_id
            # Said again in a later stage, the same reason answers anew why he does not go on; who is lost already is not lost again.
            stale = record.reason_at and record.stage_since and record.reason_at < record.stage_since and not line.reason_id.is_lost
            if line.reason_id and (record.reason_id != line.reason_id or stale):
                record._note_reason(line.reason_id)

    def _freeze(self):
        """Keep stage and account as they are now, and what the system says against the line."""
        self.ensure_one()
        record, day = self.record_id, lambda at: self.company_id._dealer_local(at).date() if at else None
        claim = SheetClaim(day(self.create_date), self.contacted_on or None, self.reason_id.code or "", day(self.write_date))
        facts = SystemFacts(
            day(record.create_date), day(record.first_login_at), day(record.first_order_at), day(record.last_order_at), record.is_own_device,
            record.is_late)
        found = contradictions(claim, facts)
        self.write({"stage": record.stage, "account_state": record.account_state, "codes": " ".join(found), "is_contradicted": bool(found)})
