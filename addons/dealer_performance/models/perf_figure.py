from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import formatLang

from odoo.addons.dealer_base.adapters.cost import READERS

ENDED = ("refunded", "exchanged", "sent_back", "rejected", "cancelled")
NONE = "–"


class PerfFigure(models.Model):
    """A figure of the manager's dashboard: what it is called, what it counts, what it is now for the reader, and the records behind it.

    Each code has a method ``_figure_<code>`` that gives (value, remark, tone) and one ``_behind_<code>`` that gives (model, domain). Both run with the
    rights of the reader: a salesperson's manager sees the figures of the team, a sales company those of its dealers.
    """

    _name = "perf.figure"
    _description = "Figure of the dashboard"
    _order = "sequence, id"

    code = fields.Char(required=True, readonly=True)
    name = fields.Char(required=True, translate=True)
    definition = fields.Text(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    group_ids = fields.Many2many("res.groups", string="For", help="Empty: everybody with the dashboard.")
    value = fields.Char(compute="_compute_value")
    remark = fields.Char(compute="_compute_value")
    tone = fields.Selection([("plain", "Plain"), ("good", "Good"), ("warn", "To look at")], compute="_compute_value")

    _code_uniq = models.UniqueIndex("(code)", "There is a figure with this code already.")

    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_value(self):
        for figure in self:
            figure.value, figure.remark, figure.tone = NONE, False, "plain"
            found = figure._behind()
            if found and self.env[found[0]].has_access("read"):
                figure.value, figure.remark, figure.tone = getattr(figure, f"_figure_{figure.code}")()

    def _behind(self):
        """Give (model, domain) of the records behind the figure, None for an unknown code."""
        method = getattr(self, f"_behind_{self.code}", None)
        return method() if method else None

    def action_open(self):
        """Show the records behind the figure.

        :return: list action.
        :raises UserError: when the figure has none for this reader.
        """
        self.ensure_one()
        self.check_access("read")
        found = self._behind()
        if not found or not self.env[found[0]].has_access("read"):
            raise UserError(self.env._("Your role does not see the records behind %s.", self.name))
        model, domain = found
        modes = "list,form" if model in ("sale.order", "dealer.return", "prepaid.account", "perf.kpi.sheet", "perf.target") else "list,pivot,graph"
        views = [(False, mode) for mode in modes.split(",")]
        if model == "sale.order":
            views[0] = (self.env.ref("online_offline_order.sale_order_action_all").sudo().view_id.id or False, "list")  # sudo: id of a view
        return {"type": "ir.actions.act_window", "name": self.name, "res_model": model, "view_mode": modes, "views": views, "domain": domain}

    # -- helpers

    def _money(self, amount):
        return formatLang(self.env, amount, currency_obj=self.env.company.currency_id)

    def _sum(self, model, domain, *aggregates):
        return [value or 0 for value in self.env[model]._read_group(domain, [], list(aggregates))[0]]

    def _today(self):
        return self.env.company._dealer_today()

    def _companies(self):
        return [("company_id", "in", self.env.companies.ids)]

    def _month(self, back=0):
        first = fields.Date.start_of(fields.Date.subtract(self._today(), months=back), "month")
        return first, fields.Date.end_of(first, "month")

    def _settled(self, first, last):
        return [*self._companies(), ("role", "=", "store"), ("date", ">=", first), ("date", "<=", last)]

    def _submitted(self, days):
        since = fields.Datetime.now() - timedelta(days=days)
        return [
            *self._companies(), ("is_dealer_order", "=", True), ("submitted_at", ">=", since), ("dealer_state", "!=", "cancelled"),
            ("exchange_return_id", "=", False)]  # goods for goods are no order of their own

    def _state(self, *states):
        return [*self._companies(), ("is_dealer_order", "=", True), ("dealer_state", "in", states)]

    def _count(self, model, domain, late=True):
        number = self.env[model].search_count(domain)
        return str(number), False, "warn" if number and late else "plain"

    # -- the figures

    def _behind_sales_month(self):
        return "dealer.attribution", self._settled(*self._month())

    def _figure_sales_month(self):
        [now] = self._sum(*self._behind_sales_month(), "amount:sum")
        first, last = self._month(1)
        same_day = min(last, fields.Date.add(first, days=self._today().day - 1))
        [before] = self._sum("dealer.attribution", self._settled(first, same_day), "amount:sum")
        tone = "plain" if not before else "good" if now >= before else "warn"
        return self._money(now), self.env._("Last month to the same day: %s", self._money(before)), tone

    def _behind_returns_month(self):
        return "dealer.attribution", [*self._settled(*self._month()), ("return_id", "!=", False)]

    def _figure_returns_month(self):
        [back] = self._sum(*self._behind_returns_month(), "amount:sum")
        [sold] = self._sum("dealer.attribution", [*self._settled(*self._month()), ("picking_id", "!=", False)], "amount:sum")
        return self._money(back), self.env._("%s %% of what was shipped", f"{-100 * back / sold:.1f}") if sold else False, "plain"

    def _behind_target_year(self):
        """Give the agreed targets of today that are no part of another one which the reader sees: who sees parts only is held against these."""
        today = self._today()
        running = [*self._companies(), ("date_from", "<=", today), ("date_to", ">=", today)]  # a whole runs when its part does
        seen = self.env["perf.target"].search(running)
        tops = seen.filtered(lambda one: not set(map(int, one.parent_path.split("/")[:-2])) & set(seen._ids))
        return "perf.target", [*running, ("state", "=", "agreed"), ("id", "in", tops.ids)]

    def _figure_target_year(self):
        targets = self.env["perf.target"].search(self._behind_target_year()[1])
        wanted, credited = sum(targets.mapped("amount")), sum(targets.mapped("credited"))
        if not wanted:
            return NONE, self.env._("No agreed target of today"), "plain"
        today = self._today()
        share = sum(one.amount * ((today - one.date_from).days + 1) / ((one.date_to - one.date_from).days + 1) for one in targets)
        remark = self.env._("%(credited)s of %(wanted)s", credited=self._money(credited), wanted=self._money(wanted))
        return f"{100 * credited / wanted:.1f} %", remark, "good" if credited >= share else "warn"

    def _behind_margin_month(self):
        first, last = self._month()
        return "perf.sales.report", [*self._companies(), ("date", ">=", first), ("date", "<=", last), ("side", "!=", "ordered")]

    def _figure_margin_month(self):
        if not self.env.user.has_groups(READERS):
            return NONE, False, "plain"
        margin, goods = self._sum(*self._behind_margin_month(), "margin:sum", "net_goods:sum")
        return self._money(margin), self.env._("%s %% of net goods", f"{100 * margin / goods:.1f}") if goods else False, "plain"

    def _behind_orders_today(self):
        return "sale.order", self._submitted(1)

    def _figure_orders_today(self):
        total, number = self._sum(*self._behind_orders_today(), "settlement_total:sum", "__count")
        return str(number), self._money(total), "plain"

    def _behind_to_review(self):
        return "sale.order", self._state("submitted")

    def _figure_to_review(self):
        return self._count(*self._behind_to_review())

    def _behind_waiting(self):
        return "sale.order", self._state("waiting")

    def _figure_waiting(self):
        model, domain = self._behind_waiting()
        orders = self.env[model].search(domain)
        number, missing = len(orders), sum(orders.mapped("missing_amount"))
        return str(number), self.env._("Missing: %s", self._money(missing)) if number else False, "warn" if number else "plain"

    def _behind_to_ship(self):
        return "sale.order", self._state("approved", "partial")

    def _figure_to_ship(self):
        return self._count(*self._behind_to_ship(), late=False)

    def _behind_returns_open(self):
        return "dealer.return", [*self._companies(), ("state", "not in", ("draft", *ENDED))]

    def _figure_returns_open(self):
        return self._count(*self._behind_returns_open(), late=False)

    def _behind_active_dealers(self):
        return "sale.order", self._submitted(30)

    def _figure_active_dealers(self):
        dealers, orders = self._sum(*self._behind_active_dealers(), "dealer_id:count_distinct", "__count")
        return str(dealers), self.env._("%s orders", orders), "plain"

    def _behind_silent_dealers(self):
        return "perf.dealer.value", [*self._companies(), ("churned", "=", 1)]

    def _figure_silent_dealers(self):
        return self._count(*self._behind_silent_dealers())

    def _behind_available(self):
        return "prepaid.account", [*self._companies(), ("available", "!=", 0)]

    def _figure_available(self):
        [available] = self._sum(*self._behind_available(), "available:sum")
        return self._money(available), False, "plain"

    def _behind_activated(self):
        begin, end = (self.env.company._dealer_utc(day) for day in (self._month()[0], self._month(-1)[0]))
        return "activation.record", [
            *self._companies(), ("invited_at", "!=", False), ("first_login_at", ">=", begin), ("first_login_at", "<", end)]

    def _figure_activated(self):
        return self._count(*self._behind_activated(), late=False)

    def _behind_kpi_late(self):
        today = self._today()
        return "perf.kpi.sheet", [
            *self._companies(), "|", "&", ("state", "=", "draft"), ("data_due", "<", today),
            "&", ("state", "in", ("data", "calculated", "objection")), ("confirm_due", "<", today)]

    def _figure_kpi_late(self):
        return self._count(*self._behind_kpi_late())
