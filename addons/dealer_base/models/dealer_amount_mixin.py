import math

from odoo import api, models
from odoo.exceptions import UserError

FRACTION = 1e-6  # yuan: what a float may be beside two decimals


class DealerAmountMixin(models.AbstractModel):
    """Amounts as people give them, on a screen or by a program: numbers of yuan and fen, or a sentence that says what is wrong.

    Whole and finite is looked at before Odoo rounds: it would store 100.005 as 100.01, and end with a bare error on NaN.
    """

    _name = "dealer.amount.mixin"
    _description = "Record with amounts of people"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_amounts(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_amounts(vals)
        return super().write(vals)

    def _refuse_amounts(self, vals):
        """Refuse what is no amount, and amounts with a fraction of a fen.

        :raises UserError: naming the field and the amount.
        """
        if self.env.su:
            return
        for name, value in vals.items():
            field = self._fields.get(name)
            if not field or field.type != "monetary":
                continue
            try:
                number = float(value or 0)
            except (TypeError, ValueError, OverflowError):
                number = math.nan
            if not math.isfinite(number):
                raise UserError(self.env._(
                    "%(field)s: %(amount)s is no amount; enter a number of yuan and fen.", field=field._description_string(self.env), amount=value))
            if abs(number - round(number, 2)) > FRACTION:
                raise UserError(self.env._(
                    "%(field)s: %(amount)s has more than two decimals; enter yuan and fen, nothing is rounded.",
                    field=field._description_string(self.env), amount=value))
