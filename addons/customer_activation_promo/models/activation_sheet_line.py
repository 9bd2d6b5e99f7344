from odoo import models


class ActivationSheetLine(models.Model):
    """Lines of the sheet lead to an offer for their customers."""

    _inherit = "activation.sheet.line"

    def action_offer_coupon(self):
        """Offer a coupon to the customers of these lines because of their last reasons.

        :return: action of the offer.
        """
        self.check_access("read")
        return self.record_id.action_offer_coupon()
