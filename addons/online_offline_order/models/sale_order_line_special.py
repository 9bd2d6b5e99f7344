from odoo import api, fields, models

from odoo.addons.dealer_base.money import from_fen, to_fen

PRICE_CHECK = "dealer_base.group_cs_presale,dealer_base.group_cs_aftersale,dealer_base.group_fin_settlement,dealer_base.group_ops,dealer_base.group_auditor"


class SaleOrderLine(models.Model):
    """Goods at a special price that was agreed to; where the price comes from, and whether little is left of it (R1-123)."""

    _inherit = "sale.order.line"

    special_price = fields.Monetary(readonly=True, copy=False, help="Agreed to for these goods and pieces on this order.")
    special_request_id = fields.Many2one("dealer.price.request", string="Special price by", readonly=True, copy=False, index="btree_not_null")
    price_source = fields.Char(string="Price from", compute="_compute_price_source", groups="base.group_user")
    low_margin = fields.Boolean(
        string="Low margin", compute="_compute_low_margin", groups=PRICE_CHECK, help="The price without tax is below the company's share of the cost.")

    def _list_price_fen(self):
        """:return: fen, today's ex-factory price of the line's goods by the list; 0 without one."""
        order = self.order_id
        prices = self.env["dealer.price.version"].sudo()._prices_fen(  # sudo: who enters an order need not read price lists
            order.company_id, self.product_id._origin, order.company_id._dealer_today()) if order.company_id else {}
        return prices.get(self.product_id._origin.id) or 0

    def _compute_price_unit(self):
        super()._compute_price_unit()
        for line in self.filtered(lambda rec: rec.special_price and rec.order_id.is_dealer_order and rec.order_id.dealer_state == "draft"):
            line.price_unit = line.technical_price_unit = float(from_fen(to_fen(line.special_price)))

    @api.depends("special_request_id", "price_unit", "product_id")
    def _compute_price_source(self):
        prices = self.env["dealer.price.line"].sudo()  # sudo: the name of the list, whoever looks at the order
        for line in self:
            line.price_source = False
            if not line.is_dealer_order or line.display_type or not line.product_id:
                continue
            if line.special_request_id:
                line.price_source = line.special_request_id.sudo().name  # sudo: as above
                continue
            order = line.order_id
            day = order.company_id._dealer_today()
            found = prices.search([
                ("company_id", "=", order.company_id.id), ("state", "!=", "draft"), ("date_from", "<=", day),
                ("product_id", "=", line.product_id._origin.id)], order="date_from desc, id desc")
            fen = to_fen(line.price_unit)
            same = next((one for one in found if to_fen(one.ex_factory_price) == fen), found[:1])
            line.price_source = same.version_id.name

    @api.depends("price_unit", "product_id", "product_uom_qty")
    def _compute_low_margin(self):
        for line in self:
            company, product = line.company_id or self.env.company, line.product_id.sudo()  # sudo: the flag tells no cost
            net = line.price_subtotal / line.product_uom_qty if line.product_uom_qty else 0
            cost = product.with_company(company).standard_price
            share_bp = company.sudo().margin_flag_bp  # sudo: a setting, whoever looks
            line.low_margin = bool(line.is_dealer_order and net and cost) and round(net * 100) * 10_000 < round(cost * 100) * share_bp

    def write(self, vals):
        lapsed = self.browse() if self.env.su else self.filtered(lambda line: line.special_price and line._lapses(vals))
        result = super().write(vals)
        lapsed._lapse_special()
        return result

    def _lapses(self, vals):
        """:return: whether what was agreed to is no longer what is ordered."""
        return vals.get("product_id", self.product_id.id) != self.product_id.id or vals.get("product_uom_qty", self.product_uom_qty) != self.product_uom_qty

    def _lapse_special(self):
        """End the special prices of lines: they cost what the list says."""
        lines = self.filtered("special_price").sudo()  # sudo: prices of an order are written by its steps alone
        if not lines:
            return
        for line in lines:
            line.order_id._log(self.env._(
                "%(goods)s: the special price by %(request)s ends, because the order changed.", goods=line.product_id.display_name,
                request=line.special_request_id.name))
        lines.write({"special_price": 0, "special_request_id": False})
        lines._flow_reset_price()
