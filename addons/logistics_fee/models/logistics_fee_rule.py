from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command

from odoo.addons.dealer_base.money import to_fen

from ..adapters.messages import fee_label, fee_sentence, refusal_sentence
from ..tariff.fees import Event, Line, Rule, evaluate

LIFE_FIELDS = frozenset(("state", "author_ids", "activated_by_id", "activated_at", "closed_on"))
PPM_PER_BP = 100
# Fees that an event cannot go without: no rule for one of them is a refusal even if no rule was ever entered.
MANDATORY = {"order": ("admin",), "return": ("handling",)}


class LogisticsFeeRule(models.Model):
    """A dated fee that is no freight: the admin fee on the ex-factory price, the handling of a returned item.

    Of one fee code the best rule of the day applies (priority, then the most conditions, then the latest start); different
    codes add up. An admin rate outside the company's range needs the finance manager, who is not the one who entered it.
    """

    _name = "logistics.fee.rule"
    _description = "Fee rule"
    _inherit = ["mail.thread", "dealer.flow.mixin"]
    _order = "event, code, priority desc, date_from desc, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    code = fields.Selection(
        [("admin", "Admin fee"), ("handling", "Handling fee"), ("packing", "Packing fee"), ("service", "Service fee")],
        string="Fee", required=True, default="admin", tracking=True)
    event = fields.Selection(
        [("order", "Order"), ("shipment", "Shipment"), ("return", "Return"), ("exchange", "Exchange")],
        required=True, default="order", tracking=True)
    kind = fields.Selection(
        [("percent", "Percent of ex-factory price"), ("per_item", "Amount per item"), ("fixed", "Fixed amount")],
        required=True, default="percent", tracking=True)
    scope = fields.Selection([("order", "Whole order"), ("line", "Each line")], string="Rounded on", required=True, default="order")
    rate_bp = fields.Integer(string="Rate (bp)", help="Basis points: 800 is 8 %.", tracking=True)
    rate_percent = fields.Float(string="Rate (%)", digits=(5, 2), compute="_compute_rate_percent", inverse="_inverse_rate_percent")
    amount = fields.Monetary(tracking=True)
    min_amount = fields.Monetary(string="Minimum")
    max_amount = fields.Monetary(string="Maximum", help="0 = no maximum.")
    priority = fields.Integer()
    date_from = fields.Date(required=True, tracking=True)
    date_to = fields.Date(tracking=True, help="Last day, included; empty = open.")
    categ_ids = fields.Many2many("product.category", string="Product categories", help="Empty = all; sub-categories included.")
    partner_ids = fields.Many2many(
        "res.partner", string="Dealers", domain=[("dealer_level", "!=", False)], help="Empty = all; their stores included.")
    order_base_from = fields.Monetary(string="Orders from", help="Ex-factory value from which the rule applies; 0 = any.")
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("closed", "Closed")], default="draft", required=True, readonly=True,
        copy=False, tracking=True, index=True)
    author_ids = fields.Many2many(
        "res.users", string="Entered by", readonly=True, copy=False, help="Everybody who entered or changed this draft.")
    activated_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    activated_at = fields.Datetime(readonly=True, copy=False)
    closed_on = fields.Date(readonly=True, copy=False, tracking=True, help="Last day in force, set when the rule was closed.")
    is_out_of_range = fields.Boolean(compute="_compute_is_out_of_range", string="Outside the usual range")

    _dates = models.Constraint("CHECK (date_to IS NULL OR date_to >= date_from)", "A rule must not end before it starts.")
    _amounts = models.Constraint(
        "CHECK (amount >= 0 AND min_amount >= 0 AND max_amount >= 0 AND order_base_from >= 0 AND rate_bp BETWEEN 0 AND 10000)",
        "Amounts cannot be negative and a rate lies between 0 and 100 %.")
    _limits = models.Constraint(
        "CHECK (max_amount = 0 OR max_amount >= min_amount)", "The maximum cannot be below the minimum.")

    @api.depends("rate_bp")
    def _compute_rate_percent(self):
        for rule in self:
            rule.rate_percent = rule.rate_bp / 100

    def _inverse_rate_percent(self):
        for rule in self:
            rule.rate_bp = to_fen(round(rule.rate_percent, 2))

    @api.depends("code", "kind", "rate_bp", "company_id.admin_fee_min_bp", "company_id.admin_fee_max_bp")
    def _compute_is_out_of_range(self):
        for rule in self:
            company = rule.company_id
            usual = company.admin_fee_min_bp <= rule.rate_bp <= company.admin_fee_max_bp
            # Another code does not get around the range: every rate has to lie in it, and the admin fee has to be a rate.
            rule.is_out_of_range = not usual if rule.kind == "percent" else rule.code == "admin"

    @api.constrains("kind", "rate_bp", "amount")
    def _check_value(self):
        for rule in self:
            if rule.kind == "percent" and not rule.rate_bp:
                raise ValidationError(self.env._("%(rule)s: enter a rate above zero.", rule=rule.name))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_life_fields(vals)
        return super().create([{**vals, "author_ids": [Command.set([self.env.uid])]} for vals in vals_list])

    def write(self, vals):
        self._refuse_life_fields(vals)
        if any(not name.startswith("message_") for name in vals):
            self._check_draft()
            self._write_life({"author_ids": [Command.link(self.env.uid)]})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._check_draft()

    def action_activate(self):
        """Put drafts in force: the settlement accountant within the usual range, else a second person, the finance manager.

        :return: True.
        """
        user = self.env.user
        if not user.has_group("dealer_base.group_fin_settlement"):
            raise AccessError(self.env._("Only finance activates fee rules."))
        for rule in self:
            rule._check_draft()
            if rule.is_out_of_range and (
                    not user.has_group("dealer_base.group_fin_manager") or user in rule.author_ids):
                company = rule.company_id
                raise UserError(self.env._(
                    "%(rule)s is outside the admin fee range of %(low)s to %(high)s %%: the finance manager activates it, not %(author)s, who entered it.",
                    rule=rule.name, low=f"{company.admin_fee_min_bp / 100:g}", high=f"{company.admin_fee_max_bp / 100:g}",
                    author="、".join(rule.author_ids.mapped("name"))))
            rule._write_life({"state": "active", "activated_by_id": user.id, "activated_at": fields.Datetime.now()})
        return True

    def action_close(self, on_date=None):
        """End active rules.

        :param on_date: last day in force (date or ISO text); yesterday by default.
        :return: True.
        """
        if not self.env.user.has_group("dealer_base.group_fin_manager"):
            raise AccessError(self.env._("Only the finance manager closes fee rules."))
        for rule in self:
            if rule.state != "active":
                raise UserError(self.env._("%(rule)s is not active.", rule=rule.name))
            yesterday = fields.Date.subtract(rule.company_id._dealer_today(), days=1)
            last = fields.Date.to_date(on_date) or yesterday
            if last < yesterday:
                raise UserError(self.env._(
                    "%(rule)s was used until %(date)s at least: it can be closed from then on.", rule=rule.name, date=yesterday))
            rule._write_life({"state": "closed", "closed_on": last})
        return True

    def _refuse_life_fields(self, vals):
        names = LIFE_FIELDS.intersection(vals)
        if names:
            raise AccessError(self.env._(
                "%(fields)s of a fee rule change through its buttons only.", fields=", ".join(sorted(names))))

    def _write_life(self, vals):
        """Write fields of the life cycle after the method above checked group, state and persons."""
        super(LogisticsFeeRule, self.sudo()).write(vals)  # sudo: guarded fields, the caller has checked the right

    def _check_draft(self):
        for rule in self:
            if rule.state != "draft":
                raise UserError(self.env._(
                    "%(rule)s is in force or closed and cannot be changed: copy it and close the old one.", rule=rule.name))

    @api.model
    def _fees(self, company, event, on_date, lines, partner=None):
        """Compute the fees of an event, with a constant number of queries.

        :param company: res.company.
        :param event: order | shipment | return | exchange.
        :param on_date: a date.
        :param lines: dicts with ``ex_factory_fen`` per unit, ``qty`` (int), optionally ``categ_id``.
        :param partner: res.partner of the dealer or store, or None.
        :return: ``{"ok": True, "fees": [{code, fen, rate_bp, rule_id, label, explanation, base_fen, qty}]}`` or
            ``{"ok": False, "code", "params", "message"}``; a fee without a rule is a refusal, never zero.
        """
        rules = self.sudo().search([  # sudo: who orders is charged the fee, not shown the rules
            ("company_id", "=", company.id), ("event", "=", event), ("state", "!=", "draft")])
        parents = self._category_parents({line.get("categ_id") for line in lines})
        dealers = tuple(partner.sudo()._dealer_chain().ids) if partner else ()  # sudo: the chain above a portal user's store
        result = evaluate([rule._core_rule() for rule in rules], Event(event, on_date, tuple(
            Line(line["ex_factory_fen"], line["qty"], line.get("categ_id"), parents.get(line.get("categ_id"), ()))
            for line in lines), dealers), MANDATORY.get(event, ()))
        if not result.ok:
            problem = result.problems[0]
            params = problem.as_dict()
            return {
                "ok": False, "code": problem.code, "params": params,
                "message": refusal_sentence(self.env, problem.code, params)}
        return {"ok": True, "fees": [{
            "code": fee.code, "fen": fee.fen, "rate_bp": fee.rate_ppm // PPM_PER_BP, "rule_id": fee.rule,
            "label": fee_label(self.env, fee.code), "explanation": fee_sentence(self.env, fee),
            "base_fen": fee.base_fen, "qty": fee.qty,
        } for fee in result.fees]}

    def _category_parents(self, categ_ids):
        """:return: dict category id -> ids of its parents."""
        categories = self.env["product.category"].sudo().browse(  # sudo: rules may name categories the user cannot read
            [categ_id for categ_id in categ_ids if categ_id])
        return {
            category.id: tuple(int(part) for part in (category.parent_path or "").split("/") if part)[:-1]
            for category in categories}

    def _core_rule(self):
        """:return: the core's rule of this record."""
        self.ensure_one()
        percent = self.kind == "percent"
        ends = [day for day in (self.date_to, self.closed_on) if day]
        return Rule(
            key=self.id, code=self.code, event=self.event, kind=self.kind, valid_from=self.date_from,
            valid_to=min(ends) if ends else None, scope=self.scope, priority=self.priority,
            rate_ppm=self.rate_bp * PPM_PER_BP if percent else 0, value_fen=0 if percent else to_fen(self.amount),
            min_fen=to_fen(self.min_amount) or None, max_fen=to_fen(self.max_amount) or None, min_on_zero=False,
            categories=tuple(self.categ_ids.ids), dealers=tuple(self.partner_ids.ids),
            order_base_from_fen=to_fen(self.order_base_from) or None)
