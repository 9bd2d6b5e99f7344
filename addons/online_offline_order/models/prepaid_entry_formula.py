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
            return self._return_formula(found) if found else ""
        if self.kind == "true_up":
            order = documents.get(("sale.order", self.order_id))
            return self._weight_formula(order) if order else ""
        return super()._formula_text(documents)

    def _return_formula(self, found):
        """Give why something came back, and how the return was worked out.

        :param found: the dealer.return in sudo.
        :return: text.
        """
        why = "; ".join(filter(None, (found.reason_id.name, found.order_id.name)))
        if self.kind != "capture" and found.state == "sent_back":
            figures = self.env._(
                "postage of the return %(there)s + way back to the store %(back)s = %(total)s", there=yuan(to_fen(found.postage_amount)),
                back=yuan(to_fen(found.back_postage)), total=yuan(to_fen(found.postage_amount) + to_fen(found.back_postage)))
        else:
            figures = self.env._("credit - postage - handling: %s", found.preview_text) if found.preview_text and not found._is_exchange() else ""
        return "\n".join(filter(None, (why, figures)))

    def _weight_formula(self, order):
        """Say whose weight made the difference.

        :param order: the sale.order in sudo.
        :return: text, a line for each row of the carrier's bill.
        """
        rows = order.env["logistics.bill.line"].search([("true_up_entry_id", "=", self.id)])
        return "\n".join(self.env._(
            "%(number)s: the carrier weighed %(theirs)s kg, we %(ours)s kg; difference by the tariff %(amount)s CNY",
            number=row.number, theirs=f"{row.weight_g / 1000:g}", ours=f"{row.parcel_id.weight_g / 1000:g}", amount=yuan(to_fen(row.true_up_amount)))
            for row in rows)

    def _shipment_formula(self, order, picking=None):
        """Give the lines of the order's settlement, then the share that this parcel took of each part.

        :param order: the sale.order in sudo.
        :param picking: the stock.picking in sudo, or None for an entry of another document.
        :return: list of text.
        """
        parts = self.components or {}
        shown = {kind for kind, fen in parts.items() if fen}
        if "goods" in shown:  # what comes off them, and a freight that others bear, explain the amount too
            shown |= {"discount", *(("logistics",) if order._freight_borne_fen() else ())}
        lines = [f"{line.label}: {line.formula or ''} = {yuan(to_fen(line.amount))}" for line in order.settlement_line_ids if line.kind in shown]
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
