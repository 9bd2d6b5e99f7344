from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.bill_roles import need_handler
from ..tariff.rebates import compare, rebate


class LogisticsRebate(models.Model):
    """A month's rebate of a carrier: what we computed from its approved bills, beside what it credited."""

    _name = "logistics.rebate"
    _description = "Carrier rebate of a month"
    _inherit = ["dealer.flow.mixin"]
    _flow_strict = True
    _order = "month desc, id desc"

    rule_id = fields.Many2one("logistics.rebate.rule", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="rule_id.company_id", store=True, index=True)
    carrier_id = fields.Many2one(related="rule_id.carrier_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(required=True, index=True, default=lambda self: self.env.company._dealer_last_month()[0])
    parcels = fields.Integer(readonly=True)
    freight = fields.Monetary(readonly=True, help="What approved bills of the month pay for freight.")
    accrued = fields.Monetary(string="Expected", readonly=True)
    in_bills = fields.Monetary(string="Credited in bills", readonly=True, help="Rebate lines of approved bills of this and the next month.")
    in_notes = fields.Monetary(string="Credited otherwise", help="By a credit note of its own; name it in the remark.")
    difference = fields.Monetary(readonly=True, help="Credited less expected.")
    result = fields.Selection([
        ("matched", "As expected"), ("credited_less", "Credited less"), ("credited_more", "Credited more"), ("not_credited", "Not credited yet"),
        ("not_expected", "Not expected")], readonly=True, index=True)
    state = fields.Selection([("draft", "Draft"), ("done", "Settled")], required=True, default="draft", readonly=True, index=True)
    done_by_id = fields.Many2one("res.users", string="Settled by", readonly=True)
    line_ids = fields.One2many("logistics.bill.line", "rebate_id", string="Credits in bills", readonly=True)
    note = fields.Char(string="Remark")

    _month_uniq = models.UniqueIndex("(rule_id, month)", "This rule has its rebate of the month already.")

    @api.depends("rule_id", "month")
    def _compute_display_name(self):
        for record in self:
            record.display_name = f"{record.rule_id.name or ''} {record.month and record.month.strftime('%Y-%m') or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("month"):
                vals["month"] = fields.Date.to_date(vals["month"]).replace(day=1)
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and {"month", "rule_id", "in_notes"} & vals.keys() and any(record.state == "done" for record in self):
            raise UserError(self.env._("%s is settled and stays as it is.", self[:1].display_name))
        if vals.get("month"):
            vals = {**vals, "month": fields.Date.to_date(vals["month"]).replace(day=1)}
        return super().write(vals)

    def action_compute(self):
        """Compute the rebate from the approved bills and compare it with what was credited. May be repeated until it is settled.

        :return: True.
        """
        self._check_role()
        for record in self:
            record._need_state("draft")
            record._work_out()
        return True

    def action_done(self):
        """Settle the month: a difference needs a remark.

        :return: True.
        """
        self._check_role()
        for record in self:
            if record.state == "done":
                continue
            record._work_out()
            if record.result != "matched" and not (record.note or "").strip():
                raise UserError(self.env._(
                    "%(name)s: %(diff)s differ between accrual and credit; say in the remark what was agreed.",
                    name=record.display_name, diff=record.difference))
            record.sudo().write({"state": "done", "done_by_id": self.env.uid})  # sudo: fields of the flow, role checked
        return True

    def _check_role(self):
        need_handler(self.env)
        self.check_access("write")

    def _work_out(self):
        rule, month = self.rule_id.sudo(), self.month  # sudo: the rule of a record one may write
        if month < rule.date_from.replace(day=1) or rule.date_to and month > rule.date_to:
            raise UserError(self.env._("%(rule)s is not in force in %(month)s.", rule=rule.name, month=month.strftime("%Y-%m")))
        last = month + relativedelta(months=1) - timedelta(days=1)
        lines = self.env["logistics.bill.line"].sudo()  # sudo: sums of lines
        mine = [("company_id", "=", self.company_id.id), ("carrier_id", "=", self.carrier_id.id), ("bill_id.state", "in", ("approved", "invoiced"))]
        freight = [*mine, ("period", ">=", month), ("period", "<=", last), ("fee", "=", "freight"), ("payable", ">", 0)]
        [(parcels, amount)] = lines._read_group(freight, [], ["number:count_distinct", "payable:sum"])
        found = rebate(rule._core(), parcels, to_fen(amount or 0))
        credit = lines.search([
            *mine, ("period", ">=", month), ("period", "<=", last + relativedelta(months=1)), ("fee", "=", "rebate"),
            ("rebate_id", "in", (False, self.id)), ("payable", "<", 0)])
        (credit - self.line_ids).write({"rebate_id": self.id})
        in_bills = -sum(to_fen(line.payable) for line in credit)
        told = compare(found.fen, in_bills + to_fen(self.in_notes), to_fen(rule.tolerance))
        self.sudo().write({  # sudo: fields of the flow, role checked
            "parcels": parcels, "freight": amount or 0, "accrued": from_fen(found.fen), "in_bills": from_fen(in_bills),
            "difference": from_fen(told.diff_fen), "result": told.result})
