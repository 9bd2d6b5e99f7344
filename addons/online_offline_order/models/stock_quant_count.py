from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

APPROVERS = "stock.group_stock_manager"
COUNT_FIELDS = {"counted_by_id", "inventory_quantity", "inventory_quantity_set"}
FACTS = {"quantity", "reserved_quantity", "product_id", "location_id", "lot_id", "package_id", "owner_id"}  # moves alone change them
FORGED_DEFAULTS = {"default_quantity", "default_reserved_quantity", "default_counted_by_id"}


class StockQuant(models.Model):
    """The warehouse counts, its manager lets the count change the stock (duty rule S20)."""

    _inherit = "stock.quant"

    counted_by_id = fields.Many2one(
        "res.users", string="Counted by", readonly=True, copy=False, help="Who entered the figure that waits; another person applies it.")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any({"quantity", "reserved_quantity"} & vals.keys() for vals in vals_list):
            self._refuse_figure()
        context = {name: value for name, value in self.env.context.items() if name not in FORGED_DEFAULTS}
        quants = self if context.keys() == self.env.context.keys() else self.with_context(context)
        if self.env.context.get("from_inverse_qty") and self.env.uid != SUPERUSER_ID:  # jobs and installations have no role
            vals_list = [{**vals, "inventory_quantity": quants._figure_of_place(vals)} if "inventory_quantity" in vals else vals for vals in vals_list]
        return super(StockQuant, quants).create([{name: value for name, value in vals.items() if name != "counted_by_id"} for vals in vals_list])

    def write(self, vals):
        if not self.env.su:
            self._check_figures(vals)
        if not COUNT_FIELDS & vals.keys():
            return super().write(vals)
        vals = {name: value for name, value in vals.items() if name != "counted_by_id"}
        if "inventory_quantity" not in vals and not vals.get("inventory_quantity_set"):
            return super().write({**vals, "counted_by_id": False} if "inventory_quantity_set" in vals else vals)
        same = self.filtered(lambda quant: quant._is_same_count(vals))
        super(StockQuant, same).write(vals)
        return super(StockQuant, self - same).write({**vals, "counted_by_id": self.env.uid})

    def _check_figures(self, vals):
        """Refuse to write what lies in stock, or a difference that no count gives. Odoo clears a difference, and takes it anew when goods moved."""
        if FACTS & vals.keys():
            self._refuse_figure()
        difference = vals.get("inventory_diff_quantity") or 0
        if difference and any(quant.product_uom_id.compare(difference, quant.inventory_quantity - quant.quantity) for quant in self):
            self._refuse_figure()

    def _refuse_figure(self):
        raise AccessError(self.env._("What lies in stock changes by transfers and by counts: enter what you counted."))

    def _is_same_count(self, vals):
        """Tell whether a figure leaves the difference that somebody counted as it is, also after goods moved: it stays his count."""
        self.ensure_one()
        if not (self.inventory_quantity_set and self.counted_by_id):
            return False
        figure = vals.get("inventory_quantity", self.inventory_quantity)
        return "inventory_quantity" not in vals or not self.product_uom_id.compare(figure, self.quantity + self.inventory_diff_quantity)

    def _apply_inventory(self, date=None):
        """Change the stock to what was counted, see there. Odoo takes this step as superuser for some of its ways: the person is what counts.

        A figure that somebody typed as the quantity on hand of a product waits for the second person like any count.

        :raises AccessError: for others than managers of the warehouse, for who counted himself, and where nobody counted.
        """
        if self.env.uid == SUPERUSER_ID:  # jobs and installations have no role
            return super()._apply_inventory(date)
        if self.env.context.get("from_inverse_qty"):
            return self._leave_waiting()
        self._check_approver()
        for quant in self:
            if not quant.counted_by_id:
                raise AccessError(self.env._("Nobody counted %s: enter the figure, then another warehouse manager applies it.", quant.product_id.display_name))
            if quant.counted_by_id.id == self.env.uid:
                raise AccessError(self.env._("You counted %s yourself: another warehouse manager applies it.", quant.product_id.display_name))
        return super()._apply_inventory(date)

    def _figure_of_place(self, vals):
        """Tell what a place holds when what was typed is all that lies of some goods: the rest lies on other shelves, in packages, or is others'.

        :param vals: as Odoo gives them when somebody types what is on hand of a product.
        :return: pieces of the place itself.
        :raises UserError: where one figure does not say what lies where.
        """
        product, place = self.env["product.product"].browse(vals["product_id"]), self.env["stock.location"].browse(vals["location_id"])
        asked = self.env.context
        lying = product._compute_quantities_dict(asked.get("lot_id"), asked.get("owner_id"), asked.get("package_id"))[product.id]["qty_available"]
        here, typed = self._gather(product, place, strict=True)[:1].quantity, vals["inventory_quantity"]
        if not product.uom_id.compare(typed, lying):
            return here
        if product.tracking != "none":
            raise UserError(self.env._("%s is kept by lots: enter what you counted of each lot under Physical Inventory.", product.display_name))
        if product.uom_id.compare(here + typed, lying) < 0:
            raise UserError(self.env._(
                "%(goods)s: more than %(figure)g lie in other places, packages or lots. Enter under Physical Inventory what you counted in each.",
                goods=product.display_name, figure=typed))
        return here + typed - lying

    def _set_inventory_quantity(self):
        """Let a figure typed into the list of what is on hand wait like any count: Odoo would apply it at once.

        :raises AccessError: for others than managers of the warehouse.
        """
        if self.env.uid == SUPERUSER_ID or not self._is_inventory_mode():  # jobs and installations have no role
            return super()._set_inventory_quantity()
        self._check_approver()
        typed = self.filtered(lambda quant: quant.product_uom_id.compare(quant.quantity, quant.inventory_quantity_auto_apply))
        for quant in typed:
            quant.write({"inventory_quantity": quant.inventory_quantity_auto_apply, "inventory_quantity_set": True})
        return typed._leave_waiting()

    def _check_approver(self):
        if not self.env.user.has_group(APPROVERS):
            raise AccessError(self.env._("A warehouse manager applies counts: enter what you counted and leave it to the manager."))

    def _leave_waiting(self):
        """Leave figures to another manager and say so; what changes nothing does not wait."""
        waiting = self.filtered(lambda quant: quant.product_uom_id.compare(quant.inventory_quantity, quant.quantity))
        (self - waiting).action_clear_inventory_quantity()
        products = waiting.product_id
        for shown in (products, products.product_tmpl_id):
            shown.invalidate_recordset(["qty_available"])  # what was typed is not what lies there
        self.invalidate_recordset(["inventory_quantity_auto_apply"])
        if waiting:
            self.env.user._bus_send("simple_notification", {
                "type": "warning", "sticky": True, "title": self.env._("The count waits"),
                "message": self.env._("%s: a warehouse manager other than you applies the figure under Physical Inventory.",
                                      ", ".join(products.mapped("display_name")))})

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
        changed._count_by_sheet()  # the sheet was counted, the import is the manager's step, with its file as the log
        changed.action_apply_inventory()

    def _count_by_sheet(self):
        """Take the figures that wait as those of a sheet and of no person, so that the caller may apply them."""
        super(StockQuant, self.sudo()).write({"counted_by_id": SUPERUSER_ID})  # sudo: a mark of the program
