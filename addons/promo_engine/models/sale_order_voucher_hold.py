from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..engine import read_outcome
from ..sql import vouchers as sql


class SaleOrder(models.Model):
    """Vouchers are held with the price: while a quotation that was sent or a payment is open, nobody else uses them."""

    _inherit = "sale.order"

    def _promo_hold(self):
        super()._promo_hold()
        order = self.sudo()  # sudo: the buyer's own step holds his vouchers
        minutes = self.company_id.promo_hold_minutes
        if not minutes or not order.promo_basis or not order._promo_applies():
            return
        versions = tuple((version, stopped) for version, stopped in order.promo_basis["versions"])
        wanted = order._promo_vouchers_wanted(read_outcome(order.promo_result), self.env["promo.snapshot"]._of_versions(versions))
        order._promo_hold_vouchers(wanted, fields.Datetime.now() + timedelta(minutes=minutes))

    def _promo_hold_vouchers(self, wanted, until):
        """Hold vouchers for the order, and free those it held before.

        :param wanted: promo.voucher. :param until: naive UTC.
        :raises UserError: naming a voucher that somebody else has just taken.
        """
        vouchers = self.env["promo.voucher"]
        vouchers.flush_model()
        sql.release(self.env.cr, self.id, wanted.ids)
        for voucher in wanted:
            if voucher.state != "used" and not sql.reserve(self.env.cr, voucher.id, self.id, until):
                raise UserError(self.env._(
                    "Voucher %(code)s has just been used on another order. Press Update promotions to price %(order)s without it.", code=voucher.code,
                    order=self.name))
        vouchers.invalidate_model(["state", "order_id", "reserved_until"])
