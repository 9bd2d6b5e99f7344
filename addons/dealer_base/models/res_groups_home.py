from odoo import fields, models


class ResGroups(models.Model):
    """What a person of a role sees first."""

    _inherit = "res.groups"

    dealer_home_action_id = fields.Many2one(
        "ir.actions.actions", string="Home action", ondelete="set null",
        help="Opened after login for people of this role who have chosen none themselves.")
    dealer_home_sequence = fields.Integer(string="Order of home actions", default=10, help="Of several roles of one person the first counts.")
