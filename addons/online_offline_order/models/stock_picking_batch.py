from odoo import models


class StockPicking(models.Model):
    """Deliveries of companies that book by the day: the capture waits for its batch, no invoice is posted at the door."""

    _inherit = "stock.picking"

    def _post_dealer_invoice(self, order, parcel, shipped, memo_fen=0, date=None):
        captures = self.env["prepaid.entry"].sudo().search_count([  # sudo: the warehouse keeps no ledger
            ("res_model", "=", "stock.picking"), ("res_id", "=", self.id), ("kind", "=", "capture"), ("gl_mode", "=", "batch")], limit=1)
        if captures:
            return self.env["account.move"]
        return super()._post_dealer_invoice(order, parcel, shipped, memo_fen, date)

    def _batch_cost(self):
        """Give the cost of the goods of done transfers, below zero for goods that came back (E06, E09c).

        :return: list of (cost account, inventory account, fen) of goods valued at once.
        """
        return self.move_ids.filtered(lambda move: move.state == "done")._batch_cost()
