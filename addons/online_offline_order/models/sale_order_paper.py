from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen

from .sale_order_pickup import HANDLERS

PRINTERS = (*HANDLERS, "dealer_base.group_sales_rep")


class SaleOrder(models.Model):
    """The consumer's receipts of an order, printed in the store or by service (R0-068, R0-069)."""

    _inherit = "sale.order"

    consumer_receipt_ids = fields.One2many("dealer.order.receipt", "order_id", string="Consumer receipts", copy=False)
    consumer_receipt_count = fields.Integer(compute="_compute_consumer_receipt_count")

    def _compute_consumer_receipt_count(self):
        counts = dict(self.env["dealer.order.receipt"].sudo()._read_group(  # sudo: a number on a button, the list itself asks for rights
            [("order_id", "in", self.ids)], ["order_id"], ["__count"]))
        for order in self:
            order.consumer_receipt_count = counts.get(order, 0)

    def _has_consumer_sale(self):
        """Say whether a consumer pays for the goods: they go to one, or wait at the store for one. All else is the store's own stock.

        Goods for goods keep the receipt of the order they belong to; where they wait at the store its paper has the pick-up code.
        """
        self.ensure_one()
        return self._has_pickup() or (self.dealer_mode == "consumer" and not self.sudo().exchange_return_id)  # sudo: whoever prints

    def _receipt_kind(self):
        """Say which paper the consumer gets now: for the deposit until the goods are fetched, then for the goods."""
        return "deposit" if self.is_deposit_order and not self.picked_up_at else "goods"

    def action_print_receipt(self):
        """Print the consumer's receipt; it is issued with the first print, later ones say "Copy n".

        :return: report action.
        :raises AccessError: for others than the store's people, customer service and the salesperson of the customer.
        :raises UserError: for a draft or a cancelled order, and for goods of the store's own stock.
        """
        receipt = self._issued_receipt()
        return self.env.ref("online_offline_order.order_receipt_report").report_action(receipt)

    def _issued_receipt(self):
        """:return: the receipt that is to be printed now, in sudo; checked as :meth:`action_print_receipt` says."""
        self.ensure_one()
        self._require_role(*PRINTERS)
        self.check_access("read")
        self._check_dealer_order()
        if self.dealer_state in ("draft", "cancelled"):
            raise UserError(self.env._("Order %s: a receipt is printed once the order is submitted, and for no cancelled one.", self.name))
        if not self._flow()._has_consumer_sale():
            if back := self._flow().exchange_return_id:
                raise UserError(self.env._(
                    "Order %(order)s replaces goods of order %(first)s by return %(back)s: the receipt of %(first)s stands. Print the order slip instead.",
                    order=self.name, first=back.order_id.name, back=back.name))
            raise UserError(self.env._(
                "Order %(order)s brings goods to the own stock of %(store)s: no consumer has paid for them, so there is no consumer receipt. "
                "Print the order slip instead; goods for a consumer need an order with the consumer or with a deposit.",
                order=self.name, store=self.partner_id.name))
        return self.env["dealer.order.receipt"]._issue(self, self._flow()._receipt_kind())

    def action_open_consumer_receipts(self):
        """Show the receipts of the order."""
        self.ensure_one()
        return self._open_records(self.env._("Consumer receipts"), self.consumer_receipt_ids)

    def _on_received(self):
        """The receipt of goods that reached the consumer has its number by then, printed or not (R0-067).

        Goods for goods keep the receipt of the order they belong to.
        """
        super()._on_received()
        if self.dealer_mode == "consumer" and self._has_consumer_sale():
            self.env["dealer.order.receipt"]._issue(self, self._flow()._receipt_kind())

    # -- void

    def _send_back(self, reason):
        """Receipts and pick-up codes of an order that is a draft again are void."""
        super()._send_back(reason)
        self._void_papers(reason)

    def _on_cancelled(self):
        super()._on_cancelled()
        self._void_papers(self.cancel_reason)

    def _void_papers(self, reason):
        flow = self._flow()
        flow.consumer_receipt_ids._void(reason)
        flow.write({"pickup_code_hash": False})

    def _drop_rest(self, reason, by_dealer=False):
        result = super()._drop_rest(reason, by_dealer)
        flow = self._flow()
        if flow._has_pickup():
            flow.retail_agreed = sum(line.retail_price * line.qty_settled for line in flow._goods_lines())
            flow.consumer_receipt_ids._void(reason)  # it says more goods than will come; its code stays
        return result

    def _on_amended(self):
        super()._on_amended()
        flow = self._flow()
        fresh = sum(line.retail_subtotal for line in flow._goods_lines())
        if flow._has_pickup():
            flow.retail_agreed = fresh
        other = flow.consumer_receipt_ids.filtered(lambda receipt: to_fen(receipt.retail_total) != to_fen(fresh))
        other._void(self.env._("order changed"))  # its code stays
