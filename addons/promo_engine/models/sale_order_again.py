from odoo import models
from odoo.exceptions import UserError

from ..adapters.keys import rule_of


class SaleOrder(models.Model):
    """Goods that were credited and are invoiced again, see account_move_again.py."""

    _inherit = "sale.order"

    def _promo_kept_again(self, before):
        """Use again what the credit notes of goods gave back that are invoiced again.

        :param before: RefundPlan of what was gone without the invoice.
        :raises UserError: naming the order, when others have got it meanwhile.
        """
        self.ensure_one()
        found = self._promo_refund_plan(self._promo_gone(("posted",)))
        self._promo_vouchers_again({rule_of(key) for key in before.codes_back} - {rule_of(key) for key in found[1].codes_back})
        if self._promo_credited(found):
            raise UserError(self.env._(
                "%s: what the promotions gave for these pieces was given to others after they were credited. Enter a new order for them, it has the prices "
                "of now.", self.name))
        self._promo_earned_again(found[1])
        self._promo_earned_in_part(*found)

    def _promo_vouchers_again(self, rule_ids):
        """Use the vouchers of these rules again, past their dates too: the price was given while they were valid.

        :raises UserError: naming order and voucher, when it was used on another order meanwhile.
        """
        batches = self.env["promo.rule"].sudo().browse(rule_ids).batch_id.filtered(lambda batch: not batch.shared_code)  # sudo: rules count for every role
        found = self.env["promo.voucher"]._past_dates(self, batches, self._promo_entered())
        if gone := (batches - found.batch_id)[:1]:
            raise UserError(self.env._(
                "%(order)s: the voucher “%(batch)s” came back with the credit note and was used on another order or is void. Enter a new order for these "
                "pieces, it has the prices of now.", order=self.name, batch=gone.name))
        found._use(self)

    def _promo_without_invoice(self):
        """Follow an invoice that is cancelled or deleted: goods it had invoiced again are gone as their credit note says."""
        self._promo_follow_invoices()
        for order in self.filtered(lambda order: order.state == "sale" and order._promo_applies()):
            if order.sudo()._promo_given() and (gone := order._promo_gone(("posted",))):  # sudo: whoever cancels
                found = order._promo_refund_plan(gone)
                order._promo_after_return(found)
                order._promo_credited(found)
