from odoo import api, models
from odoo.exceptions import AccessError

from .sale_order import CS

REP = "dealer_base.group_sales_rep"
ODOO_SALES = "sales_team.group_sale_salesman"


class SaleOrder(models.Model):
    """Salespeople enter and submit dealer orders of their own customers, a sales manager those of the team; they approve nothing."""

    _inherit = "sale.order"

    @api.model
    def _entry_roles(self):
        return (*super()._entry_roles(), REP)

    @api.model
    def _enters_dealer_orders_only(self):
        """Say whether the current user has no right on plain orders: a salesperson without Odoo's own sales role."""
        return not self.env.su and self.env.user.has_group(REP) and not self.env.user.has_group(ODOO_SALES)

    @api.model
    def _enters_for_own_customers(self):
        """Say whether the current user enters dealer orders as a salesperson, whatever rights on plain orders come beside it."""
        user = self.env.user
        return not self.env.su and user.has_group(REP) and not any(user.has_group(group) for group in CS)

    @api.model
    def default_get(self, fields):
        """Headers and footers of quotations belong to Odoo's sales role; dealer orders have none."""
        if self._enters_dealer_orders_only():
            fields = [name for name in fields if name != "quotation_document_ids"]
        return super().default_get(fields)

    @api.model_create_multi
    def create(self, vals_list):
        if self._enters_dealer_orders_only():
            default = self.env.context
            if not all(vals.get("is_dealer_order", default.get("default_is_dealer_order")) for vals in vals_list):
                self._refuse_plain_order()
        if self._enters_for_own_customers():
            default = self.env.context
            dealer = [vals for vals in vals_list if vals.get("is_dealer_order", default.get("default_is_dealer_order"))]
            self._check_own_customers([vals.get("partner_id", default.get("default_partner_id")) for vals in dealer])
        return super().create(vals_list)

    def write(self, vals):
        if self._enters_dealer_orders_only() and not all(self.mapped("is_dealer_order")):
            self._refuse_plain_order()
        dealer = self._check_customers()
        if dealer and "partner_id" in vals:
            self._check_own_customers([vals["partner_id"]])
        return super().write(vals)

    def action_submit(self):
        """Submit dealer orders, see the flow; salespeople those of their own customers."""
        self._check_customers()
        return super().action_submit()

    def _check_customers(self):
        """Refuse dealer orders of customers that a salesperson does not look after.

        :return: the dealer orders that were looked at; empty for everybody but salespeople.
        """
        dealer = self.filtered("is_dealer_order") if self._enters_for_own_customers() else self.browse()
        self._check_own_customers(dealer.partner_id.ids)
        return dealer

    @api.model
    def _refuse_plain_order(self):
        raise AccessError(self.env._("Salespeople enter dealer orders: use Dealer commerce > Ordering > New orders."))

    @api.model
    def _check_own_customers(self, partner_ids):
        """Refuse stores whose dealer somebody else looks after.

        :param partner_ids: ids of res.partner.
        :raises AccessError: naming the first that is not a customer of the user or, for a sales manager, of the team.
        """
        user = self.env.user
        is_manager = user.has_group("dealer_base.group_sales_manager")
        for partner in self.env["res.partner"].sudo().browse([key for key in partner_ids if key]):  # sudo: a foreign customer is hidden from the user
            rep = partner.dealer_id.user_id
            if rep != user and not (is_manager and rep.sale_team_id.user_id == user):
                raise AccessError(self.env._("%s is not your customer: ask its salesperson or customer service to enter the order.", partner.name))
