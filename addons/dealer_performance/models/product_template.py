from odoo import api, fields, models


class ProductTemplate(models.Model):
    """Since when goods are on the shelf: the program's date, whatever a caller says."""

    _inherit = "product.template"

    shelf_at = fields.Datetime(string="On the shelf since", readonly=True, copy=False, groups="base.group_user")

    @api.model_create_multi
    def create(self, vals_list):
        now = fields.Datetime.now()
        return super().create([{**vals, "shelf_at": vals.get("shelf_state") == "on" and now} for vals in vals_list])

    def write(self, vals):
        if not self.env.su:
            vals = {name: value for name, value in vals.items() if name != "shelf_at"}
        if vals.get("shelf_state") != "on":
            return super().write(vals)
        late = self.filtered(lambda product: product.shelf_state != "on")
        result = super().write(vals)
        if late:
            super(ProductTemplate, late.sudo()).write({"shelf_at": fields.Datetime.now()})  # sudo: a date of the program; who may do it was asked above
        return result
