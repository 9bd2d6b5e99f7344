from odoo import models

from ..reservation import plan_of, quant_key


class StockQuant(models.Model):
    """Quants of a dealer order's goods are read once and locked once, see ``reservation``; whatever is not planned goes Odoo's way."""

    _inherit = "stock.quant"

    def _gather(self, product_id, location_id, lot_id=None, package_id=None, owner_id=None, strict=False, qty=0):
        plan = plan_of(self.env)
        if plan and not lot_id:
            if strict and plan.covers(product_id, location_id, strict=True):
                return plan.exact.get(quant_key(product_id, location_id, None, package_id, owner_id), self.browse()).with_env(self.env)
            if not strict and not package_id and not owner_id and plan.covers(product_id, location_id):
                return plan.around.get(product_id.id, self.browse()).with_env(self.env)
        return super()._gather(product_id, location_id, lot_id=lot_id, package_id=package_id, owner_id=owner_id, strict=strict, qty=qty)

    def _get_quants_by_products_locations(self, product_ids, location_ids, extra_domain=False):
        found = super()._get_quants_by_products_locations(product_ids, location_ids, extra_domain=extra_domain)
        plan = plan_of(self.env)
        if plan and plan.keys:
            self.concat(*found.values()).sudo().mapped("lot_id")  # sudo: as Odoo reads quants; one read instead of one for each
            self._lock_planned([found[key][:1].id for key in plan.keys if key in found])
        return found

    def _lock_planned(self, ids):
        """Lock in one statement the rows that are about to change one by one; who is too late for a row asks for it again as Odoo does."""
        plan = plan_of(self.env)
        plan.locked.update(self.sudo().browse(ids).try_lock_for_update(allow_referencing=True).ids)  # sudo: as Odoo writes quants

    def try_lock_for_update(self, *, allow_referencing=False, limit=None):
        """Lock rows, see there; one that this transaction has locked with the others is not asked for again.

        :return: the records that are locked.
        """
        plan = plan_of(self.env)
        if plan and allow_referencing and limit == 1 and self[:1].id in plan.locked:
            return self[:1]
        return super().try_lock_for_update(allow_referencing=allow_referencing, limit=limit)
