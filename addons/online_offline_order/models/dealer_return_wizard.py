from odoo import models
from odoo.exceptions import UserError


class StockReturnPicking(models.TransientModel):
    _inherit = "stock.return.picking"

    def _create_return(self):
        if self.picking_id.is_dealer_delivery and not self.env.su:
            raise UserError(self.env._(
                "Delivery %s belongs to a dealer order: goods come back through After-sales > Requests, so that the account is credited.",
                self.picking_id.name))
        return super()._create_return()
