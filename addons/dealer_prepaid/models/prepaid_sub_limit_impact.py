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
        first, _last = company._dealer_last_month()
        holds = self.env["prepaid.hold"].sudo().search([("account_id", "=", account.id), ("store_id", "=", store.id)], order="id")  # sudo: sums of the store
        left = {hold: to_fen(hold.amount - hold.released) for hold in holds}
        month = holds.filtered(lambda hold: company._dealer_utc(first) <= hold.created_at < company._dealer_utc(company._dealer_today().replace(day=1)))
        over = [f"{hold.label} {yuan(to_fen(hold.amount))}" for hold in month if self.per_order and to_fen(hold.amount) > to_fen(self.per_order)]
        days = {}
        for hold in month:
            day = company._dealer_local(hold.created_at).date()
            days[day] = days.get(day, 0) + left[hold]
        full = [f"{day} {yuan(fen)}" for day, fen in days.items() if self.per_day and fen > to_fen(self.per_day)]
        text = self.env._("%(month)s: %(count)s orders of the store.", month=f"{first:%Y-%m}", count=len(month))
        found = [text]
        if self.per_order:
            found.append(self.env._("Above the limit of an order: %s.", self._named(over) or self.env._("none")))
        if self.per_day:
            found.append(self.env._("Days above the limit: %s.", self._named(full) or self.env._("none")))
        if self.per_season:
            rest = to_fen(self.per_season) - sum(left.values())
            found.append(self.env._("%s CNY are left in this season.", yuan(rest)) if rest >= 0 else self.env._(
                "The season is over the limit already by %s CNY: nothing more is held.", yuan(-rest)))
        return found
