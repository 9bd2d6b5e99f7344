from odoo import models

from odoo.addons.dealer_base.money import allocate


class PrepaidEntry(models.Model):
    """Fees whose rule names an income account are booked there by companies that book by the day, as invoices do it."""

    _inherit = "prepaid.entry"

    def _gl_split(self, leg):
        shares = self._fee_accounts(leg.part) if leg.fen else {}
        if not any(shares):
            return super()._gl_split(leg)
        return [(account, fen) for account, fen in zip(shares, allocate(leg.fen, list(shares.values())), strict=True) if fen]

    def _fee_accounts(self, part):
        """Give the accounts that the fees of a part of the amount are booked on.

        :param part: part of a settlement. :return: {account.account, empty = the mapped one: gross fen of the fees there}; empty for other parts.
        """
        accounts = self.env["account.account"]
        if part == "admin" and self.order_model == "sale.order":
            order = self.env["sale.order"].sudo().browse(self.order_id).exists()  # sudo: the batch books what others ordered
            return order._fee_accounts() if order else {}
        if part == "handling" and self.res_model == "dealer.return":
            record = self.env["dealer.return"].sudo().browse(self.res_id).exists()  # sudo: likewise
            return {accounts.browse(account_id): fen for account_id, fen in record.charge_accounts or ()}
        return {}
