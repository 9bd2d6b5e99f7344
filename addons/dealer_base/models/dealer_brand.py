from odoo import fields, models


class DealerBrand(models.Model):
    """A brand of goods."""

    _name = "dealer.brand"
    _description = "Brand"
    _order = "name"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE(name)", "This brand exists already.")
