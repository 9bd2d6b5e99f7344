from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..returns import Exchange
from ..settlement import Refusal as OrderRefusal
from .dealer_return_exchange import SHIPS
from .dealer_return_flow import AFTERSALE
from .sale_order_freight import NO_FREIGHT


class DealerReturn(models.Model):
    """The steps of an exchange: accept it (the money is held, the delivery appears), wait for a top-up, give it up.

    exchange -> replacing -> exchanged with the shipment; short of money it waits: the pieces stay in quarantine, the order of the
    replacement stands in the queue of the account with all others. The hold is the first thing an acceptance does (ledger.md c).
    """

    _inherit = "dealer.return"
    _reason_methods = {"action_cancel_exchange"}

    exchange_accepted_by = fields.Many2one("res.users", string="Exchange accepted by", readonly=True, copy=False)
    exchange_accepted_at = fields.Datetime(string="Exchange accepted at", readonly=True, copy=False)
    exchanged_at = fields.Datetime(readonly=True, copy=False)

    def _state_to_settle(self):
        if self._is_exchange() and self.sudo().exchange_order_id.dealer_state not in SHIPS:  # sudo: the state of the replacement, whoever receives
            return "exchange"
        return super()._state_to_settle()

    def action_accept_exchange(self):
        """Accept an exchange whose goods have come and were inspected, or one in advance: its net is held, the replacement goes to the warehouse.

        Pressed again while it waits for a top-up it asks for the money again.

        :return: True, or a notification action when it waits.
        :raises AccessError: for everybody but after-sale service, and for who received or inspected the goods.
        :raises UserError: when the goods are not there yet, or the replacement cannot be priced.
        """
        self._require_role(AFTERSALE)
        self.ensure_one()
        if self.exchange_order_id.sudo().dealer_state in SHIPS:  # sudo: see above
            return True  # a doubled click
        if self.state not in ("exchange", "waiting", "approved"):
            self._refuse("wrong_state")
        if not self.is_exchange or (self.state == "approved" and self.exchange_kind != "advance"):
            self._refuse("not_received")
        if self.env.user in self.received_by | self.inspected_by:
            self._refuse("same_person")
        self._fit_pieces_out()
        return self._accept_exchange() or True

    def _priced_exchange(self, order):
        """Price what is about to be accepted.

        :param order: sale.order of the replacement, in flow mode.
        :return: (Settlement, Freight, Exchange).
        :raises UserError: when return or replacement cannot be priced, or postage and handling exceed the credit.
        """
        settlement, freight = order._settle()
        if isinstance(settlement, OrderRefusal):
            self._refuse("exchange_refused", reason=order._refusal_sentence(settlement))
        found = Exchange(self._previewed(), settlement.goods_fen, settlement.admin_fen, settlement.logistics_fen)
        self._check_covered(found)
        return settlement, freight, found

    def _accept_exchange(self):
        """Ask the gate for the money, then write what came of it.

        :return: None, or a notification action when it waits.
        """
        order = self.exchange_order_id._flow()
        settlement, freight, found = self._priced_exchange(order)
        asks = self._ask_store(found)
        if asks:
            return asks
        fen, account = found.hold_fen(in_advance=self.state == "approved"), self._credited_account()
        key = f"sale.order,{order.id},{order.submission_no}"
        result = account._hold(key, fen, "sale.order", order.id, order.name, store=order.partner_id) if fen else None
        if result and result.status not in ("held", "short"):
            raise UserError(result.message)
        flow = self._flow()
        order._store_settlement(settlement, freight)
        now = fields.Datetime.now()
        flow.write({"exchange_accepted_by": self.exchange_accepted_by.id or self.env.uid, "exchange_accepted_at": self.exchange_accepted_at or now})
        order.write({
            "account_partner_id": account.partner_id.id, "partner_invoice_id": account.partner_id.id, "partner_shipping_id": order._delivery_contact().id,
            "settled_by": self.order_id.sudo().settled_by or "prepaid", "submitted_by": flow.exchange_accepted_by.id,  # sudo: how the order was paid
            "submitted_at": order.submitted_at or now})
        if result and result.status == "short":
            return self._wait_exchange(order, fen, result)
        order.write({
            "dealer_state": "approved", "approved_by": self.approved_by.id, "approved_at": now, "hold_key": key if fen else False,
            "waiting_since": False, "missing_asked": 0, "proposed_total": 0})
        order.action_confirm()
        order._on_approved()
        if flow.state != "approved":
            flow.state = "replacing"
            flow._leave_quarantine()
        self._log(self.env._("Exchange accepted (%(text)s): %(amount)s CNY held, %(order)s goes to the warehouse.",
                             text=self.preview_text, amount=yuan(fen), order=order.name))
        return None

    def _wait_exchange(self, order, fen, result):
        """Leave an accepted exchange waiting: nothing is held, the pieces stay in quarantine.

        :param fen: what it asks for. :param result: HoldResult.
        :return: a notification action.
        """
        news = order.dealer_state != "waiting" or to_fen(order.missing_asked) != result.missing_fen
        order.write({
            "dealer_state": "waiting", "waiting_since": order.waiting_since or fields.Datetime.now(), "proposed_total": float(from_fen(fen)),
            "missing_asked": float(from_fen(result.missing_fen))})
        order._freight_is_fresh()
        if self.state != "approved":
            self._flow().state = "waiting"
        if news:
            self._log(result.message)
        return order._notify(self.env._("Waiting for a top-up"), result.message)

    def _retry_exchange(self):
        """Called by the queue of the account: ask for the money of a waiting exchange again.

        :return: True when it is held now.
        """
        self.ensure_one()
        if self.state not in ("waiting", "approved") or self.exchange_asked_at:
            return False
        order = self.exchange_order_id
        result = self._credited_account()._covers(to_fen(order.proposed_total), order.name)
        if result.status == "short" and result.missing_fen == to_fen(order.missing_asked):
            return False
        self._accept_exchange()
        return order.dealer_state in SHIPS

    def _downgrade(self):
        order = self.exchange_order_id._flow()
        if order.dealer_state == "draft" and order.freight_manual:
            order.write(NO_FREIGHT)  # no claim of quality: the freight of the replacement is the dealer's
        super()._downgrade()

    # -- give up

    def action_cancel_exchange(self, reason):
        """Give up the exchange as long as the replacement has not shipped: what is held is released, the return goes on as a plain one.

        :param reason: why, mandatory.
        :return: True.
        """
        self._require_role(AFTERSALE)
        for record in self:
            if record.exchange_cancelled:
                continue  # a doubled click
            if not record.is_exchange or record.exchange_order_id.sudo().dealer_state in ("partial", "shipped", "received"):  # sudo: see above
                record._refuse("wrong_state")
            record._need_reason(reason)
            flow = record._flow()
            flow._drop_replacement(reason.strip())
            flow.exchange_cancelled = True
            if flow.state in ("exchange", "waiting", "replacing"):
                if flow.state != "replacing":
                    flow._leave_quarantine()
                flow.state = "received"
            record._log(self.env._("Exchange given up: %s", reason.strip()))
        return True

    def action_open_cancel_exchange(self):
        """Ask why the exchange is given up."""
        return self.env["dealer.reason"]._ask(self, "action_cancel_exchange", self.env._("Give up the exchange"))

    def _drop_replacement(self, reason):
        """Cancel the order of the replacement; of one that has shipped what is still held is released."""
        order = self.exchange_order_id._flow()
        if not order or order.dealer_state == "cancelled":
            return
        order._release_hold(reason)
        if order.dealer_state not in ("partial", "shipped", "received"):
            order.write({
                "dealer_state": "cancelled", "cancel_reason": reason, "waiting_since": False, "missing_asked": 0, "proposed_total": 0})
            order._action_cancel()
            order._log(self.env._("Cancelled: %s", reason))
            order._on_cancelled()

    def action_cancel(self, reason):
        """Give up returns, see the flow; the replacement of an exchange that has not shipped is cancelled with it.

        :param reason: why, mandatory.
        :return: True.
        """
        result = super().action_cancel(reason)
        for record in self.filtered(lambda rec: rec.sudo().exchange_order_id):  # sudo: see above
            record._flow()._drop_replacement(reason.strip())
        return result

    def action_send_back(self, reason):
        """Let the goods go back to the store, see there; no replacement goes out.

        :param reason: what the store said.
        :return: True.
        """
        result = super().action_send_back(reason)
        if self.sudo().exchange_order_id:  # sudo: see above
            self._flow()._drop_replacement(reason.strip())
        return result
