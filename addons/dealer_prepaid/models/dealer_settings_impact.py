from odoo import api, models

from odoo.addons.dealer_base.money import to_fen, yuan

from .res_company import PREPAID_RANGES


class DealerSettings(models.TransientModel):
    """The dialog of the settings says what a changed threshold would have done with the documents of last month (N14)."""

    _name = "dealer.settings"
    _inherit = ["dealer.settings", "prepaid.impact.mixin"]

    def _impact_depends(self):
        return [*super()._impact_depends(), *PREPAID_RANGES]

    def _impact(self):
        self.ensure_one()
        company, found = self.company_id._origin or self.company_id, []
        for name in PREPAID_RANGES:
            if self[name] == company.sudo()[name]:  # sudo: settings of the company, for who may open the dialog
                continue
            problem = company._prepaid_range_problem(name, self[name])  # such a figure has no impact, it is refused
            if problem:
                found.append(problem)
            else:
                found += getattr(self, f"_impact_{name}")(company)
        return found

    @api.model
    def _accounts(self, company, domain):
        return self.env["prepaid.account"].sudo().search([("company_id", "=", company.id), *domain], order="id")  # sudo: counts over the company

    def _month(self, company):
        first, _last = company._dealer_last_month()
        return first, company._dealer_utc(first), company._dealer_utc(company._dealer_today().replace(day=1))

    def _impact_prepaid_min_first_topup(self, company):
        """Which openings of last month would have waited; what stands on accounts that are not open yet keeps its own amount."""
        first, begin, end = self._month(company)
        opened = self._accounts(company, [("opened_at", ">=", begin), ("opened_at", "<", end)])
        minimum = to_fen(self.prepaid_min_first_topup)
        late = [account.partner_id.name for account in opened if self._opened_with(account) < minimum]
        drafts = len(self._accounts(company, [("state", "=", "draft")]))
        return [self.env._(
            "Opening amount %(amount)s: of %(count)s accounts opened in %(month)s these would not have opened: %(names)s. The %(drafts)s accounts that wait "
            "keep the amount they were made with.", amount=yuan(minimum), count=len(opened), month=f"{first:%Y-%m}",
            names=self._named(late) or self.env._("none"), drafts=drafts)]

    def _opened_with(self, account):
        """Give what an account had when it opened: its top-ups up to that moment."""
        topups = self.env["prepaid.entry"].sudo().search([  # sudo: sums over the company
            ("account_id", "=", account.id), ("kind", "=", "topup"), ("recorded_at", "<=", account.opened_at)])
        return sum(to_fen(amount) for amount in topups.mapped("amount"))

    def _impact_prepaid_low_alert(self, company):
        """Which open accounts would be named low now, and were before."""
        accounts = self._accounts(company, [("state", "=", "open")])
        own = accounts.filtered("low_alert") if "low_alert" in accounts._fields else accounts.browse()
        bare = accounts - own
        now, then = (
            [account.partner_id.name for account in bare if to_fen(account.available) < to_fen(amount)]
            for amount in (self.prepaid_low_alert, company.prepaid_low_alert))
        return [self.env._(
            "Low balance: %(now)s accounts are below it today (%(names)s), %(then)s were below the present one; %(own)s have an amount of their own.",
            now=len(now), names=self._named(now) or self.env._("none"), then=len(then), own=len(own))]

    def _impact_prepaid_hold_days(self, company):
        """Which holds of last month lived longer than that; holds that live keep their day."""
        first, begin, end = self._month(company)
        holds = self.env["prepaid.hold"].sudo().search([  # sudo: counts over the company
            ("company_id", "=", company.id), ("created_at", ">=", begin), ("created_at", "<", end), ("expires_at", "!=", False)])
        days, now = self.prepaid_hold_days, self.env.cr.now()
        late = [hold.label for hold in holds if days and hold.state == "open" and (now - hold.created_at).days > days]
        return [self.env._(
            "Days of a hold: of the %(count)s holds placed in %(month)s these still wait after %(days)s days: %(names)s. Holds that live keep their day.",
            count=len(holds), month=f"{first:%Y-%m}", days=days, names=self._named(late) or self.env._("none"))]

    def _impact_prepaid_dormant_days(self, company):
        """How many accounts would count as idle."""
        self.env.flush_all()
        idle = self.env["prepaid.dormant"].sudo().search([("company_id", "=", company.id)])  # sudo: counts over the company
        now, then = (len(idle.filtered(lambda row, days=days: row.idle_days >= days)) for days in (self.prepaid_dormant_days, company.prepaid_dormant_days))
        return [self.env._("Idle money: %(now)s accounts, with the present days %(then)s.", now=now, then=then)]
