from odoo import api, models
from odoo.exceptions import AccessError

# What decides on freights: prices of Odoo's own methods, and what a carrier takes. Names, codes and waybills are pre-sale service's too.
PRICING = frozenset((
    "delivery_type", "fixed_price", "margin", "fixed_margin", "free_over", "amount", "price_rule_ids", "invoice_policy",
    "parcel_max_g", "parcel_max_side_mm", "parcel_max_sum_mm", "parcel_max_pieces", "takes_cod", "insured_max", "barred_categ_ids"))
FINANCE = ("dealer_base.group_fin_settlement", "dealer_base.group_fin_manager")


class DeliveryCarrier(models.Model):
    """Pre-sale service keeps the list of carriers; finance what makes them dear or cheap (roles.md 3, carriers)."""

    _inherit = "delivery.carrier"

    @api.model_create_multi
    def create(self, vals_list):
        if self._is_kept_by_service():
            plain = self.default_get(sorted(PRICING))
            for vals in vals_list:
                self._refuse_pricing({name for name in PRICING - {"delivery_type"} & vals.keys() if vals[name] and vals[name] != plain.get(name)})
        return super().create(vals_list)

    def write(self, vals):
        if PRICING & vals.keys() and self._is_kept_by_service():
            self._refuse_pricing(PRICING & vals.keys())
        return super().write(vals)

    @api.model
    def _is_kept_by_service(self):
        """Say whether the current user may write carriers as pre-sale service alone."""
        user = self.env.user
        return not self.env.su and user.has_group("dealer_base.group_cs_presale") and not any(user.has_group(group) for group in FINANCE)

    @api.model
    def _refuse_pricing(self, names):
        if names:
            raise AccessError(self.env._(
                "Carriers: %s decide on freights, so finance enters them.",
                ", ".join(sorted(self._fields[name]._description_string(self.env) for name in names))))
