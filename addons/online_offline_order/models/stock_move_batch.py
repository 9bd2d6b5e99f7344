from odoo import models

from odoo.addons.dealer_base.money import to_fen


class StockMove(models.Model):
    _inherit = "stock.move"

    def _batch_cost(self):
        """Give the cost of done moves as an invoice would book it.

        :return: list of (cost account, inventory account, fen), fen below zero for goods that came in.
        """
        found = []
        for move in self:
            product = move.product_id.with_company(move.company_id)
            accounts = product.product_tmpl_id.get_product_accounts()
            cost, inventory = accounts["expense"], accounts["stock_valuation"]
            if product.valuation == "real_time" and cost and inventory and (move.is_out or move.is_in):
                found.append((cost, inventory, to_fen(abs(move.value)) * (1 if move.is_out else -1)))
        return found
