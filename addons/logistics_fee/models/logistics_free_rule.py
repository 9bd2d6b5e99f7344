from odoo import fields, models

from ..adapters.fee_rule import free_rule
from .logistics_fee_rule import BEARERS


class LogisticsFreeRule(models.Model):
    """Who orders enough pays no freight: the freight keeps its price, somebody else bears it, up to a cap if one is given.

    All conditions of a rule must hold. HQ gives money away here, so a second person, the finance manager, puts it in force.
    """

    _name = "logistics.free.rule"
    _description = "Free shipping"
    _inherit = ["logistics.dated.rule"]
    _order = "priority desc, date_from desc, id"

    from_amount = fields.Monetary(
        string="Goods from", tracking=True, aggregator=None,
        help="Payable after discounts, tax included, without freight; the amount itself is enough.")
    from_pieces = fields.Integer(string="Pieces from", tracking=True, aggregator=None)
    max_weight_g = fields.Integer(string="Weight up to (g)", tracking=True, aggregator=None, help="Included; 0 = any.")
    division_ids = fields.Many2many(
        "dealer.division", "logistics_free_rule_division_rel", string="Only for regions", ondelete="restrict",
        help="Empty = all; a province includes its cities and districts.")
    excluded_division_ids = fields.Many2many(
        "dealer.division", "logistics_free_rule_excluded_rel", string="Not for regions", ondelete="restrict")
    bearer = fields.Selection([row for row in BEARERS if row[0] != "dealer"], string="Borne by", required=True, default="hq", tracking=True)
    cap = fields.Monetary(string="Borne up to", tracking=True, aggregator=None, help="The dealer pays what is above; 0 = all of the freight is borne.")

    _values = models.Constraint("CHECK (from_amount >= 0 AND from_pieces >= 0 AND max_weight_g >= 0 AND cap >= 0)", "Limits of free shipping are zero or more.")

    def _second_person(self):
        return self.env._(
            "%(rule)s gives freight away: the finance manager activates it, not %(author)s, who entered it.",
            rule=self.name, author="、".join(self.author_ids.mapped("name")))

    def _core_rule(self):
        """:return: the core's rule of this record."""
        self.ensure_one()
        return free_rule(self)
