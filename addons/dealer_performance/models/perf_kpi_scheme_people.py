from odoo import fields, models


class PerfKpiScheme(models.Model):
    """For whom the sheets of a month are made by themselves."""

    _inherit = "perf.kpi.scheme"

    user_ids = fields.Many2many(
        "res.users", "perf_kpi_scheme_person_rel", string="Sheets for", domain=[("share", "=", False)], tracking=True,
        help="Each of them gets a sheet when a month begins; sheets of others and of years are entered by hand.")

    def _make_sheets(self, first):
        """Make the sheets of a month for people who have none.

        :param first: first day of the month.
        """
        self.ensure_one()
        sheets, last = self.env["perf.kpi.sheet"], fields.Date.end_of(first, "month")
        there = sheets.search([
            ("company_id", "=", self.company_id.id), ("date_from", "=", first), ("date_to", "=", last), ("user_id", "in", self.user_ids.ids)])
        sheets.create([{
            "user_id": user.id, "scheme_id": self.id, "company_id": self.company_id.id, "date_from": first, "date_to": last,
        } for user in self.user_ids - there.user_id])
