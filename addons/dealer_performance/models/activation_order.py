from odoo import models


class ActivationOrder(models.Model):
    """What was settled of an order of a dealer is what the attribution credited, less what came back."""

    _inherit = "activation.order"

    def _settled(self):
        """Give what was credited of orders, with goods that went out for goods of theirs; an order that has not begun to ship is not settled."""
        ours = self.filtered(lambda row: row.order_id.is_dealer_order)
        settled = super(ActivationOrder, self - ours)._settled()
        if not ours:
            return settled
        first, credited = ours.order_id._with_replacements(), {}
        rows = self.env["dealer.attribution"].sudo()._read_group(  # sudo: the funnel counts for everybody
            [("order_id", "in", [order.id for order in first]), ("role", "=", "store")], ["order_id"], ["amount:sum"])
        for order, amount in rows:
            credited[first[order]] = credited.get(first[order], 0.0) + amount
        return settled | {row: credited[row.order_id] for row in ours if row.order_id in credited}

    def _settled_goods(self):
        """Give the goods that left less those that were credited back by product, with goods that went out for goods of these orders."""
        ours = self.filtered(lambda row: row.order_id.is_dealer_order)
        found = super(ActivationOrder, self - ours)._settled_goods()
        ids = [order.id for order in ours.order_id._with_replacements()] if ours else []
        if not ids:
            return found
        sent = self.env["stock.move"]._read_group([
            ("sale_line_id.order_id", "in", ids), ("state", "=", "done"), ("location_dest_id.usage", "=", "customer")], ["sale_line_id"], ["quantity:sum"])
        for line, pieces in sent:
            found[line.product_id] = found.get(line.product_id, 0.0) + pieces * line.price_unit
        back = self.env["dealer.return.line"]._read_group([
            ("return_id.order_id", "in", ids), ("return_id.state", "in", ("refunded", "exchanged")), ("received_qty", ">", 0)],
            ["product_id"], ["goods_share:sum"])
        for product, amount in back:
            found[product] = found.get(product, 0.0) - amount
        return found
