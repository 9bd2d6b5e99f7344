from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..adapters.rights import EXTENDED

ROLES = {"business_admin": "dealer_base.group_business_admin", "fin_manager": "dealer_base.group_fin_manager"}
HELD_DAYS = 90  # how long a right that somebody has without a document is left to him


class DealerRightGrant(models.Model):
    """An extended right for one person until a day: proposed by business administrator or finance manager, confirmed by the other of the two.

    The right comes with the confirmation and goes with the end; nobody gives it by hand.
    """

    _name = "dealer.right.grant"
    _inherit = "dealer.until.mixin"
    _description = "Extended right of a person"
    _order = "id desc"
    _until_state = "active"
    _until_fixed = {"user_id", "right_id", "reason", "date_to"}

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

    def _need_role(self):
        """Give the names of those of the two roles that the user holds.

        :raises AccessError: when he holds neither.
        """
        held = {name for name, group in ROLES.items() if self.env.user.has_group(group)}
        if not held:
            raise AccessError(self.env._("Extended rights are proposed and confirmed by the business administrator and the finance manager."))
        self.check_access("read")
        return held

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

    def _leave(self, state):
        """End the documents and take the right from those who have it by them alone."""
        active = self.filtered(lambda record: record.state == "active")
        self.write({"ended_on": self.env.company._dealer_today()})
        super()._leave(state)
        for record in active:
            record.user_id.write({"group_ids": [Command.unlink(record.right_id.id)]})

    @api.model
    def _in_force(self, user, xmlid):
        """Give the document by which a user holds an extended right today.

        :param user: res.users. :param xmlid: of the right.
        :return: dealer.right.grant, empty when an administrator gave the right by hand.
        """
        return self.sudo().search([  # sudo: named on documents whatever their reader may read
            ("user_id", "=", user.id), ("right_id", "=", self.env.ref(xmlid).id), ("state", "=", "active"),
            ("date_to", ">=", self.env.company._dealer_today())], limit=1)

    @api.model
    def _document_held(self):
        """Give the rights that people hold without a document one, with a last day; safe to repeat.

        For installations and upgrades: what was given before counts on, is listed, and ends unless it is proposed anew. Administrators
        of the system are left out.

        :return: the new dealer.right.grant, in force.
        """
        held, system = self.sudo().search([("state", "=", "active")]), self.env.ref("base.group_system")  # sudo: the installer's own step
        known = {(grant.user_id, grant.right_id) for grant in held}
        last = self.env.company._dealer_today() + timedelta(days=HELD_DAYS)
        return held.create([{
            "user_id": user.id, "right_id": right.id, "state": "active", "date_to": last,
            "reason": self.env._("Held before extended rights had a document: propose it anew where it is needed beyond the last day."),
        } for right in self._rights().with_context(active_test=False) for user in right.user_ids
            if (user, right) not in known and system not in user.all_group_ids and not user._is_superuser()])

    def _tell_end(self):
        keepers = self.requested_by | self.confirmed_by or self.env["res.users"].search(
            [("all_group_ids", "in", [self.env.ref(group).id for group in ROLES.values()])])  # held before there were documents: nobody proposed it
        self.message_post(
            partner_ids=keepers.partner_id.ids,
            body=self.env._("%(right)s of %(user)s ended on %(date)s.", right=self.right_id.name, user=self.user_id.name, date=self.date_to))
