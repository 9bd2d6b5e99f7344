from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError

APPROVERS = "stock.group_stock_manager"


class StockQuant(models.Model):
    """The warehouse counts, its manager lets the count change the stock (duty rule S20)."""

    _inherit = "stock.quant"

    counted_by_id = fields.Many2one(
        "res.users", string="Counted by", readonly=True, copy=False, help="Who entered the figure that waits; another person applies it.")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{name: value for name, value in vals.items() if name != "counted_by_id"} for vals in vals_list])

    def write(self, vals):
        if "counted_by_id" in vals or "inventory_quantity" in vals:
            vals = {name: value for name, value in vals.items() if name != "counted_by_id"}
            if "inventory_quantity" in vals:
                vals["counted_by_id"] = self.env.uid
        return super().write(vals)

    def _apply_inventory(self, date=None):
        """Change the stock to what was counted, see there. Odoo takes this step as superuser for some of its ways: the person is what counts.

        :raises AccessError: for others than managers of the warehouse, and for who counted himself.
        """
        if self.env.uid != SUPERUSER_ID:  # jobs and installations have no role
            if not self.env.user.has_group(APPROVERS):
                raise AccessError(self.env._("A warehouse manager applies counts: enter what you counted and leave it to the manager."))
            own = self.filtered(lambda quant: quant.counted_by_id.id == self.env.uid)
            if own:
                raise AccessError(self.env._("You counted %s yourself: another warehouse manager applies it.", own[0].product_id.display_name))
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
        changed._forget_counters()  # the sheet was counted, the import is the manager's step, with its file as the log
        changed.action_apply_inventory()

    def _forget_counters(self):
        """Forget who entered the figures that wait, so that the caller may apply them."""
        super(StockQuant, self.sudo()).write({"counted_by_id": False})  # sudo: a mark of the program
