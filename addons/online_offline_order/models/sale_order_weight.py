import dataclasses

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen, yuan


class SaleOrder(models.Model):
    """Freight for more weight is taken beside the hold: the hold never grows, a second one takes the difference at once."""

    _inherit = "sale.order"

    def _take_for_parcel(self, account, picking, parcel):
        extra_fen = to_fen(picking.weight_extra)
        if not extra_fen or self.no_hold:
            return super()._take_for_parcel(account, picking, parcel)
        quoted = dataclasses.replace(parcel, logistics_fen=parcel.logistics_fen - extra_fen)
        result, more = account._debit(
            f"stock.picking,{picking.id},weight", extra_fen, kind="capture", label=f"{self.name} {picking._weight_text()}", res_model="stock.picking",
            res_id=picking.id, components={"logistics": extra_fen}, order_model="sale.order", order_id=self.id, credit=True)
        if not result.ok:
            raise UserError(self.env._(
                "%(text)s: needs %(missing)s CNY more. Top up %(missing)s CNY and ship again, or correct the packed weight.",
                text=picking._weight_text(), missing=yuan(result.missing_fen or extra_fen)))
        self._log(self.env._("%(text)s, taken from the account.", text=picking._weight_text()))
        return super()._take_for_parcel(account, picking, quoted) | more if quoted.total_fen else more
