from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import AccessError

APPROVERS = "stock.group_stock_manager"


class StockQuant(models.Model):
    """The warehouse counts, its manager lets the count change the stock (duty rule S20)."""

    _inherit = "stock.quant"

    def _apply_inventory(self, date=None):
        """Change the stock to what was counted, see there. Odoo takes this step as superuser for some of its ways: the person is what counts.

        :raises AccessError: for others than managers of the warehouse.
        """
        if self.env.uid != SUPERUSER_ID and not self.env.user.has_group(APPROVERS):  # SUPERUSER_ID: jobs and installations have no role
            raise AccessError(self.env._("A warehouse manager applies counts: enter what you counted and leave it to the manager."))
        return super()._apply_inventory(date)

    @api.model
    def _set_counted(self, place, pieces):
        """Set what lies in a place and below it, in all, to a figure that was counted.

        What lies on shelves below it or in packages stays there as far as the figure goes; the rest lies in the place itself.

        :param place: stock.location. :param pieces: {product id: pieces}.
        """
        counting = self.with_context(inventory_mode=True)
        lying = counting.search([
            ("location_id", "child_of", place.id), ("location_id.usage", "=", "internal"), ("product_id", "in", list(pieces))], order="id")
        by_product, counted, fresh = lying.grouped(lambda quant: quant.product_id.id), {}, []
        for product_id, rest in pieces.items():
            found = by_product.get(product_id, counting.browse())
            loose = found.filtered(lambda quant: quant.location_id == place and not (quant.lot_id or quant.package_id or quant.owner_id))[:1]
            for quant in found - loose:
                counted[quant] = min(max(quant.quantity, 0), rest)
                rest -= counted[quant]
            if loose:
                counted[loose] = rest
            elif rest:
                fresh.append({"product_id": product_id, "location_id": place.id, "inventory_quantity": rest})
        changed = counting.create(fresh)
        for quant, quantity in counted.items():
            if quant.quantity != quantity:
                quant.write({"inventory_quantity": quantity, "inventory_quantity_set": True})
                changed |= quant
        changed.action_apply_inventory()
