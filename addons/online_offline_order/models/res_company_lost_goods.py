from odoo import fields, models

from odoo.addons.dealer_base.money import round_div, to_fen


class ResCompany(models.Model):
    """What becomes of the input VAT of goods that a carrier lost."""

    _inherit = "res.company"

    lost_goods_vat_out = fields.Boolean(
        string="Transfer input VAT of lost goods out",
        help="Goods that a carrier loses may count as an abnormal loss: their input VAT is not deducted then but selling expense. Ask your tax adviser.")

    def _lost_input_vat_fen(self, goods):
        """Work out the input VAT of goods at their cost.

        :param goods: {product.product: pieces}. :return: fen; 0 where the company transfers none out.
        """
        if not self.lost_goods_vat_out:
            return 0
        total = 0
        for product, pieces in goods.items():
            product = product.sudo().with_company(self)  # sudo: a figure of the books, whoever decides
            taxes = product.supplier_taxes_id._filter_taxes_by_company(self) or self.sudo().account_purchase_tax_id  # sudo: likewise
            rate_bp = sum(to_fen(tax.amount) for tax in taxes if tax.amount_type == "percent")
            total += round_div(to_fen(round(product.standard_price * pieces, 2)) * rate_bp, 10_000)
        return total
