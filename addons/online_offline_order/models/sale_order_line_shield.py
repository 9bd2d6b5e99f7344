from odoo import api, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.onchange("product_id")
    def _onchange_shielded(self):
        """Warn who enters goods for a dealer or store that may not have them; the submit refuses them."""
        partner = self.order_id.partner_id
        if self.order_id.is_dealer_order and partner and partner._shielded_goods(self.product_id._origin):
            return {"warning": {"title": self.env._("Shielded goods"), "message": self.env._(
                "%(goods)s is shielded from %(partner)s and cannot be ordered: take the line out.",
                goods=self.product_id.display_name, partner=partner.display_name)}}
        return None
