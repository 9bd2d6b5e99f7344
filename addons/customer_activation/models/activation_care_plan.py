from datetime import timedelta

from odoo import api, fields, models

from .activation_care import CARE_KINDS
from .activation_record import STAGE_CHOICES

AT_ONCE = 2000


class ActivationCarePlan(models.Model):
    """How often customers of a class, or in a stage, are called and why. The night plans the calls."""

    _name = "activation.care.plan"
    _description = "Plan of care calls"
    _order = "kind, customer_class, id"
    _rec_name = "kind"

    company_id = fields.Many2one("res.company", index=True, help="Empty: all companies.")
    kind = fields.Selection(CARE_KINDS, string="What about", required=True)
    customer_class = fields.Selection([("a", "A"), ("b", "B"), ("c", "C")], string="Class", help="Empty: all.")
    stage = fields.Selection(STAGE_CHOICES, help="Empty: all but lost.")
    every_days = fields.Integer(string="Every so many days", required=True, default=30)
    active = fields.Boolean(default=True)

    _days_range = models.Constraint("CHECK(every_days BETWEEN 1 AND 3650)", "Days: 1 to 3650.")

    @api.model
    def _cron_plan(self, limit=AT_ONCE):
        """Plan the calls that are due: customers whose last call of the kind, or whose last change of stage, is so many days ago.

        :param limit: most calls of one run; the next night goes on.
        :return: the new activation.care.
        """
        cares, made = self.env["activation.care"], self.env["activation.care"]
        for company in self.env["res.company"].search([]):
            today = company._dealer_today()
            for plan in self.search([("company_id", "in", (False, company.id))]):
                if len(made) >= limit:
                    return made
                since = today - timedelta(days=plan.every_days)
                domain = [
                    ("company_id", "=", company.id), ("account_state", "=", "enabled"), ("stage", "!=", "lost"),
                    ("care_ids", "not any", [("kind", "=", plan.kind), "|", ("state", "=", "open"), ("due_on", ">", since)]),
                    ("stage_since", "<=", company._dealer_utc(since)), ("user_id.active", "=", True)]  # of a leaver: once somebody else has the customer
                domain += [("customer_class", "=", plan.customer_class)] if plan.customer_class else []
                domain += [("stage", "=", plan.stage)] if plan.stage else []
                found = self.env["activation.record"].search(domain, limit=limit - len(made), order="id")
                made |= cares.create([
                    {"record_id": record.id, "user_id": record.user_id.id, "kind": plan.kind, "due_on": today, "source": "plan"} for record in found])
        return made
