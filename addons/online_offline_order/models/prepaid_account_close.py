from odoo import models

from odoo.addons.dealer_base.money import to_fen
from odoo.addons.dealer_prepaid.models.prepaid_account_close import BLOCK, NOTE

from ..returns import return_window

RUNNING = ("submitted", "approved", "inspecting", "downgraded", "received", "exchange", "waiting", "replacing")


class PrepaidAccount(models.Model):
    """What orders and returns mean for the end of an account: they stop in time, move on with their money, or are listed."""

    _inherit = "prepaid.account"

    def _season_stop_models(self):
        return super()._season_stop_models() | {"sale.order"}

    def _carry_models(self):
        return super()._carry_models() | {"sale.order"}

    def _hold_moved(self, res_model, res_id, old_key, new_key):
        super()._hold_moved(res_model, res_id, old_key, new_key)
        if res_model == "sale.order":
            order = self.env["sale.order"].sudo().browse(res_id)  # sudo: the close moves the money of orders that finance may not write
            if old_key in (order.more_hold_keys or []):
                order.more_hold_keys = [new_key if key == old_key else key for key in order.more_hold_keys]
            if order.hold_key == old_key:
                order.hold_key = new_key
                order._log(self.env._("The money held for the order moved to the next season with the close."))

    def _season_close_checks(self, facts=None):
        return [*super()._season_close_checks(facts), *self._check_returns(), *self._check_waiting_orders()]

    def _running_returns(self):
        """Give the returns whose credit is still to come to this account or to the owner's next one."""
        return self.env["dealer.return"].sudo().search([  # sudo: the close sees every return of its account
            ("order_id", "in", self._paid_orders().ids), ("state", "in", RUNNING)], order="id")

    def _check_returns(self):
        returns = self._running_returns()
        if not returns:
            return []
        return [self._finding(
            NOTE, "returns_to_next_season", returns, names=", ".join(returns.mapped("name")),
            amount_fen=sum(to_fen(one.net_amount) for one in returns if not one.is_exchange))]

    def _check_waiting_orders(self):
        orders = self._waiting_orders()
        if not orders:
            return []
        return [self._finding(NOTE, "orders_wait_topup", orders, names=", ".join(orders.mapped("name")))]

    # -- a dealer leaves

    def _paid_orders(self):
        """Give the orders whose money is or was held on this account."""
        holds = self.env["prepaid.hold"].sudo().search([("account_id", "=", self.id), ("res_model", "=", "sale.order")])  # sudo: the close sees all
        return self.env["sale.order"].sudo().search([("hold_key", "in", holds.mapped("key"))])  # sudo: the close sees all

    def _leaver_checks(self):
        returns = self._running_returns()
        found = [self._finding(BLOCK, "returns_before_refund", returns, names=", ".join(returns.mapped("name")))] if returns else []
        orders = self._waiting_orders()
        if orders:
            found.append(self._finding(BLOCK, "orders_to_cancel", orders, names=", ".join(orders.mapped("name"))))
        return [*super()._leaver_checks(), *found]

    def _leaver_window_end(self):
        company = self.company_id
        days = max(company.sudo().return_days, company.sudo().return_quality_days)  # sudo: settings of the company
        moments = [
            order.received_at or order.shipped_at for order in self._paid_orders()
            if order.dealer_state in ("partial", "shipped", "received") and (order.received_at or order.shipped_at)]
        ends = [return_window(moment, company._dealer_tz().zone, days).last_day for moment in moments]
        return max(filter(None, [super()._leaver_window_end(), *ends]), default=None)
