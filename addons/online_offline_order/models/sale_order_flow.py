import re

import psycopg2

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.sql_db import PoolError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..reservation import FREE, Free
from ..settlement import Refusal, rest_of
from ..sql import press

PRESALE, AFTERSALE, MANAGER = "dealer_base.group_cs_presale", "dealer_base.group_cs_aftersale", "dealer_base.group_cs_manager"
SHIPPED = ("shipped", "received")


class SaleOrder(models.Model):
    """The steps of a dealer order. Every public method checks role, state and person, and may be pressed twice."""

    _inherit = "sale.order"

    # -- submit

    def action_submit(self):
        """Hold the order's total on the account and hand the order to review; short of money it waits for a top-up.

        When prices or fees differ from what the form showed, nothing is held: the order shows the new figures and the
        method tells what changed; pressing again agrees to them.

        :return: True, or a notification action when something must be read.
        :raises AccessError: without a role that enters orders, or for the customer of a colleague.
        :raises UserError: with the sentence of what is missing.
        """
        self._require_role(*self._entry_roles())
        self.check_access("write")
        if self._submitted_meanwhile():
            return True
        self._read_ahead()
        answers = [order.with_context(**{FREE: Free()})._submit() for order in self]
        return next((answer for answer in answers if answer), True)

    def _submitted_meanwhile(self):
        """Wait for another request that submits this very order now. Doing its work too would fail on the order's row, to be repeated after seconds.

        :return: whether the other one submitted it; when it failed, took too long or there is none, this one goes on.
        """
        if len(self) != 1 or press.is_first(self.env.cr, self.id):
            return False
        try:
            return self.env["prepaid.gate"]._call(press.await_first(self.id)) in ("submitted", "waiting")
        except (psycopg2.errors.LockNotAvailable, PoolError):
            return False

    def _submit(self):
        self.ensure_one()
        self._check_dealer_order()
        if self.dealer_state in ("submitted", "waiting"):
            return None  # a doubled click
        if self.dealer_state != "draft":
            self._refuse("wrong_state")
        self._check_consumer()
        settlement, quote = self._settle_or_refuse()
        changes = self._changes(settlement)
        if changes and self.settlement_total:
            self._flow()._show_new_figures(settlement, changes)
            return self._notify(self.env._("Please check the new total"), self._change_text(changes))
        return self._hold_or_wait(settlement, quote)

    def _check_dealer_order(self):
        for order in self:
            if not order.is_dealer_order:
                raise UserError(self.env._("Order %s is no dealer order; use the buttons of the Sales application.", order.name))

    def _check_consumer(self):
        if self.dealer_mode != "consumer":
            return
        raw = self.sudo()  # sudo: what is entered is checked for every author, also for one who may not read it
        if not all((raw.consumer_name, raw.consumer_phone, raw.consumer_division_id, raw.consumer_street)):
            self._refuse("bad_consumer")
        if not re.fullmatch(r"\+?\d{6,20}", re.sub(r"[\s\-()]", "", raw.consumer_phone)):
            self._refuse("bad_phone", phone=raw.consumer_phone)
        if not self.consumer_consent:
            self._refuse("no_consent")

    def _settle_or_refuse(self):
        """Price the order of now or raise the sentence why it can't be priced.

        :return: (Settlement, (request, answer) of the carrier).
        """
        settlement, quote = self._settle()
        if isinstance(settlement, Refusal):
            raise UserError(self._refusal_sentence(settlement))
        if self.partner_id.sudo().dealer_state != "approved":  # sudo: the state of the store belongs to the check, whoever submits
            self._refuse("frozen", partner=self.partner_id.display_name)
        self._check_payer()
        self._check_ready_to_submit(settlement)
        return settlement, quote

    def _check_ready_to_submit(self, settlement):
        """Hook: refuse an order that may not be submitted. Extend: raise the sentence; return nothing.

        :param settlement: Settlement of the figures of now.
        """

    def _check_ready_to_approve(self):
        """Hook: refuse an order that may not go to the warehouse, also where it is approved before its money came. Extend as above."""

    def _on_approved(self):
        """Hook: the order has gone to the warehouse. Extend and call super."""

    def _on_received(self):
        """Hook: the goods of the order have arrived. Extend and call super."""

    def _on_cancelled(self):
        """Hook: the order was cancelled. Extend and call super."""

    def _check_payer(self):
        """Refuse an order that no account pays. Extend for other ways of payment; return nothing."""
        if not self._find_account():
            self._refuse("no_account", partner=self.partner_id.display_name)

    def _show_new_figures(self, settlement, changes):
        for goods in settlement.goods:
            line = self._goods_lines().filtered(lambda x, key=goods.key: x._settlement_key() == key)
            price = float(from_fen(goods.unit_fen))
            line.write({"price_unit": price, "technical_price_unit": price})
        self.write({**self._totals(settlement), "change_note": self._change_text(changes), "settlement_refusal": False})
        self._log(self.env._("The total changed before the submit: %s", self._change_text(changes)))

    def _hold_or_wait(self, settlement, quote):
        """Ask the gate for the money, then write what came of it. The gate is asked first and once (ledger.md c).

        :return: None when held, a notification action when the order waits.
        """
        account = self._find_account()
        key = f"sale.order,{self.id},{self.submission_no}"
        result = account._hold(key, settlement.total_fen, "sale.order", self.id, self.name, store=self.partner_id)
        if result.status not in ("held", "short"):
            raise UserError(result.message)
        # Nothing is on its way yet, so no delivery is to be warned of the address.
        flow = self._flow().with_context(mail_activity_automation_skip=True)
        flow._store_settlement(settlement, quote)
        now = fields.Datetime.now()
        vals = {
            "account_partner_id": account.partner_id.id, "partner_invoice_id": account.partner_id.id,
            "submitted_by": self.submitted_by.id or self.env.uid, "submitted_at": self.submitted_at or now,
            "partner_shipping_id": flow._delivery_contact().id,
        }
        if result.status == "held":
            flow.write({**vals, "dealer_state": "submitted", "hold_key": key, "waiting_since": False, "missing_asked": 0})
            self._log(self.env._("%(amount)s CNY held on the account of %(owner)s.", amount=yuan(settlement.total_fen), owner=account.partner_id.name))
            return None
        sentence = result.message
        news = self.dealer_state != "waiting" or to_fen(flow.missing_asked) != result.missing_fen
        flow.write({
            **vals, "dealer_state": "waiting", "waiting_since": self.waiting_since or now,
            "missing_asked": float(from_fen(result.missing_fen))})
        flow._freight_is_fresh()
        if news:  # the queue asks each minute: only another figure is worth a line
            self._log(sentence)
        return self._notify(self.env._("Waiting for a top-up"), sentence)

    def _freight_is_fresh(self):
        """Hook: the freight was quoted in this very step, whatever else was written with it. Extend where quotes can be stale."""

    def _delivery_contact(self):
        """Give the address the goods go to: the store's, or a delivery contact below the store for a consumer.

        :return: one res.partner.
        """
        if self.dealer_mode != "consumer":
            return self.partner_id
        vals = {
            "parent_id": self.partner_id.id, "type": "delivery", "name": self.consumer_name, "phone": self.consumer_phone,
            "street": self.consumer_street, "division_id": self.consumer_division_id.id, "company_id": self.partner_id.company_id.id,
            "is_dealer_consumer": True, **self.env["res.partner"]._division_address(self.consumer_division_id),
        }
        contacts = self.env["res.partner"].sudo()  # sudo: the contact belongs to the store, service may have no partner rights there
        known = contacts.search_fetch([(name, "=", vals[name]) for name in ("parent_id", "type", "is_dealer_consumer", "phone", "division_id")])
        found = known.filtered(lambda one: all((one[name].id if isinstance(one[name], models.BaseModel) else one[name]) == vals[name] for name in vals))
        return found[:1] or contacts.create(vals)

    # -- waiting

    def action_confirm_total(self, total=None):
        """Agree to the new total of a waiting order and ask for its money again.

        :param total: the total agreed to, in yuan; by default the one the order shows.
        :return: True, or a notification action when it still waits.
        """
        self._require_role(PRESALE)
        self.ensure_one()
        if self.dealer_state != "waiting":
            if self.dealer_state == "submitted":
                return True
            self._refuse("wrong_state")
        settlement, quote = self._settle_or_refuse()
        agreed_fen = to_fen(self.proposed_total or self.settlement_total if total is None else total)
        if settlement.total_fen != agreed_fen:
            self._refuse("total_differs", new_fen=settlement.total_fen, old_fen=agreed_fen)
        return self._hold_or_wait(settlement, quote) or True

    def action_retry(self):
        """Ask again for the money of the order that waits longest among these; a request takes one hold (ledger.md c)."""
        self._require_role(PRESALE)
        for order in self.sorted(lambda order: (order.waiting_since or fields.Datetime.now(), order.id))[:1]:
            order._retry_waiting()
        return True

    def _retry_waiting(self):
        """Ask for the money of one waiting order; changed figures make it ask its people first (journey J4).

        :return: True when the money is held now.
        """
        self.ensure_one()
        if self.dealer_state != "waiting" or self.must_confirm:
            return False
        settlement, quote = self._settle()
        if isinstance(settlement, Refusal):
            self._flow().write({"must_confirm": True, "change_note": self._refusal_sentence(settlement)})
            return False
        changes = self._changes(settlement)
        if changes:
            text = self._change_text(changes)
            self._flow().write({"must_confirm": True, "proposed_total": float(from_fen(settlement.total_fen)), "change_note": text})
            self._log(self.env._("Before the money is held somebody must confirm: %s", text))
            return False
        if self._still_short(settlement.total_fen):
            return False
        try:
            self._hold_or_wait(settlement, quote)
        except UserError as error:  # the account was frozen or is closing: the order keeps waiting and says why
            self._flow().write({"change_note": str(error)})
        return self.dealer_state == "submitted"

    def _still_short(self, total_fen):
        """Tell whether the account lacks what it lacked when it was last asked, without writing anything."""
        account = self._find_account()
        result = account._covers(total_fen, self.name) if account else None
        return bool(result) and result.status == "short" and result.missing_fen == to_fen(self._flow().missing_asked)

    # -- review

    def action_approve(self):
        """Approve submitted orders: the delivery appears in the warehouse.

        :raises AccessError: without the role pre-sale service.
        :raises UserError: when the approver entered or submitted the order, or its state does not fit.
        """
        self._require_role(PRESALE)
        self._read_ahead()
        for order in self:
            order._check_dealer_order()
            if order.dealer_state in ("approved", "partial", *SHIPPED):
                continue  # a doubled click
            if order.dealer_state != "submitted":
                order._refuse("wrong_state")
            if self.env.user in order._no_approvers():
                order._refuse("same_person")
            order._check_ready_to_approve()
            flow = order._flow()
            flow.write({"dealer_state": "approved", "approved_by": self.env.uid, "approved_at": fields.Datetime.now()})
            flow.action_confirm()
            order._on_approved()
        return True

    def action_reject(self, reason):
        """Send an order that is under review or waits back to draft; what was held is released.

        :param reason: text for the people who entered it.
        """
        self._require_role(PRESALE)
        for order in self:
            order._check_dealer_order()
            if order.dealer_state == "draft":
                continue  # a doubled click
            if order.dealer_state not in ("submitted", "waiting"):
                order._refuse("wrong_state")
            order._need_reason(reason)
            order._send_back(reason)
        return True

    def _send_back(self, reason):
        """Make a draft of an order that is under review or waits, and give its money back; who may was checked by the caller."""
        self._release_hold(reason)
        self._flow().write({
            "dealer_state": "draft", "hold_key": False, "submission_no": self.submission_no + 1, "waiting_since": False,
            "missing_asked": 0, "must_confirm": False, "proposed_total": 0, "change_note": reason, "submitted_by": False,
        })
        self._log(self.env._("Sent back to draft: %s", reason))

    # -- cancel

    def action_cancel_order(self, reason):
        """Cancel an order of which nothing has shipped; the hold is released, the delivery cancelled.

        :param reason: why.
        :raises UserError: when goods have left: "use a return".
        """
        self._require_role(PRESALE)
        for order in self:
            order._check_dealer_order()
            if order.dealer_state == "cancelled":
                continue  # a doubled click releases nothing twice
            if order.dealer_state in SHIPPED:
                order._refuse("use_return")
            if order.dealer_state == "partial":
                order._refuse("use_cancel_rest")
            order._need_reason(reason)
            order._release_hold(reason)
            flow = order._flow()
            flow.write({"dealer_state": "cancelled", "cancel_reason": reason, "waiting_since": False, "missing_asked": 0, "must_confirm": False})
            flow._action_cancel()
            order._log(self.env._("Cancelled: %s", reason))
            order._on_cancelled()
        return True

    def action_cancel_rest(self, reason, by_dealer=False):
        """Cancel what is left of a partly shipped order; the rest of the hold is released.

        :param reason: why.
        :param by_dealer: the dealer asked for it: what has shipped is rated by itself where the company wants it so, otherwise nothing is.
        """
        self._require_role(PRESALE)
        for order in self:
            order._check_dealer_order()
            if order.dealer_state in SHIPPED:
                continue  # a doubled click
            if order.dealer_state != "partial":
                order._refuse("wrong_state")
            order._need_reason(reason)
            order._drop_rest(reason, bool(by_dealer))
        return True

    def _drop_rest(self, reason, by_dealer=False):
        flow = self._flow()
        flow.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel")).action_cancel()
        self._release_hold(reason)
        flow.write({"dealer_state": "shipped", "cancel_reason": reason})
        self._log(self.env._("Rest cancelled: %s", reason))

    def _need_reason(self, reason):
        if not reason or not str(reason).strip():
            self._refuse("no_reason")

    def _release_hold(self, reason):
        """Release what is still held for the order; a second call finds nothing left.

        :return: fen released.
        """
        if not self.hold_key:
            return 0
        fen = self._find_hold_account()._release(self.hold_key, str(reason))
        if fen:
            self._log(self.env._("%s CNY released.", yuan(fen)))
        return fen

    def _find_hold_account(self):
        """Give the account on which the order's money is held, whatever season runs now."""
        holds = self.env["prepaid.hold"].sudo()  # sudo: service need not see holds of the account
        hold = holds.search_fetch([("key", "=", self.hold_key)], ["account_id"], limit=1)
        return hold.account_id or self._find_account()

    def _rest_fen(self):
        """Say what is still to be debited by the frozen settlement.

        :return: fen.
        """
        return rest_of(self._frozen_settlement(), {line._settlement_key(): line.qty_settled for line in self._goods_lines()})

    # -- help

    def _read_ahead(self):
        """Read in one go the partners that a step asks for one after the other: store, those above it, consumer, company and person."""
        orders = self.sudo()  # sudo: read for the program; what a person is shown is asked with his own rights
        people = orders.partner_id | orders.partner_shipping_id | orders.account_partner_id | orders.dealer_id | orders.sales_company_id
        people |= orders.company_id.partner_id | orders.env.user.partner_id
        people.fetch(list(people._read_alone))

    def _notify(self, title, text):
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"title": title, "message": text, "type": "warning", "sticky": True, "next": {"type": "ir.actions.client", "tag": "soft_reload"}},
        }
