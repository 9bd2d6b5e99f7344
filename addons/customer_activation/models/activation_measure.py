from odoo import fields, models


class ActivationMeasure(models.Model):
    """A countermeasure: what the salesperson does next against a reason."""

    _name = "activation.measure"
    _description = "Countermeasure"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [("visit", "Visit"), ("training", "Training"), ("manual", "Manual"), ("coupon", "Coupon"), ("on_behalf", "Order on behalf"),
         ("handover", "Other salesperson"), ("talk", "Talk")], required=True, default="talk")
    days = fields.Integer(string="Due after days", default=3, required=True)
    note = fields.Text(string="How", translate=True)
    active = fields.Boolean(default=True)

    _days_range = models.Constraint("CHECK(days BETWEEN 0 AND 365)", "Days: 0 to 365.")
