from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import UserError

from .sale_order import OPEN

STEP = "promo_step"


class SaleOrder(models.Model):
    """What promotions give an order."""

    _name = "sale.order"
    _inherit = ["sale.order", "promo.closed.mixin"]

    @api.model
    def _promo_closed(self):
        return super()._promo_closed() | frozenset(("promo_result", "promo_parts", "promo_at", "promo_basis", "promo_held_until", "promo_total",
                                                        "promo_points_until", "promo_paid"))

    def write(self, vals):
        """As before; an order that was given promotions does not leave them by a tick: what it was given comes back by cancelling or a credit note.

        Nor is it confirmed, cancelled or reopened by its state alone: counters, vouchers and gifts follow its steps.
        """
        if "state" in vals and not self.env.su and not self.env.cr.cache.get(STEP):
            self._promo_refuse_state(vals["state"])
        if "partner_id" in vals and not self.env.su:
            self._promo_refuse_buyer(vals["partner_id"])
        if "is_promo_off" in vals:
            for order in self:
                if order.state not in OPEN and order.is_promo_off != bool(vals["is_promo_off"]):
                    raise UserError(self.env._(
                        "%s is confirmed: whether it takes part in promotions is settled. Cancel it, or credit it.", order.name))
        return super().write(vals)

    def _promo_refuse_buyer(self, partner_id):
        """Refuse another customer of a confirmed order: limits, vouchers and conditions were those of the one who was there.

        :raises UserError: naming the order.
        """
        for order in self.filtered(lambda order: order.state == "sale" and order.partner_id.id != partner_id and order._promo_applies()):
            if order.sudo()._promo_given():  # sudo: whether something was given counts for every role
                raise UserError(self.env._(
                    "%s is confirmed: its promotions were given to its customer, who stays. Cancel the order and enter it for the other one.", order.name))

    def action_confirm(self):
        """As before; the step may write the state."""
        with self._promo_step():
            return super().action_confirm()

    def _action_cancel(self):
        with self._promo_step():
            return super()._action_cancel()

    def action_draft(self):
        """As before; the step may write the state."""
        with self._promo_step():
            return super().action_draft()

    @contextmanager
    def _promo_step(self):
        """Let what runs inside write the state of orders; a caller from outside cannot say that it is a step."""
        cache = self.env.cr.cache
        before, cache[STEP] = cache.get(STEP), True
        try:
            yield
        finally:
            cache[STEP] = before

    def _promo_refuse_state(self, state):
        """Refuse a state that was written instead of reached.

        :param state: the new one.
        :raises UserError: for an order that would be placed past the rules in force, or leave what it was given without giving it back.
        """
        for order in self.filtered(lambda order: order.state != state and order._promo_applies()):
            given = order.sudo()._promo_given()  # sudo: whether something was given counts for every role
            placed = state == "sale" and (order.promo_total or self.env["promo.snapshot"]._current(order.company_id).rules)
            if placed or (given and not (state in OPEN and order.state in OPEN)):
                raise UserError(self.env._(
                    "%s: its state is not written, it follows from its steps, which count budgets, limits and vouchers. Use the buttons Confirm, Cancel or "
                    "Set to Quotation.", order.name))
