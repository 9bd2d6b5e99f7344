from odoo import fields, models


class PrepaidReasonKind(models.Model):
    """A kind of document that asks for a reason; one record for each, made by the addon that has the document."""

    _name = "prepaid.reason.kind"
    _description = "Document with a reason"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    model = fields.Char(required=True, string="Technical name")
    sequence = fields.Integer(default=10)

    _model_uniq = models.Constraint("UNIQUE(model)", "This kind of document is listed already.")
