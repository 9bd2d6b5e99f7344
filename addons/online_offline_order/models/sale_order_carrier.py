from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.dealer_base.money import from_fen, to_fen, yuan

from ..settlement import Refusal, settle
from .sale_order_freight import NO_FREIGHT

PRESALE = "dealer_base.group_cs_presale"
CHANGEABLE = ("waiting", "submitted", "approved")
KEPT = {"carrier_changed_by", "carrier_changed_at", "carrier_change_reason", "carrier_consent", "carrier_consent_by", "carrier_consent_at"}


class SaleOrder(models.Model):
    """Another carrier for an order that was submitted and of which nothing has left (R1-073).

    Goods and fees stay as they were held, the freight is rated again; what the order costs less is given back at once, what
    it costs more needs the customer's consent and is held beside the rest. Who changed the carrier does not approve the order.
    """

    _inherit = "sale.order"

    carrier_changed_by = fields.Many2one("res.users", readonly=True, copy=False)
    carrier_changed_at = fields.Datetime(readonly=True, copy=False)
    carrier_change_reason = fields.Char(string="Why another carrier", readonly=True, copy=False)
    carrier_consent = fields.Char(
        string="Customer's consent", readonly=True, copy=False, help="Who agreed to the higher total and how, when the carrier was changed last.")
    carrier_consent_by = fields.Many2one("res.users", string="Consent noted by", readonly=True, copy=False)
    carrier_consent_at = fields.Datetime(string="Consent noted at", readonly=True, copy=False)

    def _flow_fields(self):
        return super()._flow_fields() | KEPT

    @api.depends("carrier_changed_by")
    def _compute_is_own_order(self):
        super()._compute_is_own_order()

    def _no_approvers(self):
        return super()._no_approvers() | self.carrier_changed_by

    def action_ask_carrier(self):
        """Open the dialog that changes the carrier and shows what the order costs then.

        :return: form action.
        :raises AccessError: without the role pre-sale service.
        :raises UserError: where the carrier cannot be changed any more.
        """
        self.ensure_one()
        self._require_role(PRESALE)
        self._check_carrier_change()
        return {
            "type": "ir.actions.act_window", "name": self.env._("Change carrier"), "res_model": "dealer.order.carrier", "view_mode": "form", "target": "new",
            "context": {"default_order_id": self.id}}

    def action_change_carrier(self, carrier_id, reason, consent=None):
        """Have another carrier take a waiting, submitted or approved order of which nothing has left.

        :param carrier_id: id of the delivery.carrier; the present one again changes nothing.
        :param reason: text, why.
        :param consent: text, who of the customer's agreed to pay more and how; needed when the total rises.
        :return: True, or a notification action when the order waits for money.
        :raises AccessError: without the role pre-sale service.
        :raises UserError: when the state does not fit, the carrier gives no price or is not allowed, the total rises without a
            consent, or the account does not have what the order costs more; nothing has changed then.
        """
        self.ensure_one()
        self._require_role(PRESALE)
        self.check_access("write")
        self._check_carrier_change()
        if self.env.user in self.approved_by | self.reviewed_by:
            raise AccessError(self.env._("Order %s: you approved it, so another person changes its carrier and its total.", self.name))
        carrier = self._freight_carriers(self.company_id).filtered(lambda one: one.id == carrier_id)
        if not carrier:
            self._refuse("no_carrier")
        if carrier == self.carrier_id:
            return True  # a doubled click
        self._need_reason(reason)
        before, old_fen, consent = self.carrier_id.name, to_fen(self.settlement_total), str(consent or "").strip()
        settlement, freight = self._rated_by(carrier)
        if settlement.total_fen > old_fen and not consent:
            self._refuse("no_carrier_consent", carrier=carrier.name, old_fen=old_fen, new_fen=settlement.total_fen, more_fen=settlement.total_fen - old_fen)
        self._pay_difference(settlement.total_fen - old_fen, reason)
        flow, now = self._flow(), fields.Datetime.now()
        flow._store_carrier(settlement, freight)
        agreed = consent if settlement.total_fen > old_fen else False
        flow.write({
            "carrier_changed_by": self.env.uid, "carrier_changed_at": now, "carrier_change_reason": reason.strip(), "carrier_consent": agreed,
            "carrier_consent_by": self.env.uid if agreed else False, "carrier_consent_at": now if agreed else False})
        self._log(self.env._(
            "Carrier %(before)s → %(after)s, total %(old)s → %(new)s CNY: %(reason)s", before=before, after=carrier.name, old=yuan(old_fen),
            new=yuan(settlement.total_fen), reason=reason.strip()))
        if agreed:
            self._log(self.env._("The customer agreed to pay more: %s", agreed))
        return self._after_carrier_change(settlement.total_fen - old_fen)

    def _send_back(self, reason):
        """A consent was given for the order as it was."""
        super()._send_back(reason)
        if self.carrier_changed_by:
            self.with_user(self.carrier_changed_by)._remember_editor()
            self._flow().write(dict.fromkeys(KEPT, False))

    def _check_carrier_change(self):
        self._check_dealer_order()
        if self.dealer_state == "draft":
            raise UserError(self.env._("Order %s is a draft: choose its carrier on the form.", self.name))
        if self.dealer_state not in CHANGEABLE or to_fen(self.captured_total):
            raise UserError(self.env._("Order %s: its carrier changes only before anything of it has left.", self.name))
        for picking in self._flow()._open_deliveries():
            numbers = [*filter(None, [picking.carrier_tracking_ref]), *filter(None, picking._parcels().mapped("tracking"))]
            if numbers:
                raise UserError(self.env._(
                    "Delivery %(picking)s has waybill number %(number)s of %(carrier)s: have the warehouse take it out, then change the carrier.",
                    picking=picking.name, number=numbers[0], carrier=self.carrier_id.name))

    def _open_deliveries(self):
        return self.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))

    def _rated_by(self, carrier):
        """Price the order as it was held with the freight of another carrier. A freight set by hand was for the carrier before.

        :return: (Settlement, Freight).
        :raises UserError: when the carrier gives no price or is not allowed.
        """
        order = self.with_context(lang=self._document_lang())  # what is kept on the order is in one language
        goods = list(order._frozen_settlement().goods)
        freight = order._freight(goods, carrier=carrier)
        settlement = freight if isinstance(freight, Refusal) else settle(goods, *order._fees_beside(goods, freight))
        if isinstance(settlement, Refusal):
            raise UserError(self._refusal_sentence(settlement))
        return settlement, freight

    def _fees_beside(self, goods, freight):
        """Give what the settlement core takes beside the goods: the fees as they were held; one that is taken of the freight anew.

        :return: (fees, freight, fees that others bear).
        """
        lines = self.settlement_line_ids.filtered(lambda line: line.kind in ("admin", "borne"))
        fees = [line._as_fee() for line in lines]
        of_freight = set(lines.rule_id.sudo().filtered(lambda rule: rule.base == "freight").ids)  # sudo: who changes the carrier reads no rules
        if of_freight:
            fees = [fee if fee["rule_id"] not in of_freight else new for fee, new in zip(fees, self._fees_anew(fees, goods, freight), strict=True)]
        return [fee for fee in fees if fee["bearer"] == "dealer"], freight.settled, [fee for fee in fees if fee["bearer"] != "dealer"]

    def _fees_anew(self, fees, goods, freight):
        """:return: the fees as the rules give them with another freight; as they were where a rule is no longer in force."""
        found = self._order_fees(goods, freight.settled["whole_fen"])
        fresh = {fee["rule_id"]: fee for fee in [*found["fees"], *self._borne_fees(found["borne"])]} if found["ok"] else {}
        return [fresh.get(fee["rule_id"], fee) for fee in fees]

    def _pay_difference(self, more_fen, reason):
        """Hold what the order costs more, or give back what it costs less, where its money is held. Extend for other ways of payment.

        :param more_fen: fen, below zero = less.
        :raises UserError: when the account does not have it.
        """
        if self.dealer_state == "waiting" or not more_fen:
            return
        if self.no_hold:
            account = self._find_account()
            result = account._covers(to_fen(self.settlement_total) - to_fen(self.captured_total) + more_fen, self.name)
            result = more_fen > 0 and self._limit_result(account, more_fen) or result
            if not result.ok:
                raise UserError(result.message)
        elif self.hold_key and more_fen > 0:
            self._hold_more(more_fen)
        elif self.hold_key:
            self._hold_less(-more_fen, str(reason))

    def _store_carrier(self, settlement, freight):
        """Put the new carrier, its freight and the quotes on the order and its deliveries; called in flow mode."""
        self.settlement_line_ids._replace_fees(settlement)
        self.write({
            "carrier_id": freight.carrier.id, "policy_carrier_id": False, **NO_FREIGHT, **self._totals(settlement), "must_confirm": False,
            "proposed_total": 0, "change_note": False})
        self.with_context(lang=self._document_lang())._store_freight(freight)
        for picking in self._open_deliveries():
            picking.carrier_id = freight.carrier
            parcels = picking._parcels()
            parcels.filtered(lambda parcel: not parcel.measured and parcel.state == "draft").unlink()  # proposed by the other carrier's cartons
            parcels.exists().write({"carrier_id": freight.carrier.id})

    def _after_carrier_change(self, more_fen):
        """Go on with the new total: a term is judged again, a waiting order asks for its money again.

        :return: True, or a notification action.
        """
        if more_fen and self.reviewed_by and self.dealer_state == "waiting":
            self._flow().write({"reviewed_by": False, "reviewed_at": False})  # what was approved is not what is asked for now
        if more_fen > 0 and self.settled_by == "pay_later":
            self._judge_credit(self._payment_terms()[1])
            if self.credit_state == "over" and self.dealer_state in ("approved", "partial"):
                raise UserError(self.credit_text)
            if self.credit_state == "over":
                return self._notify(self.env._("Finance release needed"), self.credit_text)
        if self.dealer_state == "waiting":
            self._flow()._freight_is_fresh()
            if not self._retry_waiting() and self.no_hold and self.approved_by:
                self._flow().missing_asked = float(from_fen(max(to_fen(self._flow().missing_asked) + more_fen, 0)))
        return True
