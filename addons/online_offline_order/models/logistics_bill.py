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
        bills = self.sudo().search([("move_id", "in", moves.ids)])  # sudo: accountants post who handle no carrier bills
        for bill in bills:
            parcels = self.env["logistics.parcel"].sudo().search(  # sudo: as above
                [("bill_id", "=", bill.id), ("return_id.postage_move_id", "!=", False), ("return_id.postage_back_move_id", "=", False)])
            parcels.return_id._take_postage_back(bill.move_id.date)
