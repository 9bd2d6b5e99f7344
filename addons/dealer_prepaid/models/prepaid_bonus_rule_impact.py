from odoo import models

from odoo.addons.dealer_base.money import to_fen, yuan

from ..ledger.bonus import best_bonus


class PrepaidBonusRule(models.Model):
    """A bonus rule says what it would have granted on the top-ups of last month, beyond what they earned (N14)."""

    _name = "prepaid.bonus.rule"
    _inherit = ["prepaid.bonus.rule", "prepaid.impact.mixin"]

    def _impact_depends(self):
        return [*super()._impact_depends(), "mode", "rate", "fixed_amount", "min_amount", "max_amount", "first_only", "brand_id", "state"]

    def _impact(self):
        self.ensure_one()
        if self.state not in ("draft", "submitted") or not (self.rate if self.mode == "percent" else self.fixed_amount):
            return []
        first, last = self.company_id._dealer_last_month()
        topups = self.env["prepaid.topup"].sudo().search([  # sudo: sums over the company, for who may read the rule
            ("company_id", "=", self.company_id.id), ("state", "=", "confirmed"), ("confirmed_at", ">=", self.company_id._dealer_utc(first)),
            ("confirmed_at", "<", self.company_id._dealer_utc(self.company_id._dealer_today().replace(day=1))),
            *([("brand_id", "=", self.brand_id._origin.id)] if self.brand_id else [])], order="id")
        oldest = {account.id: number for account, number in self.env["prepaid.topup"].sudo()._read_group(  # sudo: see above
            [("account_id", "in", topups.account_id.ids), ("state", "in", ("confirmed", "reversed"))], ["account_id"], ["id:min"])}
        own, then, now, names = self._as_core(), 0, 0, []
        for topup in topups:
            got = to_fen(topup.bonus_amount)
            bonus = best_bonus([own], to_fen(topup.amount), is_first=oldest.get(topup.account_id.id) == topup.id)
            more = max((bonus.fen if bonus else 0) - got, 0)  # the rule that gives most is taken
            then, now = then + got, now + got + more
            if more:
                names.append(f"{topup.name} {topup.partner_id.name} +{yuan(more)}")
        text = self.env._(
            "%(month)s: the %(count)s top-ups earned %(then)s CNY, with this rule %(now)s CNY.", month=f"{first:%Y-%m}", count=len(topups),
            then=yuan(then), now=yuan(now))
        return [text, self.env._("More for: %s.", self._named(names))] if names else [text]
