from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import to_fen, yuan

from .sale_order_flow import PRESALE


class SaleOrder(models.Model):
    """The gates of an order, each as its company wants it: one or two reviews, payment before the review, the credit limit."""

    _inherit = "sale.order"

    first_reviewed_by = fields.Many2one("res.users", string="First review by", readonly=True, copy=False)
    first_reviewed_at = fields.Datetime(string="First review at", readonly=True, copy=False)
    first_reviewed_total = fields.Monetary(string="Total at the first review", readonly=True, copy=False)
    review_text = fields.Text(string="Checks", compute="_compute_review_text", help="What a reviewer looks at.")

    def _flow_fields(self):
        return super()._flow_fields() | {"first_reviewed_by", "first_reviewed_at", "first_reviewed_total"}

    # -- two reviews, and payment before

    def action_approve(self):
        """Approve orders, see the flow; where the company wants two reviews, the second person's approval counts.

        :raises AccessError: without the role pre-sale service, and for the same person twice.
        :raises UserError: before the payment where the company wants it first, and as in the flow.
        """
        self._require_role(PRESALE)
        done = self.browse()
        for order in self.filtered(lambda rec: rec._is_under_review()):
            company = order.company_id.sudo()  # sudo: settings, whoever reviews
            if company.gate_paid_before_review and order.dealer_state == "waiting":
                raise UserError(self.env._(
                    "Order %(order)s is not paid: %(missing)s CNY missing. It is reviewed when it is paid.", order=order.name,
                    missing=yuan(to_fen(order.missing_amount))))
            if company.order_review_steps == "2" and order._first_review():
                done |= order
        return super(SaleOrder, self - done).action_approve() if self - done else True

    def _is_under_review(self):
        return self.is_dealer_order and (
            self.dealer_state == "submitted" or self.dealer_state == "waiting" and self.settled_by == "pay_now" and not self.reviewed_by)

    def _first_review(self):
        """Note the first of two reviews.

        :return: whether this was the first one.
        """
        if self.first_reviewed_by and to_fen(self.first_reviewed_total) == to_fen(self.settlement_total):
            if self.first_reviewed_by == self.env.user:
                raise AccessError(self.env._("Order %s: you made the first review, so another person makes the second.", self.name))
            return False
        if self.env.user in self._no_approvers():
            self._refuse("same_person")
        if self.settled_by == "pay_later":
            self._check_credit()
        self._check_ready_to_approve()
        self._flow().write({
            "first_reviewed_by": self.env.uid, "first_reviewed_at": fields.Datetime.now(), "first_reviewed_total": self.settlement_total})
        self._log(self.env._("First review done; another person makes the second."))
        return True

    def _forget_first_review(self):
        self.filtered("first_reviewed_by")._flow().write({"first_reviewed_by": False, "first_reviewed_at": False, "first_reviewed_total": 0})

    def _on_amended(self):
        super()._on_amended()
        self._forget_first_review()

    def _send_back(self, reason):
        super()._send_back(reason)
        self._forget_first_review()

    def _judge_credit(self, payer):
        super()._judge_credit(payer)
        if self.credit_state == "over" and not self.company_id.sudo().gate_credit:  # sudo: a setting, whoever submits
            self._flow().write({"credit_state": "ok", "credit_text": False})

    # -- what a reviewer looks at

    @api.depends("dealer_state", "settlement_total", "first_reviewed_by", "credit_state")
    def _compute_review_text(self):
        for order in self:
            order.review_text = "\n".join(order._review_rows()) if order.is_dealer_order and order.dealer_state in ("submitted", "waiting") else False

    def _review_rows(self):
        """Give the checks of a review as sentences. Extend: return super's list plus own ones.

        :return: list of text, each begun with ✓, ! or –.
        """
        rows, lines = [], self._goods_lines()
        short = lines.filtered(lambda line: line.free_stock < line.product_uom_qty)
        rows.append("✓ " + self.env._("all goods are in stock") if not short else "! " + self.env._("short of stock: %s", ", ".join(
            f"{line.product_id.display_name} {line.free_stock:g}/{line.product_uom_qty:g}" for line in short)))
        held = {part.sale_line_id.id: part for part in self.sudo().settlement_line_ids if part.kind == "goods"}  # sudo: figures of the order itself
        special = lines.filtered("special_price")
        rows.append("✓ " + self.env._("prices by the list") if not special else "– " + self.env._("special prices: %s", ", ".join(
            f"{line.product_id.display_name} {yuan(to_fen(held[line.id].base if line.id in held else line.price_unit))}" for line in special)))
        if self.env.user.has_group(PRESALE) and any(lines.mapped("low_margin")):
            rows.append("! " + self.env._("low margin: %s", ", ".join(lines.filtered("low_margin").product_id.mapped("display_name"))))
        rows.append(("! " + self.env._("freight set by hand: %s CNY", yuan(to_fen(self.freight_manual_price)))) if self.freight_manual
                    else "✓ " + self.env._("freight by contract: %s CNY", yuan(to_fen(self.logistics_total))))
        if self.credit_state == "over":
            rows.append("! " + self.env._("beyond the credit limit"))
        elif self.dealer_state == "waiting":
            rows.append("! " + self.env._("%s CNY missing", yuan(to_fen(self.missing_amount))))
        else:
            rows.append("✓ " + self.env._("the money is held or within the limit"))
        if self.first_reviewed_by:
            rows.append("✓ " + self.env._("first review by %s", self.first_reviewed_by.name))
        return rows
