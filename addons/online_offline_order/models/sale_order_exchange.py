import dataclasses

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen


class SaleOrder(models.Model):
    """The order of the goods that go out for those of a return: written and moved by the return alone until it ships."""

    _inherit = "sale.order"

    exchange_return_id = fields.Many2one(
        "dealer.return", string="Replaces goods of return", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")

    def _flow_fields(self):
        return super()._flow_fields() | {"exchange_return_id"}

    def _refuse_exchange(self):
        for order in self.filtered("exchange_return_id"):
            raise UserError(self.env._(
                "Order %(order)s replaces goods of return %(name)s: accept or give up the exchange there.",
                order=order.name, name=order.exchange_return_id.sudo().name))  # sudo: a name in a sentence

    def write(self, vals):
        if not self.env.su and vals.keys() - self._free_fields():
            self._refuse_exchange()
        return super().write(vals)

    def _check_amendable(self):
        self._refuse_exchange()
        return super()._check_amendable()

    def action_submit(self):
        """Submit orders; that of an exchange is accepted on its return."""
        self._refuse_exchange()
        return super().action_submit()

    def action_approve(self):
        """Approve orders; that of an exchange is accepted on its return."""
        self.filtered(lambda order: order.dealer_state in ("draft", "waiting"))._refuse_exchange()
        return super().action_approve()

    def action_confirm_total(self, total=None):
        """Agree to new totals; that of an exchange is accepted on its return.

        :param total: see the flow.
        """
        self._refuse_exchange()
        return super().action_confirm_total(total)

    def action_reject(self, reason):
        """Send orders back to draft; an exchange is given up on its return.

        :param reason: see the flow.
        """
        self._refuse_exchange()
        return super().action_reject(reason)

    def action_cancel_order(self, reason):
        """Cancel orders; an exchange is given up on its return.

        :param reason: see the flow.
        """
        self._refuse_exchange()
        return super().action_cancel_order(reason)

    def action_change_carrier(self, carrier_id, reason, consent=None):
        """Change the carrier of orders; the freight of an exchange is held with its net and stays.

        :param carrier_id: see there. :param reason: see there. :param consent: see there.
        """
        self._refuse_exchange()
        return super().action_change_carrier(carrier_id, reason, consent)

    def action_set_freight(self, price, reason):
        """Set the freight of drafts by hand; that of an exchange comes from its return.

        :param price: see there. :param reason: see there.
        """
        self._refuse_exchange()
        return super().action_set_freight(price, reason)

    def action_revoke(self, reason):
        """Take approvals back; an exchange is given up on its return.

        :param reason: see there.
        """
        self._refuse_exchange()
        return super().action_revoke(reason)

    def action_change_settlement(self, reason):
        """Change how orders are paid; an exchange is paid as its first order.

        :param reason: see there.
        """
        self._refuse_exchange()
        return super().action_change_settlement(reason)

    # -- figures

    def _snapshot_goods(self):
        goods = super()._snapshot_goods()
        kept = self.exchange_return_id._kept_prices() if self.exchange_return_id else {}
        if not kept:
            return goods
        products = {line._settlement_key(): line.product_id._origin.id for line in self._goods_lines()}
        return [dataclasses.replace(line, unit_fen=kept.get(products[line.key], line.unit_fen)) for line in goods]

    def _bearing(self, event, whole_fen, goods, reason=None):
        """The way out of an exchange is shared by rules of the event "exchange"; without one as that of any order."""
        record = self.exchange_return_id.sudo()  # sudo: why goods are exchanged, whoever looks at their order
        found = super()._bearing("exchange", whole_fen, goods, record._fee_reason()) if record and event == "order" else None
        return found if found and found["rule"] else super()._bearing(event, whole_fen, goods, reason)

    def _order_fees(self, goods, freight_fen):
        record = self.exchange_return_id
        if not record or not record._is_like_for_like():
            return super()._order_fees(goods, freight_fen)
        first = record.order_id.sudo().settlement_line_ids.filtered(lambda line: line.kind == "admin")[:1]  # sudo: figures of the first order
        fen = to_fen(record.admin_amount)
        fee = {"code": first.code or "admin", "label": first.label, "fen": fen, "rule_id": first.rule_id.id}
        return {"ok": True, "fees": [fee] if fen else [], "borne": []}

    def _better_price(self):
        return 0 if self.exchange_return_id else super()._better_price()  # what is held is the net of both sides

    # -- money

    def _hold_cause(self):
        if self.exchange_return_id and self.dealer_state in ("shipped", "received"):
            return self.env._("the goods of return %s, sent for in advance", self.exchange_return_id.sudo().name)  # sudo: a name in a sentence
        return super()._hold_cause()

    def _lacking(self, account, cover=None):
        swaps = self.filtered("exchange_return_id")
        return super(SaleOrder, self - swaps)._lacking(account, cover) | {
            order.id: order._lacking_of(order._find_hold_account(), to_fen(order.proposed_total)) for order in swaps}

    def _find_hold_account(self):
        if self.exchange_return_id and not self.hold_key and self.settled_by != "pay_later":
            return self.exchange_return_id.sudo()._credited_account()  # sudo: the account belongs to the return, whoever ships
        return super()._find_hold_account()

    def _take_for_parcel(self, account, picking, parcel):
        record = self.exchange_return_id
        if record.state != "replacing":
            return super()._take_for_parcel(account, picking, parcel)
        return record._take_exchange(self, account, picking, parcel)

    def _retry_waiting(self):
        if self.exchange_return_id and self.dealer_state == "waiting":
            return self.exchange_return_id._retry_exchange()
        return super()._retry_waiting()

    def _after_shipment(self, picking, parcel):
        result = super()._after_shipment(picking, parcel)
        if self.exchange_return_id:
            self.exchange_return_id._exchange_shipped(self, picking)
        return result
