import datetime

from odoo import models
from odoo.fields import Domain


class PrepaidTopup(models.Model):
    """A top-up is compared with every other kind of document that records money which came in."""

    _name = "prepaid.topup"
    _inherit = ["prepaid.topup", "prepaid.payment.mixin"]

    def _payment_day(self):
        return self.date_paid

    def _near_day(self, day):
        return Domain("date_paid", ">=", day - datetime.timedelta(days=1)) & Domain("date_paid", "<=", day + datetime.timedelta(days=1))

    def _payments_like(self, payment):
        like = super()._payments_like(payment)
        if payment.files:  # slips are remembered even where the file has been removed
            like |= self._payments_counting() & Domain("slip_ids.checksum", "in", list(payment.files))
        return like
