from odoo import api, fields, models
from odoo.tools.float_utils import float_is_zero, float_round

from odoo.addons.dealer_base.money import from_fen, to_fen

from ..adapters.nets import net_of_pieces


class SaleOrderLine(models.Model):
    """What promotions take off a line, piece by piece; the price itself stays what it was."""

    _inherit = "sale.order.line"

    promo_discount = fields.Monetary(
        string="Promotions", compute="_compute_promo_discount", store=True, readonly=True, copy=False,
        help="What promotions take off the line, in the order's prices.")
    # The promotions of an order are known once all its lines are there, so totals of a line cannot be computed before it is stored.
    price_subtotal = fields.Monetary(precompute=False)
    price_tax = fields.Float(precompute=False)
    price_total = fields.Monetary(precompute=False)
    price_reduce_taxexcl = fields.Monetary(precompute=False)
    price_reduce_taxinc = fields.Monetary(precompute=False)
    promo_pieces = fields.Json(compute="_compute_promo_discount", store=True, copy=False, groups="base.group_user")
    is_promo_gift = fields.Boolean(string="Gift of a promotion", readonly=True, copy=False, groups="base.group_user")
    promo_rule_id = fields.Many2one("promo.rule", string="Given by", readonly=True, copy=False, index="btree_not_null", groups="base.group_user")

    @api.depends("order_id.promo_parts")
    def _compute_promo_discount(self):
        """Take the line's part out of the evaluation of its order; see ``sale.order._compute_promo_result``."""
        for order, lines in self.grouped("order_id").items():
            known, places = order.promo_parts or {}, {line: place for place, line in enumerate(order._promo_lines())}
            for line in lines:
                parts = known.get(line._promo_key(places.get(line, -1)))
                line.promo_discount = float(from_fen(parts["discount"])) if parts else 0.0
                line.promo_pieces = parts["pieces"] if parts else False

    def _promo_key(self, index):
        """:return: key of the line for the engine; lines that are not saved yet are known by their place."""
        return f"L{self._origin.id}" if self._origin.id else f"N{index}"

    def _promo_gross_fen(self):
        """:return: the line before promotions in fen, in the order's prices."""
        return to_fen(float_round(self.price_unit * (1 - (self.discount or 0.0) / 100) * self.product_uom_qty, precision_digits=2))

    def _promo_pieces_price(self):
        """:return: (pieces, fen of one piece); a price that is no whole fen is cut, the rest stays on the line. A broken quantity is one piece."""
        qty, gross = self._promo_base_qty(), self._promo_gross_fen()
        pieces = round(qty)
        if pieces > 0 and float_is_zero(qty - pieces, precision_digits=6):
            return pieces, gross // pieces
        return (1, gross) if qty > 0 else (0, 0)

    def _promo_as_pieces(self, qty):
        """:param qty: in the unit of the line. :return: how many of the engine's whole pieces that is."""
        pieces, own = self._promo_pieces_price()[0], self.product_uom_qty
        if own:
            return int(qty * pieces / own + 1e-6)
        return int(self.product_uom_id._compute_quantity(qty, self.product_id.uom_id, round=False) + 1e-6)

    def _promo_base_qty(self):
        """:return: quantity in the unit of the product: a box of twelve is twelve pieces."""
        unit = self.product_id.uom_id
        return self.product_uom_id._compute_quantity(self.product_uom_qty, unit, round=False) if self.product_uom_id and unit else self.product_uom_qty

    def _promo_list_fen(self, price_fen):
        """:return: price of one piece on the tag in fen, None when it is the price; a line with a discount by hand is on sale already."""
        if self.discount and self.product_uom_qty:
            return to_fen(float_round(self.price_unit, precision_digits=2))
        return None

    def _promo_floor_fen(self):
        """:return: the lowest price of one piece in fen, in the order's currency."""
        return self.order_id._promo_floor_of(self.product_id)

    def _promo_flags(self):
        """Extend: give the engine's flags of the line: sale, no_promo, presale."""
        broken = not float_is_zero(self._promo_base_qty() - round(self._promo_base_qty()), precision_digits=6)
        return frozenset([*(["sale"] if self.discount else []), *(["no_promo"] if broken else [])])

    def _prepare_base_line_for_taxes_computation(self, **kwargs):
        """Compute tax and totals of the net price. The net is exact: it is handed over for the whole line, not rounded per piece."""
        values = super()._prepare_base_line_for_taxes_computation(**kwargs)
        if self.promo_discount and self.product_uom_qty and "price_unit" not in kwargs:
            values.update(price_unit=self._promo_net_unit(0, self.product_uom_qty), discount=0.0)
        return values

    def _promo_refunded(self, states):
        """:param states: of the credit notes that count. :return: quantity that credit notes and negative invoice lines give back."""
        lines = self.invoice_lines.filtered(lambda one: one.parent_state in states)
        refunded = sum(one.quantity for one in lines if one.move_id.move_type == "out_refund")
        return refunded - sum(min(one.quantity, 0) for one in lines if one.move_id.move_type == "out_invoice")

    def _promo_billed_qty(self):
        """:return: quantity on invoices that stand and that no posted credit note gives back."""
        return self._promo_invoiced_qty() - self._promo_refunded(("posted",))

    def _promo_invoiced_qty(self, **which):
        """:param which: as ``sale.order._promo_invoices``. :return: quantity on the invoices it gives, whatever was credited since."""
        invoices = self.order_id._promo_invoices(**which)
        lines = self.sudo().invoice_lines.filtered(lambda one: one.move_id in invoices)  # sudo: every invoice counts
        return sum(max(one.quantity, 0) for one in lines)

    def _promo_net_unit(self, done, qty):
        """Give the average net price of pieces, so that price x quantity is exact to the fen.

        :param done: pieces before them. :param qty: how many.
        :return: price of one, not rounded.
        """
        known = self.sudo().promo_pieces  # sudo: the net is no secret of the price
        known = known or {"runs": [], "qty": self.product_uom_qty, "gross": self._promo_gross_fen()}
        net = net_of_pieces(known["gross"], known["gross"] - to_fen(self.promo_discount), known["runs"], known["qty"], done, qty)
        return net / 100 / qty if qty else 0.0

    def _prepare_invoice_line(self, **optional_values):
        """Invoice the pieces that come next, each at its own net: the invoices of an order add up to it."""
        values = super()._prepare_invoice_line(**optional_values)
        qty = values.get("quantity") or 0.0
        if self.promo_discount and qty and not self.display_type:
            done = self.qty_invoiced if qty > 0 else self.qty_invoiced + qty
            values.update(price_unit=self._promo_net_unit(done, abs(qty)), discount=0.0)
        return values

    @api.depends("promo_discount")
    def _compute_untaxed_amount_to_invoice(self):
        """What is left of the net; Odoo takes the price before promotions."""
        result = super()._compute_untaxed_amount_to_invoice()
        for line in self.filtered(lambda line: line.promo_discount and line.state == "sale" and line.product_uom_qty):
            qty = line.qty_delivered if line.product_id.invoice_policy == "delivery" else line.product_uom_qty
            line.untaxed_amount_to_invoice = line.price_subtotal * qty / line.product_uom_qty - line.untaxed_amount_invoiced
        return result

    @api.depends("promo_discount")
    def _compute_amount(self):
        """As Odoo, with one more field to depend on."""
        return super()._compute_amount()
