from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.returns import charge_parts


class AccountMove(models.Model):
    """A credit note of an order with promotions gives back what the pieces cost, to the fen, less what the goods that stay no longer earn."""

    _inherit = "account.move"

    is_promo_charge_back = fields.Boolean(
        string="Charge-back", copy=False, groups="base.group_user",
        help="The buyer's bank took the money back: vouchers stay used, and his use of limited promotions counts on.")

    def write(self, vals):
        """As Odoo; whether a posted credit note is a charge-back stays, its posting gave vouchers and limits back by it.

        :raises UserError: when it would change.
        """
        if "is_promo_charge_back" in vals:
            for move in self.filtered(lambda move: move.state == "posted" and move.is_promo_charge_back != bool(vals["is_promo_charge_back"])):
                raise UserError(self.env._(
                    "Credit note %s is posted: reset it to draft first, then mark it as a charge-back or not and post it again.", move.name))
        return super().write(vals)

    def action_promo_return(self):
        """Work the promotions of a draft credit note out, as its posting does: exact prices of the pieces, and what is withdrawn.

        :return: True.
        """
        self.check_access("write")
        for move in self.filtered(lambda move: move.state == "draft"):
            move._promo_work_out()
        return True

    def _post(self, soft=True):
        self._promo_refuse_taken_back()
        refunds = self.filtered(lambda move: move.move_type == "out_refund" and move.state == "draft")
        plans = [(order, plan) for move in refunds for order, plan in move._promo_work_out(refunds).items()]
        posted = super()._post(soft)
        for order, found in plans:
            order._promo_after_return(found)
            order._promo_credited(found)
        refunds._promo_orders()._promo_follow_invoices()
        return posted

    def _promo_orders(self):
        return self.sudo().invoice_line_ids.sale_line_ids.order_id  # sudo: promotions follow the invoice, whoever keeps the books

    def _promo_refuse_taken_back(self):
        """Refuse to post an invoice at prices that a cancelled order does not have any more.

        :raises UserError: naming invoice and order.
        """
        drafts = self.filtered(lambda move: move.move_type == "out_invoice" and move.state == "draft").sudo()  # sudo: as in _promo_orders
        for line in drafts.invoice_line_ids.sale_line_ids:
            order = line.order_id
            if order.state == "cancel" and line.promo_discount and order._promo_applies() and not order._promo_given():
                raise UserError(self.env._(
                    "%(order)s is cancelled and the promotions in its prices were taken back: it is not invoiced at them. Set it to a quotation, confirm it "
                    "and invoice it anew.", order=order.name))

    def button_draft(self):
        """As Odoo; what a credit note gave back to budgets, quotas and places is used again as far as there is some left."""
        posted = self._promo_posted_refunds()
        result = super().button_draft()
        posted._promo_used_again()
        return result

    def button_cancel(self):
        """As Odoo; see ``button_draft``. What a cancelled order was given goes with its last invoice."""
        posted = self._promo_posted_refunds()
        result = super().button_cancel()
        posted._promo_used_again()
        self.filtered(lambda move: move.move_type == "out_invoice")._promo_orders()._promo_without_invoice()
        return result

    def unlink(self):
        """As Odoo; see ``button_cancel``."""
        orders = self.filtered(lambda move: move.move_type == "out_invoice")._promo_orders()
        result = super().unlink()
        orders._promo_without_invoice()
        return result

    def _promo_posted_refunds(self):
        return self.filtered(lambda move: move.move_type == "out_refund" and move.state == "posted")

    def _promo_used_again(self):
        """Note what is used by the orders of credit notes that count no more. Vouchers that were given back stay with their owners."""
        for order in self._promo_orders():
            if found := order._promo_refund_plan(order._promo_gone(("posted",))):
                order._promo_credited(found)
                order._promo_earned_again(found[1])
                order._promo_earned_in_part(*found)
        self._promo_orders()._promo_follow_invoices()

    def _promo_work_out(self, posting=None):
        """Make the lines of one draft credit note exact and add what is withdrawn; again changes nothing.

        :param posting: account.move that are posted together with it.
        :return: {sale.order: (Outcome, RefundPlan)} of its orders with promotions.
        """
        self.ensure_one()
        if self.move_type != "out_refund":
            return {}
        found = {}
        lines = self.invoice_line_ids.filtered(lambda line: line.sale_line_ids and line.display_type == "product" and line.quantity > 0)
        for order in lines.sale_line_ids.order_id:
            if not order._promo_applies() or not order.sudo()._promo_given():  # sudo: whoever credits need not read what was given
                continue
            mine = lines.filtered(lambda line, order=order: order in line.sale_line_ids.order_id)
            for line in mine:
                line._promo_exact()
            plan = order._promo_refund_plan(order._promo_gone(), posting=posting or self)
            self._promo_charge(order, mine, plan[1])
            found[order] = plan
        return found

    def _promo_charge(self, order, lines, plan):
        """Write the lines by which the credit falls, or rises where an earlier charge falls away; an invoice the other way round.

        :param lines: the lines of the goods. :param plan: RefundPlan of all that is gone.
        """
        invoiced = self.move_type == "out_invoice"
        self.invoice_line_ids.filtered(lambda line: line.promo_withdrawn_id == order).unlink()
        wanted = sum(claw.fen for claw in plan.clawbacks) + order._promo_gifts_kept_fen(plan)
        fen = wanted - order._promo_withdrawn_fen(("posted",) if invoiced else ("draft", "posted"))
        if plan.as_given and not plan.full and (plan.gone or not invoiced):
            fen = 0 if invoiced else max(0, fen)  # nothing was worked out again, so no charge has fallen away either
        if invoiced:
            fen = max(fen, -sum(to_fen(line.price_total) for line in lines))  # no invoice is below zero; the next one has the rest
        by_tax = list(lines.grouped("tax_ids").items())
        parts = charge_parts(fen, [sum(to_fen(line.price_total) for line in some) for _taxes, some in by_tax])
        rows = []
        for (taxes, some), part in zip(by_tax, parts, strict=True):
            if part:
                gross = sum(to_fen(line.price_total) for line in some)
                included = all(tax.price_include for tax in taxes.flatten_taxes_hierarchy())
                net = part if included or not gross else round(part * sum(to_fen(line.price_subtotal) for line in some) / gross)
                again = invoiced and fen < 0
                name = self.env._("Promotions the goods earn again (%s)", order.name) if again else self.env._(
                    "Promotions the goods that stay no longer earn (%s)", order.name)
                rows.append(Command.create({
                    "name": name, "quantity": 1, "price_unit": float(from_fen(net if invoiced else -net)), "tax_ids": [Command.set(taxes.ids)],
                    "account_id": some[:1].account_id.id, "promo_withdrawn_id": order.id}))
        if rows:
            self.write({"invoice_line_ids": rows})
