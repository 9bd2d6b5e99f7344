from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import to_fen

from ..scoring import completion_bp, points_of
from .perf_rule import KINDS


class PerfEntry(models.Model):
    """Resource points of a sales company, dealer or store, or the reward or penalty of a person: by a rule table from a target, or by hand with a reason.

    draft -> approved by another person; then it stays and counts in the balance. A wrong one is set off by another entry.
    """

    _name = "perf.entry"
    _description = "Points and rewards"
    _inherit = ["mail.thread", "mail.activity.mixin", "dealer.flow.mixin", "dealer.editors.mixin"]
    _flow_strict = True
    _order = "date desc, id desc"

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company.id)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True, default="points", index=True)
    date = fields.Date(required=True, index=True, default=lambda self: self.env.company._dealer_today())
    partner_id = fields.Many2one(
        "res.partner", string="Sales company, dealer or store", index="btree_not_null", ondelete="restrict",
        domain=[("dealer_level", "in", ("sales_company", "dealer", "store"))])
    user_id = fields.Many2one("res.users", string="Person", index="btree_not_null", ondelete="restrict", domain=[("share", "=", False)])
    target_id = fields.Many2one("perf.target", string="Target", readonly=True, index="btree_not_null", ondelete="restrict")
    rule_id = fields.Many2one("perf.rule", string="Rule table", readonly=True, ondelete="restrict")
    completion = fields.Float(string="Completion (%)", readonly=True, digits=(8, 2), aggregator="avg")
    counted = fields.Monetary(string="Counted sales", readonly=True, help="Credited sales; of points less those of orders that do not count for them.")
    points = fields.Float(digits=(10, 2))
    amount = fields.Monetary(string="Reward")
    reason = fields.Char(help="Of an entry by hand: why.")
    approved_by_id = fields.Many2one("res.users", string="Approved by", readonly=True)
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved"), ("refused", "Refused")], default="draft", required=True, readonly=True, index=True, tracking=True)

    _target_uniq = models.UniqueIndex("(target_id, kind) WHERE target_id IS NOT NULL AND state <> 'refused'", "This target has its entry already.")
    _someone = models.Constraint("CHECK(partner_id IS NOT NULL OR user_id IS NOT NULL)", "Say who gets it.")
    _one_value = models.Constraint(
        "CHECK(CASE kind WHEN 'points' THEN coalesce(amount, 0) ELSE coalesce(points, 0) END = 0)", "Points are without a reward, a reward without points.")

    @api.onchange("kind")
    def _onchange_kind(self):
        self.points = self.amount = 0.0

    @api.depends("partner_id", "user_id", "date")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = f"{(entry.partner_id or entry.user_id).sudo().display_name or ''} {entry.date or ''}".strip()  # sudo: the name on it

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._need_reason(vals.get("reason"))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and any(entry.state != "draft" for entry in self) and not vals.keys() <= {"message_ids", "activity_ids"}:
            raise UserError(self.env._("A decided entry stays: set it off by another one."))
        if not self.env.su and any(entry.target_id for entry in self) and {"points", "amount", "partner_id", "user_id", "kind", "company_id"} & vals.keys():
            raise UserError(self.env._("What a rule table gives is not changed by hand: enter another entry with its reason."))
        if not self.env.su and "reason" in vals and any(not entry.target_id for entry in self):
            self._need_reason(vals["reason"])
        return super().write(vals)

    def _need_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("An entry by hand needs its reason."))

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        if any(entry.state != "draft" for entry in self):
            raise UserError(self.env._("A decided entry stays: set it off by another one."))

    def action_approve(self):
        """Approve entries. Operations manager (points) or finance manager (rewards); neither who wrote them nor who gets them.

        :return: True.
        """
        return self._decide("approved")

    def action_refuse(self):
        """Refuse entries; the same people as for the approval.

        :return: True.
        """
        return self._decide("refused")

    def _decide(self, state):
        self.check_access("read")
        for entry in self:
            group = "group_ops_manager" if entry.kind == "points" else "group_fin_manager"
            if not self.env.user.has_group(f"dealer_base.{group}"):
                raise AccessError(self.env._("This step needs the role %s.", self.env.ref(f"dealer_base.{group}").sudo().name))  # sudo: name of a role
            if self.env.user in entry.sudo().create_uid | entry.user_id:  # sudo: who entered it counts for every role
                raise AccessError(self.env._("Another person decides on %s: you entered it or get it.", entry.display_name))
            entry._refuse_editors()
            entry._need_state("draft")
            entry.sudo().write({"state": state, "approved_by_id": self.env.uid})  # sudo: state of the flow; role and four eyes are checked above
        return True

    @api.model
    def _from_targets(self, targets):
        """Work entries out of agreed targets whose period is over; targets that have one, or no table, are left alone.

        :return: the new entries, in sudo.
        """
        values, entries = [], self.sudo()  # sudo: written by the program; the role of the button is checked by it
        rules = {}  # of each period and level once, however many targets there are
        own = targets.sudo()  # sudo: as above
        counts = own.filtered(lambda target: target.state == "agreed")._counted()
        known = {(entry.target_id, entry.kind) for entry in entries.search([("target_id", "in", targets.ids), ("state", "!=", "refused")])}
        for target in own:
            if target.state != "agreed" or target.date_to >= target.company_id._dealer_today():
                continue
            partner = target.store_id or target.sales_company_id
            for kind, who in (("points", partner), ("reward", target.user_id)):
                key = target.company_id, kind, target.level, target.date_to
                if key not in rules:
                    rules[key] = self.env["perf.rule"]._in_force(*key)
                rule = rules[key]
                if not who or not rule or (target, kind) in known:
                    continue
                counted = counts[target] if kind == "points" else target.credited  # what is left out for points still was sold
                completion = completion_bp(to_fen(counted), to_fen(target.amount))
                value = points_of(rule._core(), completion and max(0, completion)) / 100  # more came back than was sold: the step of nothing sold
                values.append({
                    "company_id": target.company_id.id, "kind": kind, "date": target.date_to, "partner_id": partner.id if kind == "points" else False,
                    "user_id": target.user_id.id if kind == "reward" else False, "target_id": target.id, "rule_id": rule.id,
                    "completion": (completion or 0) / 100, "counted": counted, "points" if kind == "points" else "amount": value})
        return entries.create(values)
