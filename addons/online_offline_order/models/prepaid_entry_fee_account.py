from odoo import models

from odoo.addons.dealer_base.money import allocate


class PrepaidEntry(models.Model):
    """Fees whose rule names an income account are booked there by companies that book by the day, as invoices do it."""

    _inherit = "prepaid.entry"

    def _gl_ahead(self):
        orders = self.env["sale.order"].sudo().browse({  # sudo: the batch books what others ordered
            entry.order_id for entry in self if entry.order_model == "sale.order"}).exists()
        returns = self.env["dealer.return"].sudo().browse({  # sudo: likewise
            entry.res_id for entry in self if entry.res_model == "dealer.return"}).exists()
        # Documents of one recordset: the first that is read brings its fields, lines and rules for all of them.
        return super()._gl_ahead() | {"orders": {order.id: order for order in orders}, "returns": {record.id: record for record in returns}}

    def _gl_split(self, leg, ahead):
        shares = self._fee_accounts(leg.part, ahead) if leg.fen else {}
        if not any(shares):
            return super()._gl_split(leg, ahead)
        return [(account, fen) for account, fen in zip(shares, allocate(leg.fen, list(shares.values())), strict=True) if fen]

    def _fee_accounts(self, part, ahead):
        """Give the accounts that the fees of a part of the amount are booked on.

        :param part: part of a settlement. :param ahead: see :meth:`_gl_ahead`.
        :return: {account.account, empty = the mapped one: gross fen of the fees there}; empty for other parts.
        """
        accounts = self.env["account.account"]
        if part == "admin" and self.order_model == "sale.order":
            order = ahead["orders"].get(self.order_id)
            return order._fee_accounts() if order else {}
        if part == "handling" and self.res_model == "dealer.return":
            record = ahead["returns"].get(self.res_id)
            return {accounts.browse(account_id): fen for account_id, fen in record.charge_accounts or ()} if record else {}
        return {}
