from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .res_partner_settlement import METHODS

CONFIRMERS = ("dealer_base.group_fin_manager", "dealer_base.group_fin_confirmer")
FLOW = {"state", "proposer_id", "decider_id", "decided_at", "before", "reject_reason"}


class PrepaidSettlementChange(models.Model):
    """A change of how a dealer or store pays: kept with its reason; credit on a term needs a second person.

    draft (the dialog) -> done, or -> proposed -> done | rejected. What gives credit (pay later, a higher limit, a longer term)
    is proposed by the settlement accountant or the finance manager and confirmed by another finance manager or the receipt
    confirmer; everything else is done in one step.
    """

    _name = "prepaid.settlement.change"
    _description = "Settlement method"
    _inherit = ["dealer.flow.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"
    _flow_fields = frozenset(FLOW)
    _reason_methods = {"action_reject"}

    partner_id = fields.Many2one("res.partner", string="Dealer or store", required=True, index=True, ondelete="restrict")
    settlement_method = fields.Selection(METHODS)
    credit_term_days = fields.Integer(string="Term (days)", default=30)
    currency_id = fields.Many2one("res.currency", default=lambda self: self.env.company.currency_id)
    credit_term_limit = fields.Monetary(string="Credit limit")
    reason = fields.Text()
    state = fields.Selection(
        [("draft", "Draft"), ("proposed", "To confirm"), ("done", "Done"), ("rejected", "Rejected")], default="draft", required=True,
        readonly=True, copy=False, index=True)
    before = fields.Char(string="So far", readonly=True, copy=False)
    proposer_id = fields.Many2one("res.users", string="Proposed by", readonly=True, copy=False)
    decider_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decided_at = fields.Datetime(readonly=True, copy=False)
    reject_reason = fields.Char(readonly=True, copy=False)
    is_own = fields.Boolean(compute="_compute_is_own", help="You proposed it, so another person confirms it.")

    _limit_range = models.Constraint(
        "CHECK(credit_term_limit IS NULL OR (credit_term_limit >= 0 AND credit_term_limit <= 100000000000))",
        "A credit limit is 0.00 or more and below 100 billion.")

    @api.depends_context("uid")
    @api.depends("create_uid", "proposer_id")
    def _compute_is_own(self):
        for change in self:
            change.is_own = self.env.user in (change.create_uid | change.proposer_id)

    # -- guards

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(FLOW & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("A change of the settlement method is proposed and confirmed with its buttons."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if FLOW & vals.keys():
                raise AccessError(self.env._("A change of the settlement method is proposed and confirmed with its buttons."))
            for change in self.filtered(lambda rec: rec.state != "draft"):
                raise UserError(self.env._("The change for %s is proposed and stays as it is: have it rejected and propose it anew.", change._partner_name()))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        for change in self.filtered(lambda rec: rec.state != "draft"):
            raise UserError(self.env._("The change for %s stays for the record.", change._partner_name()))

    @api.autovacuum
    def _gc_drafts(self):
        """Drop dialogs that nobody finished."""
        old = fields.Datetime.now() - timedelta(days=1)
        self.sudo().search([("state", "=", "draft"), ("create_date", "<", old)]).unlink()  # sudo: housekeeping over the dialogs of all users

    # -- buttons

    def action_apply(self):
        """Change the terms, or propose them where they give more credit than before (draft -> Done or To confirm).

        :return: action that closes the dialog and tells what happened.
        :raises AccessError: for everybody but settlement accountant and finance manager.
        :raises UserError: with what is wrong.
        """
        self.ensure_one()
        partner = self.partner_id
        partner._need_finance()
        self.check_access("write")
        close = {"type": "ir.actions.act_window_close"}
        if self.state != "draft":
            return close
        partner._check_terms(self.settlement_method, self.reason, self.credit_term_days, self.credit_term_limit)
        partner._need_dealer()
        partner._touch_credit_term()
        self._end_older()
        self.sudo().write({"before": partner.settlement_name, "proposer_id": self.env.uid})  # sudo: flow fields are closed to writes
        if not partner._raises_credit(self.settlement_method, self.credit_term_days, self.credit_term_limit):
            self._carry_out()
            return close
        self.sudo().state = "proposed"  # sudo: flow fields are closed to writes
        sentence = self.env._("%s: the new terms are proposed; another finance manager or the receipt confirmer confirms them.", self._partner_name())
        partner.sudo().message_post(body=sentence, author_id=self.env.user.partner_id.id)  # sudo: the history of the partner
        return {"type": "ir.actions.client", "tag": "display_notification", "params": {
            "title": self.env._("Waits for a second person"), "message": sentence, "type": "info", "next": close}}

    def action_confirm(self):
        """Confirm proposed terms: they hold from now on (To confirm -> Done).

        :return: True; pressing twice does nothing more.
        :raises AccessError: for everybody but finance manager and receipt confirmer, and for the one who proposed it.
        :raises UserError: when it is not proposed.
        """
        self._need_confirmer()
        for change in self.filtered(lambda rec: rec.state != "done"):
            change._need_proposed()
            if change.is_own:
                raise AccessError(self.env._("Another person must confirm the terms of %s: you proposed them.", change._partner_name()))
            change.sudo().partner_id._touch_credit_term()  # sudo: two persons at once, the second waits
            change._carry_out()
        return True

    def action_reject(self, reason):
        """Reject proposed terms; the old ones stay (To confirm -> Rejected). The proposer may take his own back.

        :param reason: text, why.
        :return: True.
        """
        for change in self:
            if not (change.is_own and change.state == "proposed"):
                change._need_confirmer()
            change.check_access("read")
            change._need_proposed()
            if not (reason or "").strip():
                raise UserError(self.env._("Say why the terms of %s are rejected.", change._partner_name()))
            change.sudo().write({  # sudo: flow fields are closed to writes
                "state": "rejected", "reject_reason": reason.strip(), "decider_id": self.env.uid, "decided_at": fields.Datetime.now()})
        return True

    def action_ask_reject(self):
        """Ask why the proposed terms are rejected."""
        return self.env["dealer.reason"]._ask(self, "action_reject", self.env._("Reject"))

    # -- parts

    def _partner_name(self):
        return self.sudo().partner_id.display_name  # sudo: name in a sentence

    def _need_confirmer(self):
        if not any(self.env.user.has_group(group) for group in CONFIRMERS):
            raise AccessError(self.env._("Only the finance manager or the receipt confirmer decides on credit terms."))
        self.check_access("read")

    def _need_proposed(self):
        self.ensure_one()
        if self.state != "proposed":
            raise UserError(self.env._("The terms of %s do not wait for a decision.", self._partner_name()))

    def _end_older(self):
        """A newer change replaces what still waits for the same partner."""
        older = self.sudo().search([("partner_id", "=", self.partner_id.id), ("state", "=", "proposed"), ("id", "!=", self.id)])  # sudo: whoever proposed it
        older.write({
            "state": "rejected", "reject_reason": self.env._("Replaced by a newer change."), "decider_id": self.env.uid,
            "decided_at": fields.Datetime.now()})

    def _carry_out(self):
        change = self.sudo()  # sudo: flow fields are closed to writes; the confirmer writes no partners
        change.partner_id._change_terms(change.settlement_method, change.reason, change.credit_term_days, change.credit_term_limit)
        change.write({"state": "done", "decider_id": self.env.uid, "decided_at": fields.Datetime.now()})
