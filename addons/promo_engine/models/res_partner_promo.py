from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResPartner(models.Model):
    """Who brought a customer, his birthday, and when he was last called to win him back."""

    _inherit = "res.partner"

    promo_inviter_id = fields.Many2one(
        "res.partner", string="Invited by", index="btree_not_null", copy=False, groups="base.group_user", ondelete="set null",
        help="Gets what campaigns promise to who invited.")
    promo_birthday = fields.Date(
        string="Birthday or opening day", copy=False,
        groups="dealer_base.group_ops,dealer_base.group_ops_manager,dealer_base.group_cs_presale,dealer_base.group_cs_aftersale,dealer_base.group_auditor",
        help="Of a person, or the day on which a store opened: for offers around this day. The year does not matter.")
    promo_called_at = fields.Datetime(
        string="Last task to win back", readonly=True, copy=False, company_dependent=True, groups="base.group_user",
        help="No second one within 30 days.")

    @api.constrains("promo_inviter_id")
    def _check_promo_inviter(self):
        for partner in self:
            inviter = partner.promo_inviter_id
            if inviter and (inviter.commercial_partner_id == partner.commercial_partner_id or inviter.promo_inviter_id == partner):
                raise ValidationError(self.env._("%s: nobody invites himself, and two do not invite each other.", partner.display_name))

    def _promo_owner(self):
        """:return: who counts as the buyer: the dealer above, of whom all stores are one buyer, else the firm, else himself."""
        return self.dealer_id or self.commercial_partner_id or self
