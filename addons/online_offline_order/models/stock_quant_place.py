from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError

from .stock_quant_count import COUNT_FIELDS

TYPED = COUNT_FIELDS | {"inventory_quantity_auto_apply"}


class StockQuant(models.Model):
    """Who works in some warehouses counts in these alone; places that belong to no warehouse are everybody's."""

    _inherit = "stock.quant"

    def _refuse_elsewhere(self):
        """Refuse figures of other warehouses. Odoo takes some of its steps as superuser: the person is what counts.

        :raises AccessError: naming goods and warehouse.
        """
        if self.env.uid == SUPERUSER_ID or not (own := self.env.user.dealer_warehouse_ids):  # jobs and installations have no role
            return
        for quant in self.sudo():  # sudo: whose they are
            if quant.location_id.warehouse_id - own:
                raise AccessError(self.env._(
                    "%(goods)s lies in %(place)s, which is none of your warehouses.", goods=quant.product_id.display_name,
                    place=quant.location_id.warehouse_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        quants = super().create(vals_list)
        if any(TYPED & vals.keys() for vals in vals_list):
            quants._refuse_elsewhere()
        return quants

    def write(self, vals):
        if TYPED & vals.keys():
            self._refuse_elsewhere()
        return super().write(vals)

    def _apply_inventory(self, date=None):
        self._refuse_elsewhere()
        return super()._apply_inventory(date)
