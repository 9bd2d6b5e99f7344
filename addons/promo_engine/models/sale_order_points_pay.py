from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..engine import read_outcome
from ..engine.kinds.coin_price import COINS

ON_ORDERS = ("used", "back")


class SaleOrder(models.Model):
    """Points as payment: taken when the price is held or the order is confirmed, given back when nobody pays, it is cancelled, or goods come back."""

    _inherit = "sale.order"

    promo_points = fields.Integer(
        string="Points to use", copy=False, groups="base.group_user", help="At most so many; rules say what they pay. 0 = the buyer keeps his points.")
    promo_points_have = fields.Integer(string="Points there are", compute="_compute_promo_points_have", groups="base.group_user")
    promo_points_until = fields.Datetime(string="Points held until", readonly=True, copy=False, groups="base.group_user")
    promo_points_entry_ids = fields.One2many("promo.points.entry", "order_id", string="Points booked", readonly=True, groups="base.group_user")

    @api.constrains("promo_points")
    def _check_promo_points(self):
        for order in self:
            if order.promo_points < 0:
                raise ValidationError(self.env._("%s: points to use are not negative.", order.name))

    @api.depends("partner_id", "company_id", "promo_points")
    def _compute_promo_points_have(self):
        for order in self:
            order.promo_points_have = order._promo_points_left() if order.partner_id and order._promo_applies() else 0

    @api.depends("promo_points")
    def _compute_promo_result(self):
        return super()._compute_promo_result()

    @api.ondelete(at_uninstall=False)
    def _keep_points(self):
        for order in self:
            if order.sudo().promo_points_entry_ids:  # sudo: whether there are any
                raise UserError(self.env._("%s: points were booked for it: cancel it instead.", order.name))

    def _promo_points_left(self):
        """:return: points the buyer can spend on this order, those it holds already among them."""
        partner = self.partner_id.commercial_partner_id or self.partner_id
        company = self.company_id or self.env.company
        account = self.env["promo.points.account"].sudo().search(  # sudo: how many there are counts for whoever enters the order
            [("partner_id", "=", partner._origin.id), ("company_id", "=", company.id)])
        return account.balance + self._origin._promo_points_booked()

    def _promo_points_booked(self):
        """:return: points that the order has taken off the account; those it earned again are not among them."""
        entries = self.env["promo.points.entry"].sudo().search([  # sudo: as above
            ("order_id", "in", self.ids), ("kind", "in", ON_ORDERS), ("promise_id", "=", False)])
        return -sum(entries.mapped("points"))

    def _promo_balances(self):
        found = super()._promo_balances()
        if self.promo_points <= 0 or not self.partner_id or not self._promo_applies():
            return found
        coins = min(self.promo_points, self._promo_points_left())
        return {**found, COINS: coins} if coins > 0 else found

    def _promo_take_points(self, wanted):
        """Take points off the account of the buyer, or give back what is too much; again changes nothing.

        :param wanted: points the order needs in all.
        :raises UserError: when the account has too few.
        """
        self.ensure_one()
        more = wanted - self._promo_points_booked()
        if not more:
            return
        entries = self.env["promo.points.entry"].sudo()  # sudo: written by the steps of the order alone
        key = f"order,{self.id},{entries.search_count([('order_id', '=', self.id), ('kind', 'in', ON_ORDERS)])}"
        self.env["promo.points.account"]._book(
            self.company_id, self.partner_id, -more, "used" if more > 0 else "back", key, least=0 if more > 0 else None, order_id=self.id)

    def _promo_hold(self):
        super()._promo_hold()
        order, minutes = self.sudo(), self.company_id.promo_hold_minutes  # sudo: the buyer's own step holds his points
        if not minutes or not order._promo_applies() or not order.promo_result:
            return
        points = order._promo_points_of(read_outcome(order.promo_result))
        order._promo_take_points(points)
        order.promo_points_until = fields.Datetime.now() + timedelta(minutes=minutes) if points else False

    def _promo_note_shares(self, outcome, cart, snapshot, left, options, versions=None):
        super()._promo_note_shares(outcome, cart, snapshot, left, options, versions)
        self._promo_take_points(self._promo_points_of(outcome))
        self.sudo().promo_points_until = False  # sudo: written by the steps of the order alone

    def _promo_take_back(self):
        super()._promo_take_back()
        for order in self:
            order._promo_take_points(0)
            order.sudo().promo_points_until = False  # sudo: as above

    def _promo_credited(self, found):
        short = super()._promo_credited(found)
        self._promo_keep_points(*found)
        return short

    def _promo_keep_earned(self, found):
        super()._promo_keep_earned(found)
        self._promo_keep_points(*found)
        self._promo_earned_in_part(*found)

    def _promo_keep_points(self, outcome, plan):
        """Take the points that pay for what stays, give back the others. :param plan: RefundPlan of all that is gone."""
        self._promo_take_points(self._promo_points_of(outcome) - self._promo_points_back(outcome, plan))

    @api.model
    def _promo_free_points(self):
        """Job: give points back that open orders hold and nobody paid for in time."""
        late = self.sudo().search([("promo_points_until", "<", fields.Datetime.now()), ("state", "in", ("draft", "sent"))])  # sudo: a job
        for order in late:
            if order.try_lock_for_update(allow_referencing=True):
                order._promo_take_points(0)
                order.promo_points_until = False
