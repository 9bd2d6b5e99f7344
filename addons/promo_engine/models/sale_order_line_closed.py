from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.float_utils import float_compare


class SaleOrderLine(models.Model):
    """What promotions take off a line."""

    _name = "sale.order.line"
    _inherit = ["sale.order.line", "promo.closed.mixin"]

    @api.model
    def _promo_closed(self):
        return super()._promo_closed() | frozenset(("promo_discount", "promo_pieces", "is_promo_gift", "promo_rule_id"))

    def write(self, vals):
        """As before; gifts do not grow, prices under promotions stay, and counters follow the quantities of confirmed orders."""
        self._refuse_more_gifts(vals)
        self._refuse_new_price(vals)
        raised = self.filtered(lambda line: line.product_uom_qty < (vals.get("product_uom_qty") or 0.0)).order_id
        result = super().write(vals)
        if "product_uom_qty" in vals:
            self.order_id._promo_follow_lines(raised)
        return result

    def _refuse_more_gifts(self, vals):
        """Refuse more pieces of a gift than the promotion gave.

        :raises UserError: naming order and gift.
        """
        if self.env.su or not vals.keys() & {"product_uom_qty", "product_uom_id"}:
            return
        for line in self.filtered("is_promo_gift"):
            unit = vals.get("product_uom_id", line.product_uom_id.id)
            if vals.get("product_uom_qty", 0.0) > line.product_uom_qty or unit != line.product_uom_id.id:
                raise UserError(self.env._(
                    "%(order)s: the promotion gives %(qty)d of %(gift)s, not more. Sell further pieces on a line of their own.",
                    order=line.order_id.name, qty=line.product_uom_qty, gift=line.product_id.display_name))

    def _refuse_new_price(self, vals):
        """Refuse another price or other goods on a confirmed line with a promotion: it was given for these, the total would not follow.

        :raises UserError: naming order and goods.
        """
        names = set() if self.env.su else vals.keys() & {"price_unit", "discount", "product_id", "product_uom_id"}
        others = names & {"product_id", "product_uom_id"}
        for line in self.filtered(lambda line: names and line.state == "sale" and (line.promo_discount or line.is_promo_gift)):
            changed = any(float_compare(vals[name] or 0.0, line[name], precision_digits=6) for name in names - others)
            if changed or any(vals[name] != line[name].id for name in others):
                raise UserError(self.env._(
                    "%(order)s: the price of %(goods)s was confirmed with its promotions and stays. Cancel the order and enter it anew, or credit the "
                    "difference.", order=line.order_id.name, goods=line.product_id.display_name))
