from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.dealer_base.money import to_fen

from ..scoring import completion_bp
from ..sql.credits import NOTHING, credits_of


class PerfTarget(models.Model):
    """A sales target; children split their parent over shorter periods, sales companies, stores or people, and sum to it to the fen.

    draft -> agreed by another person; a parent whose children do not sum to it is flagged and cannot be agreed.
    """

    _name = "perf.target"
    _description = "Sales target"
    _inherit = ["mail.thread", "dealer.flow.mixin", "dealer.editors.mixin"]
    _flow_strict = True
    _parent_store = True
    _order = "date_from, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company.id)
    currency_id = fields.Many2one(related="company_id.currency_id")
    parent_id = fields.Many2one("perf.target", string="Part of", index=True, ondelete="restrict", check_company=True)
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("perf.target", "parent_id", string="Parts")
    level = fields.Selection(
        [("year", "Company year"), ("half", "Half-year"), ("quarter", "Quarter"), ("month", "Month")], required=True, default="year")
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    sales_company_id = fields.Many2one("res.partner", domain=[("dealer_level", "=", "sales_company")])
    store_id = fields.Many2one("res.partner", string="Dealer or store", domain=[("dealer_level", "in", ("dealer", "store"))])
    user_id = fields.Many2one("res.users", string="Salesperson", domain=[("share", "=", False)], index="btree_not_null")
    amount = fields.Monetary(string="Target", required=True)
    difference = fields.Monetary(compute="_compute_difference", store=True, help="What the parts lack (above zero) or have too much.")
    credited = fields.Monetary(string="Credited sales", compute="_compute_credited", help="Settled goods less returns, as attributed when they were settled.")
    completion = fields.Float(string="Completion (%)", compute="_compute_credited", digits=(6, 2))
    state = fields.Selection([("draft", "Draft"), ("agreed", "Agreed")], default="draft", required=True, readonly=True, index=True, tracking=True, copy=False)
    agreed_by_id = fields.Many2one("res.users", string="Agreed by", readonly=True, copy=False)

    _dates = models.Constraint("CHECK(date_from <= date_to)", "A target begins before it ends.")
    _amount_positive = models.Constraint("CHECK(amount >= 0)", "A target is zero or more.")

    @api.depends("amount", "child_ids.amount")
    def _compute_difference(self):
        for target in self:
            target.difference = target.amount - sum(target.child_ids.mapped("amount")) if target.child_ids else 0.0

    @api.constrains("parent_id", "date_from", "date_to")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A target cannot be a part of itself."))
        for target in self.filtered("parent_id"):
            parent = target.parent_id
            if target.date_from < parent.date_from or target.date_to > parent.date_to:
                raise ValidationError(self.env._("%(part)s lies outside of the period of %(whole)s.", part=target.name, whole=parent.name))

    def _credits(self):
        """Give what was credited for each target, in one query for all of them.

        :return: {id: Credit}; every saved target has its entry.
        """
        found = credits_of(self.env, self._origin.ids)
        return {target.id: found[target._origin.id] for target in self if target._origin}

    def _compute_credited(self):
        credits = self._credits()
        for target in self:
            own = credits.get(target.id, NOTHING)
            target.credited, target.credited_online, target.credited_offline = own.whole, own.online, own.whole - own.online
            target.completion = (completion_bp(to_fen(own.whole), to_fen(target.amount)) or 0) / 100

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create(vals_list)
        targets._refuse_agreed_parts(moved=True)
        return targets

    def write(self, vals):
        content = {"name", "parent_id", "date_from", "date_to", "amount", "user_id", "store_id", "sales_company_id", "company_id", "level", "team_id"}
        if content & vals.keys() and not self.env.su and any(target.state == "agreed" for target in self):
            raise UserError(self.env._("An agreed target stays: enter another one."))
        shares = {"amount", "parent_id"} & vals.keys()
        moving = self.filtered(lambda target: target.parent_id.id != (vals["parent_id"] or False)) if "parent_id" in vals else self.browse()
        if shares:
            moving._refuse_agreed_parts(moved=True)
            self._refuse_agreed_parts()
        result = super().write(vals)
        if shares:
            moving._refuse_agreed_parts(moved=True)  # they are parts of another target now
            self._refuse_agreed_parts()
        return result

    def _refuse_agreed_parts(self, moved=False):
        """Refuse to change what an agreed target is split into: no part comes or goes, and once one of them is agreed no amount changes.

        :param moved: whether these parts come or go; else it is about their amounts.
        """
        if self.env.su:
            return
        for whole in self.parent_id.sudo().filtered(lambda one: one.state == "agreed"):  # sudo: the state of the whole counts for every role
            if any(part.state == "agreed" for part in whole.child_ids):
                raise UserError(self.env._("The parts of %s are agreed: none is added, changed or taken out.", whole.name))
            if moved:
                raise UserError(self.env._("%s is agreed: split it before, now no part is added or taken out.", whole.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        if any(target.state == "agreed" for target in self):
            raise UserError(self.env._("An agreed target stays."))
        self._refuse_agreed_parts(moved=True)

    def action_agree(self):
        """Agree on targets. HQ channel or operations manager, another person than those who entered or changed them.

        :return: True.
        :raises UserError: when parts do not sum to the whole.
        """
        if not self.env.user.has_groups("dealer_base.group_hq_channel,dealer_base.group_ops_manager"):
            raise AccessError(self.env._("Targets are agreed by the HQ channel approver or the operations manager."))
        self.check_access("read")
        for target in self.filtered(lambda one: one.state == "draft"):
            if target.create_uid == self.env.user:
                raise UserError(self.env._("%s was entered by you: another person agrees.", target.name))
            target._refuse_editors()
            whole = target.parent_id.sudo()  # sudo: the sum of the whole counts for every role
            if not target.currency_id.is_zero(whole.difference or 0.0):
                raise UserError(self.env._("The parts of %(name)s differ from it by %(amount)s: they must sum to it.",
                                           name=whole.name, amount=f"{whole.difference:.2f}"))
            if not target.currency_id.is_zero(target.difference):
                raise UserError(self.env._("The parts of %(name)s differ from it by %(amount)s: they must sum to it.",
                                           name=target.name, amount=f"{target.difference:.2f}"))
            target.sudo().write({"state": "agreed", "agreed_by_id": self.env.uid})  # sudo: state of the flow; role and four eyes are checked above
        return True
