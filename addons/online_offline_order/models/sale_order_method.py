from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen

FINANCE = ("dealer_base.group_fin_settlement", "dealer_base.group_fin_manager")
SENDERS = (
    "dealer_base.group_cs_presale", "dealer_base.group_cs_aftersale", "dealer_base.group_fin_cashier", "dealer_base.group_fin_confirmer",
    "dealer_base.group_fin_settlement", "dealer_base.group_sales_rep")
RECORDERS = ("dealer_base.group_fin_cashier", "dealer_base.group_fin_manager", "dealer_base.group_cs_presale", "dealer_base.group_sales_rep")


class SaleOrder(models.Model):
    """Finance confirms or changes the way an order is paid from the order itself (R1-063), and money for it is recorded there."""

    _inherit = "sale.order"
    _reason_methods = {"action_change_settlement"}

    method_confirmed_by = fields.Many2one("res.users", string="Method confirmed by", readonly=True, copy=False)
    method_confirmed_at = fields.Datetime(readonly=True, copy=False)
    pay_to = fields.Text(compute="_compute_pay_to", help="What the customer is told.")

    def _compute_pay_to(self):
        for order in self:
            payer = order.account_partner_id or order.partner_id
            order.pay_to = "\n".join(order.company_id._pay_to_lines(payer)) if order.is_dealer_order and payer else False

    # -- the way of payment

    def action_confirm_method(self):
        """Note that finance looked at how the order is paid and agrees.

        :return: True; pressing twice does nothing more.
        :raises AccessError: for everybody but settlement accountant and finance manager.
        :raises UserError: for a draft or cancelled order.
        """
        self._require_role(*FINANCE)
        self.check_access("read")
        for order in self.filtered(lambda rec: not rec.method_confirmed_by):
            order._check_dealer_order()
            if order.dealer_state in ("draft", "cancelled"):
                raise UserError(self.env._("Order %s is not submitted: its way of payment is confirmed once it is.", order.name))
            order._flow().write({"method_confirmed_by": self.env.uid, "method_confirmed_at": fields.Datetime.now()})
            order._log(self.env._("Settlement method confirmed: %s", order._method_name()))
        return True

    def action_ask_settlement(self):
        """Open the dialog that changes how the payer of the order pays; this order follows with Pay by the new terms.

        :return: form action.
        :raises AccessError: for everybody but settlement accountant and finance manager.
        """
        self.ensure_one()
        self._require_role(*FINANCE)
        self.check_access("read")
        payer = self._payment_terms()[1] or self.account_partner_id or self.partner_id
        return payer.sudo(False).action_ask_settlement()

    def action_change_settlement(self, reason):
        """Let a waiting or submitted order be paid by the present terms of its store: as if it were sent back and submitted anew.

        Money that it holds stays held for prepaid and pay now, and is released for pay later.

        :param reason: text, why.
        :return: True, or a notification action when it waits for money or for the release now.
        :raises AccessError: for everybody but settlement accountant and finance manager.
        :raises UserError: when the state or the figures do not fit, the order was approved before, or nothing would change.
        """
        self.ensure_one()
        self._require_role(*FINANCE)
        self.check_access("read")
        self._check_dealer_order()
        self._need_reason(reason)
        if self.dealer_state not in ("waiting", "submitted"):
            raise UserError(self.env._("Order %s: the way of payment changes while it waits or is under review only.", self.name))
        if self.approved_by or to_fen(self.captured_total):
            raise UserError(self.env._(
                "Order %s has been approved already and its goods are picked or on their way: its way of payment stays. "
                "Top up its account, or cancel the order or its rest.", self.name))
        before, method = self._method_name(), self.partner_id.sudo()._settlement_terms()[0]  # sudo: the terms belong to the order
        if method == (self.settled_by or "prepaid"):
            raise UserError(self.env._(
                "Order %(order)s is paid as its store is to pay: %(method)s. Change the terms of the store first.", order=self.name, method=before))
        answer = self._follow_terms(method, reason)
        self._flow().write({"method_confirmed_by": self.env.uid, "method_confirmed_at": fields.Datetime.now()})
        self._log(self.env._("Settlement method %(before)s → %(after)s: %(reason)s", before=before, after=self._method_name(), reason=reason.strip()))
        return answer or True

    def action_ask_change_settlement(self):
        """Ask why the order is paid another way."""
        return self.env["dealer.reason"]._ask(self, "action_change_settlement", self.env._("Pay by the new terms"))

    def _method_name(self):
        return dict(self._fields["settlement_method"]._description_selection(self.env)).get(self.settlement_method)

    def _follow_terms(self, method, reason):
        held = self.hold_key and self._find_hold_account()
        if held and method != "pay_later":
            self._flow().settled_by = method  # its money is there already
            return None
        settlement, quote = self._settle_or_refuse()
        if self._changes(settlement):
            raise UserError(self.env._("Order %s: prices or fees changed since it was submitted; have service send it back and submit it anew.", self.name))
        if held:
            self._release_hold(reason)
            self._flow().write({"hold_key": False, "submission_no": self.submission_no + 1})
        self._flow().write({
            "dealer_state": "draft", "settled_by": False, "credit_state": False, "credit_text": False, "credit_released_by": False,
            "credit_release_reason": False, "waiting_since": False, "missing_asked": 0, "must_confirm": False, "proposed_total": 0})
        self._check_payer()  # by the new terms, which a draft follows
        return self._hold_or_wait(settlement, quote)

    def _send_back(self, reason):
        """The way of payment of an order that is a draft again is confirmed anew."""
        super()._send_back(reason)
        self._flow().write({"method_confirmed_by": False, "method_confirmed_at": False})

    # -- money for the order

    def action_send_payment_details(self):
        """Tell the payer where to pay for the order, see the account.

        :return: a notification action.
        :raises AccessError: for roles that do not speak with customers about money.
        """
        self.ensure_one()
        self._require_role(*SENDERS)
        self.check_access("read")
        self._check_dealer_order()
        return self.company_id._send_pay_to(self._flow(), self._payment_terms()[1] or self.account_partner_id or self.partner_id)

    def action_record_topup(self):
        """Open a new top-up for the account of a waiting order, with what is missing.

        :return: form action.
        :raises AccessError: for roles that do not record top-ups.
        :raises UserError: when the order lacks no money.
        """
        self.ensure_one()
        self._require_role(*RECORDERS)
        self.check_access("read")
        self._check_dealer_order()
        if self.dealer_state != "waiting":
            raise UserError(self.env._("Order %s lacks no money: no top-up is needed.", self.name))
        account = self._find_account()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Top-up"), "res_model": "prepaid.topup", "view_mode": "form",
            "context": {
                "default_partner_id": (account.partner_id or self.account_partner_id or self.partner_id).id, "default_brand_id": account.brand_id.id,
                "default_company_id": self.company_id.id, "default_amount": max(to_fen(self.topup_to_release), to_fen(self.missing_amount)) / 100}}
