from odoo import fields, models


class ActivationLogin(models.Model):
    """A login of a customer's portal user; kept, while Odoo's own log is cleaned up."""

    _name = "activation.login"
    _description = "Customer login"
    _inherit = ["activation.fact.mixin"]
    _order = "id desc"
    _rec_name = "at"

    user_id = fields.Many2one("res.users", string="Login", required=True, readonly=True)
    at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now, index=True)
    ip = fields.Char(string="Address", readonly=True, groups="dealer_base.group_ops,dealer_base.group_auditor,dealer_base.group_cs_aftersale")
    device = fields.Char(readonly=True)
    is_own = fields.Boolean(string="Own login", readonly=True, help="Counts as activation.")
    password_by_id = fields.Many2one(
        "res.users", string="Password set by", readonly=True, help="Somebody else set the password: who logged in is not sure, so it does not count.")

    _counted = models.Index("(record_id, at) WHERE is_own")
