from odoo import fields, models


class ActivationReason(models.Model):
    """Why a customer does not log in or order, with what helps against it."""

    _name = "activation.reason"
    _description = "Reason not to order"
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="Known to sheets and reports.")
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [("objective", "Objective"), ("customer", "Customer's own"), ("service", "Ours")], required=True, default="customer")
    weight = fields.Integer(
        string="Weight of the reason", default=1, required=True, help="Counts this many times in the shares of the reasons; 0 leaves it out.")
    is_lost = fields.Boolean(string="Closes the funnel", help="The customer buys elsewhere.")
    measure_ids = fields.Many2many("activation.measure", string="What helps")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "This reason code exists already.")
    _weight_range = models.Constraint("CHECK(weight BETWEEN 0 AND 100)", "The weight of a reason is 0 to 100.")
