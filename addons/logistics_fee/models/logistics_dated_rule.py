from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

LIFE_FIELDS = frozenset(("state", "author_ids", "activated_by_id", "activated_at", "closed_on"))


class LogisticsDatedRule(models.AbstractModel):
    """A rule about money with a first and a last day: entered as a draft, put in force by its buttons, unchanged from then on.

    A model says by :meth:`_second_person` which drafts only the finance manager, who did not write them, may put in force.
    No condition means everybody, so what a rule names is read even when it is archived, and is not deleted.
    """

    _name = "logistics.dated.rule"
    _description = "Dated rule"
    _inherit = ["mail.thread", "dealer.flow.mixin"]

    name = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    priority = fields.Integer(help="Of several rules that fit the highest priority wins.", aggregator=None)
    date_from = fields.Date(required=True, tracking=True)
    date_to = fields.Date(tracking=True, help="Last day, included; empty = open.")
    partner_ids = fields.Many2many(
        "res.partner", string="Dealers", domain="[('dealer_level', '!=', False)]", context={"active_test": False}, ondelete="restrict",
        help="Empty = all; their stores included.")
    state = fields.Selection(
        [("draft", "Draft"), ("active", "Active"), ("closed", "Closed")], default="draft", required=True, readonly=True,
        copy=False, tracking=True, index=True)
    author_ids = fields.Many2many(
        "res.users", string="Entered by", readonly=True, copy=False, help="Everybody who entered or changed this draft.")
    activated_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    activated_at = fields.Datetime(readonly=True, copy=False)
    closed_on = fields.Date(readonly=True, copy=False, tracking=True, help="Last day in force, set when the rule was closed.")

    _dates = models.Constraint("CHECK (date_to IS NULL OR date_to >= date_from)", "A rule must not end before it starts.")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_life_fields(vals)
        return super().create([{**vals, "author_ids": [Command.set([self.env.uid])]} for vals in vals_list])

    def write(self, vals):
        self._refuse_life_fields(vals)
        if any(not name.startswith("message_") for name in vals):
            self._note_author()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._check_draft()

    def _note_author(self):
        """Refuse to change a rule that is in force; who changes a draft does not activate it as its second person."""
        self._check_draft()
        self._write_life({"author_ids": [Command.link(self.env.uid)]})

    # -- life

    def _second_person(self):
        """Extend: return a sentence that says why the finance manager, and no author, has to activate this draft, or ""."""
        return ""

    def _problems(self):
        """Extend: return sentences that say why this draft cannot be put in force."""
        return []

    def action_activate(self):
        """Put drafts in force: the settlement accountant, or where it asks for a second person the finance manager.

        :return: True.
        """
        user = self.env.user
        if not user.has_group("dealer_base.group_fin_settlement"):
            raise AccessError(self.env._("Only finance activates fee rules."))
        self.check_access("write")
        for rule in self:
            rule._check_draft()
            sentence = rule._second_person()
            if sentence and (not user.has_group("dealer_base.group_fin_manager") or user in rule.author_ids):
                raise UserError(sentence)
            problems = rule._problems()
            if problems:
                raise UserError("\n".join(problems))
            rule._write_life({"state": "active", "activated_by_id": user.id, "activated_at": fields.Datetime.now()})
        return True

    def action_close(self, on_date=None):
        """End active rules.

        :param on_date: last day in force (date or ISO text); yesterday by default.
        :return: True.
        """
        if not self.env.user.has_group("dealer_base.group_fin_manager"):
            raise AccessError(self.env._("Only the finance manager closes fee rules."))
        self.check_access("write")
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

    def action_new_version(self):
        """Copy a rule into a draft that starts today: rules in force are never changed. The later start wins.

        :return: action that opens the draft.
        """
        self.ensure_one()
        copy = self.copy({"name": self.name, "date_from": max(self.company_id._dealer_today(), self.date_from), "date_to": self.date_to})
        return {"type": "ir.actions.act_window", "res_model": self._name, "res_id": copy.id, "view_mode": "form", "views": [(False, "form")]}

    def _refuse_life_fields(self, vals):
        names = LIFE_FIELDS.intersection(vals)
        if names:
            raise AccessError(self.env._(
                "%(fields)s of a fee rule change through its buttons only.", fields=", ".join(sorted(names))))

    def _write_life(self, vals):
        """Write fields of the life cycle after the method above checked group, state and persons."""
        super(LogisticsDatedRule, self.sudo()).write(vals)  # sudo: guarded fields, the caller has checked the right

    def _check_draft(self):
        for rule in self:
            if rule.state != "draft":
                raise UserError(self.env._(
                    "%(rule)s is in force or closed and cannot be changed: copy it and close the old one.", rule=rule.name))

    # -- choosing

    @api.model
    def _in_force(self, company, on_date=None, domain=()):
        """Find the rules of a company that count, on a day if one is given.

        :return: records in sudo; a closed rule counts until its last day.
        """
        days = [
            ("date_from", "<=", on_date), "|", ("date_to", "=", False), ("date_to", ">=", on_date),
            "|", ("closed_on", "=", False), ("closed_on", ">=", on_date)] if on_date else []
        return self.sudo().search_fetch([  # sudo: who orders pays by the rules, is not shown them
            ("company_id", "=", company.id), ("state", "!=", "draft"), *days, *domain])

    def _last_day(self):
        """:return: the last day in force, None = open."""
        return min((day for day in (self.date_to, self.closed_on) if day), default=None)
