from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .activation_offer import GIVERS, READERS


class ActivationReason(models.Model):
    """Which voucher answers a reason, and the way from the reason to its customers."""

    _inherit = "activation.reason"

    offer_batch_id = fields.Many2one(
        "promo.voucher.batch", string="Voucher against it", company_dependent=True, domain="[('shared_code', '=', False)]", groups=READERS,
        help="Offered at once to customers with this reason, in the current company.")
    offer_ids = fields.One2many("activation.offer", "reason_id", string="Coupons", readonly=True, groups=READERS)
    offer_count = fields.Integer(string="Number of coupons", compute="_compute_offer_count", groups=READERS)

    def _compute_offer_count(self):
        counts = dict(self.env["activation.offer"]._read_group([("reason_id", "in", self.ids)], ["reason_id"], ["__count"]))
        for reason in self:
            reason.offer_count = counts.get(reason, 0)

    def action_offer_coupon(self):
        """Offer a coupon to all customers with this reason who have not ordered and whom the user may read.

        :return: action of the offer.
        """
        self.ensure_one()
        records = self.env["activation.record"].search([
            ("reason_id", "=", self.id), ("has_ordered", "=", False), ("company_id", "=", self.env.company.id)])
        if not records:
            raise UserError(self.env._("No customer without an order gave the reason “%s”.", self.name))
        return self.env["activation.offer"]._open_for(records)

    def action_open_offers(self):
        """Show the coupons against this reason."""
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_activation_promo.activation_offer_action")
        return {**action, "domain": [("reason_id", "in", self.ids)], "context": {}}

    def action_plan(self):
        """Plan a campaign for everybody who gave this reason. Operations.

        :return: form action of a new campaign for an audience of these customers.
        """
        self.ensure_one()
        if not self.env.user.has_groups(GIVERS):
            raise AccessError(self.env._("Campaigns are planned by operations."))
        audience = self.env["promo.audience"]._of_reason(self)
        audience.action_find()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Campaign"), "res_model": "promo.campaign", "view_mode": "form",
            "context": {"default_audience_id": audience.id, "default_family": "targeted", "default_name": audience.name,
                        "default_background": self.env._("%(count)s customers gave the reason: %(reason)s", count=audience.member_count, reason=self.name)}}
