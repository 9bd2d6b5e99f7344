from odoo import api, models

from ..adapters.transfers import is_between, is_carrying

# By "quant_id" Odoo fills the place of the goods.
COUNTED = {"location_dest_id", "location_id", "lot_id", "owner_id", "product_id", "product_uom_id", "quant_id", "quantity"}


class StockMoveLine(models.Model):
    """What a transfer between warehouses moved stays as it was reviewed, and what is done becomes no such transfer (duty rule S27)."""

    _inherit = "stock.move.line"

    def _keep_reviewed(self):
        for line in self.sudo():  # sudo: guarded whoever changes it
            if is_between(line.location_id, line.location_dest_id) or line.move_id._is_between_warehouses():
                line.move_id._refuse_done_transfer()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su and not is_carrying():
            done = lines.filtered(lambda line: line.move_id.state == "done")
            for line in done:
                if line.sudo()._warehouses() != line.move_id.sudo()._warehouses():  # sudo: as above
                    line.move_id._refuse_other_warehouse()
            done._keep_reviewed()
        return lines

    def write(self, vals):
        if self.env.su or is_carrying() or not vals.keys() & COUNTED:
            return super().write(vals)
        done = self.filtered(lambda line: line.move_id.state == "done").sudo()  # sudo: guarded whoever changes it
        done._keep_reviewed()
        before = {line: (line.move_id, line._warehouses()) for line in done}
        result = super().write(vals)
        for line, (move, warehouses) in before.items():
            if line._warehouses() != warehouses:
                move._refuse_other_warehouse()
        return result

    def _warehouses(self):
        return self.location_id.warehouse_id, self.location_dest_id.warehouse_id
