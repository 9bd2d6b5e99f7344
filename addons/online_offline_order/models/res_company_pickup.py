from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..pickup import check_days, read_days


class ResCompany(models.Model):
    """How long goods may wait at a store (journey J10)."""

    _inherit = "res.company"

    pickup_reminder_days = fields.Char(
        string="Pick-up: reminders on days", default="3,7,12",
        help="Days after the arrival on which store and consumer are reminded, with commas; empty = never.")
    pickup_decision_day = fields.Integer(
        string="Pick-up: the store decides on day", default=15, required=True, help="From then on the store keeps the goods as own stock or sends them back.")
    pickup_task_day = fields.Integer(
        string="Pick-up: task for service on day", default=22, required=True, help="Nobody has decided: customer service gets a task, the account is marked.")

    @api.constrains("pickup_reminder_days", "pickup_decision_day", "pickup_task_day")
    def _check_pickup_days(self):
        for company in self:
            if not check_days(read_days(company.pickup_reminder_days), company.pickup_decision_day, company.pickup_task_day):
                raise ValidationError(self.env._(
                    "%s: the days of a pick-up follow each other: reminders such as 3,7,12, then the decision, then the task for service.", company.name))
