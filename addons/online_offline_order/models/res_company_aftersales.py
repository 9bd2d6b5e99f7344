from odoo import fields, models


class ResCompany(models.Model):
    """How long stores wait for after-sale service."""

    _inherit = "res.company"

    complaint_hours = fields.Integer(
        string="Complaints are answered within (hours)", default=24, required=True,
        help="Then they go to the service manager; those about money to the finance manager too.")
    return_reminder_days = fields.Integer(
        string="Reminder of returns that stand still (days)", default=3, required=True,
        help="Who is in charge gets a task; 0: no reminder.")

    _aftersales_positive = models.Constraint(
        "CHECK(complaint_hours > 0 AND return_reminder_days >= 0)", "Hours of complaints are one or more, days of reminders zero or more.")

    def _next_complaint_number(self):
        """Give the next number of a complaint; the first one of a company makes its sequence.

        :return: text such as CP/2026/00001.
        """
        self.ensure_one()
        sequences = self.env["ir.sequence"].sudo()  # sudo: numbers are no right
        if not sequences.search_count([("code", "=", "dealer.complaint"), ("company_id", "=", self.id)], limit=1):
            sequences.create({
                "name": "Complaint", "code": "dealer.complaint", "company_id": self.id, "prefix": "CP/%(range_year)s/", "padding": 5, "use_date_range": True})
        return sequences.with_company(self).next_by_code("dealer.complaint")
