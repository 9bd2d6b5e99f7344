from odoo import models


class SaleOrder(models.Model):
    """Orders that got something of a campaign that does not count for resource points, or commission, are left out of them, until it is taken back."""

    _inherit = "sale.order"

    def _promo_note_shares(self, outcome, cart, snapshot, left, options, versions=None):
        super()._promo_note_shares(outcome, cart, snapshot, left, options, versions)
        self._promo_mark(True)

    def _promo_take_back(self):
        super()._promo_take_back()
        for order in self:
            order._promo_mark(False)

    def _promo_mark(self, given):
        """Mark an order by what the versions it was priced by say of points and commission.

        What has left without commission stays without: so does what comes back of it.

        :param given: whether they give something now, else it was taken back.
        """
        order = self.sudo()  # sudo: a mark of the program, whoever submits or cancels
        versions = order.promo_application_ids.filtered(lambda one: (one.state == "confirmed") == given).share_ids.version_id
        if order.is_point_excluded != given and versions.filtered("is_point_excluded"):
            order.is_point_excluded = given
        bare = versions.filtered("is_commission_excluded").campaign_id
        if bare and order.is_commission_excluded != given and order.dealer_state not in ("partial", "shipped", "received"):
            order.is_commission_excluded = given
            names = ", ".join(bare.mapped("name"))
            order._log(self.env._("Earns no commission: %s", names) if given else self.env._("Earns commission again: %s was taken back", names))
