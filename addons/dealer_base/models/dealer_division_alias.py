from odoo import api, fields, models


class DealerDivisionAlias(models.Model):
    """Another name under which sheets and addresses mean a division."""

    _name = "dealer.division.alias"
    _description = "Division alias"
    _order = "name, id"

    name = fields.Char(required=True, index=True)
    division_id = fields.Many2one("dealer.division", string="Means", required=True, index=True, ondelete="cascade")
    scope_id = fields.Many2one(
        "dealer.division", string="Used within", index=True, ondelete="cascade", help="Empty: a name of a whole province.",
    )
    kind = fields.Selection(
        [
            ("short", "Short name"), ("popular", "Popular name"), ("suffix", "Wrong suffix"),
            ("historic", "Old name"), ("zone", "Development zone"),
        ],
        required=True, default="popular", help="A wrong suffix or an old name is accepted with a warning.",
    )

    _name_uniq = models.UniqueIndex("(name, COALESCE(scope_id, 0))", "This name is taken within the same division.")

    @api.model_create_multi
    def create(self, vals_list):
        aliases = super().create(vals_list)
        self.env.registry.clear_cache()
        return aliases

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
