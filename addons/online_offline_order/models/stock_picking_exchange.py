from odoo import models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen


class StockPicking(models.Model):
    """The delivery of a replacement: it ships as a whole, at the freight of its exchange, and settles the return."""

    _inherit = "stock.picking"

    def _check_release(self):
        order = self.sudo().sale_id  # sudo: the sentence names the order, whoever ships
        if order.exchange_return_id and self._ships_a_part():
            raise UserError(self.env._(
                "Delivery %(delivery)s replaces goods of return %(name)s: it ships as a whole. Wait for the missing goods, or have after-sale service "
                "give up the exchange.", delivery=self.name, name=order.exchange_return_id.name))
        return super()._check_release()

    def _weight_extra_fen(self, order, parcel):
        return 0 if order.exchange_return_id else super()._weight_extra_fen(order, parcel)

    def _more_invoice_lines(self, order):
        return super()._more_invoice_lines(order) + (order.exchange_return_id._exchange_invoice_lines() if order.exchange_return_id else [])

    def _book_parcel(self, order, parcel, shipped, entry, account):
        record = order.exchange_return_id
        if record.state != "replacing":
            return super()._book_parcel(order, parcel, shipped, entry, account)
        back, label = record._post_exchange_back(entry), f"{order.name} {self.name}"
        if "receipt" in entry.sudo().mapped("gl_mode"):  # sudo: the warehouse keeps no ledger
            account._clear_moves(back, label)
            return super()._book_parcel(order, parcel, shipped, entry.filtered(lambda one: one.kind == "capture"), account)
        invoice = self._post_dealer_invoice(order, parcel, shipped, sum(to_fen(one.memo) for one in entry))
        entry._link_move(invoice)
        account._clear_moves(back | invoice, label)
        return invoice
