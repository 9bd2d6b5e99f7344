from odoo import api, models
from odoo.exceptions import UserError

KEY = ("product_id", "company_id", "location_id", "lot_id", "package_id", "owner_id")


class StockQuant(models.Model):
    """Figures that wait for a second person stay apart, each with who counted it (duty rule S20)."""

    _inherit = "stock.quant"

    @api.model_create_multi
    def create(self, vals_list):
        """Enter counts and stock, see there: Odoo gives each line of a file a row of its own and adds them up later, a count belongs to what lies there."""
        quants = super().create(vals_list)
        if self.env.context.get("import_file") and self._is_inventory_mode():
            quants._count_what_lies()
        return quants

    def _count_what_lies(self):
        """Give figures of a file to the rows that hold the same goods already.

        :raises UserError: where two lines of the file count the same.
        """
        counted = set()
        for quant in self.filtered("inventory_quantity_set"):
            key = tuple(quant[name].id for name in KEY)
            if key in counted:
                raise UserError(self.env._(
                    "Two lines of the file count %(goods)s at %(place)s: put them together.", goods=quant.product_id.display_name, place=quant.display_name))
            counted.add(key)
            lying = self.search([*((name, "=", value) for name, value in zip(KEY, key, strict=True)), ("id", "<", quant.id)], order="id", limit=1)
            if lying:
                lying.write({"inventory_quantity": quant.inventory_quantity, "inventory_quantity_set": True, "user_id": quant.user_id.id})
                quant.action_clear_inventory_quantity()

    def _merge_quants(self):
        """Join rows of the same goods, see there; Odoo adds up their figures, so rows with one that waits are joined after it was applied."""
        quants = self.sudo()  # sudo: Odoo joins rows of all companies, in SQL
        scope = [("product_id", "in", self.product_id.ids), ("location_id", "in", self.location_id.ids)] if self else []
        waiting = quants.search([*scope, ("inventory_quantity_set", "=", True)])
        held = {(product, place) for product, place, rows in self._doubles(
            [("product_id", "in", waiting.product_id.ids), ("location_id", "in", waiting.location_id.ids)]) if rows & waiting}
        if not held:
            return super()._merge_quants()
        free = {}
        for product, place, rows in self._doubles(scope):
            if (product, place) not in held:
                free[place] = free.get(place, quants.browse()) | rows
        for rows in free.values():
            super(StockQuant, rows)._merge_quants()
        return None

    def _doubles(self, domain):
        """Find rows that Odoo would join.

        :param domain: of the rows. :return: list of (product, location, rows).
        """
        groups = self.sudo()._read_group(domain, KEY, ["id:recordset"], having=[("__count", ">", 1)])  # sudo: as above
        return [(product, place, rows) for product, _company, place, _lot, _package, _owner, rows in groups]
