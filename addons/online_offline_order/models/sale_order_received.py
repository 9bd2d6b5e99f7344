from odoo import fields, models

from .sale_order_flow import AFTERSALE


class SaleOrder(models.Model):
    """The last step of an order: its goods have arrived. How that is known and proved stands in sale_order_follow.py."""

    _inherit = "sale.order"

    def action_received(self, received_at=None, note=None, proofs=None):
        """Record that the goods have arrived; the return period starts.

        :param received_at: UTC datetime, now by default.
        :param note: who confirmed it, and how.
        :param proofs: list of dicts ``name`` and ``data`` (base64 of a picture or PDF): the signed slip, a photo.
        :raises AccessError: without the role that confirms it.
        :raises UserError: when the order has not shipped wholly, the time does not fit or the company asks for a proof.
        """
        self._require_role(*self._receivers())
        moment = fields.Datetime.to_datetime(received_at) or fields.Datetime.now()
        for order in self:
            order._check_dealer_order()
            if order.dealer_state == "received":
                continue  # a doubled click
            if order.dealer_state != "shipped":
                order._refuse("wrong_state")
            order._check_receipt(note, proofs)
            order._receive(moment, **order._receipt_values("manual", note, proofs))
        return True

    def _receivers(self):
        """Name the roles that confirm the receipt of these orders. Extend for ways of delivery that others hand over.

        :return: tuple of xmlids.
        """
        return (AFTERSALE,)

    def _check_receipt(self, note=None, proofs=None):
        """Hook: refuse a receipt confirmed by hand. Extend: raise the sentence; return nothing."""

    def _receipt_values(self, source, note=None, proofs=None):
        """Hook: give what is kept of a receipt. Extend: return {**super(), ...}.

        :param source: how it is known.
        """
        return {}

    def _receive(self, moment, **vals):
        """Take the step itself, whoever or whatever confirmed it; role and proof are checked before.

        :param moment: naive UTC datetime of the receipt, not before the shipment nor in the future.
        :param vals: further values of the order.
        """
        self.ensure_one()
        if self.dealer_state != "shipped":
            self._refuse("wrong_state")
        if moment > fields.Datetime.now() or (self.shipped_at and moment < self.shipped_at.replace(microsecond=0)):
            self._refuse("bad_time", time=self.company_id._dealer_local(moment).strftime("%Y-%m-%d %H:%M"))
        self._flow().write({**vals, "dealer_state": "received", "received_at": moment})
        self._flow()._book_arrived()
        self._on_received()
