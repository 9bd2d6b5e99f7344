from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..funnel import DEFAULT_LIMITS


class ResCompany(models.Model):
    _inherit = "res.company"

    activation_invite_days = fields.Integer(string="Days an invitation is valid", default=7, required=True)
    activation_active_days = fields.Integer(
        string="Active: days with three orders", default=90, required=True, help="Who ordered three times within these days is an active customer.")
    activation_audit_percent = fields.Integer(
        string="Share of sheet lines called back (%)", default=10, required=True, help="At least one line of each salesperson and week is drawn.")

    activation_class_a = fields.Float(
        string="Class A from", default=50000, required=True, digits=(16, 2), help="Net sales of a customer within 180 days.")
    activation_class_b = fields.Float(
        string="Class B from", default=10000, required=True, digits=(16, 2), help="Net sales of a customer within 180 days; below it class C.")

    @api.constrains("activation_class_a", "activation_class_b")
    def _check_activation_classes(self):
        for company in self:
            if not 0 <= company.activation_class_b <= company.activation_class_a:
                raise ValidationError(self.env._("Class B begins below class A."))

    @api.constrains("activation_invite_days", "activation_active_days", "activation_audit_percent")
    def _check_activation(self):
        for company in self:
            if not 1 <= company.activation_invite_days <= 90 or not 1 <= company.activation_active_days <= 730:
                raise ValidationError(self.env._("Days of the activation: 1 to 90 for an invitation, 1 to 730 for active customers."))
            if not 1 <= company.activation_audit_percent <= 100:
                raise ValidationError(self.env._("The share of lines that are called back is 1 to 100 %."))

    def _activation_limits(self):
        """Give the days a customer may stay in each stage.

        :return: dict of stage -> days; 0 means no limit.
        """
        self.ensure_one()
        limits = dict(DEFAULT_LIMITS)
        for limit in self.env["activation.limit"].sudo().search([("company_id", "in", (False, self.id))], order="company_id DESC"):  # sudo: settings
            limits[limit.stage] = limit.days
        return limits

    def _dealer_base_setup(self):
        super()._dealer_base_setup()
        self._ensure_nomination_sequence()

    def _ensure_nomination_sequence(self):
        """Create the number sequence of nominations for the companies that have none."""
        sequences = self.env["ir.sequence"].sudo()  # sudo: who may create a company need not manage sequences
        for company in self:
            if not sequences.search_count([("code", "=", "dealer.nomination"), ("company_id", "=", company.id)], limit=1):
                sequences.create({
                    "name": "Nomination", "code": "dealer.nomination", "company_id": company.id,
                    "prefix": "NOM/%(range_year)s/", "padding": 5, "use_date_range": True,
                })
