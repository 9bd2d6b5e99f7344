from datetime import timedelta

from odoo import api, fields, models

from ..funnel import trust_score

WINDOW = timedelta(days=90)


class ActivationTrust(models.Model):
    """How far the sheets of a salesperson can be believed, over the last 90 days: mean of his call-backs less 5 for each contradicted line."""

    _name = "activation.trust"
    _description = "Trust in the sheets of a salesperson"
    _order = "score, user_id"
    _rec_name = "user_id"

    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Salesperson", required=True, index=True, readonly=True)
    score = fields.Integer(string="Trust", readonly=True, aggregator="avg")
    audit_count = fields.Integer(string="Call-backs", readonly=True)
    denied_count = fields.Integer(string="Visits denied", readonly=True)
    contradiction_count = fields.Integer(string="Contradicted lines", readonly=True)
    missing_count = fields.Integer(string="Missing sheets", readonly=True)

    _user_uniq = models.Constraint("UNIQUE(user_id, company_id)", "One row a salesperson.")

    @api.model
    def _refresh(self, companies):
        """Work out the rows of companies anew."""
        for company in companies:
            recent = [("company_id", "=", company.id), ("week", ">=", company._dealer_today() - WINDOW)]
            audits = self.env["activation.audit"].search([*recent, ("state", "=", "done")])
            lines = dict(self.env["activation.sheet.line"]._read_group([*recent, ("is_contradicted", "=", True)], ["user_id"], ["__count"]))
            missing = dict(self.env["activation.sheet"]._read_group([*recent, ("is_missing", "=", True)], ["user_id"], ["__count"]))
            rows = {row.user_id: row for row in self.search([("company_id", "=", company.id)])}
            for user in audits.user_id | self.env["res.users"].union(*lines, *missing, *rows):
                own = audits.filtered(lambda audit, user=user: audit.user_id == user)
                score = trust_score(own.mapped("score"), lines.get(user, 0))
                values = {
                    "score": 100 if score is None else score, "audit_count": len(own), "denied_count": len(own.filtered(lambda one: one.visited == "no")),
                    "contradiction_count": lines.get(user, 0), "missing_count": missing.get(user, 0)}
                if user in rows:
                    changed = {name: value for name, value in values.items() if rows[user][name] != value}
                    if changed:
                        rows[user].write(changed)
                elif score is not None or missing.get(user):
                    self.create([{"company_id": company.id, "user_id": user.id, **values}])
