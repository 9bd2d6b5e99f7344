from odoo import fields, models


class LogisticsPriceLookupParcel(models.TransientModel):
    """A parcel whose price is asked for."""

    _name = "logistics.price.lookup.parcel"
    _description = "Parcel of a price on a day"

    lookup_id = fields.Many2one("logistics.price.lookup", required=True, ondelete="cascade")
    weight_g = fields.Integer(string="Weight (g)", default=1_000)
    length_mm = fields.Integer(string="Length (mm)")
    width_mm = fields.Integer(string="Width (mm)")
    height_mm = fields.Integer(string="Height (mm)")
    pieces = fields.Integer(default=1)

    def _shipment(self):
        """:return: the parcel as quoting takes it."""
        self.ensure_one()
        dims = (self.length_mm, self.width_mm, self.height_mm)
        return {"weight_g": self.weight_g, "dims_mm": list(dims) if all(dims) else None, "pieces": self.pieces}
