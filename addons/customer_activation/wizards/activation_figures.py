from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..funnel import month_start, rate_bp
from ..sql.rates import rates

DAY = timedelta(days=1)


class ActivationFigures(models.TransientModel):
    """Activation rate and first-order rate of the customers that the user may read, each figure with its definition and the customers behind it."""

    _name = "activation.figures"
    _description = "Activation figures"

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    mode = fields.Selection(
        [("cumulative", "Cumulative: everybody invited so far"), ("cohort", "Cohort: who was invited in the period")], default="cumulative", required=True)
    by = fields.Selection(
        [("user", "Salesperson"), ("sales_company", "Sales company"), ("province", "Region"), ("month", "Month of the invitation"),
         ("user_month", "Salesperson and month")], string="Grouped by", default="user", required=True)
    date_from = fields.Date(string="From", required=True, default=lambda self: month_start(self.env.company._dealer_today()))
    date_to = fields.Date(string="To", required=True, default=lambda self: self.env.company._dealer_today())
    with_logins = fields.Boolean(string="Count the logins of the period")
    old_only = fields.Boolean(string="Old customers only")
    line_ids = fields.One2many("activation.figure", "figures_id", string="Figures", readonly=True)

    def _compute_display_name(self):
        for figures in self:
            figures.display_name = self.env._("Activation figures")

    def _domain(self):
        domain = Domain("company_id", "=", self.company_id.id)
        return domain & Domain("is_old_customer", "=", True) if self.old_only else domain

    def _bounds(self):
        """Give the period as naive UTC datetimes: (begin, end not included)."""
        return self.company_id._dealer_utc(self.date_from), self.company_id._dealer_utc(self.date_to + DAY)

    @api.model
    def action_open(self):
        """Open the figures of this month.

        :return: form action.
        """
        figures = self.create([{}])
        return figures.action_compute()

    def action_compute(self):
        """Count anew.

        :return: form action.
        :raises UserError: when the period ends before it begins.
        """
        self.ensure_one()
        if self.date_to < self.date_from:
            raise UserError(self.env._("The period ends before it begins."))
        self.line_ids.unlink()
        begin, end = self._bounds()
        visible = self.env["activation.record"]._search(self._domain()).select()
        zone = self.company_id._dealer_tz().zone
        found = rates(self.env, visible, self.by, end, begin if self.mode == "cohort" else None, begin, self.with_logins, zone)
        labels = self._labels([row["key"] for row in found[:-1]])
        self.env["activation.figure"].create([self._line(row, labels, row is found[-1]) for row in found])
        return {
            "type": "ir.actions.act_window", "name": self.env._("Activation figures"), "res_model": self._name, "res_id": self.id, "view_mode": "form"}

    def _labels(self, keys):
        """Give a name for each key of the rows."""
        model = {"user": "res.users", "user_month": "res.users", "sales_company": "res.partner", "province": "dealer.division"}.get(self.by)
        ids = {key: int(key.split("/")[0]) for key in keys if key and model}
        names = {one.id: one.display_name for one in self.env[model].sudo().browse(set(ids.values()))} if model else {}  # sudo: names of groups of visible rows
        return {key: " ".join([names[ids[key]], *key.split("/")[1:]]) if key in ids else key or self.env._("None") for key in keys}

    def _line(self, row, labels, total):
        return {
            "figures_id": self.id, "key": row["key"], "is_total": total, "name": self.env._("All") if total else labels.get(row["key"]),
            **{name: row[name] for name in ("registered", "activated", "ordering", "logins", "seen")},
            "activation_rate": (rate_bp(row["activated"], row["registered"]) or 0) / 100,
            "first_order_rate": (rate_bp(row["ordering"], row["activated"]) or 0) / 100,
            "login_time": self._hours(row["login_median"], row["login_p80"]), "order_time": self._hours(row["order_median"], row["order_p80"])}

    def _hours(self, median, p80):
        return False if median is None else self.env._("%(median)s h / %(p80)s h", median=median, p80=p80)
