from odoo import models

from odoo.addons.dealer_base.money import to_fen


class DealerReturn(models.Model):
    """A return of an order that was corrected: both together give back no more than was debited (R1-110)."""

    _inherit = "dealer.return"

    def _check_request(self):
        super()._check_request()
        self._check_corrected()

    def _book_refund(self):
        self._check_corrected()
        return super()._book_refund()

    def _check_corrected(self):
        """Refuse what corrections in the dealer's favour have given back already.

        :raises UserError: with the numbers of the corrections.
        """
        order = self.order_id.sudo()  # sudo: the check holds whoever asks
        corrected, credit = order._corrected_fen(), to_fen(self.credit_amount)
        given, debited = corrected + order._returned_fen(besides=self.ids), order._debited_fen()
        if corrected > 0 and credit + given > debited:
            self._refuse("corrected", credit_fen=credit, given_fen=given, debited_fen=debited,
                         corrections=", ".join(order._given_corrections().mapped("name")))
