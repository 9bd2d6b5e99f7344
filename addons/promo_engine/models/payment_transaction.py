from odoo import api, models
from odoo.exceptions import UserError


class PaymentTransaction(models.Model):
    """A payment holds the promotions of its order; one that cannot be given any more leaves money and order to a person, not to an error."""

    _inherit = "payment.transaction"

    @api.model_create_multi
    def create(self, vals_list):
        """As Odoo; the beginning of a payment holds the promotions of its orders."""
        transactions = super().create(vals_list)
        for order in transactions.sale_order_ids.filtered(lambda order: order.state in ("draft", "sent")):
            order._promo_hold()
        return transactions

    def _check_amount_and_confirm_order(self):
        confirmed = self.env["sale.order"]
        for transaction in self:
            try:
                with self.env.cr.savepoint():
                    confirmed |= super(PaymentTransaction, transaction)._check_amount_and_confirm_order()
            except UserError as problem:
                order = transaction.sale_order_ids
                if not order.sudo().promo_result:  # sudo: whether promotions had a part in it
                    raise
                order.message_post(body=self.env._("Paid, but not confirmed: %s", problem))
                order.activity_schedule("mail.mail_activity_data_todo", user_id=order.user_id.id or self.env.uid,
                    summary=self.env._("Paid, but not confirmed: give the money back or confirm at another price"))
        return confirmed
