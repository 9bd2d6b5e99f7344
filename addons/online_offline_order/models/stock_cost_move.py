from odoo import fields, models

from odoo.addons.dealer_base.adapters.cost import READERS, is_open, values_goods


class StockMove(models.Model):
    """What moved goods are worth is seen by those who see what goods cost; moving them values them for everybody."""

    _inherit = "stock.move"

    value = fields.Monetary(groups=READERS, copy=False)  # worked out when goods move; people who may not see it copy transfers, too
    value_manual = fields.Monetary(groups=READERS)
    value_justification = fields.Text(groups=READERS)
    value_computed_justification = fields.Text(groups=READERS)
    standard_price = fields.Float(groups=READERS, related_sudo=False)  # or a search would compare it for everybody
    remaining_value = fields.Monetary(groups=READERS)

    def _has_field_access(self, field, operation):
        # The program writes the value of what it moves, too; inside of these methods nothing else is written by a caller's values.
        return is_open(super()._has_field_access(field, operation), "read")

    @values_goods
    def _action_done(self, cancel_backorder=False):
        return super()._action_done(cancel_backorder)

    @values_goods
    def _set_value(self, correction_quantity=None):
        return super()._set_value(correction_quantity)

    @values_goods
    def _split(self, qty, restrict_partner_id=False):
        return super()._split(qty, restrict_partner_id)

    @values_goods
    def _get_cogs_price_unit(self, quantity=0):
        return super()._get_cogs_price_unit(quantity)
