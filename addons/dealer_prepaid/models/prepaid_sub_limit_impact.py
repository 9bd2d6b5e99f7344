from odoo import models

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidSubLimit(models.Model):
    """Limits of a store say which holds of last month they would have stopped (N14)."""

    _name = "prepaid.sub.limit"
    _inherit = ["prepaid.sub.limit", "prepaid.impact.mixin"]

    def _impact_depends(self):
        return [*super()._impact_depends(), "account_id", "partner_id", "per_order", "per_day", "per_season"]

    def _impact(self):
        self.ensure_one()
        account, store, company = self.account_id._origin, self.partner_id._origin, self.account_id.company_id
        if not account or not store or not (self.per_order or self.per_day or self.per_season):
            return []
        first, last = company._dealer_last_month()
        today = company._dealer_today()
        begin, end = company._dealer_utc(first), company._dealer_utc(today.replace(day=1))
        holds = self.env["prepaid.hold"].sudo().search([("account_id", "=", account.id), ("store_id", "=", store.id)], order="id")  # sudo: sums of the store
        orders, days, season, taken = {}, {}, 0, 0
        for hold in holds:  # as the gate counts: all holds of an order, all of a day, all of the season
            fen, day = to_fen(hold.amount - hold.released), company._dealer_local(hold.counted_at or hold.created_at).date()
            orders.setdefault((hold.res_model, hold.res_id), []).append((hold, fen))
            days[day] = days.get(day, 0) + fen
            season += fen
            taken += fen if day == today else 0
        month = [parts for parts in orders.values() if begin <= (parts[0][0].counted_at or parts[0][0].created_at) < end]
        running = [parts for parts in orders.values() if any(hold.state in ("tentative", "open") for hold, _fen in parts)]
        found = [self.env._("%(month)s: %(count)s orders of the store.", month=f"{first:%Y-%m}", count=len(month))]
        if self.per_order:
            found.append(self.env._("Above the limit of an order: %s.", self._named(self._orders_over(month)) or self.env._("none")))
            over = self._orders_over(running)
            if over:
                found.append(self.env._("Open orders above it: %s. They keep their money, and nothing more is held for them.", self._named(over)))
        if self.per_day:
            full = [f"{day} {yuan(fen)}" for day, fen in days.items() if first <= day <= last and fen > to_fen(self.per_day)]
            found.append(self.env._("Days above the limit: %s.", self._named(full) or self.env._("none")))
            rest = to_fen(self.per_day) - taken
            found.append(self.env._("%s CNY are left today.", yuan(rest)) if rest >= 0 else self.env._(
                "Today is over the limit already by %s CNY: nothing more is held.", yuan(-rest)))
        if self.per_season:
            rest = to_fen(self.per_season) - season
            found.append(self.env._("%s CNY are left in this season.", yuan(rest)) if rest >= 0 else self.env._(
                "The season is over the limit already by %s CNY: nothing more is held.", yuan(-rest)))
        return found

    def _orders_over(self, orders):
        """Name the orders above the limit of one order with what all their holds come to.

        :param orders: lists of (prepaid.hold, fen) of one order each.
        :return: list of text.
        """
        totals = [(parts[0][0].label, sum(fen for _hold, fen in parts)) for parts in orders]
        return [f"{label} {yuan(fen)}" for label, fen in totals if fen > to_fen(self.per_order)]
