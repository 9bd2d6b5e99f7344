from odoo import fields, models


class PromoGroup(models.Model):
    """A conflict group: of its rules the best, the first, or at most so many apply to one order."""

    _name = "promo.group"
    _description = "Conflict group of promotions"
    _order = "name"

    name = fields.Char(required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    mode = fields.Selection([("best", "The best for the buyer"), ("first", "The first in order"), ("at_most", "At most so many")], required=True,
        default="best")
    at_most = fields.Integer(string="At most", default=1)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE(company_id, name)", "A conflict group with this name exists already.")
    _least = models.Constraint("CHECK (at_most >= 1)", "At least one rule of a conflict group may apply.")

    def _group_rows(self):
        """:return: rows of the engine, the name is the id: renaming a group changes no version."""
        return [{"name": f"group{group.id}", "mode": group.mode, **({"n": group.at_most} if group.mode == "at_most" else {})} for group in self]
