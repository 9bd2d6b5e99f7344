from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.dealer_base.money import from_fen

from ..settlement import stock_light

IGNORED = {"route_ids", "warehouse_id", "extra_tax_data", "is_downpayment"}  # forms send them; rules say where goods leave, the contract what they cost
EDITABLE = {"order_id", "product_id", "product_template_id", "product_uom_qty", "name", "sequence", "display_type", "product_uom_id"}


class SaleOrderLine(models.Model):
    """Goods of a dealer order: ex-factory price from the price list, never typed, frozen when the order is submitted."""

    _inherit = "sale.order.line"

    is_dealer_order = fields.Boolean(related="order_id.is_dealer_order", store=True, index=True)
    free_stock = fields.Float(
        string="HQ stock", compute="_compute_free_stock", digits="Product Unit", help="Pieces on hand at HQ that nobody has reserved.")
    stock_light = fields.Selection(
        [("green", "In stock"), ("amber", "Partly in stock"), ("red", "Out of stock")], compute="_compute_free_stock", string="Stock")
    stock_seen = fields.Float(readonly=True, copy=False, digits="Product Unit", help="Free stock when the order was submitted.")
    weight_g = fields.Integer(string="Weight (g)", readonly=True, copy=False, help="Weight of a piece when the order was submitted.")
    volume_cm3 = fields.Integer(string="Volume (cm³)", readonly=True, copy=False, help="Volume of a packed piece when the order was submitted.")
    qty_settled = fields.Integer(string="Debited pieces", readonly=True, copy=False)
    retail_price = fields.Float(string="Retail price", compute="_compute_retail", digits="Product Price")
    retail_subtotal = fields.Monetary(compute="_compute_retail")

    def _settlement_key(self):
        """Key of the line in the settlement core; a line not saved yet gets the key of its place in memory."""
        return str(self._origin.id or self.id)

    @api.depends("product_id", "product_uom_qty", "order_id.warehouse_id")
    def _compute_free_stock(self):
        for warehouse, lines in self.grouped(lambda line: line.order_id.warehouse_id).items():
            free = lines.product_id._origin._dealer_free_stock(warehouse)
            for line in lines:
                line.free_stock = free.get(line.product_id._origin.id, 0.0)
                line.stock_light = stock_light(line.free_stock, line.product_uom_qty) if line.product_id.is_storable else False

    @api.depends("product_id", "product_uom_qty")
    def _compute_retail(self):
        for line in self:
            line.retail_price = line.product_id.lst_price
            line.retail_subtotal = line.product_id.lst_price * line.product_uom_qty

    def _compute_price_unit(self):
        dealer = self.filtered(lambda line: line.order_id.is_dealer_order and not line.display_type)
        for order, lines in dealer.grouped("order_id").items():
            if order.dealer_state != "draft":
                continue
            company = order.company_id or self.env.company
            prices = self.env["dealer.price.version"].sudo()._prices_fen(  # sudo: who enters an order need not read price lists
                company, lines.product_id._origin, company._dealer_today())
            for line in lines:
                price = float(from_fen(prices.get(line.product_id._origin.id) or 0))
                line.price_unit = line.technical_price_unit = price
        super(SaleOrderLine, self - dealer)._compute_price_unit()

    def _compute_discount(self):
        dealer = self.filtered(lambda line: line.order_id.is_dealer_order)
        dealer.discount = 0.0
        super(SaleOrderLine, self - dealer)._compute_discount()

    def _compute_tax_ids(self):
        dealer = self.filtered(lambda line: line.order_id.is_dealer_order and not line.display_type)
        mapping = self.env["prepaid.gl.mapping"].sudo()  # sudo: the tax is part of the price, not of the user's rights
        for company, lines in dealer.grouped(lambda line: line.company_id or self.env.company).items():
            lines.tax_ids = mapping._sale_tax(company)
        super(SaleOrderLine, self - dealer)._compute_tax_ids()

    def _prepare_procurement_values(self):
        """Plan the delivery of a dealer order for the first open day: approving books nothing, so a lock of the books does not stop it."""
        values = super()._prepare_procurement_values()
        if self.is_dealer_order and values.get("date_planned"):
            company, planned = self.order_id.company_id, fields.Datetime.to_datetime(values["date_planned"])
            locks = company._get_lock_date_violations(planned.date(), fiscalyear=True, sale=False, purchase=False, tax=False, hard=True)
            if locks:
                first = max(day for day, _field in locks) + timedelta(days=1)
                values["date_planned"] = planned.replace(year=first.year, month=first.month, day=first.day)
        return values

    # -- guards: a person changes goods and quantity of a draft, nothing else

    def _guard(self, vals):
        for order in self.order_id.filtered("is_dealer_order"):
            if order.dealer_state != "draft":
                raise AccessError(self.env._("The lines of order %s are fixed since it was submitted; cancel or reject it to change them.", order.name))
        if any(line.order_id.is_dealer_order for line in self):
            self.env["sale.order"]._require_role(*self.env["sale.order"]._entry_roles())
            self._check_editable(vals)
            self.order_id._remember_editor()

    @api.model
    def _check_editable(self, vals):
        extra = [name for name in vals if name in self._fields and name not in EDITABLE]
        if extra:
            names = ", ".join(sorted(self._fields[name]._description_string(self.env) for name in extra))
            raise AccessError(self.env._("%s of a dealer order line cannot be written: it comes from the price list and the contract.", names))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            orders = self.env["sale.order"].browse([vals["order_id"] for vals in vals_list if vals.get("order_id")])
            dealer = set(orders.filtered("is_dealer_order").ids)
            for vals in vals_list:
                if vals.get("order_id") in dealer:
                    self._check_editable({name: value for name, value in vals.items() if name not in self._sent_by_form()})
            vals_list = [
                {name: value for name, value in vals.items() if name not in IGNORED} if vals.get("order_id") in dealer else vals for vals in vals_list]
            # A default_* key of the caller would reach fields that only the flow may set.
            if dealer:
                self = self.with_context({key: value for key, value in self.env.context.items() if not key.startswith("default_")})
        lines = super().create(vals_list)
        if not self.env.su:
            lines._guard({})
            lines.filtered("is_dealer_order")._flow_reset_price()
        return lines

    @api.model
    def _sent_by_form(self):
        """Fields that a form sends with a new line; prices among them are overwritten from the price list."""
        return {"price_unit", "technical_price_unit", "discount", "tax_ids", "customer_lead", "extra_tax_data", "virtual_id", "linked_virtual_id",
                "is_downpayment", "combo_item_id", "product_custom_attribute_value_ids", "product_no_variant_attribute_value_ids", "analytic_distribution",
                "route_ids", "warehouse_id", "collapse_prices", "collapse_composition", "is_optional"}

    def _flow_reset_price(self):
        goods = self.sudo().filtered(lambda line: not line.display_type)  # sudo: the price comes from the list, whatever the form sent
        goods._compute_price_unit()
        goods._compute_discount()
        goods._compute_tax_ids()

    def write(self, vals):
        if not self.env.su and vals:
            self._guard(vals)
        return super().write(vals)

    def unlink(self):
        if not self.env.su:
            self._guard({})
        return super().unlink()
