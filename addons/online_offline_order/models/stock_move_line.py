from odoo import api, models
from odoo.exceptions import UserError


class StockMoveLine(models.Model):
    """What has left on a dealer delivery is settled; the lines of a done delivery stay as they are."""

    _inherit = "stock.move.line"

    def _refuse_settled(self):
        if self.env.su:
            return
        for line in self:
            if line.state == "done" and line.picking_id.is_dealer_delivery:
                raise UserError(self.env._("Delivery %s has shipped and is settled: use a return to correct it.", line.picking_id.name))

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._refuse_settled()
        return lines

    def write(self, vals):
        self._refuse_settled()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_settled(self):
        self._refuse_settled()
