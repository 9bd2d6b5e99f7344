from odoo import fields, models

from .activation_record import STAGE_CHOICES


class ActivationLimit(models.Model):
    """How long a customer may stay in a stage before he is late."""

    _name = "activation.limit"
    _description = "Age limit of a stage"
    _order = "id"
    _rec_name = "stage"

    company_id = fields.Many2one("res.company", index=True, help="Empty: all companies.")
    stage = fields.Selection(STAGE_CHOICES, required=True)
    days = fields.Integer(required=True, help="0: no limit.")

    _stage_uniq = models.UniqueIndex("(stage, COALESCE(company_id, 0))", "This stage has a limit already.")
    _days_range = models.Constraint("CHECK(days BETWEEN 0 AND 3650)", "Days: 0 to 3650.")
