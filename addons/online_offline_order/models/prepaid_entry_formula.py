from odoo import models

from odoo.addons.dealer_base.money import to_fen, yuan


class PrepaidEntry(models.Model):
    """The formula of a debit by shipment: what the order was settled at, and the share of this parcel."""

    _inherit = "prepaid.entry"

    def _formula_refs(self):
        order = {("sale.order", self.order_id)} if self.order_model == "sale.order" and self.order_id else set()
        return super()._formula_refs() | order

    def _formula_text(self, documents):
        if self.kind == "capture" and self.order_model == "sale.order":
            order = documents.get(("sale.order", self.order_id))
            if order:
                picking = documents.get((self.res_model, self.res_id)) if self.res_model == "stock.picking" else None
                return "\n".join(self._shipment_formula(order, picking))
        if self.res_model == "dealer.return":
            found = documents.get((self.res_model, self.res_id))
            return "; ".join(filter(None, (found.reason_id.name, found.order_id.name))) if found else ""
        return super()._formula_text(documents)

    def _shipment_formula(self, order, picking=None):
        """Give the lines of the order's settlement, then the share that this parcel took of each part.

        :param order: the sale.order in sudo.
        :param picking: the stock.picking in sudo, or None for an entry of another document.
        :return: list of text.
        """
        parts = self.components or {}
        lines = [
            f"{line.label}: {line.formula or ''} = {yuan(to_fen(line.amount))}" for line in order.settlement_line_ids if parts.get(line.kind)]
        totals = {"goods": to_fen(order.goods_total), "admin": to_fen(order.admin_total), "logistics": to_fen(order.logistics_total)}
        if not parts.get("goods") or all(parts.get(part, 0) == total for part, total in totals.items()):
            return lines
        words, shares = self._component_words(), {"admin": self.env._("by ex-factory value"), "logistics": self.env._("by weight")}
        if picking:
            shipped = sum(picking._paid_moves(picking.move_ids.filtered(lambda move: move.state == "done")).mapped("quantity"))
            shares["goods"] = self.env._(
                "%(shipped)d of %(ordered)d pieces", shipped=shipped, ordered=sum(order._goods_lines().mapped("product_uom_qty")))
        texts = [
            self.env._("%(part)s %(share)s of %(total)s", part=words[part], share=yuan(parts.get(part, 0)), total=yuan(total))
            + (f" ({shares[part]})" if part in shares else "")
            for part, total in totals.items() if total]
        return [*lines, self.env._(
            "Share of %(document)s: %(parts)s", document=picking.name if picking else self.label, parts="; ".join(texts))]
