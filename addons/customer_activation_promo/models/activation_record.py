from odoo import fields, models

from .activation_offer import READERS


class ActivationRecord(models.Model):
    """One click from the reason of a customer to a voucher for him."""

    _inherit = "activation.record"

    offer_line_ids = fields.One2many("activation.offer.line", "record_id", string="Coupons", readonly=True, groups=READERS)
    voucher_count = fields.Integer(string="Number of vouchers", compute="_compute_voucher_count", groups=READERS)

    def _compute_voucher_count(self):
        groups = self.env["promo.voucher"]._read_group(
            [("partner_id", "in", self.partner_id.ids), ("company_id", "in", self.company_id.ids)], ["partner_id", "company_id"], ["__count"])
        counts = {(partner, company): count for partner, company, count in groups}
        for record in self:
            record.voucher_count = counts.get((record.partner_id, record.company_id), 0)

    def action_offer_coupon(self):
        """Offer a coupon to these customers because of their reasons. Salesperson, pre-sale service, operations.

        :return: action of the offer.
        """
        return self.env["activation.offer"]._open_for(self)

    def action_open_vouchers(self):
        """Show the vouchers of the customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("promo_engine.promo_voucher_action")
        return {**action, "domain": [("partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id)], "context": {}}
