from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessError

APPROVERS = "stock.group_stock_manager"


class StockQuant(models.Model):
    """The warehouse counts, its manager lets the count change the stock (duty rule S20)."""

    _inherit = "stock.quant"

    def _apply_inventory(self, date=None):
        """Change the stock to what was counted, see there. Odoo takes this step as superuser for some of its ways: the person is what counts.

        :raises AccessError: for others than managers of the warehouse.
        """
        if self.env.uid != SUPERUSER_ID and not self.env.user.has_group(APPROVERS):  # SUPERUSER_ID: jobs and installations have no role
            raise AccessError(self.env._("A warehouse manager applies counts: enter what you counted and leave it to the manager."))
        return super()._apply_inventory(date)
