from odoo import api, fields, models
from odoo.exceptions import AccessError

MAKER, CHECKER = "dealer_base.group_business_admin", "dealer_base.group_fin_manager"


class DealerSodException(models.Model):
    """One person may hold two duties of one rule until a day: asked by the business administrator, approved by a finance manager."""

    _name = "dealer.sod.exception"
    _inherit = "dealer.until.mixin"
    _description = "Exception from a duty rule"
    _order = "id desc"
    _until_state = "approved"
    _until_fixed = {"user_id", "rule_id", "reason", "date_to"}

    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="restrict", tracking=True)
    rule_id = fields.Many2one(
        "dealer.sod.rule", string="Rule", required=True, index=True, ondelete="restrict", tracking=True, domain=[("severity", "!=", "document")])
    reason = fields.Text(required=True)
    date_to = fields.Date(string="Until", required=True, tracking=True, help="Last day, at most a year ahead; the exception ends by itself.")
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "Submitted"), ("approved", "Approved"), ("refused", "Refused"), ("ended", "Ended")],
        default="draft", required=True, readonly=True, copy=False, index=True, tracking=True)
    requested_by = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    approved_by = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict", tracking=True)

    _two_persons = models.Constraint(
        "CHECK(approved_by IS NULL OR (approved_by != requested_by AND approved_by != user_id))",
        "An exception is approved by another person than its author and than the user it is for.")

    @api.depends("user_id", "rule_id")
    def _compute_display_name(self):
        for record in self:
            record.display_name = f"{record.rule_id.code or ''} {record.user_id.sudo().name or ''}"  # sudo: name of the person

    def _need_role(self, *groups):
        if not any(self.env.user.has_group(group) for group in groups):
            raise AccessError(self.env._("Exceptions from duty rules are asked for by the business administrator and decided by the finance manager."))

    def action_submit(self):
        """Ask the finance manager for the exception.

        :raises AccessError: for other roles than the business administrator, and for an exception for oneself.
        :raises UserError: when the last day is over or more than a year ahead.
        """
        self._need_role(MAKER)
        self.check_access("write")
        for record in self:
            record._need_state("draft")
            record._check_days()
            if record.user_id == self.env.user:
                raise AccessError(self.env._("Nobody asks for an exception for himself: another business administrator does."))
            record.sudo().write({"state": "submitted", "requested_by": self.env.uid})  # sudo: role checked; the state is closed to hands
        return True

    def action_approve(self):
        """Let the user hold both duties until the last day.

        :raises AccessError: for other roles than the finance manager, for the author, and for the user himself.
        """
        self._need_role(CHECKER)
        self.check_access("read")
        for record in self:
            record._need_state("submitted")
            record._check_days()
            if self.env.user in record.requested_by | record.user_id:
                raise AccessError(self.env._("Another person must approve %s: you asked for it, or it is for you.", record.display_name))
            record.sudo().write({"state": "approved", "approved_by": self.env.uid})  # sudo: role checked; the state is closed to hands
        return True

    def action_refuse(self, reason):
        """Refuse the exception.

        :param reason: text kept in the chatter.
        """
        self._need_role(CHECKER)
        self._close("refused", reason, "submitted")
        return True

    def action_end(self, reason):
        """End the exception before its day; the user keeps his roles and stands in the list until one is taken away.

        :param reason: text kept in the chatter.
        """
        self._need_role(MAKER, CHECKER)
        self._close("ended", reason, "approved")
        return True

    @api.model
    def _covers(self, user, rule):
        """Say whether an exception is in force for a user and a rule today."""
        return bool(self.sudo().search_count([  # sudo: counts whoever asks
            ("user_id", "=", user.id), ("rule_id", "=", rule.id), ("state", "=", "approved"),
            ("date_to", ">=", self.env.company._dealer_today())], limit=1))

    def _tell_end(self):
        self.message_post(
            partner_ids=(self.requested_by | self.approved_by).partner_id.ids,
            body=self.env._("The exception of %(user)s from %(rule)s ended on %(date)s: take one of the roles away, or ask for it again.",
                            user=self.user_id.name, rule=self.rule_id.display_name, date=self.date_to))
