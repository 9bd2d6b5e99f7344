from odoo import models

ADDRESS = frozenset(("division_id", "state_id", "city", "zip", "country_id"))


class ResPartner(models.Model):
    """Another region of an address makes the freight of open orders to it stale."""

    _inherit = "res.partner"

    def write(self, vals):
        moved = self.filtered(lambda partner: any((partner[name].id if partner._fields[name].relational else partner[name]) != vals[name]
                                                  for name in ADDRESS & vals.keys()))
        result = super().write(vals)
        if moved:
            self.env["sale.order"]._flag_freight_where(
                ["|", ("partner_shipping_id", "in", moved.ids), ("partner_id", "in", moved.ids)],
                self.env._("region of %s", ", ".join(moved[:3].mapped("display_name"))))
        return result
