from dataclasses import replace

from odoo import models
from odoo.fields import Command

from odoo.addons.dealer_base.money import from_fen, to_fen


class SaleOrder(models.Model):
    """What headquarters takes off the goods of a dealer order, line by line: it lowers what the account pays, fees on the goods included."""

    _inherit = "sale.order"

    def _order_discounts(self, goods, held=None):
        """Hook: say what headquarters takes off. Extend: return super() | own; reads only.

        :param goods: list of GoodsLine, without what comes off.
        :param held: the order as it is held, where ``self`` is how it would be after a change; None where it is priced as of now.
        :return: {key of the line: (fen off the whole line, why)}.
        """
        return self.exchange_return_id._kept_discounts(goods, self) if self.exchange_return_id else {}

    def _with_discounts(self, goods, held=None):
        """:return: the goods with what comes off them; parameters as in ``_order_discounts``."""
        found = self._order_discounts(goods, held)
        return [replace(line, discount_fen=found[line.key][0], discount_label=found[line.key][1]) if line.key in found else line for line in goods]

    def _shipped_discount(self, shipped, goods_fen):
        """Say what comes off the pieces of one shipment.

        :param shipped: {sale.order.line: pieces}. :param goods_fen: what they cost by their parcel.
        :return: fen, 0 for an order of which nothing comes off.
        """
        if not shipped or not any(part.kind == "discount" for part in self.settlement_line_ids):
            return 0
        return sum(to_fen(line.price_unit) * qty for line, qty in shipped.items()) - goods_fen

    def _prepare_discount_line(self, fen):
        """Give the values of the line of an invoice or credit note that shows what headquarters takes off, or takes back.

        :param fen: gross amount with its sign on the document.
        """
        mapping, company = self.env["prepaid.gl.mapping"], self.company_id
        product = self._goods_lines()[:1].product_id.with_company(company)
        account = product._get_product_accounts()["income"] or mapping._account(company, "goods_income")
        return {
            "name": self.with_context(lang=self._document_lang()).env._("Taken off by headquarters"), "quantity": 1,
            "price_unit": float(from_fen(fen)), "account_id": account.id, "tax_ids": [Command.set(mapping._sale_tax(company).ids)]}
