from odoo import api, models
from odoo.exceptions import AccessError


class PromoClosedMixin(models.AbstractModel):
    """What promotions give is worked out, never entered: a price that holds is trusted at the confirmation. Nor is it taken away."""

    _name = "promo.closed.mixin"
    _description = "Record with values of promotions"

    @api.model
    def _promo_closed(self):
        """Hook: name the fields that the promotions alone write."""
        return frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        """As Odoo; values of promotions are refused."""
        for vals in vals_list:
            self._refuse_promo_values({name: value for name, value in vals.items() if value})
        return super().create(vals_list)

    def write(self, vals):
        """As Odoo; values of promotions are refused."""
        self._refuse_promo_values(vals)
        return super().write(vals)

    def _refuse_promo_values(self, vals):
        """Refuse values that are none of a person's business.

        :raises AccessError: naming the fields.
        """
        closed = () if self.env.su else self._promo_closed() & vals.keys()
        if closed:
            names = ", ".join(self._fields[name]._description_string(self.env) for name in sorted(closed))
            raise AccessError(self.env._("%s: worked out by the promotions, not entered.", names))
