from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    dealer_warehouse_ids = fields.Many2many(
        "stock.warehouse", "dealer_user_warehouse_rel", "user_id", "warehouse_id", string="Warehouses", context={"active_test": False},
        help="Who works in a warehouse is shown orders, transfers, parcels, returns and what belongs to them of these alone; of all when empty.")

    def write(self, vals):
        result = super().write(vals)
        if "dealer_warehouse_ids" in vals:
            self.env.registry.clear_cache()  # record rules are kept per user
        return result

    def _works_in(self, warehouses):
        """Say whether the user works in all of some warehouses: in every one who has no list.

        :param warehouses: function that gives them, asked only where there is a list.
        """
        own = self.dealer_warehouse_ids
        return not own or warehouses() <= own
