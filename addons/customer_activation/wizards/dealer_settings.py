from odoo import fields, models


class DealerSettings(models.TransientModel):
    """Customer activation: settings of the dialog."""

    _inherit = "dealer.settings"

    activation_invite_days = fields.Integer(related="company_id.activation_invite_days", readonly=False)
    activation_active_days = fields.Integer(related="company_id.activation_active_days", readonly=False)
    activation_audit_percent = fields.Integer(related="company_id.activation_audit_percent", readonly=False)

    activation_class_a = fields.Float(related="company_id.activation_class_a", readonly=False)
    activation_class_b = fields.Float(related="company_id.activation_class_b", readonly=False)

    def _business_settings(self):
        return super()._business_settings() | {
            "activation_invite_days", "activation_active_days", "activation_audit_percent", "activation_class_a", "activation_class_b"}
