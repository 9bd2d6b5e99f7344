from datetime import datetime, timedelta

from odoo import fields, models

from ..adapters.cart_rows import read_cart
from ..engine import read_outcome


class SaleOrder(models.Model):
    """A price that was sent to the buyer holds until the quotation ends, whatever happens to campaigns; limited things are held some minutes."""

    _inherit = "sale.order"

    promo_held_until = fields.Datetime(string="Promotions hold until", readonly=True, copy=False, groups="base.group_user")

    def write(self, vals):
        """As Odoo; sending a quotation holds its price, and the day it ends holds it longer."""
        sent = self.filtered(lambda order: order.state == "draft") if vals.get("state") == "sent" else self.browse()
        result = super().write(vals)
        for order in sent:
            order._promo_hold()
        if "validity_date" in vals:
            for order in self.filtered(lambda order: order.state == "sent"):
                order.sudo().promo_held_until = order._promo_until()  # sudo: follows the day the buyer was told
        return result

    def action_update_promotions(self):
        """As before; an order that was sent holds its new price from now on."""
        result = super().action_update_promotions()
        for order in self.filtered(lambda order: order.state == "sent"):
            order._promo_hold()
        return result

    def _promo_until(self):
        """:return: naive UTC until which the price holds: the end of the quotation's last day, else the minutes of the company."""
        company = self.company_id
        if self.validity_date:
            return company._dealer_utc(fields.Date.add(self.validity_date, days=1))
        return fields.Datetime.now() + timedelta(minutes=company.promo_hold_minutes)

    def _promo_hold(self):
        """Hold the price that is shown, and reserve for some minutes what is limited.

        :raises UserError: when something limited ran out since the order was priced.
        """
        self.ensure_one()
        order = self.sudo()  # sudo: the buyer's own step holds his price
        if not order._promo_applies() or not order.promo_basis:
            return
        minutes = self.company_id.promo_hold_minutes
        order.promo_held_until = max(order._promo_until(), order.promo_held_until or datetime.min)
        if minutes:
            until = fields.Datetime.now() + timedelta(minutes=minutes)
            order._promo_reserve(read_outcome(order.promo_result), read_cart(order.promo_basis["cart"]), until)

    def _promo_is_held(self):
        """:return: whether the price that is shown is the one that is given: it was sent and still holds, or it was paid."""
        order = self.sudo()  # sudo: whether it holds does not depend on who confirms
        if not order.promo_basis or not order.promo_result:
            return False
        now = fields.Datetime.now()
        return bool(order.state == "sent" and order.promo_held_until and order.promo_held_until > now) or order._promo_is_paid()

    def _promo_is_paid(self):
        """:return: whether payments that were made cover what the order shows."""
        return bool(self.transaction_ids.filtered(lambda tx: tx.state in ("authorized", "done")) and self._is_confirmation_amount_reached())

    def _promo_give(self):
        """As before; a price that holds is given as it is shown, by the rules it was made with."""
        self.ensure_one()
        if not self._promo_is_held():
            return super()._promo_give()
        order = self.sudo()  # sudo: as in _promo_is_held
        basis, outcome = order.promo_basis, read_outcome(order.promo_result)
        if not outcome.effects:
            return self._promo_give_nothing()
        cart = read_cart(basis["cart"])
        snapshot = self.env["promo.snapshot"]._of_versions(tuple((version, stopped) for version, stopped in basis["versions"]))
        self._promo_reserve(outcome, cart)
        self.env["promo.limit"]._confirm(self._promo_document())
        self._promo_add_gifts(outcome)
        self._promo_note_shares(outcome, cart, snapshot, basis["left"], basis["options"])
        return None
