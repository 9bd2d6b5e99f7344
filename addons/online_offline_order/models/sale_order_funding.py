from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan


class SaleOrder(models.Model):
    """Orders whose money is only checked at submit and taken at shipment (open point G2, journey J4b), and holds that end."""

    _inherit = "sale.order"

    no_hold = fields.Boolean(string="Money not held", readonly=True, copy=False, help="Checked at submit, taken at shipment: other orders may be faster.")
    no_hold_at = fields.Datetime(
        string="Passed without a hold at", readonly=True, copy=False, help="The day on which the order counts for the limits of its store.")

    def _hold_or_wait(self, settlement, quote):
        checked = self.company_id.sudo().prepaid_hold_mode == "none" and self._payment_terms()[0] == "prepaid"  # sudo: a setting
        account = self._find_account() if checked else None
        if not account:
            if self.no_hold:
                self._flow().write({"no_hold": False, "no_hold_at": False})
            self._refuse_beyond_promises(settlement.total_fen)
            return super()._hold_or_wait(settlement, quote)
        result = (
            account._stop_result(self._name, self.name) or self._limit_result(account, settlement.total_fen)
            or account._covers(settlement.total_fen, self.name))
        if result.status == "blocked":
            raise UserError(result.message)
        flow, now = self._flow(), fields.Datetime.now()
        flow._store_settlement(settlement, quote)
        vals = {
            "no_hold": True, "settled_by": "prepaid", "account_partner_id": account.partner_id.id, "partner_invoice_id": account.partner_id.id,
            "submitted_by": self.submitted_by.id or self.env.uid, "submitted_at": self.submitted_at or now,
            "partner_shipping_id": flow._delivery_contact().id, "hold_key": False,
            "no_hold_at": self.env.cr.now().replace(microsecond=0) if result.ok else False,
        }
        if result.ok:
            flow.write({**vals, "dealer_state": "submitted", "waiting_since": False, "missing_asked": 0})
            self._log(self.env._("%(amount)s CNY are there; they are taken at shipment.", amount=yuan(settlement.total_fen)))
            return None
        flow.write({**vals, "dealer_state": "waiting", "waiting_since": self.waiting_since or now, "missing_asked": float(from_fen(result.missing_fen))})
        flow._freight_is_fresh()
        self._log(result.message)
        return self._notify(self.env._("Waiting for a top-up"), result.message)

    def _refuse_beyond_promises(self, more_fen):
        """Refuse a hold with which the store would have more than its limit together with orders that were accepted before money was held.

        Only these are asked for here; all others the gate counts.
        """
        account = self._find_account() if self._payment_terms()[0] == "prepaid" else None
        promised = self._promised(account) if account else ()
        result = account._limit_result(self.partner_id, more_fen, self._name, self._origin.id or 0, self.name, promised) if any(promised) else None
        if result:
            raise UserError(result.message)

    def _promised(self, account):
        """Give what the store was promised without a hold and has not got yet: fen of this order, of today, of the season."""
        accepted = self.sudo().search([  # sudo: what the store ordered counts, whoever asks
            ("no_hold", "=", True), ("partner_id", "=", self.partner_id.id), ("company_id", "=", self.company_id.id),
            ("account_partner_id", "=", account.partner_id.id), "|", ("dealer_state", "in", ("submitted", "approved", "partial")),
            "&", ("dealer_state", "=", "waiting"), ("approved_by", "!=", False)])
        rest = {order: order._rest_fen() for order in accepted if order._find_account() == account}
        first = self.company_id._dealer_utc(self.company_id._dealer_today())
        return rest.get(self, 0), sum(fen for order, fen in rest.items() if (order.no_hold_at or order.submitted_at) >= first), sum(rest.values())

    def _limit_result(self, account, more_fen):
        """Give the refusal by a limit of the store, as the gate would say it; accepted orders whose money is not held count with what is left of them.

        :param account: prepaid.account in sudo. :param more_fen: fen, what the order asks for now.
        :return: HoldResult, or None where it fits.
        """
        return account._limit_result(self.partner_id, more_fen, self._name, self._origin.id or 0, self.name, self._promised(account))

    def _take_for_parcel(self, account, picking, parcel):
        if not self.no_hold:
            return super()._take_for_parcel(account, picking, parcel)
        result, entry = account._debit(
            f"stock.picking,{picking.id}", parcel.total_fen, kind="capture", label=f"{self.name} {picking.name}", res_model="stock.picking",
            res_id=picking.id, components=parcel.components, order_model="sale.order", order_id=self.id, credit=True, store=self.partner_id,
            accepted_at=self.no_hold_at or self.submitted_at)
        if not result.ok:
            raise UserError(result.message)
        return entry

    def _asked_fen(self):
        return self._rest_fen() if self.no_hold and self.approved_by else super()._asked_fen()

    def _wait_uncovered(self, message, missing_fen):
        """Put an accepted order back to waiting because its money went elsewhere; the parcel stays where it is.

        :param message: the account's sentence.
        :param missing_fen: what is missing.
        """
        self._flow().write({
            "dealer_state": "waiting", "waiting_since": fields.Datetime.now(), "missing_asked": float(from_fen(missing_fen)), "change_note": message})
        self._log(self.env._("Accepted but not covered: %s", message))
        self.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.submitted_by.id or self.user_id.id or self.env.uid,
            summary=self.env._("Order %s waits for a top-up", self.name), note=message)

    def _retry_waiting(self):
        """An accepted order without a hold is ready again as soon as the account covers what is left of it."""
        if not (self.no_hold and self.approved_by) or self.dealer_state != "waiting":
            return super()._retry_waiting()
        result = self._find_account()._covers(self._rest_fen(), self.name)
        if not result.ok:
            return False
        self._flow().write({
            "dealer_state": "partial" if to_fen(self.captured_total) else "approved", "waiting_since": False, "missing_asked": 0, "change_note": False})
        self._log(self.env._("The account covers the order again: to ship."))
        return True

    def action_reject(self, reason):
        """Send orders back to draft; one whose delivery exists already is cancelled instead.

        :param reason: text for the people who entered them.
        """
        for order in self.filtered(lambda rec: rec.dealer_state == "waiting" and rec.approved_by and rec.no_hold):
            raise UserError(self.env._("Order %s has been approved and its goods are picked: cancel it instead.", order.name))
        return super().action_reject(reason)

    def action_cancel_order(self, reason):
        """Cancel orders, see the flow; of one that has shipped in part and waits for money the rest is cancelled.

        :param reason: why.
        """
        begun = self.filtered(lambda rec: rec.dealer_state == "waiting" and rec.no_hold and to_fen(rec.captured_total))
        for order in begun:
            order._require_role("dealer_base.group_cs_presale")
            order._flow().dealer_state = "partial"
        if begun:
            begun.action_cancel_rest(reason)
        return super(SaleOrder, self - begun).action_cancel_order(reason) if self - begun else True

    # -- holds that end

    def _hold_runs_out(self, hold):
        """Say whether the end of a hold gives its money back: of an order nobody approved, and of a rest by the company's choice.

        Goods that are packed or on their way keep their money; the list of exceptions says the same in ``sql/exceptions.py``.
        """
        if hold.key != self.hold_key:
            return False
        if self.dealer_state == "partial":
            waiting = self.sudo().picking_ids.filtered(lambda one: one.state not in ("done", "cancel"))  # sudo: the job asks for nobody
            packed = any(waiting.move_ids.mapped("picked")) or any(parcel.tracking or parcel.measured for parcel in waiting._parcels())
            return self.company_id.sudo().prepaid_hold_rest == "release" and not packed  # sudo: a choice of the company
        return self.dealer_state == "submitted"

    def _on_hold_expires_soon(self, hold):
        """Called by the hourly job some days before a hold ends: a task and a message for the order's owner.

        :param hold: the prepaid.hold.
        :return: whether somebody was told.
        """
        self.ensure_one()
        if not self._hold_runs_out(hold):
            return False
        person = self.user_id or self.submitted_by or self.create_uid
        day = self.company_id._dealer_local(hold.expires_at).date()
        text = self.env._(
            "%(name)s: %(amount)s CNY are held until %(date)s and given back then. Have the order approved and shipped, or submit it again later.",
            name=self.name, amount=yuan(to_fen(hold.open_amount)), date=day)
        order = self.sudo()  # sudo: the job tells people who may not write orders
        order.activity_schedule(
            "mail.mail_activity_data_todo", user_id=person.id, summary=self.env._("The hold of order %s ends soon", self.name), note=text)
        order.message_notify(partner_ids=person.partner_id.ids, subject=self.env._("The hold of order %s ends soon", self.name), body=text)
        self._log(text)
        return True

    def _on_hold_expired(self, hold):
        """Called by the hourly job: an order nobody approved in time goes back to draft; an approved one keeps its money.

        The rest of a partly shipped order is cancelled where the company wants it so.

        :param hold: the prepaid.hold.
        """
        self.ensure_one()
        if not self._hold_runs_out(hold):
            return
        if self.dealer_state == "partial":
            self._drop_rest(self.env._("Not shipped before the hold ended"))
            return
        days = self.company_id.prepaid_hold_days
        reason = self.env._("Not approved for %s days: the money was given back. Submit the order again if it is still wanted.", days)
        self._flow()._send_back(reason)

    def _hold_cause(self):
        """Say what keeps the held money from being debited, and who can act.

        :return: a sentence.
        """
        self.ensure_one()
        if self.dealer_state == "submitted":
            return self.env._("review by pre-sale service")
        pickings = self.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))
        if not pickings:
            return self.env._("no delivery: ask pre-sale service")
        if any(picking.state in ("confirmed", "waiting") for picking in pickings):
            return self.env._("stock")
        return self.env._("the warehouse: %s", ", ".join(pickings.mapped("name")))
