from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..adapters.rights import EXTENDED

ROLES = {"business_admin": "dealer_base.group_business_admin", "fin_manager": "dealer_base.group_fin_manager"}
LONGEST = 366


class DealerRightGrant(models.Model):
    """An extended right for one person until a day: proposed by business administrator or finance manager, confirmed by the other of the two.

    The right comes with the confirmation and goes with the end; nobody gives it by hand.
    """

    _name = "dealer.right.grant"
    _inherit = ["dealer.flow.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Extended right of a person"
    _order = "id desc"
    _flow_strict = True
    _reason_methods = {"action_refuse", "action_end"}

    user_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="restrict", tracking=True, domain=[("share", "=", False)])
    right_id = fields.Many2one(
        "res.groups", string="Right", required=True, index=True, ondelete="restrict", tracking=True,
        domain=lambda self: [("id", "in", self._rights().ids)])
    reason = fields.Text(required=True)
    date_to = fields.Date(string="Until", required=True, tracking=True, help="Last day, at most a year ahead; the right goes by itself.")
    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "Submitted"), ("active", "In force"), ("refused", "Refused"), ("ended", "Ended")],
        default="draft", required=True, readonly=True, copy=False, index=True, tracking=True)
    requested_by = fields.Many2one("res.users", string="Proposed by", readonly=True, copy=False, ondelete="restrict")
    requested_as = fields.Selection(
        [("business_admin", "Business administrator"), ("fin_manager", "Finance manager")], string="Proposed as", readonly=True, copy=False)
    confirmed_by = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict", tracking=True)
    ended_on = fields.Date(readonly=True, copy=False)

    _two_persons = models.Constraint(
        "CHECK(confirmed_by IS NULL OR (confirmed_by != requested_by AND confirmed_by != user_id))",
        "An extended right is confirmed by another person than its author and than the user it is for.")
    _once = models.UniqueIndex("(user_id, right_id) WHERE state = 'active'", "This person has the right already.")

    @api.model
    def _rights(self):
        """Give the groups that are extended rights."""
        groups = self.env["res.groups"]
        for name in EXTENDED:
            groups |= self.env.ref(name, raise_if_not_found=False) or groups
        return groups

    @api.depends("user_id", "right_id")
    def _compute_display_name(self):
        for record in self:
            names = record.user_id.sudo().name, record.right_id.sudo().name  # sudo: names of person and right
            record.display_name = ", ".join(name for name in names if name)

    @api.constrains("right_id")
    def _check_right(self):
        for record in self:
            if record.right_id not in self._rights():
                raise UserError(self.env._("%s is no extended right: give it as a role.", record.right_id.sudo().name))  # sudo: name of the role

    def write(self, vals):
        if not self.env.su and {"user_id", "right_id", "reason", "date_to"} & vals.keys():
            for record in self:
                record._need_state("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        for record in self:
            record._need_state("draft")

    def _need_role(self):
        """Give the names of those of the two roles that the user holds.

        :raises AccessError: when he holds neither.
        """
        held = {name for name, group in ROLES.items() if self.env.user.has_group(group)}
        if not held:
            raise AccessError(self.env._("Extended rights are proposed and confirmed by the business administrator and the finance manager."))
        self.check_access("read")
        return held

    def _check_days(self):
        today = self.env.company._dealer_today()
        if not today <= self.date_to <= today + timedelta(days=LONGEST):
            raise UserError(self.env._(
                "%(name)s: %(date)s is not within a year from today; choose a last day up to %(last)s.",
                name=self.display_name, date=self.date_to, last=today + timedelta(days=LONGEST)))

    def action_submit(self):
        """Propose the right to the other of the two roles.

        :raises AccessError: for other roles, and for a right for oneself.
        """
        held = self._need_role()
        self.check_access("write")
        for record in self:
            record._need_state("draft")
            record._check_days()
            if record.user_id == self.env.user:
                raise AccessError(self.env._("Nobody gives rights to himself: ask another administrator."))
            record.sudo().write({  # sudo: role checked; the state is closed to hands
                "state": "submitted", "requested_by": self.env.uid, "requested_as": min(held)})
        return True

    def action_confirm(self):
        """Give the right to the person.

        :raises AccessError: for the role that proposed, for the author, and for the person himself.
        :raises ValidationError: when a duty rule keeps the right from the person.
        """
        held = self._need_role()
        for record in self:
            record._need_state("submitted")
            record._check_days()
            if not held - {record.requested_as} or self.env.user in record.requested_by | record.user_id:
                raise AccessError(self.env._(
                    "%s is confirmed by the other of business administrator and finance manager, and not by the person himself.", record.display_name))
            record = record.sudo()  # sudo: role checked; the state is closed to hands, the right given here alone
            record.write({"state": "active", "confirmed_by": self.env.uid})
            record.user_id.write({"group_ids": [Command.link(record.right_id.id)]})
        return True

    def action_refuse(self, reason):
        """Refuse the proposal.

        :param reason: text kept in the chatter.
        """
        self._need_role()
        self._close("refused", reason, "submitted")
        return True

    def action_end(self, reason):
        """Take the right away before its day; one of the two roles is enough.

        :param reason: text kept in the chatter.
        """
        self._need_role()
        self._close("ended", reason, "active")
        return True

    def action_ask_reason(self):
        """Open the dialog for refusing or ending."""
        self.ensure_one()
        method, title = ("action_refuse", self.env._("Refuse")) if self.state == "submitted" else ("action_end", self.env._("End"))
        return self.env["dealer.reason"]._ask(self, method, title)

    def _close(self, state, reason, wanted):
        if not (reason or "").strip():
            raise UserError(self.env._("Please give a reason."))
        for record in self:
            record._need_state(wanted)
            record = record.sudo()  # sudo: role checked; the state is closed to hands
            record._leave(state)
            record.message_post(author_id=self.env.user.partner_id.id, body=reason)

    def _leave(self, state):
        """End the documents and take the right from those who have it by them alone."""
        for record in self:
            active = record.state == "active"
            record.write({"state": state, "ended_on": self.env.company._dealer_today()})
            if active:
                record.user_id.write({"group_ids": [Command.unlink(record.right_id.id)]})

    @api.model
    def _in_force(self, user, xmlid):
        """Give the document by which a user holds an extended right today.

        :param user: res.users. :param xmlid: of the right.
        :return: dealer.right.grant, empty when an administrator gave the right by hand.
        """
        return self.sudo().search([  # sudo: named on documents whatever their reader may read
            ("user_id", "=", user.id), ("right_id", "=", self.env.ref(xmlid).id), ("state", "=", "active")], limit=1)

    @api.model
    def _cron_end(self):
        """Take the rights away whose last day is over, and tell who proposed and who confirmed them."""
        for record in self.search([("state", "=", "active"), ("date_to", "<", self.env.company._dealer_today())]):
            record._leave("ended")
            record.message_post(
                partner_ids=(record.requested_by | record.confirmed_by).partner_id.ids,
                body=self.env._("%(right)s of %(user)s ended on %(date)s.", right=record.right_id.name, user=record.user_id.name, date=record.date_to))
