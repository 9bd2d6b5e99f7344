from odoo import models
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

    def _refuse_cost(self):
        return AccessError(self.env._(
            "What goods cost is seen by finance, purchasing and the operations manager, and changed by purchasing or the finance manager."))
