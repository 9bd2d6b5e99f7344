from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan
from odoo.addons.dealer_prepaid.models.res_partner_settlement import METHODS

from ..settlement import WaitingOrder, missing_in_queue

MANAGER = "dealer_base.group_fin_manager"


class SaleOrder(models.Model):
    """How a dealer order is paid (G13): one flow, different gates (journey J15).

    * prepaid: the total is held on the account at submit;
    * pay now: the same, but the account is filled by receipts for the order: it waits until it is paid, may be reviewed
      meanwhile, and goes to the warehouse when both gates are open (R1-068);
    * pay later: nothing is held; it ships after the review and its invoice stays open until the term ends. Beyond the
      credit limit the finance manager must release it.
    """

    _inherit = "sale.order"
    _reason_methods = {"action_release_credit"}

    settled_by = fields.Selection(METHODS, string="Submitted as", readonly=True, copy=False, index="btree_not_null")
    settlement_method = fields.Selection(METHODS, compute="_compute_settlement_method", help="How this order is paid.")
    reviewed_by = fields.Many2one("res.users", string="Reviewed by", readonly=True, copy=False, help="Approved before the money came.")
    reviewed_at = fields.Datetime(readonly=True, copy=False)
    credit_days = fields.Integer(string="Term (days)", readonly=True, copy=False)
    credit_state = fields.Selection(
        [("ok", "Within the limit"), ("over", "Finance release needed"), ("released", "Released")], string="Credit",
        readonly=True, copy=False, index="btree_not_null")
    credit_text = fields.Char(readonly=True, copy=False)
    credit_released_by = fields.Many2one("res.users", string="Released by", readonly=True, copy=False)
    credit_release_reason = fields.Char(readonly=True, copy=False)
    gate_text = fields.Char(string="Still to do", compute="_compute_gate_text")
    term_text = fields.Char(string="Open invoices and limit", compute="_compute_term_text")

    @api.depends("settlement_method", "dealer_state", "settlement_total", "captured_total")
    @api.depends_context("lang")
    def _compute_term_text(self):
        for order in self:
            payer = order._payment_terms()[1] if order.settlement_method == "pay_later" else None
            owed_fen, ordered_fen, limit_fen = order._term_figures(payer) if payer else (0, 0, 0)
            order.term_text = self.env._(
                "open invoices %(owed)s + running orders %(ordered)s, limit %(limit)s CNY",
                owed=yuan(owed_fen), ordered=yuan(ordered_fen), limit=yuan(limit_fen)) if payer else False

    @api.depends("settled_by", "dealer_state", "partner_id")
    def _compute_settlement_method(self):
        for order in self:
            order.settlement_method = order._payment_terms()[0] if order.is_dealer_order else False

    @api.depends("settled_by", "dealer_state", "reviewed_by", "missing_amount", "credit_state")
    def _compute_gate_text(self):
        for order in self:
            review = self.env._("To review") if not (order.reviewed_by or order.approved_by) else ""
            money = ""
            if order.dealer_state == "waiting" and order.settled_by == "pay_now":
                money = self.env._("to pay: %s CNY missing", yuan(to_fen(order.missing_amount)))
            elif order.dealer_state == "submitted" and order.credit_state == "over":
                money = self.env._("finance release needed")
            waits = order.dealer_state in ("waiting", "submitted") and order.settled_by
            order.gate_text = " + ".join(filter(None, (review, money))) if waits else False

    # -- who pays, and how

    def _payment_terms(self):
        """Say how the order is paid: as it was submitted, else as its store is to pay now.

        :return: (method, payer in sudo); the payer is empty where the prepaid account nearest above decides.
        """
        self.ensure_one()
        if self.dealer_state != "draft":  # orders submitted before there were methods are prepaid
            method = self.settled_by or "prepaid"
            return method, self.account_partner_id.sudo() if method != "prepaid" else self.env["res.partner"]  # sudo: see below
        partner = self.partner_id._origin.sudo()  # sudo: the terms belong to the order, whoever enters it
        return partner._settlement_terms() if partner else ("prepaid", partner)

    def _find_account(self):
        method, payer = self._payment_terms()
        accounts = self.env["prepaid.account"].sudo()  # sudo: who enters an order need not see the account's ledger
        if method == "pay_later":
            return accounts
        if method == "pay_now":
            return accounts.search([
                ("company_id", "=", self.company_id.id), ("partner_id", "=", payer.id), ("brand_id", "=", False), ("state", "!=", "closed"),
            ], order="id desc", limit=1)
        return super()._find_account()

    @api.depends("partner_id", "company_id", "is_dealer_order")
    def _compute_account_partner_id(self):
        super()._compute_account_partner_id()
        for order in self:
            if order.is_dealer_order and order.dealer_state == "draft":
                method, payer = order._payment_terms()
                if method != "prepaid":
                    order.account_partner_id = payer

    def _check_payer(self):
        method, payer = self._payment_terms()
        if method == "prepaid":
            return super()._check_payer()
        if method == "pay_now":
            self.env["prepaid.account"].sudo()._get_or_create(self.company_id, payer)  # sudo: the account comes with the payer's terms
        return None

    # -- submit

    def _hold_or_wait(self, settlement, quote):
        method, payer = self._payment_terms()
        if method == "pay_later":
            return self._submit_on_term(settlement, quote, payer)
        if method == "pay_now":
            if self.reviewed_by and settlement.total_fen != to_fen(self.settlement_total):
                self._flow().write({"reviewed_by": False, "reviewed_at": False})  # what was approved is not what is asked for now
            missing_fen = self._missing_fen(settlement.total_fen)
            if missing_fen:
                return self._wait_for_payment(settlement, quote, payer, missing_fen)
        answer = super()._hold_or_wait(settlement, quote)
        self._flow().settled_by = method
        if self.dealer_state == "submitted" and self.reviewed_by:
            self._approve_reviewed()
        return answer

    def _submission_values(self, payer):
        return {
            "account_partner_id": payer.id, "partner_invoice_id": payer.id, "partner_shipping_id": self._flow()._delivery_contact().id,
            "submitted_by": self.submitted_by.id or self.env.uid, "submitted_at": self.submitted_at or fields.Datetime.now(),
        }

    def _wait_for_payment(self, settlement, quote, payer, missing_fen):
        """Leave a pay-now order waiting for receipts; nothing is held yet.

        :return: a notification action.
        """
        text = self.env._(
            "Order %(order)s costs %(total)s CNY: %(missing)s missing. It ships when it is paid and reviewed.",
            order=self.name, total=yuan(settlement.total_fen), missing=yuan(missing_fen))
        news = self.dealer_state != "waiting" or to_fen(self._flow().missing_asked) != missing_fen
        flow = self._flow()
        flow._store_settlement(settlement, quote)
        flow.write({
            **self._submission_values(payer), "settled_by": "pay_now", "dealer_state": "waiting",
            "waiting_since": self.waiting_since or fields.Datetime.now(), "missing_asked": float(from_fen(missing_fen))})
        flow._freight_is_fresh()
        if news:
            self._log(text)
        return self._notify(self.env._("To pay"), text)

    def _missing_fen(self, total_fen):
        """Work out what a pay-now order lacks; what others were paid for stays theirs, what is paid too much goes to the one that waits longest.

        :return: fen, 0 when the account covers the order.
        """
        account = self._find_account()
        if not account or account.state == "draft":
            return total_fen
        queue, waits = self._paid_queue(account)
        place = list(queue.ids).index(self.id) if self.id in queue.ids else len(waits)
        waits.insert(place, WaitingOrder(self.id, total_fen, to_fen(self.receipt_total)))
        return missing_in_queue(to_fen(account.available), waits)[self.id]

    def _lacking(self, account, cover=None):
        paid = self.filtered(lambda order: order.settled_by == "pay_now" and not order.exchange_return_id)
        found = super(SaleOrder, self - paid)._lacking(account, cover)
        if not paid or not account or account.state == "draft":
            return found | {order.id: to_fen(order.settlement_total) for order in paid}
        queue = account._waiting_orders().filtered(lambda order: order.settled_by == "pay_now") | paid
        return found | missing_in_queue(to_fen(account.available), [
            WaitingOrder(order.id, to_fen(order.settlement_total), to_fen(order.receipt_total)) for order in queue])

    def _paid_queue(self, account):
        """:return: (the pay-now orders that wait for money of the account, the others among them as the core wants them)."""
        queue = account._waiting_orders().filtered(lambda order: order.settled_by == "pay_now")
        return queue, [
            WaitingOrder(order.id, to_fen(order.settlement_total), to_fen(order.receipt_total)) for order in queue if order.id != self.id]

    # -- review

    def action_approve(self):
        """Approve orders; a pay-now order may be approved before it is paid, a pay-later order only within its credit or released.

        :raises AccessError: without the role pre-sale service.
        :raises UserError: when the approver entered or submitted the order, its state does not fit, or the release is missing.
        """
        self._require_role("dealer_base.group_cs_presale")
        early = self.filtered(lambda order: order.is_dealer_order and order.dealer_state == "waiting" and order.settled_by == "pay_now")
        for order in early.filtered(lambda rec: not rec.reviewed_by):
            if self.env.user in order._no_approvers():
                order._refuse("same_person")
            order._check_ready_to_approve()
            order._flow().write({"reviewed_by": self.env.uid, "reviewed_at": fields.Datetime.now()})
            order._log(self.env._("Approved; it goes to the warehouse when it is paid."))
        rest = self - early
        for order in rest.filtered(lambda rec: rec.settled_by == "pay_later" and rec.dealer_state == "submitted"):
            order._check_credit()
        return super(SaleOrder, rest).action_approve() if rest else True

    def _approve_reviewed(self):
        """The money of a reviewed order has come: both gates are open."""
        flow = self._flow()
        flow.write({"dealer_state": "approved", "approved_by": self.reviewed_by.id, "approved_at": fields.Datetime.now()})
        flow.action_confirm()
        self._log(self.env._("Paid, and approved before by %s: to ship.", self.reviewed_by.name))
        self._on_approved()

    def _send_back(self, reason):
        """The gates of an order that is a draft again begin anew."""
        super()._send_back(reason)
        self._flow().write({
            "settled_by": False, "reviewed_by": False, "reviewed_at": False, "credit_state": False, "credit_text": False,
            "credit_released_by": False, "credit_release_reason": False})

    # -- pay later

    def _submit_on_term(self, settlement, quote, payer):
        """Hand a pay-later order to review; beyond the credit limit it needs the finance manager's release.

        :return: None, or a notification action when it needs the release.
        """
        payer._touch_credit_term()
        flow = self._flow()
        flow._store_settlement(settlement, quote)
        flow.write({
            **self._submission_values(payer), "settled_by": "pay_later", "credit_days": payer.credit_term_days, "dealer_state": "submitted",
            "waiting_since": False, "missing_asked": 0})
        self._judge_credit(payer)
        self._log(self.env._("Submitted on a term of %(days)s days: %(amount)s CNY.", days=payer.credit_term_days, amount=yuan(settlement.total_fen)))
        if self.credit_state == "over":
            self._log(self.credit_text)
            return self._notify(self.env._("Finance release needed"), self.credit_text)
        return None

    def _term_figures(self, payer):
        """Give what counts against the payer's limit.

        :param payer: res.partner in sudo.
        :return: (fen of its open invoices, fen of its running orders, fen of its limit).
        """
        running = self.sudo().search([  # sudo: all orders of the payer count, whoever submits this one
            ("company_id", "=", self.company_id.id), ("account_partner_id", "=", payer.id), ("settled_by", "=", "pay_later"),
            ("dealer_state", "in", ("submitted", "approved", "partial"))])
        ordered_fen = sum(to_fen(order.settlement_total) - to_fen(order.captured_total) for order in running)
        return payer._open_receivable_fen(self.company_id), ordered_fen, to_fen(payer.credit_term_limit)

    def _judge_credit(self, payer):
        """Compare what the payer owes and has ordered with its limit; the answer stays on the order."""
        owed_fen, ordered_fen, limit_fen = self._term_figures(payer)
        over = owed_fen + ordered_fen > limit_fen
        text = self.env._(
            "%(payer)s: open invoices %(owed)s + orders %(ordered)s = %(sum)s CNY, credit limit %(limit)s: %(over)s CNY over. "
            "The finance manager must release order %(order)s.",
            payer=payer.display_name, owed=yuan(owed_fen), ordered=yuan(ordered_fen), sum=yuan(owed_fen + ordered_fen), limit=yuan(limit_fen),
            over=yuan(owed_fen + ordered_fen - limit_fen), order=self.name) if over else False
        self._flow().write({"credit_state": "over" if over else "ok", "credit_text": text})

    def _check_credit(self):
        """Refuse the approval of an order beyond the limit that nobody released; a payment since then may have made room."""
        if self.credit_state == "released":
            return
        payer = self._payment_terms()[1]
        payer._touch_credit_term()
        self._judge_credit(payer)
        if self.credit_state == "over":
            raise UserError(self.credit_text)

    def action_release_credit(self, reason):
        """Let pay-later orders beyond the credit limit go to review.

        :param reason: text, why.
        :return: True; pressing twice does nothing more.
        :raises AccessError: for everybody but the finance manager, and for the one who entered or submitted the order.
        """
        self._require_role(MANAGER)
        self.check_access("read")
        for order in self.filtered(lambda rec: rec.credit_state != "released"):
            order._need_reason(reason)
            if order.dealer_state != "submitted" or order.credit_state != "over":
                raise UserError(self.env._("Order %s needs no release of its credit.", order.name))
            if self.env.user in (order.create_uid | order.submitted_by):
                raise AccessError(self.env._("Another person must release order %s: you entered or submitted it.", order.name))
            order._flow().write({"credit_state": "released", "credit_released_by": self.env.uid, "credit_release_reason": reason.strip()})
            order._log(self.env._("Credit released: %s", reason.strip()))
        return True

    def action_ask_release_credit(self):
        """Ask why the credit is released."""
        self._require_role(MANAGER)
        return self.env["dealer.reason"]._ask(self, "action_release_credit", self.env._("Release credit"))

    def _prepare_invoice(self):
        values = super()._prepare_invoice()
        if self.settled_by == "pay_later":
            values["invoice_date_due"] = fields.Date.add(self.company_id._dealer_today(), days=self.credit_days)
        return values
