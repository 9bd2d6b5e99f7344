from odoo import api, fields, models

from ..sql.duties import conflict_query


class DealerSodConflict(models.Model):
    """Who holds two duties that should be apart, today."""

    _name = "dealer.sod.conflict"
    _description = "Duty conflict"
    _auto = False
    _order = "severity, rule_id, user_id"
    _rec_name = "rule_id"
    _depends = {
        "res.users": ["group_ids", "active"], "res.groups": ["implied_ids"],
        "dealer.sod.rule": ["group_a_ids", "group_b_ids", "severity", "active"],
        "dealer.sod.exception": ["user_id", "rule_id", "state", "date_to"],
    }

    user_id = fields.Many2one("res.users", readonly=True)
    rule_id = fields.Many2one("dealer.sod.rule", string="Rule", readonly=True)
    severity = fields.Selection([("hard", "Refused"), ("warning", "Warning")], readonly=True)
    exception_id = fields.Many2one("dealer.sod.exception", string="Exception", readonly=True)
    risk = fields.Char(related="rule_id.risk")
    date_to = fields.Date(related="exception_id.date_to", string="Excepted until")
    group_ids = fields.Many2many(
        "res.groups", compute="_compute_group_ids", string="By these roles", help="The roles given to the user that bring the two duties.")

    @property
    def _table_query(self):
        return conflict_query()

    @api.depends("user_id", "rule_id")
    def _compute_group_ids(self):
        for conflict in self:
            side_a, side_b = conflict.rule_id._held_by(conflict.user_id)
            given = conflict.user_id.sudo().group_ids  # sudo: the list names roles of other persons
            conflict.group_ids = given.filtered(lambda group, sides=side_a | side_b: group.all_implied_ids & sides)
