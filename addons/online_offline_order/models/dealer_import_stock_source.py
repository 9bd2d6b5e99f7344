from odoo import models


class DealerImportStock(models.AbstractModel):
    """A count that came by a sheet makes its warehouses fresh."""

    _inherit = "dealer.import.stock"

    def _commit(self, job, rows, found, plan):
        result = super()._commit(job, rows, found, plan)
        warehouses = self.env["stock.warehouse"].union(*(found["warehouses"][row.record.warehouse] for row in rows))
        self.env["dealer.stock.source"]._counted(warehouses)
        return result
