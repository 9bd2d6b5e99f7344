from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..sourcing import Place

KINDS = [("hq", "HQ warehouse"), ("warehouse", "Other warehouse"), ("store", "Store"), ("agent", "Other agent")]
COUNTERS = ("dealer_base.group_wh_manager",)


class DealerStockSource(models.Model):
    """How fresh the stock of a warehouse is (R2-029): kept here live, or counted elsewhere and brought by a sheet or a program.

    A warehouse without a row is live. Where stock is counted elsewhere, what is older than the limit is not promised to anybody.
    """

    _name = "dealer.stock.source"
    _description = "Stock source"
    _inherit = ["mail.thread"]
    _order = "company_id, kind, id"
    _rec_name = "warehouse_id"

    warehouse_id = fields.Many2one("stock.warehouse", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="warehouse_id.company_id", store=True, index=True)
    kind = fields.Selection(KINDS, required=True, default="warehouse", tracking=True)
    partner_id = fields.Many2one(
        "res.partner", string="Store or agent", index="btree_not_null", ondelete="restrict", domain=[("dealer_level", "!=", False)],
        help="Whose stock it is, where it is not HQ's.")
    max_age_hours = fields.Integer(
        string="Counted at least every (hours)", tracking=True, help="0: stock is kept here and always fresh. Otherwise older counts are not promised.")
    last_counted_at = fields.Datetime(string="Last count", readonly=True, copy=False)
    age_hours = fields.Float(string="Age (hours)", compute="_compute_age", digits=(10, 1))
    freshness = fields.Selection([("live", "Live"), ("fresh", "Fresh"), ("stale", "Too old")], compute="_compute_age")

    _warehouse_uniq = models.UniqueIndex("(warehouse_id)", "This warehouse is a stock source already.")
    _age_positive = models.Constraint("CHECK(max_age_hours >= 0)", "Hours are not below zero.")

    @api.depends("last_counted_at", "max_age_hours")
    def _compute_age(self):
        now = fields.Datetime.now()
        for source in self:
            source.age_hours = (now - source.last_counted_at).total_seconds() / 3600 if source.last_counted_at else 0
            source.freshness = "live" if not source.max_age_hours else "stale" if source._place({}).is_stale else "fresh"

    def _place(self, free):
        """Give the source as the core ranks it.

        :param free: {product id: pieces}.
        """
        return Place(self.warehouse_id.id, free, self.max_age_hours, self.age_hours if self.last_counted_at else None)

    @api.model
    def _places(self, warehouses, products):
        """Give the warehouses as the core ranks them, with what is free of some goods.

        :return: {warehouse id: Place}.
        """
        sources = {one.warehouse_id: one for one in self.sudo().search([("warehouse_id", "in", warehouses.ids)])}  # sudo: freshness is told to everybody
        places, pieces = {}, products._dealer_free_stock_by(warehouses)
        for warehouse in warehouses:
            free = pieces[warehouse.id]
            places[warehouse.id] = sources[warehouse]._place(free) if warehouse in sources else Place(warehouse.id, free)
        return places

    @api.model
    def _kinds(self, company):
        """Say what kind of place each warehouse of a company is: as its row says; without one the first is HQ's, the others are other warehouses.

        :return: {stock.warehouse in sudo: kind}.
        """
        houses = self.env["stock.warehouse"].sudo().search([("company_id", "=", company.id)])  # sudo: rules count for every author
        named = {one.warehouse_id: one.kind for one in self.sudo().search([("warehouse_id", "in", houses.ids)])}  # sudo: as above
        return {house: named.get(house, "hq" if house == houses[0] else "warehouse") for house in houses}

    @api.model
    def _freshness_text(self, place):
        """Say how fresh the stock of a place is.

        :param place: Place.
        """
        if not place.max_age_hours:
            return self.env._("live")
        if place.age_hours is None:
            return self.env._("never counted")
        if place.is_stale:
            return self.env._("counted %s h ago, too old", f"{place.age_hours:.0f}")
        return self.env._("counted %s h ago", f"{place.age_hours:.0f}")

    @api.model
    def _counted(self, warehouses):
        """Note that the stock of warehouses was counted or brought just now."""
        self.sudo().search([("warehouse_id", "in", warehouses.ids)]).last_counted_at = fields.Datetime.now()  # sudo: written by counts alone

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._check_count_by_hand({**self.default_get(["last_counted_at"]), **vals})
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_count_by_hand(vals)
        return super().write(vals)

    @api.model
    def _check_count_by_hand(self, vals):
        """Refuse the moment of a count that somebody enters: it is noted by counts alone."""
        if "last_counted_at" in vals:
            raise UserError(self.env._("The last count is noted by a stock import or by the program that brings the stock."))

    # -- other programs

    @api.model
    def dealer_push_stock(self, idempotency_key=None, warehouse=None, rows=None):
        """Bring the counted stock of a warehouse: what is on hand of each product is set, all or nothing.

        The same key again changes nothing, also when goods have moved since. The figure is that of the whole stock: what
        lies on shelves of its own counts in it.

        :param idempotency_key: text of 1 to 64 characters, one for each count.
        :param warehouse: short name of a warehouse. :param rows: list of at most 500 {"code", "qty": whole number >= 0}.
        :return: {"warehouse", "rows", "counted_at"}.
        :raises AccessError: for others than managers of the warehouse. :raises UserError: naming what is unknown or wrong; then nothing is saved.
        """
        self.env["sale.order"]._require_role(*COUNTERS)
        calls = self.env["dealer.api.call"]
        calls._check_key_first(None if rows is None else idempotency_key)
        place = self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id), ("code", "=", warehouse or "")], limit=1)
        if not place:
            raise UserError(self.env._("There is no warehouse %s in this company.", warehouse or ""))
        if self.env.user.dealer_warehouse_ids and place not in self.env.user.dealer_warehouse_ids:
            raise AccessError(self.env._("Warehouse %s is none of yours: its own manager brings its stock.", place.code))
        calls._once(idempotency_key, "push_stock", [warehouse, rows], lambda: self._set_brought(place, rows))
        call = calls.sudo().search([  # sudo: when the first one with the key was carried out
            ("company_id", "=", self.env.company.id), ("method", "=", "push_stock"), ("key", "=", idempotency_key)])
        return {"warehouse": place.code, "rows": len(rows), "counted_at": fields.Datetime.to_string(call.create_date)}

    @api.model
    def _set_brought(self, place, rows):
        """Set what is on hand, see :meth:`dealer_push_stock`; role and place are checked by the caller.

        :return: the warehouse.
        """
        orders = self.env["sale.order"]
        if not isinstance(rows, list) or not all(isinstance(row, dict) and row.keys() == {"code", "qty"} for row in rows):
            raise UserError(self.env._("Stock is a list of {code, qty}."))
        products = orders._api_products([row["code"] for row in rows])
        counted = {}
        for number, row in enumerate(rows, 1):
            product, qty = products.get(row["code"]), row["qty"]
            if not product or not product.is_storable or product.tracking != "none":
                raise UserError(self.env._("Line %(number)s: there is no product with the code %(code)s.", number=number, code=row["code"]))
            if isinstance(qty, bool) or not isinstance(qty, int) or not 0 <= qty <= 9_999_999:
                raise UserError(self.env._("Line %(number)s: %(qty)s pieces cannot be on hand; send a whole number.", number=number, qty=qty))
            if product.id in counted:
                raise UserError(self.env._("Line %(number)s: the product with the code %(code)s stands in the list already.", number=number, code=row["code"]))
            counted[product.id] = qty
        self.env["stock.quant"]._set_counted(place.lot_stock_id, counted)
        self._counted(place)
        return place
