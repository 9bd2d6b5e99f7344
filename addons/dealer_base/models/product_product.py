from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..adapters.cost import READERS, WRITERS, is_open, is_valuing, values_goods
from ..money import to_fen, yuan


class ProductProduct(models.Model):
    """What goods cost is seen by finance, purchasing, the operations manager and the auditor, and entered by purchasing and the finance
    manager; what goods cost already is changed by both together (``dealer.cost.change``)."""

    _inherit = "product.product"

    standard_price = fields.Float(groups=READERS)

    def _has_field_access(self, field, operation):
        return is_open(super()._has_field_access(field, operation), operation)

    @api.model_create_multi
    @values_goods
    def create(self, vals_list):
        if any(vals.get("standard_price") for vals in vals_list):
            self._need_cost_writer()
        return super().create(vals_list)

    def write(self, vals):
        if "standard_price" in vals and not is_valuing():
            self._need_cost_writer()
            self._refuse_cost_change(vals["standard_price"])
        return super().write(vals)

    def _refuse_cost_change(self, cost):
        """A first cost is entered; one that is there is changed by two people (duty rule S19).

        :param cost: yuan.
        :raises UserError: naming the goods and what they cost.
        """
        for product in self if not self.env.su else ():
            if to_fen(product.standard_price) and to_fen(product.standard_price) != to_fen(cost):
                raise UserError(self.env._(
                    "%(goods)s costs %(cost)s: enter a cost change (Goods > Cost changes), a finance manager approves it.",
                    goods=product.display_name, cost=yuan(to_fen(product.standard_price))))

    def _need_cost_writer(self):
        if not self.env.su and not any(self.env.user.has_group(group) for group in WRITERS):
            raise AccessError(self.env._("What goods cost is entered by purchasing or the finance manager."))
