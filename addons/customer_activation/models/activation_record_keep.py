from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.models.dealer_editors_mixin import CHATTER

from .dealer_nomination import mobile

KEPT = {"call_phone", "is_old_customer"}
FOLLOWERS = "dealer_base.group_sales_rep,dealer_base.group_sales_manager,dealer_base.group_cs_presale,dealer_base.group_sc_manager"


class ActivationRecord(models.Model):
    """What the salesperson is checked by: the phone that call-backs ring, and who counts as an old customer. He writes neither, nor does his manager.

    The phone comes from the register, as far as somebody else entered it there; operations and pre-sale service correct it. Changes stand in the history.
    Beyond that operations reads the customers, and leaves notes and tasks.
    """

    _inherit = "activation.record"

    call_phone = fields.Char(
        string="Phone for call-backs", copy=False, tracking=True,
        help="Call-backs ring it. From the register, or entered by somebody else than the salesperson and his manager.")
    is_kept_here = fields.Boolean(compute="_compute_is_kept_here", help="Whether the reader may correct the phone for call-backs and who is an old customer.")
    is_followed_here = fields.Boolean(compute="_compute_is_followed_here", help="Whether the reader follows customers; operations reads them.")

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_kept_here(self):
        for record in self:
            record.is_kept_here = record._is_other(self.env.user, record.user_id)

    @api.depends_context("uid")
    def _compute_is_followed_here(self):
        self.is_followed_here = self._follows()

    @api.model_create_multi
    def create(self, vals_list):
        users, partners = self.env["res.users"], self.env["res.partner"]
        for vals in vals_list:
            owner = users.browse(vals.get("user_id") or self.env.uid)
            if not self.env.su and any(vals.get(name) for name in KEPT):
                self._need_other(owner)
            partner = partners.browse(vals.get("partner_id")).sudo()  # sudo: the phone of the register, and who entered it
            if not vals.get("call_phone") and partner and self._is_other(partner.dealer_phone_by_id, owner):
                vals["call_phone"] = partner.phone
        return super().create([self._spelt(vals) for vals in vals_list])

    @api.model
    def _spelt(self, vals):
        """Give values with mobile phones as 11 digits, however they were typed: as logins are, and as the same phone is found again (R4-045)."""
        return {**vals, **{name: mobile(vals[name]) for name in ("phone", "call_phone") if mobile(vals.get(name))}}

    def write(self, vals):
        vals = self._spelt(vals)
        if not self.env.su and any(record[name] != vals[name] for name in KEPT & vals.keys() for record in self):
            for record in self:
                self._need_other(record.user_id)
        if not all(name in KEPT or name.startswith(CHATTER) for name in vals):
            self._need_follower()
        if "phone" in vals and not self.env.su:
            if any(one.first_login_at and not one.is_kept_here and (one.phone or "") != (vals["phone"] or "") for one in self):
                raise UserError(self.env._("The phone is the login of a customer who has logged in: pre-sale service corrects it."))
        return super().write(vals)

    @api.model
    def _follows(self):
        """Say whether the user leads customers through the funnel; operations may write a customer only for what is kept here."""
        return self.env.su or self.env.user.has_groups(FOLLOWERS)

    def _need_follower(self):
        self.check_access("write")
        if not self._follows():
            raise AccessError(self.env._(
                "Operations reads the customers of the funnel and corrects the phone for call-backs and who is an old customer."))

    @api.model
    def _is_other(self, user, owner):
        """Say whether a person is somebody else than a salesperson and his manager, and works here.

        :param user: res.users, empty for what was there before anybody asked. :param owner: res.users, the salesperson.
        """
        own = owner.sudo()  # sudo: who leads the team of the salesperson
        return user not in (own | own.sale_team_id.user_id) and not user.sudo().share  # sudo: a customer's login is no colleague

    def _need_other(self, owner):
        if not self._is_other(self.env.user, owner):
            raise AccessError(self.env._(
                "The phone for call-backs and who is an old customer check the salesperson: operations or pre-sale service enters them."))
