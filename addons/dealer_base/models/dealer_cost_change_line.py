from odoo import api, fields, models


class DealerCostChangeLine(models.Model):
    """The new cost of one product."""

    _name = "dealer.cost.change.line"
    _description = "New cost"
    _inherit = ["dealer.part.mixin", "dealer.flow.mixin"]
    _order = "change_id, id"
    _part_of = "change_id"
    _flow_strict = True
    _check_company_auto = True

    change_id = fields.Many2one("dealer.cost.change", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="change_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="change_id.currency_id")
    product_id = fields.Many2one("product.product", string="Goods", required=True, index=True, ondelete="restrict", check_company=True)
    old_cost = fields.Monetary(string="Cost now", compute="_compute_now", help="Of a change that is decided: the cost before it.")
    new_cost = fields.Monetary(string="New cost", required=True)
    pieces = fields.Float(string="On hand", compute="_compute_now", digits="Product Unit")
    effect = fields.Monetary(string="Effect on the stock's value", compute="_compute_now")
    is_decided = fields.Boolean(readonly=True, copy=False)
    frozen_cost = fields.Monetary(readonly=True, copy=False)
    frozen_pieces = fields.Float(readonly=True, copy=False, digits="Product Unit")

    _product_uniq = models.Constraint("UNIQUE(change_id, product_id)", "Goods stand once in a cost change.")
    _cost_positive = models.Constraint("CHECK(new_cost > 0)", "A cost is more than zero.")

    @api.depends("product_id", "new_cost", "is_decided", "frozen_cost", "frozen_pieces")
    def _compute_now(self):
        for line in self:
            product = line.product_id.with_company(line.company_id).sudo()  # sudo: who reads the change may see costs and stock of its goods
            line.old_cost = line.frozen_cost if line.is_decided else product.standard_price
            line.pieces = line.frozen_pieces if line.is_decided else line._pieces_on_hand(product)
            line.effect = (line.new_cost - line.old_cost) * line.pieces

    def _pieces_on_hand(self, product):
        """Hook: give the pieces that the company owns. Extend where stock is kept: return a number.

        :param product: product.product in sudo, of the company.
        """
        return 0

    def _freeze(self):
        """Keep the figures of the moment in which it was decided."""
        for line in self:
            line.write({"frozen_cost": line.old_cost, "frozen_pieces": line.pieces, "is_decided": True})

    def _carry_out(self):
        """Write the costs."""
        self._freeze()
        for line in self:
            line.product_id.with_company(line.company_id).standard_price = line.new_cost
