from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

VALID_DAYS = 180
OPEN_AT_MOST = 50


class ActivationBadge(models.Model):
    """The QR code on a salesperson's badge: whoever scans it registers with phone and store and is bound to this salesperson.

    A registration gives no right by itself: the salesperson, who stands beside the customer, confirms it.
    """

    _name = "activation.badge"
    _description = "Badge of a salesperson"
    _inherit = ["dealer.flow.mixin"]
    _flow_strict = True
    _rec_name = "user_id"

    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True, default=lambda self: self.env.company.id)
    user_id = fields.Many2one("res.users", string="Salesperson", required=True, index=True, readonly=True, default=lambda self: self.env.uid)
    token = fields.Char(
        required=True, readonly=True, copy=False, index=True, groups="base.group_no_one", default=lambda self: self.env["activation.invite"]._new_token())
    expires_at = fields.Datetime(
        string="Valid until", required=True, readonly=True, default=lambda self: fields.Datetime.now() + timedelta(days=VALID_DAYS))
    url = fields.Char(string="Registration link", compute="_compute_url", groups="dealer_base.group_sales_rep")
    qr = fields.Binary(string="QR code", compute="_compute_url", groups="dealer_base.group_sales_rep")
    registration_ids = fields.One2many("activation.registration", "badge_id", string="Registrations", readonly=True)

    _user_uniq = models.Constraint("UNIQUE(user_id, company_id)", "A salesperson has one badge.")
    _token_uniq = models.Constraint("UNIQUE(token)", "Tokens differ.")

    @api.depends("expires_at")
    def _compute_url(self):
        for badge in self:
            badge.url = f"{badge.get_base_url()}/join/{badge.sudo().token}"  # sudo: the link of one's own badge
            badge.qr = self.env["activation.invite"]._qr_code(badge.url)

    @api.model
    def action_mine(self):
        """Open one's own badge, made the first time.

        :return: form action.
        """
        if not self.env.user.has_group("dealer_base.group_sales_rep"):
            raise AccessError(self.env._("Badges are for salespeople."))
        mine = [("user_id", "=", self.env.uid), ("company_id", "=", self.env.company.id)]
        badge = self.search(mine, limit=1) or self.sudo().create([{}])  # sudo: one's own badge, made by the program
        return {
            "type": "ir.actions.act_window", "name": self.env._("My badge"), "res_model": self._name, "res_id": badge.id, "view_mode": "form"}

    def action_renew(self):
        """Make a new code; the old one, printed or photographed, stops working.

        :return: True.
        """
        self.check_access("read")
        for badge in self:
            if badge.user_id != self.env.user:
                raise AccessError(self.env._("This is the badge of %s.", badge.user_id.name))
            badge.sudo().write({  # sudo: code of the own badge
                "token": self.env["activation.invite"]._new_token(), "expires_at": fields.Datetime.now() + timedelta(days=VALID_DAYS)})
        return True

    @api.model
    def _find(self, token):
        """Find the badge of a token.

        :return: activation.badge (superuser), empty when unknown, expired, or the salesperson is gone.
        """
        found = self.sudo().search([("token", "=", token)], limit=1) if token and len(token) >= 24 else self.sudo()  # sudo: the caller has no user yet
        return found if found and found.expires_at > fields.Datetime.now() and found.user_id.active else found.browse()

    def _enter(self, name, phone, store):
        """Take a registration from the page of the badge.

        :param name: of the person.
        :param phone: mobile phone.
        :param store: name or code of the store as the person types it.
        :return: activation.registration.
        :raises UserError: when something is missing or too many wait.
        """
        self.ensure_one()
        registrations = self.env["activation.registration"]
        waiting = registrations.search([("badge_id", "=", self.id), ("state", "=", "new")])
        if len(waiting) >= OPEN_AT_MOST:
            raise UserError(self.env._("Too many registrations wait: ask your salesperson to confirm them first."))
        return registrations._take(self, name, phone, store, waiting)
