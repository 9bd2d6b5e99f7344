from odoo import api, fields, models

from ..adapters.keys import product_key
from ..adapters.parts import part_values, used_params, value_of


class PromoPartMixin(models.AbstractModel):
    """A reward or a condition of a rule: its kind, and the reading of its columns for the engine."""

    _name = "promo.part.mixin"
    _inherit = ["promo.plan.mixin"]
    _description = "Part of a promotion rule"

    rule_id = fields.Many2one("promo.rule", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rule_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="rule_id.currency_id")
    sequence = fields.Integer(default=10)
    used_params = fields.Char(compute="_compute_used_params")

    def _plan_campaign(self):
        return self.rule_id.campaign_id

    @api.model
    def _part_kinds(self):
        """:return: {code: Kind}, the registry of the engine; each model names its own."""
        return {}

    @api.depends("kind")
    def _compute_used_params(self):
        kinds = self._part_kinds()
        for part in self:
            part.used_params = used_params(kinds[part.kind]) if part.kind else ""

    def _part_row(self):
        """:return: the row of the engine."""
        self.ensure_one()
        return part_values(self._part_kinds()[self.kind], self._read_part)

    def _read_part(self, column, unit, parameter):
        """Extend: read the columns that are special in a model; see ``_read_words``."""
        return self._read_words(column, unit, parameter)

    def _read_words(self, column, unit, parameter):
        """Read a column in the engine's form.

        :param column: name of the column, or scope and get_scope. :param unit: unit of the parameter. :param parameter: its name.
        :return: the value, None when nothing was entered.
        """
        if column == "scope":
            return self._scope_row() or None
        if column == "get_scope":
            return self._get_scope_row() or None
        value = self[column]
        if column == "choice_product_ids":
            return [product_key(product) for product in value.ids]
        if column == "product_id":
            return product_key(value.id) if value else ""
        if column in ("tier_ids", "take_ids"):
            return value._part_table(self)
        if column == "key" and self.batch_id:
            return self.batch_id._promo_key()
        return value_of(unit, value)

    def _get_scope_row(self):
        """:return: the row of the second scope, {} for none."""
        return {}
