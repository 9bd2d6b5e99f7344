from odoo import fields, models


class DealerExceptionRead(models.Model):
    """Which exceptions a user has read; written by the buttons of the list alone."""

    _name = "dealer.exception.read"
    _description = "Read order exception"
    _rec_name = "number"

    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    number = fields.Integer(required=True, readonly=True)
    since = fields.Datetime(required=True, readonly=True)

    _one_mark = models.UniqueIndex("(user_id, number)", "This exception is read already.")
