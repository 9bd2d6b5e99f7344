from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import split_every

from ..funnel import Facts, due_at, entered_at

HOUR = timedelta(hours=1)
PORTION = 1000  # customers of a step of the night


class ActivationRecord(models.Model):
    """The facts of a customer and the stage that follows from them."""

    _inherit = "activation.record"

    informed_at = fields.Datetime(readonly=True, copy=False)
    contacted_at = fields.Datetime(readonly=True, copy=False)
    invited_at = fields.Datetime(string="First invited on", readonly=True, copy=False, index=True)
    first_login_at = fields.Datetime(string="First own login", readonly=True, copy=False, index=True)
    last_login_at = fields.Datetime(string="Last login", readonly=True, copy=False)
    login_count = fields.Integer(string="Logins", readonly=True, copy=False)
    login_hours = fields.Integer(
        string="Hours to the first login", compute="_compute_login_hours", store=True, aggregator=None, help="Whole hours from the first invitation.")
    browsed_at = fields.Datetime(string="First looked at orders or goods", readonly=True, copy=False)
    first_order_at = fields.Datetime(string="First order", readonly=True, copy=False, index=True)
    order_hours = fields.Integer(
        string="Hours to the first order", compute="_compute_order_hours", store=True, aggregator=None, help="Whole hours from the first invitation.")
    second_order_at = fields.Datetime(string="Second order", readonly=True, copy=False)
    last_order_at = fields.Datetime(string="Last order", readonly=True, copy=False)
    order_count = fields.Integer(string="Orders", readonly=True, copy=False)
    net_amount = fields.Monetary(string="Net sales", readonly=True, copy=False, help="Goods of confirmed orders less what was given back.")
    has_ordered = fields.Boolean(
        string="Ordered", readonly=True, copy=False, index=True, help="Net sales above zero: who returned everything is not counted.")
    is_own_device = fields.Boolean(
        string="Salesperson's device", readonly=True, copy=False, help="The first login came from a device that the salesperson uses.")
    lost_at = fields.Datetime(string="Closed on", readonly=True, copy=False)
    reason_id = fields.Many2one("activation.reason", string="Reason why not", readonly=True, copy=False, index="btree_not_null", tracking=True)
    reason_at = fields.Datetime(string="Reason noted on", readonly=True, copy=False)
    login_ids = fields.One2many("activation.login", "record_id", string="Login history", readonly=True)
    order_ids = fields.One2many("activation.order", "record_id", string="Counted orders", readonly=True)

    @api.depends("invited_at", "first_login_at")
    def _compute_login_hours(self):
        for record in self:
            record.login_hours = record._hours_since_invitation(record.first_login_at)

    @api.depends("invited_at", "first_order_at")
    def _compute_order_hours(self):
        for record in self:
            record.order_hours = record._hours_since_invitation(record.first_order_at)

    def _hours_since_invitation(self, at):
        """Give whole hours as the figures count them; 0 where one of both is missing or the invitation came later."""
        return max(0, (at - self.invited_at) // HOUR) if at and self.invited_at else 0

    def _facts(self):
        """Give the facts as the core takes them."""
        self.ensure_one()
        orders = tuple(sorted(order.date for order in self.order_ids if order.is_counted))
        return Facts(
            self.create_date, self.informed_at or None, self.contacted_at or None, self.invited_at or None, self.first_login_at or None,
            self.browsed_at or None, orders, self.lost_at or None)

    def _note(self, **values):
        """Write facts and let the stage follow. Superuser only: facts come from events, not from people.

        :param values: fields of this model.
        """
        self.write(values)
        self._refresh_stage()

    def _refresh_stage(self):
        """Work out the stage anew and write what changed."""
        now = self.env.cr.now()
        limits = {company: company._activation_limits() for company in self.company_id}
        moved = self.browse()
        for record in self:
            stage, since = entered_at(record._facts(), now, record.company_id.activation_active_days)
            due = due_at(stage, since, limits[record.company_id])
            values = {"stage": stage, "stage_since": since, "stage_due": due or False}
            if record.stage != stage:
                moved |= record
            changed = {name: value for name, value in values.items() if record[name] != value}
            if changed:
                record.write(changed)
        if moved:
            moved._close_tasks(False)

    def _take_history(self):
        """Begin with what happened before the customers were in the list: their logins and orders."""
        partners = self.partner_id
        logins = self.env["res.users"].with_context(active_test=False).search([("partner_id", "child_of", partners.ids), ("share", "=", True)])
        by_owner = logins.filtered(lambda user: user.login_date and not user.password_by_id).grouped(lambda user: user.partner_id.commercial_partner_id)
        for record in self:
            own = by_owner.get(record.partner_id, logins.browse()).filtered(lambda user, record=record: record.company_id in user.company_ids)
            if not own:
                continue
            seen = own.log_ids.mapped("create_date")  # as far back as the log of logins goes; the clean-up keeps the last one of each
            record.write({"first_login_at": min(seen), "last_login_at": max(seen), "login_count": len(seen), "account_state": "enabled"})
        self.env["sale.order"].search([
            ("partner_id", "child_of", partners.ids), ("company_id", "in", self.company_id.ids), ("state", "=", "sale")])._note_activation()
        self._refresh_stage()

    def _note_orders(self):
        """Count the orders of the customers anew from their rows."""
        for record in self:
            counted = record.order_ids.filtered("is_counted").sorted("date")
            record.write({
                "first_order_at": counted[:1].date, "second_order_at": counted[1:2].date, "last_order_at": counted[-1:].date, "order_count": len(counted),
                "net_amount": sum(counted.mapped("net_amount")), "has_ordered": bool(counted)})
        self._refresh_stage()

    def action_inform(self):
        """Note that the customer was told of the mall. The first time counts.

        :return: True.
        """
        return self._note_once("informed_at")

    def action_contact(self):
        """Note that somebody spoke to the customer. The first time counts.

        :return: True.
        """
        return self._note_once("contacted_at")

    def _note_once(self, name):
        self._need_follower()
        self.sudo().filtered(lambda record: not record[name])._note(**{name: fields.Datetime.now()})  # sudo: a fact; right checked above
        return True

    def action_lose(self):
        """Open the list of reasons to close the funnel; see :meth:`action_close`."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Note the reason"), "res_model": "activation.why", "view_mode": "form", "target": "new",
            "context": {"default_record_id": self.id}}

    def action_close(self, reason_id):
        """Note why a customer does not come; a reason that closes the funnel (changed supplier) makes him lost.

        :param reason_id: id of an activation.reason, mandatory.
        :return: True.
        :raises UserError: without a reason.
        """
        self._need_follower()
        reason = self.env["activation.reason"].browse(reason_id).exists()
        if not reason:
            raise UserError(self.env._("Choose the reason: without it nobody knows what to do next."))
        self._note_reason(reason)
        return True

    @api.model
    def _cron_refresh(self):
        """Let stages that depend on the calendar follow: nobody stays active without orders."""
        for part in split_every(PORTION, self.search([("stage", "in", ("active", "second_order"))]).ids):
            self.browse(part)._refresh_stage()
            self.env.flush_all()
            self.env.invalidate_all()
