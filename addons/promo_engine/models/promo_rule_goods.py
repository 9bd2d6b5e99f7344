from odoo import models

from ..adapters.goods import domain_of, for_sale
from ..engine import Unreadable, read_rule


class PromoRule(models.Model):
    """Which goods a rule may reach, as a search."""

    _inherit = "promo.rule"

    def _planned(self):
        """:return: [Rule] as they are planned; what cannot be read is left out, the checks name it."""
        found = []
        for rule in self:
            try:
                found.append(read_rule(rule._engine_row()))
            except (Unreadable, ValueError):
                continue
        return found

    def _goods_domain(self):
        """:return: Domain of the goods for sale from which the rules as they are planned may take something."""
        return domain_of(self._planned()) & for_sale(self.company_id)
