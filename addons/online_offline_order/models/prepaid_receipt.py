from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidReceipt(models.Model):
    """A receipt of a dealer order: it follows the way the order is paid and settles its invoices first."""

    _inherit = "prepaid.receipt"

    order_id = fields.Many2one(
        "sale.order", string="Order", compute="_compute_order_id", inverse="_inverse_order_id", store=True, index="btree_not_null",
        domain=[("is_dealer_order", "=", True), ("dealer_state", "!=", "cancelled")], copy=False, check_company=True)

    order_hint = fields.Char(compute="_compute_order_hint", string="What it brings about")

    @api.model
    def _document_models(self):
        return super()._document_models() | {"sale.order"}

    @api.constrains("order_id")
    def _check_order_readable(self):
        self.order_id.check_access("read")  # its name and payer show on the receipt

    @api.depends("order_id", "amount", "state")
    @api.depends_context("lang")
    def _compute_order_hint(self):
        for receipt in self:
            running = receipt.order_id and receipt.state in ("draft", "submitted") and receipt.amount > 0
            receipt.order_hint = receipt._order_sentence() if running else False

    def _order_sentence(self):
        """Compare the receipt with what its order costs and what came before it."""
        order = self._paid_order()
        total, before, fen = to_fen(order.settlement_total), to_fen(order.receipt_total), to_fen(self.amount)
        words = {"order": order.name, "total": yuan(total), "before": yuan(before), "rest": yuan(abs(total - before - fen))}
        if before + fen > total:
            return self.env._("Order %(order)s: %(total)s CNY, received %(before)s CNY before; %(rest)s CNY too much for it.", **words)
        if before + fen < total:
            return self.env._("Order %(order)s: %(total)s CNY, received %(before)s CNY before; %(rest)s CNY still missing after this receipt.", **words)
        return self.env._("Order %(order)s: %(total)s CNY, received %(before)s CNY before; this receipt pays the rest exactly.", **words)

    @api.depends("res_model", "res_id")
    def _compute_order_id(self):
        for receipt in self:
            receipt.order_id = receipt.res_id if receipt.res_model == "sale.order" else False

    def _inverse_order_id(self):
        for receipt in self:
            if receipt.order_id or receipt.res_model == "sale.order":
                receipt.write({"res_model": "sale.order" if receipt.order_id else False, "res_id": receipt.order_id.id})

    @api.onchange("order_id")
    def _onchange_order_id(self):
        order = self.order_id
        if order:
            self.partner_id = order._payment_terms()[1].sudo(False) or order.account_partner_id or order.partner_id
            missing = to_fen(order.settlement_total) - to_fen(order.receipt_total) - to_fen(order.receipt_pending)
            self.amount = self.amount or max(missing, 0) / 100

    def _paid_order(self):
        return self.order_id.sudo()  # sudo: how the order is paid belongs to its receipt, whoever confirms it

    def _check_ready(self):
        super()._check_ready()
        order = self._paid_order()
        if not order:
            return
        if not order.is_dealer_order or order.dealer_state == "cancelled":
            raise UserError(self.env._("Receipt %(name)s: order %(order)s takes no receipts.", name=self.name, order=order.name))
        payer = order._payment_terms()[1] or order.account_partner_id
        if self.partner_id not in (payer | order.partner_id):
            raise UserError(self.env._(
                "Receipt %(name)s: order %(order)s is paid by %(payer)s, not by %(partner)s.",
                name=self.name, order=order.name, payer=payer.display_name, partner=self.partner_id.display_name))

    def _find_terms(self):
        return self._paid_order()._payment_terms() if self.order_id else super()._find_terms()

    def _document_account(self):
        order = self._paid_order()
        return order._find_account() if order else super()._document_account()

    def _open_lines(self, receivable):
        lines = super()._open_lines(receivable)
        first = self._paid_order().invoice_ids
        return sorted(lines, key=lambda line: line.move_id not in first)  # stable: the rest stays in the order of its due dates

    def _after_confirm(self):
        super()._after_confirm()
        order = self._paid_order()
        if order:
            order._log(self.env._("Receipt %(name)s confirmed: %(amount)s CNY.", name=self.name, amount=yuan(to_fen(self.amount))))

    def _check_reversible(self):
        super()._check_reversible()
        order = self._paid_order()
        free_fen = to_fen(self.account_id.sudo().available)  # sudo: figure of the decision
        if self.booking == "advance" and order.dealer_state in ("submitted", "approved") and free_fen < to_fen(self.amount):
            raise UserError(self.env._(
                "Receipt %(name)s: its money is held for order %(order)s, which has not shipped. Have service send the order back or cancel it, then reverse.",
                name=self.name, order=order.name))

    def _after_reverse(self):
        super()._after_reverse()
        order = self._paid_order()
        if not order:
            return
        order._log(self.env._(
            "Receipt %(name)s of %(amount)s CNY reversed: %(reason)s",
            name=self.name, amount=yuan(to_fen(self.amount)), reason=self.reverse_reason))
        if order.dealer_state == "waiting" and order.settled_by == "pay_now":
            order.missing_asked = max(to_fen(order.settlement_total) - to_fen(order.receipt_total), 0) / 100
