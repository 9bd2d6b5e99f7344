from odoo import models

from odoo.addons.dealer_base.models.dealer_import_base import ImportPlan


class DealerImportStock(models.AbstractModel):
    """Opening stock or a count: sets what a warehouse has on hand through Odoo's inventory adjustment."""

    _name = "dealer.import.stock"
    _inherit = "dealer.import.base"
    _description = "Opening stock and counts"

    _import_groups = ("dealer_base.group_wh_manager",)

    def _key(self, row):
        return (row.record.code, row.record.warehouse)

    def _lookup(self, job, rows):
        codes = [row.record.code for row in rows]
        products = self.env["product.product"].search(["|", ("default_code", "in", codes), ("barcode", "in", codes)])
        by_code = {code: product for product in products for code in (product.barcode, product.default_code) if code}
        warehouses = self.env["stock.warehouse"].search([("company_id", "=", job.company_id.id)])
        if own := self.env.user.dealer_warehouse_ids:
            warehouses &= own
        by_name = {"": warehouses[:1]}
        for warehouse in warehouses:
            for name in (warehouse.lot_stock_id.complete_name, warehouse.name, warehouse.code):
                by_name.setdefault(name, warehouse)
        errors = []
        for row in rows:
            product = by_code.get(row.record.code)
            if not product:
                errors.append(row.source.error("code", "unknown_goods", code=row.record.code))
            elif not product.is_storable or product.tracking != "none":
                errors.append(row.source.error("code", "not_countable", code=row.record.code))
            if not by_name.get(row.record.warehouse):
                errors.append(row.source.error("warehouse", "unknown_warehouse", known="、".join(warehouses.mapped("name"))))
        return {"products": by_code, "warehouses": by_name}, errors

    def _plan(self, job, rows, found):
        plan = ImportPlan()
        places = {(found["products"][row.record.code].id, found["warehouses"][row.record.warehouse].lot_stock_id.id): row for row in rows}
        on_hand = {
            (product.id, location_id): quantity
            for location_id in {key[1] for key in places}
            for product, quantity in self.env["stock.quant"]._read_group(
                [("product_id", "in", [key[0] for key in places]), ("location_id", "child_of", location_id), ("location_id.usage", "=", "internal")],
                ["product_id"], ["quantity:sum"])
        }
        for place, row in places.items():
            if place not in on_hand:
                (plan.created if row.record.quantity else plan.unchanged).append((place, row.record.quantity))
            elif on_hand[place] != row.record.quantity:
                plan.updated.append((place, row.record.quantity))
            else:
                plan.unchanged.append((place, row.record.quantity))
        return plan

    def _commit(self, job, rows, found, plan):
        steps, counted = plan.created + plan.updated, {}
        for (product_id, location_id), quantity in steps:
            counted.setdefault(location_id, {})[product_id] = quantity
        for location_id, pieces in counted.items():
            self.env["stock.quant"]._set_counted(self.env["stock.location"].browse(location_id), pieces)
        job._progress(len(steps), len(steps))
        return self.env["product.product"].browse({key[0] for key, _quantity in steps})
