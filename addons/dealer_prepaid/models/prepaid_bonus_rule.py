from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.dealer_base.adapters.roles import role_refusal
from odoo.addons.dealer_base.adapters.sentences import label_of
from odoo.addons.dealer_base.money import to_fen

from ..ledger.bonus import BonusRule

MAKERS = ("group_fin_settlement", "group_fin_manager")
CHECKERS = ("group_fin_manager",)
FLOW = {"state", "submitter_id", "approver_id", "approved_at", "reject_reason", "editor_ids"}


class PrepaidBonusRule(models.Model):
    """What a top-up earns beyond its amount: a gift credit with its own last day.

    draft -> submitted -> active -> closed. One person writes the rule, the finance manager puts it in force; from then on it
    stays as it is, because gifts already granted are taken back by it. Of several rules in force the one that gives most is taken.
    """

    _name = "prepaid.bonus.rule"
    _description = "Top-up bonus rule"
    _inherit = ["mail.thread", "dealer.flow.mixin", "dealer.editors.mixin"]
    _flow_strict = True
    _order = "sequence, id"
    _check_company_auto = True
    _reason_methods = {"action_reject"}

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10, help="Where two rules give the same, the smaller number is taken.")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    brand_id = fields.Many2one("dealer.brand", ondelete="restrict", help="Only top-ups of accounts of this brand; empty for all.")
    date_from = fields.Date(required=True, default=lambda self: self.env.company._dealer_today())
    date_to = fields.Date(help="Last day; empty for no end.")
    min_amount = fields.Monetary(string="From amount", required=True, help="Smallest top-up that earns the bonus.")
    mode = fields.Selection([("percent", "Percent of the top-up"), ("fixed", "Fixed amount")], required=True, default="percent")
    rate = fields.Float(string="Percent", digits=(5, 2))
    fixed_amount = fields.Monetary(string="Bonus")
    max_amount = fields.Monetary(string="At most", help="Most that one top-up earns; 0.00 for no limit.")
    expiry_days = fields.Integer(string="Usable for (days)", default=90, help="0: as long as the account; the season's close takes what is left.")
    first_only = fields.Boolean(string="First top-up only", help="Only the first top-up of an account earns it.")
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "To approve"), ("active", "In force"), ("closed", "Ended")],
        default="draft", required=True, readonly=True, copy=False, index=True, tracking=True)
    submitter_id = fields.Many2one("res.users", string="Submitted by", readonly=True, copy=False)
    approver_id = fields.Many2one("res.users", string="Approved by", readonly=True, copy=False)
    approved_at = fields.Datetime(readonly=True, copy=False)
    reject_reason = fields.Char(readonly=True, copy=False, tracking=True)
    is_own = fields.Boolean(compute="_compute_is_own", help="You wrote or submitted it, so another person puts it in force.")
    granted_amount = fields.Monetary(compute="_compute_granted", string="Granted")
    topup_count = fields.Integer(compute="_compute_granted", string="Top-ups")

    _dates_in_order = models.Constraint("CHECK(date_to IS NULL OR date_to >= date_from)", "A rule begins before it ends.")
    _figures = models.Constraint(
        "CHECK(min_amount >= 0 AND rate >= 0 AND rate <= 100 AND fixed_amount >= 0 AND max_amount >= 0 AND expiry_days >= 0)",
        "Amounts and days of a bonus rule are not negative and its percent is at most 100.")
    _two_persons = models.Constraint(
        "CHECK(approver_id IS NULL OR submitter_id IS NULL OR approver_id <> submitter_id)", "Another person must approve the bonus rule.")

    @api.depends_context("uid")
    @api.depends("create_uid", "submitter_id", "editor_ids")
    def _compute_is_own(self):
        for rule in self:
            rule.is_own = self.env.user in rule._hands()

    def _hands(self):
        """Give who had a hand in it: they do not decide about it."""
        return self.create_uid | self.submitter_id | self.sudo().editor_ids  # sudo: the list counts for every role

    @api.depends("state")
    def _compute_granted(self):
        groups = self.env["prepaid.topup"].sudo()._read_group(  # sudo: a sum, shown to who may read the rule
            [("bonus_rule_id", "in", self.ids)], ["bonus_rule_id"], ["bonus_amount:sum", "__count"])
        found = {rule.id: (amount, count) for rule, amount, count in groups}
        for rule in self:
            rule.granted_amount, rule.topup_count = found.get(rule.id, (0, 0))

    @api.constrains("mode", "rate", "fixed_amount")
    def _check_gives_something(self):
        for rule in self:
            if not (rule.rate if rule.mode == "percent" else rule.fixed_amount):
                raise ValidationError(self.env._("%s gives nothing: enter a percent or an amount.", rule.name))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(FLOW & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("A bonus rule begins as a draft: submit and approve it with its buttons."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if FLOW & vals.keys():
                raise AccessError(self.env._("The state of a bonus rule changes with its buttons only."))
            fixed = self.filtered(lambda rule: rule.state != "draft")
            if fixed and vals.keys() - {"message_follower_ids", "sequence"}:
                raise UserError(self.env._("%s is submitted and stays as it is; close it and enter a new rule.", fixed[0].name))
            if fixed.filtered(lambda rule: rule.state != "draft") and "sequence" in vals and not self._is(CHECKERS):
                raise AccessError(self.env._("Only the finance manager changes the order of rules in force."))
        return super().write(vals)

    def _remember_editor(self, field="editor_ids"):
        """Only who wrote the draft had a hand in it; the order of rules changes later, too."""
        return super(PrepaidBonusRule, self.filtered(lambda rule: rule.state == "draft"))._remember_editor(field)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        for rule in self:
            if rule.state != "draft":
                raise UserError(self.env._("%s has been submitted and stays for the record: have it rejected or closed instead.", rule.name))

    # -- buttons

    def action_submit(self):
        """Hand the rule to the finance manager (Draft -> To approve).

        :return: True; pressing twice does nothing more.
        """
        self._need(MAKERS)
        self.filtered(lambda rule: rule.state == "draft").sudo().write({  # sudo: flow fields are closed to writes
            "state": "submitted", "submitter_id": self.env.uid, "reject_reason": False})
        return True

    def action_activate(self):
        """Put the rule in force (To approve -> In force).

        :return: True; pressing twice does nothing more.
        :raises AccessError: for others than the finance manager, and for those who wrote, changed or submitted it.
        """
        self._need(CHECKERS)
        for rule in self.filtered(lambda rec: rec.state != "active"):
            rule._need_submitted()
            if self.env.user in rule._hands():
                raise AccessError(self.env._("Another person must approve %s: you entered or changed it.", rule.name))
            rule.sudo().write({  # sudo: flow fields are closed to writes
                "state": "active", "approver_id": self.env.uid, "approved_at": fields.Datetime.now()})
        return True

    def action_reject(self, reason=None):
        """Give the rule back to its author (To approve -> Draft).

        :param reason: text, why.
        :return: True.
        """
        self._need(CHECKERS)
        for rule in self:
            rule._need_submitted()
            if not (reason or "").strip():
                raise UserError(self.env._("Say why %s is rejected.", rule.name))
            rule.sudo().write({"state": "draft", "reject_reason": reason.strip()})  # sudo: flow fields are closed to writes
        return True

    def action_ask_reject(self):
        """Ask why the rule is rejected."""
        return self.env["dealer.reason"]._ask(self, "action_reject", self.env._("Reject"))

    def action_close(self):
        """Grant nothing more by the rule (In force -> Closed); gifts already granted stay."""
        self._need(CHECKERS)
        for rule in self:
            if rule.state not in ("active", "closed"):
                raise UserError(self.env._("%s is not in force: a draft is deleted, one to approve is rejected.", rule.name))
            rule.sudo().state = "closed"  # sudo: flow fields are closed to writes
        return True

    def action_open_topups(self):
        """Show the top-ups that earned a bonus by this rule."""
        action = self.env["ir.actions.act_window"]._for_xml_id("dealer_prepaid.prepaid_topup_action")
        return {**action, "domain": [("bonus_rule_id", "in", self.ids)], "context": {}}

    # -- parts

    def _is(self, groups):
        return any(self.env.user.has_group(f"dealer_base.{group}") for group in groups)

    def _need(self, groups):
        if not self._is(groups):
            raise AccessError(role_refusal(self.env, groups, self.env._("Your role may not take this step with a bonus rule.")))
        self.check_access("read")

    def _need_submitted(self):
        if self.state != "submitted":
            raise UserError(self.env._(
                "%(name)s is in state %(state)s and waits for no approval; a draft is submitted first.", name=self.name, state=label_of(self)))

    @api.model
    def _in_force(self, company, brand, date):
        """Give the rules in force.

        :param company: one res.company.
        :param brand: dealer.brand or empty.
        :param date: a date.
        :return: prepaid.bonus.rule records, in order of preference.
        """
        return self.sudo().search(Domain([  # sudo: rules count for whoever records the top-up
            ("company_id", "=", company.id), ("state", "=", "active"), ("date_from", "<=", date), ("brand_id", "in", [False, *brand.ids]),
        ]) & (Domain("date_to", "=", False) | Domain("date_to", ">=", date)))

    def _as_core(self):
        """Give the rule as the pure core takes it."""
        self.ensure_one()
        percent = self.mode == "percent"
        return BonusRule(
            key=self.id, from_fen=to_fen(self.min_amount), rate_bp=round(self.rate * 100) if percent else 0,
            fixed_fen=0 if percent else to_fen(self.fixed_amount), max_fen=to_fen(self.max_amount), first_only=self.first_only)
