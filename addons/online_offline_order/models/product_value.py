from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.dealer_base.adapters.cost import READERS, WRITERS, is_valuing


class ProductValue(models.Model):
    """Odoo opens the history of costs to whoever manages stock; here it belongs to those who see and write costs."""

    _inherit = "product.value"

    def _check_access(self, operation):
        if not self.env.su:
            groups = READERS.split(",") if operation == "read" else WRITERS
            if not (operation == "read" and is_valuing()) and not any(self.env.user.has_group(group) for group in groups):
                return self, self._refuse_cost
        return super()._check_access(operation)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and not is_valuing():
            raise self._refuse_by_hand()
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and not is_valuing():
            raise self._refuse_by_hand()
        return super().write(vals)

    def _refuse_by_hand(self):
        return AccessError(self.env._("The history of costs is written by the program: enter a cost change (Goods > Cost changes)."))

    def _refuse_cost(self):
        return AccessError(self.env._(
            "What goods cost is seen by finance, purchasing and the operations manager, and changed by purchasing or the finance manager."))
