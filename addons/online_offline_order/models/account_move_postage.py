from odoo import models


class AccountMove(models.Model):
    """A vendor bill that a credit note takes back in full books no way back any more: the postage borne by HQ (E10b) is booked again.

    A credit note over a part leaves the vendor bill the expense it is; what is cancelled or deleted stands as before it.
    """

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft=soft)
        if gone := posted._taken_back_bills():
            self.env["logistics.bill"]._book_postage_again(gone)
        return posted

    def _taken_back_bills(self):
        """:return: the vendor bills that these credit notes reverse and that posted credit notes reverse in full."""
        bills = self.filtered(lambda move: move.move_type == "in_refund").reversed_entry_id
        return bills.filtered(lambda bill: bill.currency_id.compare_amounts(
            sum(bill.reversal_move_ids.filtered(lambda move: move.state == "posted").mapped("amount_total")), bill.amount_total) >= 0)

    def _postage_again(self):
        super()._postage_again()
        bills = self.filtered(lambda move: move.move_type == "in_refund" and move.state != "posted").reversed_entry_id
        if whole := bills.filtered(lambda bill: bill.state == "posted") - self._taken_back_bills():
            self.env["logistics.bill"]._take_postage_back(whole)
