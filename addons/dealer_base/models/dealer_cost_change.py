from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MANAGER = "dealer_base.group_fin_manager"
AUTHORS = ("dealer_base.group_purchase_clerk", MANAGER)


class DealerCostChange(models.Model):
    """New costs of goods that have one (R1-204): purchasing enters them, a finance manager who did not lets them count (duty rule S19).

    draft -> submitted -> approved, refused or withdrawn. The sheet shows what the goods cost now and what the change makes of the stock's value,
    until it is decided; then it keeps the figures of that moment. The first cost of new goods is entered with them.
    """

    _name = "dealer.cost.change"
    _description = "Cost change"
    _inherit = ["mail.thread", "dealer.flow.mixin", "dealer.editors.mixin"]
    _order = "id desc"
    _flow_strict = True
    _reason_methods = {"action_refuse"}
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    reason = fields.Char(help="Such as a new price of the vendor.")
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "To decide"), ("approved", "Approved"), ("refused", "Refused"), ("cancelled", "Withdrawn")],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True)
    line_ids = fields.One2many("dealer.cost.change.line", "change_id", string="Costs", copy=True)
    effect = fields.Monetary(string="Effect on the stock's value", compute="_compute_effect")
    submitted_by = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_at = fields.Datetime(readonly=True, copy=False)
    decided_by = fields.Many2one("res.users", readonly=True, copy=False)
    decided_at = fields.Datetime(readonly=True, copy=False)
    refuse_reason = fields.Char(string="Why refused", readonly=True, copy=False)

    @api.depends("line_ids.effect")
    def _compute_effect(self):
        for change in self:
            change.effect = sum(change.line_ids.mapped("effect"))

    @api.depends("reason")
    def _compute_display_name(self):
        for change in self:
            change.display_name = f"{change.id or ''} {change.reason or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        self._need_author()
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() & {"company_id", "line_ids", "reason"}:
            self._need_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft_only(self):
        self._need_draft()

    def _need_draft(self):
        for change in self:
            change._need_state("draft")

    @api.model
    def _need_author(self):
        if not self.env.su and not any(self.env.user.has_group(group) for group in AUTHORS):
            raise AccessError(self.env._("Costs are changed by purchasing and the finance manager."))

    # -- steps

    def action_submit(self):
        """Ask for the new costs.

        :return: True; pressing twice does nothing more.
        :raises AccessError: for others than purchasing and the finance manager. :raises UserError: without reason, lines, or anything that changes.
        """
        self._need_author()
        self.check_access("write")
        for change in self.filtered(lambda one: one.state != "submitted"):
            change._need_draft()
            if not (change.reason or "").strip() or not change.line_ids:
                raise UserError(self.env._("%s: enter the goods, their new costs and why they change.", change.display_name))
            same = change.line_ids.filtered(lambda line: line.new_cost == line.old_cost)
            if same:
                raise UserError(self.env._("%(goods)s costs %(cost)s already: delete the line.", goods=same[0].product_id.display_name,
                                           cost=f"{same[0].old_cost:.2f}"))
            change._flow_write({"state": "submitted", "submitted_by": self.env.uid, "submitted_at": fields.Datetime.now()})
        return True

    def action_approve(self):
        """Let the costs count from now on.

        :return: True; pressing twice does nothing more.
        :raises AccessError: without the finance manager's right, and for who entered, changed or submitted it.
        """
        for change in self.filtered(lambda one: one.state != "approved"):
            change._check_decider()
            change.line_ids.sudo()._carry_out()  # sudo: a cost is written by this step alone, which has checked role and person
            change._decide("approved")
        return True

    def action_refuse(self, reason):
        """Leave the costs as they are.

        :param reason: why.
        :return: True.
        :raises AccessError: as for the approval. :raises UserError: without a reason.
        """
        for change in self.filtered(lambda one: one.state != "refused"):
            change._check_decider()
            if not (reason or "").strip():
                raise UserError(self.env._("Please give a reason."))
            change.line_ids.sudo()._freeze()  # sudo: as above
            change._decide("refused", refuse_reason=reason.strip())
        return True

    def action_ask_refuse(self):
        """Ask why it is refused."""
        return self.env["dealer.reason"]._ask(self, "action_refuse", self.env._("Refuse: why?"))

    def action_cancel(self):
        """Withdraw a change that is not decided.

        :return: True.
        :raises AccessError: for others than purchasing and the finance manager.
        """
        self._need_author()
        self.check_access("write")
        for change in self.filtered(lambda one: one.state != "cancelled"):
            change._need_state("submitted", "draft")
            change.line_ids.sudo()._freeze()  # sudo: as above
            change._flow_write({"state": "cancelled"})
        return True

    # -- help

    def _check_decider(self):
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Cost changes are decided by the finance manager."))
        self.check_access("read")
        self._need_state("submitted")
        if self.env.user in self.create_uid | self.submitted_by | self.line_ids.create_uid:
            raise AccessError(self.env._("%s: you entered these costs, so another finance manager decides.", self.display_name))
        self._refuse_editors()

    def _decide(self, state, **vals):
        self._flow_write({"state": state, "decided_by": self.env.uid, "decided_at": fields.Datetime.now(), **vals})

    def _flow_write(self, vals):
        self.sudo().write(vals)  # sudo: written by the steps alone, which have checked role, state and person
