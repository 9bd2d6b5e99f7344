from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import to_fen, yuan

from .sale_order_flow import AFTERSALE, PRESALE

SETTLEMENT = "dealer_base.group_fin_settlement"
CORRECTED = ("partial", "shipped", "received")


class DealerOrderCorrection(models.Model):
    """A settlement that was wrong, put right after the shipment (R1-110): a document of its own, never a change of the posted debit.

    draft -> submitted (service proposes) -> accepted by the settlement accountant, who is another person: an adjustment of the
    account begins, and the finance manager approves it as any other; or refused. Goods, delivery, invoice and debit of the order
    stay as they are.
    """

    _name = "dealer.order.correction"
    _description = "Correction of an order"
    _inherit = ["dealer.order.document.mixin", "dealer.editors.mixin"]
    _reason_methods = {"action_refuse"}

    state = fields.Selection(
        [("draft", "Draft"), ("submitted", "To decide"), ("accepted", "Accepted"), ("refused", "Refused")],
        required=True, default="draft", readonly=True, copy=False, index=True, tracking=True)
    order_id = fields.Many2one(domain=[("is_dealer_order", "=", True), ("dealer_state", "in", CORRECTED)])
    captured_total = fields.Monetary(related="order_id.captured_total", string="Debited for the order")
    direction = fields.Selection([("credit", "In the dealer's favour"), ("debit", "To the dealer's charge")], required=True, default="credit")
    amount = fields.Monetary(required=True, tracking=True)
    reason = fields.Char(required=True, help="What was wrong on the order.")
    submitted_by = fields.Many2one("res.users", string="Proposed by", readonly=True, copy=False)
    submitted_at = fields.Datetime(string="Proposed at", readonly=True, copy=False)
    adjustment_id = fields.Many2one("prepaid.adjustment", string="Adjustment", readonly=True, copy=False, ondelete="restrict")

    _amount_positive = models.Constraint("CHECK(amount > 0)", "A correction has an amount above 0.00; choose its direction.")

    # -- entry

    def _check_author(self, order):
        order._require_role(PRESALE, AFTERSALE)
        order.check_access("read")

    @api.model
    def _content(self):
        return {"direction", "amount", "reason"}

    # -- steps

    def action_submit(self):
        """Propose the correction to finance.

        :return: True; pressing twice does nothing more.
        :raises AccessError: without a role of customer service.
        :raises UserError: for an order of which nothing has shipped, or one on a term; for more in favour than was debited
            and not given back by other corrections and returns.
        """
        self.env["sale.order"]._require_role(PRESALE, AFTERSALE)
        self.check_access("write")
        for correction in self.filtered(lambda rec: rec.state == "draft"):
            order = correction.order_id._flow()
            order.return_count_no += 1  # a return asked for at the same time writes this row too: the second one sees the first
            order.flush_recordset(["return_count_no"])
            correction._check_order()
            correction._flow_write({"state": "submitted", "submitted_by": self.env.uid, "submitted_at": fields.Datetime.now()})
            correction.order_id._log(self.env._("%(correction)s proposed: %(amount)s CNY, %(reason)s", correction=correction.name,
                                                amount=correction._signed_text(), reason=correction.reason))
        return True

    def action_accept(self):
        """Begin the adjustment of the account: the accountant completes its counterpart, submits it, and the finance manager approves it.

        :return: form action of the adjustment.
        :raises AccessError: without the role settlement accountant, and for who proposed or entered the correction.
        """
        self.ensure_one()
        self.env["sale.order"]._require_role(SETTLEMENT)
        self.check_access("read")
        if self.state != "accepted":
            self._need_state("submitted")
            self._refuse_authors()
            self._check_order()
            order = self.order_id.sudo()  # sudo: the account of the order, whatever the accountant reads of it
            adjustment = self.env["prepaid.adjustment"].create({
                "account_id": order._find_hold_account().id, "company_id": order.company_id.id, "amount": self.amount, "direction": self.direction,
                "counter_account_id": self.env["prepaid.gl.mapping"]._account(order.company_id, "goods_income").id,
                "reason": self.env._("%(correction)s of order %(order)s: %(reason)s", correction=self.name, order=order.name, reason=self.reason)})
            self._flow_write({"state": "accepted", "decided_by": self.env.uid, "decided_at": fields.Datetime.now(), "adjustment_id": adjustment.id})
            order._log(self.env._("%(correction)s accepted: adjustment %(adjustment)s", correction=self.name, adjustment=adjustment.name))
        return self.action_open_adjustment()

    def action_refuse(self, reason):
        """Refuse the correction: the order stays as it was settled.

        :param reason: why.
        :return: True.
        :raises AccessError: as for the acceptance.
        """
        self.env["sale.order"]._require_role(SETTLEMENT)
        self.check_access("read")
        for correction in self.filtered(lambda rec: rec.state != "refused"):
            correction._need_state("submitted")
            correction._refuse_authors()
            correction._refuse_document(reason)
        return True

    def action_open_adjustment(self):
        """Show the adjustment of the account."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Adjustment"), "res_model": "prepaid.adjustment", "res_id": self.adjustment_id.id,
            "view_mode": "form"}

    # -- help

    def _check_order(self):
        order = self.order_id.sudo()  # sudo: facts of the order, whoever corrects it
        if order.dealer_state not in CORRECTED:
            raise UserError(self.env._("Order %s: nothing of it has shipped. Change the order itself.", order.name))
        if order.settled_by == "pay_later":
            raise UserError(self.env._("Order %s is paid on a term: finance corrects its invoice with a credit note.", order.name))
        given, debited = order._corrected_fen(besides=self.ids) + order._returned_fen() + to_fen(self.amount), order._debited_fen()
        if self.direction == "credit" and given > debited:
            raise UserError(self.env._("Order %(order)s: %(given)s CNY would be given back in all, but only %(debited)s CNY were debited.", order=order.name,
                                       given=yuan(given), debited=yuan(debited)))

    def _refuse_authors(self):
        if self.env.user in self.create_uid | self.submitted_by:
            raise AccessError(self.env._("%s: you proposed it, so another person decides.", self.name))
        self._refuse_editors()

    def _signed_text(self):
        return ("+" if self.direction == "credit" else "-") + yuan(to_fen(self.amount))
