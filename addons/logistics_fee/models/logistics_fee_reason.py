from odoo import fields, models


class LogisticsFeeReason(models.Model):
    """Why goods come back, as fee rules and shares of the freight tell it apart."""

    _name = "logistics.fee.reason"
    _description = "Reason for fees"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="What documents say, e.g. quality or non_quality.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "A reason with this code is there already.")
