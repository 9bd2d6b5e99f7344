from functools import partial

from odoo import api, models

from ..reservation import rules_of


class StockRule(models.Model):
    """Procurements that are run together ask for their rule once where they ask the same."""

    _inherit = "stock.rule"

    @api.model
    def _search_rule_for_warehouses(self, route_ids, packaging_uom_id, product_id, warehouse_ids, domain):
        memo = rules_of(self.env)
        if not memo:
            return super()._search_rule_for_warehouses(route_ids, packaging_uom_id, product_id, warehouse_ids, domain)
        routes = product_id.route_ids | product_id.categ_id.total_route_ids
        if packaging_uom_id:
            routes |= packaging_uom_id.package_type_id.route_ids
        if warehouse_ids:
            routes |= warehouse_ids.route_ids.filtered(partial(self._filter_warehouse_routes, product_id, warehouse_ids))
        key = (tuple(route_ids.ids) if route_ids else (), routes._ids, tuple(warehouse_ids.ids) if warehouse_ids else (), repr(domain), self.env.su)
        if key not in memo.found:
            memo.found[key] = super()._search_rule_for_warehouses(route_ids, packaging_uom_id, product_id, warehouse_ids, domain)
        return memo.found[key]

    @api.model
    def _get_push_rule(self, product_id, location_dest_id, values):
        memo = rules_of(self.env)
        if not memo:
            return super()._get_push_rule(product_id, location_dest_id, values)
        routes = product_id.route_ids | product_id.categ_id.total_route_ids
        asked = [values.get(name) for name in ("route_ids", "packaging_uom_id", "warehouse_id")]
        key = ("push", location_dest_id.id, routes._ids, *(found._ids if found else () for found in asked), repr(values.get("domain")), self.env.su)
        if key not in memo.found:
            memo.found[key] = super()._get_push_rule(product_id, location_dest_id, values)
        return memo.found[key]
