from odoo import api, fields, models


class ActivationOrder(models.Model):
    """What one confirmed order counts for its customer: goods less what was given back."""

    _name = "activation.order"
    _description = "Order of a customer in the funnel"
    _inherit = ["activation.fact.mixin"]
    _order = "date desc, id desc"
    _rec_name = "order_id"

    currency_id = fields.Many2one(related="company_id.currency_id")
    order_id = fields.Many2one("sale.order", required=True, index=True, ondelete="cascade", readonly=True)
    salesperson_id = fields.Many2one(
        "res.users", string="Salesperson of the dealer", compute="_compute_salesperson_id", store=True, index=True,
        help="Who looks after the dealer of the order today, as in the customer goods report; of an order without a dealer, the customer's salesperson.")
    date = fields.Datetime(required=True, readonly=True, index=True)
    net_amount = fields.Monetary(string="Net goods amount", readonly=True)
    is_counted = fields.Boolean(string="Counts", readonly=True, help="Confirmed, not cancelled, not given back entirely.")

    _order_uniq = models.Constraint("UNIQUE(order_id)", "An order counts once.")

    @api.depends("order_id.partner_id.dealer_id.user_id", "record_id.user_id")
    def _compute_salesperson_id(self):
        for row in self:
            dealer = row.sudo().order_id.partner_id.dealer_id  # sudo: who looks after a dealer, whoever confirms the order
            row.salesperson_id = dealer.user_id if dealer else row.record_id.user_id

    def _compute_display_name(self):
        super(ActivationOrder, self.sudo())._compute_display_name()  # sudo: the number of an order is no secret to who reads the row

    def _settled(self):
        """Give what was settled of orders, less what came back. Hook: here an order is settled when it counts; addons with shipments of their own say when.

        :return: dict of activation.order -> amount; rows of which nothing was settled may be missing.
        """
        return {row: row.net_amount for row in self if row.is_counted}

    def _settled_goods(self):
        """Give the goods that were settled of these orders by product. Hook, as :meth:`_settled`.

        :return: dict of product.product -> amount.
        """
        return dict(self.env["sale.order.line"]._read_group(
            [("order_id", "in", self.order_id.ids), ("display_type", "=", False)], ["product_id"], ["price_total:sum"]))
