from odoo import models


class AccountMove(models.Model):
    """Goods that were credited and are invoiced again are kept after all: what their credit note took back is given again, see docs/adr/0032."""

    _inherit = "account.move"

    def _post(self, soft=True):
        drafts = self.filtered(lambda move: move.move_type == "out_invoice" and move.state == "draft")
        again = drafts._promo_credited_before()
        for move in drafts if again else ():
            move._promo_charge_again(again, drafts)
        posted = super()._post(soft)
        for order, plan in again.items():
            if order in (posted & drafts)._promo_orders():
                order._promo_kept_again(plan)
        return posted

    def _promo_credited_before(self):
        """Find the orders of which these drafts invoice what a credit note gave back.

        :return: {sale.order: RefundPlan as it is without these invoices}.
        """
        found = {}
        for order in self._promo_orders():
            if order.state != "sale" or not order._promo_applies() or not order.sudo()._promo_given():  # sudo: whoever invoices
                continue
            before = order._promo_gone(("posted",), apart=self)
            if before != order._promo_gone(("posted",), posting=self):
                found[order] = order._promo_refund_plan(before)[1]
        return found

    def _promo_charge_again(self, orders, posting):
        """Let a draft invoice give again what credit notes withdrew of its goods; again changes nothing.

        :param orders: those of ``_promo_credited_before``. :param posting: account.move that are being posted.
        """
        self.ensure_one()
        goods = self.invoice_line_ids.filtered(lambda line: line.display_type == "product" and line.quantity > 0)
        for order in orders:
            mine = goods.filtered(lambda line, order=order: order in line.sale_line_ids.order_id)
            if mine:
                self._promo_charge(order, mine, order._promo_refund_plan(order._promo_gone(("posted",), posting=posting))[1])
