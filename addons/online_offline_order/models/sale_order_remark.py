from odoo import models

from .sale_order import CS

MANAGER = "dealer_base.group_sales_manager"
REMARKS = {"note", "internal_remark", "customer_remark", "tag_ids"}
PEOPLE = {"user_id", "team_id"}


class SaleOrder(models.Model):
    """Remarks are free in every state, but only for who enters orders; whose order it is, service and the sales manager say (proof 11)."""

    _inherit = "sale.order"

    def write(self, vals):
        if not self.env.su and vals.keys() & (REMARKS | PEOPLE):
            dealer = self.filtered("is_dealer_order")
            if dealer:
                self._require_role(*self._entry_roles())
            if vals.keys() & PEOPLE and any(order.dealer_state != "draft" for order in dealer):
                self._require_role(*CS, MANAGER)
        return super().write(vals)
