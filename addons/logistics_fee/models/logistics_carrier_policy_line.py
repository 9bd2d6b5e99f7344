from odoo import fields, models


class LogisticsCarrierPolicyLine(models.Model):
    """A carrier of a policy, in the order of preference."""

    _name = "logistics.carrier.policy.line"
    _description = "Carrier of a policy"
    _order = "policy_id, sequence, id"
    _rec_name = "carrier_id"

    policy_id = fields.Many2one("logistics.carrier.policy", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    carrier_id = fields.Many2one("delivery.carrier", required=True, index=True, ondelete="cascade")

    _carrier_uniq = models.UniqueIndex("(policy_id, carrier_id)", "The policy names this carrier already.")
