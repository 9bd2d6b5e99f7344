from odoo import api, models

from odoo.addons.dealer_base.money import to_fen


class LogisticsBill(models.Model):
    """An approved bill tells returns what their way back really cost."""

    _inherit = "logistics.bill"

    def action_approve(self):
        """Approve bills, see the bill; the postage of returns whose freight they pay becomes the billed one."""
        fresh = self.filtered(lambda bill: bill.state == "matched")
        result = super().action_approve()
        parcels = fresh.filtered(lambda bill: bill.state == "approved").line_ids.parcel_id.sudo()  # sudo: role checked above
        for record in parcels.filtered("bill_id").return_id:
            fen = sum(to_fen(parcel.billed_amount) for parcel in record.parcel_ids)
            if fen > 0:
                record._take_billed_postage(fen)
        return result

    @api.model
    def _take_postage_back(self, moves):
        """Take back the entries of postage borne by HQ (E10b) that posted vendor bills now book.

        :param moves: account.move records that were posted.
        """
        for bill, returns in self._postage_returns(moves, False).items():
            returns._take_postage_back(bill.move_id.date)

    @api.model
    def _book_postage_again(self, moves):
        """Book the postage borne by HQ again whose entries vendor bills took back that are cancelled or deleted now.

        :param moves: account.move records that are no longer posted.
        """
        for returns in self._postage_returns(moves, True).values():
            returns._book_postage_again()

    @api.model
    def _postage_returns(self, moves, taken_back):
        """Find the returns whose way back vendor bills have and whose postage is booked by E10b.

        :param taken_back: whether that entry is taken back. :return: {logistics.bill: dealer.return}, in sudo.
        """
        bills = self.sudo().search([("move_id", "in", moves.ids)])  # sudo: accountants post who handle no carrier bills
        return {bill: self.env["logistics.parcel"].sudo().search([  # sudo: as above
            ("bill_id", "=", bill.id), ("return_id.postage_move_id", "!=", False),
            ("return_id.postage_back_move_id", "!=" if taken_back else "=", False)]).return_id for bill in bills}
