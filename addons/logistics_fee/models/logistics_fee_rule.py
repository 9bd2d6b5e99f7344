from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.dealer_base.money import to_fen

from ..adapters.conditions import event_problems
from ..adapters.fee_rule import PPM_PER_BP, fee_rule
from ..adapters.fee_words import condition_words, fee_finding_sentence
from ..tariff.fees import FeeFinding, check_rules, days_without_rule, gives_away, outside_range, overlaps

RATES = ("percent", "tier_whole", "tier_marginal")
TIERS = RATES[1:]
EVENTS = [("order", "Order"), ("shipment", "Shipment"), ("return", "Return"), ("exchange", "Exchange"), ("refund", "Refund")]
BEARERS = [("dealer", "Dealer"), ("hq", "HQ"), ("consumer", "Consumer")]
# Fees that an event cannot go without: no rule for one of them is a refusal even if no rule was ever entered.
MANDATORY = {"order": ("admin",), "return": ("handling",)}


class LogisticsFeeRule(models.Model):
    """A dated fee that is no freight: the admin fee on the ex-factory price, the handling of a returned item.

    Of one fee code the best rule of the day applies (priority, then the most conditions, then the latest start); different
    codes add up. An admin rate outside the company's range needs the finance manager, who is not the one who entered it; so does
    a fee that somebody else bears, and an admin fee with limits or of another amount than the ex-factory price.
    """

    _name = "logistics.fee.rule"
    _description = "Fee rule"
    _inherit = ["logistics.dated.rule"]
    _order = "event, code, priority desc, date_from desc, id"
    _check_company_auto = True

    code = fields.Selection(
        [("admin", "Admin fee"), ("handling", "Handling fee"), ("packing", "Packing fee"), ("service", "Service fee")],
        string="Fee", required=True, default="admin", tracking=True)
    event = fields.Selection(EVENTS, required=True, default="order", tracking=True)
    kind = fields.Selection(
        [("percent", "Percent"), ("per_item", "Amount per item"), ("fixed", "Fixed amount"),
         ("tier_whole", "Rate of the range the amount lies in"), ("tier_marginal", "Each range at its own rate")],
        required=True, default="percent", tracking=True)
    base = fields.Selection(
        [("ex_factory", "Ex-factory price"), ("retail", "Retail price"), ("freight", "Freight")], string="Taken of", required=True, default="ex_factory",
        tracking=True)
    scope = fields.Selection([("order", "Whole order"), ("line", "Each line")], string="Rounded on", required=True, default="order")
    rate_bp = fields.Integer(string="Rate (bp)", help="Basis points: 800 is 8 %.", tracking=True, aggregator=None)
    rate_percent = fields.Float(
        string="Rate (%)", digits=(5, 2), compute="_compute_rate_percent", inverse="_inverse_rate_percent", aggregator=None)
    amount = fields.Monetary(tracking=True, aggregator=None)
    tier_ids = fields.One2many("logistics.fee.tier", "rule_id", string="Ranges", copy=True)
    min_amount = fields.Monetary(string="Minimum", aggregator=None, help="Of the order or of each line, as it is rounded; 0 = none.")
    max_amount = fields.Monetary(string="Maximum", aggregator=None, help="0 = no maximum.")
    order_min_amount = fields.Monetary(string="Minimum of the fee", aggregator=None, help="Of all lines and rules of this fee together; 0 = none.")
    order_max_amount = fields.Monetary(string="Maximum of the fee", aggregator=None, help="Of all lines and rules of this fee together; 0 = none.")
    min_on_zero = fields.Boolean(string="Minimum even if nothing is paid for", help="D4: without it orders of gifts alone pay no minimum.")
    categ_ids = fields.Many2many("product.category", string="Product categories", ondelete="restrict", help="Empty = all; sub-categories included.")
    grade_ids = fields.Many2many(
        "logistics.dealer.grade", string="Dealer grades", context={"active_test": False}, ondelete="restrict", help="Empty = all.")
    reason_ids = fields.Many2many(
        "logistics.fee.reason", string="Reasons", context={"active_test": False}, ondelete="restrict",
        help="Empty = all; for returns, exchanges and refunds.")
    division_ids = fields.Many2many(
        "dealer.division", string="Regions", ondelete="restrict", help="Empty = all; a province includes its cities and districts.")
    order_base_from = fields.Monetary(string="Orders from", aggregator=None, help="Ex-factory value from which the rule applies; 0 = any.")
    order_base_upto = fields.Monetary(string="Orders up to", aggregator=None, help="Ex-factory value up to which it applies, included; 0 = any.")
    bearer = fields.Selection(BEARERS, string="Borne by", required=True, default="dealer", tracking=True)
    account_id = fields.Many2one(
        "account.account", string="Income account", domain="[('account_type', 'in', ('income', 'income_other'))]", check_company=True, ondelete="restrict",
        tracking=True, groups="dealer_base.group_fin_settlement,dealer_base.group_auditor",
        help="Of what is booked for this fee, on invoices and in the entries of the day; empty = the account of the mapping.")
    is_out_of_range = fields.Boolean(compute="_compute_is_out_of_range", string="Outside the usual range")
    condition_text = fields.Char(string="Applies to", compute="_compute_condition_text")
    finding_text = fields.Text(string="What to look at", compute="_compute_finding_text")

    _amounts = models.Constraint(
        "CHECK (amount >= 0 AND min_amount >= 0 AND max_amount >= 0 AND order_base_from >= 0 AND rate_bp BETWEEN 0 AND 10000)",
        "Amounts cannot be negative and a rate lies between 0 and 100 %.")
    _order_amounts = models.Constraint(
        "CHECK (order_min_amount >= 0 AND order_max_amount >= 0 AND order_base_upto >= 0)", "Limits of a fee cannot be negative.")
    _limits = models.Constraint(
        "CHECK (max_amount = 0 OR max_amount >= min_amount)", "The maximum cannot be below the minimum.")
    _order_limits = models.Constraint(
        "CHECK ((COALESCE(order_max_amount, 0) = 0 OR order_max_amount >= order_min_amount)"
        " AND (COALESCE(order_base_upto, 0) = 0 OR order_base_upto >= order_base_from))",
        "An upper limit cannot be below its lower limit.")

    @api.depends("rate_bp")
    def _compute_rate_percent(self):
        for rule in self:
            rule.rate_percent = rule.rate_bp / 100

    def _inverse_rate_percent(self):
        for rule in self:
            rule.rate_bp = to_fen(round(rule.rate_percent, 2))

    @api.depends("code", "kind", "rate_bp", "tier_ids.rate_bp", "company_id.admin_fee_min_bp", "company_id.admin_fee_max_bp")
    def _compute_is_out_of_range(self):
        for rule in self:
            company = rule.company_id
            # Another code does not get around the range: every rate has to lie in it, and the admin fee has to be a rate.
            rule.is_out_of_range = bool(rule.date_from) and outside_range(
                rule._core_rule(), company.admin_fee_min_bp * PPM_PER_BP, company.admin_fee_max_bp * PPM_PER_BP)

    @api.depends("categ_ids", "partner_ids", "grade_ids", "reason_ids", "division_ids", "order_base_from", "order_base_upto")
    def _compute_condition_text(self):
        for rule in self:
            rule.condition_text = condition_words(self.env, rule)

    @api.depends(
        "code", "event", "kind", "rate_bp", "tier_ids.upto", "tier_ids.rate_bp", "tier_ids.is_open", "priority", "date_from", "date_to", "base",
        "categ_ids", "partner_ids", "grade_ids", "reason_ids", "division_ids", "order_base_from", "order_base_upto", "state")
    def _compute_finding_text(self):
        for rule in self:
            rule.finding_text = "\n".join(rule._sentences(rule._findings())) if rule.state == "draft" and rule.date_from else False

    def _findings(self):
        """Look at this rule among those in force: ties, cliffs, overlaps and who wins, days without a rule.

        :return: list of FeeFinding.
        """
        self.ensure_one()
        company = self.company_id
        if self.kind in TIERS and not self.tier_ids:
            return []
        own = self._core_rule()
        others = self._in_force(company, domain=[("event", "=", self.event), ("code", "=", self.code), ("id", "!=", self._origin.id)])
        rules = [own, *(other._core_rule() for other in others)]
        day = max(company._dealer_today(), self.date_from)
        found = [
            finding for finding in check_rules(rules, day, company.admin_fee_min_bp * PPM_PER_BP, company.admin_fee_max_bp * PPM_PER_BP)
            if own.key in finding.rules and finding.code != "fee_out_of_range"]
        found += overlaps(own, rules[1:])
        if self.date_to and self.code in MANDATORY.get(self.event, ()):
            after = fields.Date.add(self.date_to, days=1)
            if days_without_rule(rules, self.event, self.code, after, after):
                found.append(FeeFinding("warning", "fee_gap", (own.key,), (("date", after.isoformat()),)))
        return found

    def _sentences(self, findings):
        ids = {key for finding in findings for key in finding.rules if key}
        names = {rule.id: rule.name for rule in self.sudo().browse(ids)}  # sudo: rules of the same company
        return [fee_finding_sentence(self.env, finding, {0: self.name or "", **names}) for finding in findings]

    @api.constrains("kind", "rate_bp", "amount", "tier_ids")
    def _check_value(self):
        for rule in self:
            if rule.kind == "percent" and not rule.rate_bp:
                raise ValidationError(self.env._("%(rule)s: enter a rate above zero.", rule=rule.name))
            bounds = [to_fen(tier.upto) for tier in rule.tier_ids if not tier.is_open]
            if rule.kind in TIERS and (len(rule.tier_ids) - len(bounds) != 1 or len(set(bounds)) < len(bounds) or 0 in bounds):
                raise ValidationError(self.env._(
                    "%(rule)s: enter ranges that end at different amounts above zero, and one last range for all above.", rule=rule.name))

    def _second_person(self):
        author = "、".join(self.author_ids.mapped("name"))
        if not self.is_out_of_range:
            return self.env._(
                "%(rule)s lets others bear a fee, or limits the admin fee or takes it of another amount than the ex-factory price: the finance "
                "manager activates it, not %(author)s, who entered it.", rule=self.name, author=author,
            ) if gives_away(self._core_rule()) else super()._second_person()
        company = self.company_id
        return self.env._(
            "%(rule)s is outside the admin fee range of %(low)s to %(high)s %%: the finance manager activates it, not %(author)s, who entered it.",
            rule=self.name, low=f"{company.admin_fee_min_bp / 100:g}", high=f"{company.admin_fee_max_bp / 100:g}",
            author=author)

    @api.model
    def _events_without_caller(self):
        """Hook: give the events whose fees no document asks for yet. An addon that asks for one takes it out."""
        return {"shipment", "exchange"}

    def _problems(self):
        return super()._problems() + event_problems(self) + self._sentences([finding for finding in self._findings() if finding.level == "error"])

    def action_try(self):
        """Open the dialog that computes a fee, with this rule as if it were in force."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("logistics_fee.logistics_fee_trial_action")
        return {**action, "context": {"default_event": self.event, "default_draft_ids": self.ids if self.state == "draft" else [], "default_on_date": max(
            self.company_id._dealer_today(), self.date_from), "default_company_id": self.company_id.id}}

    def _core_rule(self):
        """:return: the core's rule of this record."""
        self.ensure_one()
        return fee_rule(self)
