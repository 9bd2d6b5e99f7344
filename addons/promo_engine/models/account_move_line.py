from odoo import fields, models


class AccountMoveLine(models.Model):
    """Lines of credit notes of orders with promotions."""

    _inherit = "account.move.line"

    promo_withdrawn_id = fields.Many2one(
        "sale.order", string="Promotions withdrawn of", readonly=True, copy=False, index="btree_not_null", groups="base.group_user")

    def _copy_data_extend_business_fields(self, values):
        """As Odoo; a reversal knows which of its lines are no goods, and works them out anew."""
        super()._copy_data_extend_business_fields(values)
        values["promo_withdrawn_id"] = self.promo_withdrawn_id.id

    def _promo_exact(self):
        """Give the pieces of a line of a credit note the price they have on their order, where it differs by a rounding alone."""
        self.ensure_one()
        line = self.sale_line_ids[:1]
        if len(self.sale_line_ids) != 1 or not line.promo_discount or self.discount:
            return
        exact = line._promo_net_unit(line.qty_invoiced, self.quantity)
        # More than a fen per piece is another price, which somebody chose.
        if exact != self.price_unit and abs(exact - self.price_unit) < 0.01:
            self.price_unit = exact
