from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

CONFIRMERS = ("dealer_base.group_fin_manager", "dealer_base.group_fin_confirmer")
FLOW = frozenset(("state", "proposer_id", "decider_id", "decided_at", "before", "reject_reason", "editor_ids"))


class PrepaidProposedChange(models.AbstractModel):
    """A change of terms or data that one person proposes and another one confirms; what was before stays in the record.

    draft (the dialog) -> proposed -> done | rejected. A concrete change gives its sentences in ``_words`` and does what was
    proposed in ``_carry_out``. Finance manager and receipt confirmer decide; who wrote or proposed the change does not.
    """

    _name = "prepaid.proposed.change"
    _description = "Change that a second person confirms"
    _inherit = ["dealer.flow.mixin", "dealer.editors.mixin"]
    _order = "id desc"
    _flow_fields = FLOW
    _reason_methods = {"action_reject"}

    state = fields.Selection(
        [("draft", "Draft"), ("proposed", "To confirm"), ("done", "Done"), ("rejected", "Rejected")], default="draft", required=True,
        readonly=True, copy=False, index=True)
    before = fields.Char(string="So far", readonly=True, copy=False)
    proposer_id = fields.Many2one("res.users", string="Proposed by", readonly=True, copy=False)
    decider_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decided_at = fields.Datetime(readonly=True, copy=False)
    reject_reason = fields.Char(readonly=True, copy=False)
    is_own = fields.Boolean(compute="_compute_is_own", help="You proposed it, so another person confirms it.")

    @api.depends_context("uid")
    @api.depends("create_uid", "proposer_id", "editor_ids")
    def _compute_is_own(self):
        for change in self:
            change.is_own = self.env.user in (change.create_uid | change.proposer_id | change.sudo().editor_ids)  # sudo: the list counts for every role

    # -- hooks

    def _words(self):
        """Give the sentences of the change: buttons, fixed, kept, waits_not, no_reason, own (each a text) and roles."""
        raise NotImplementedError(self._name)

    def _carry_out(self):
        """Do what was proposed and close the change with ``_close("done")``."""
        raise NotImplementedError(self._name)

    def _check_still_right(self):
        """Raise UserError when what was proposed no longer fits. Extend, also to lock what two persons could confirm at once."""

    # -- guards

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(self._flow_fields & vals.keys() for vals in vals_list):
            raise AccessError(self._words()["buttons"])
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if self._flow_fields & vals.keys():
                raise AccessError(self._words()["buttons"])
            for change in self.filtered(lambda rec: rec.state != "draft"):
                raise UserError(change._words()["fixed"])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_drafts_only(self):
        for change in self.filtered(lambda rec: rec.state != "draft"):
            raise UserError(change._words()["kept"])

    @api.autovacuum
    def _gc_drafts(self):
        """Drop dialogs that nobody finished."""
        if self._abstract:
            return
        old = fields.Datetime.now() - timedelta(days=1)
        self.sudo().search([("state", "=", "draft"), ("create_date", "<", old)]).unlink()  # sudo: housekeeping over the dialogs of all users

    # -- buttons

    def action_confirm(self):
        """Confirm the change: it holds from now on (To confirm -> Done).

        :return: True; pressing twice does nothing more.
        :raises AccessError: for everybody but finance manager and receipt confirmer, and for those who wrote or proposed it.
        :raises UserError: when it is not proposed, or no longer fits.
        """
        self._need_confirmer()
        for change in self.filtered(lambda rec: rec.state != "done"):
            change._need_proposed()
            if change.is_own:
                raise AccessError(change._words()["own"])
            change._check_still_right()
            change._carry_out()
        return True

    def action_reject(self, reason):
        """Reject the change; what holds stays (To confirm -> Rejected). The proposer may take his own back.

        :param reason: text, why.
        :return: True.
        """
        self.check_access("read")
        for change in self:
            if not (change.is_own and change.state == "proposed"):
                change._need_confirmer()
            change._need_proposed()
            if not (reason or "").strip():
                raise UserError(change._words()["no_reason"])
            change._close("rejected", reason.strip())
        return True

    def action_ask_reject(self):
        """Ask why the change is rejected."""
        return self.env["dealer.reason"]._ask(self, "action_reject", self.env._("Reject"))

    # -- parts

    def _need_confirmer(self):
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in CONFIRMERS):
            raise AccessError(self._words()["roles"])

    def _need_proposed(self):
        self.ensure_one()
        if self.state != "proposed":
            raise UserError(self._words()["waits_not"])

    def _close(self, state, reason=False):
        """Decide about the changes.

        :param state: done or rejected.
        :param reason: text, why it is rejected.
        """
        self.sudo().write({  # sudo: flow fields are closed to writes
            "state": state, "reject_reason": reason, "decider_id": self.env.uid, "decided_at": fields.Datetime.now()})

    def _waits_notice(self, sentence):
        """Give the action that closes the dialog and says that another person confirms."""
        return {"type": "ir.actions.client", "tag": "display_notification", "params": {
            "title": self.env._("Waits for a second person"), "message": sentence, "type": "info", "next": {"type": "ir.actions.act_window_close"}}}
