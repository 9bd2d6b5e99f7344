from odoo import api, fields, models

from ..adapters.conditions import refuse_unlink


class LogisticsDealerGrade(models.Model):
    """What a dealer counts as when fees are chosen: gold, silver ... The grade of a dealer holds for its stores too."""

    _name = "logistics.dealer.grade"
    _description = "Dealer grade"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE(name)", "A grade of this name is there already.")

    @api.ondelete(at_uninstall=False)
    def _unlink_unnamed(self):
        refuse_unlink(self)
