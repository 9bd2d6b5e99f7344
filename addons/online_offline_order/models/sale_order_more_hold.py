import dataclasses

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen, yuan


class SaleOrder(models.Model):
    """Money held beside the order's first hold: a hold never grows, another one keeps back what the order costs more since.

    All of it is freight, so shipments take it from their logistics fee first; whatever ends the first hold ends the others.
    """

    _inherit = "sale.order"

    more_hold_keys = fields.Json(readonly=True, copy=False, help="Keys of the holds beside the first one, oldest first.")

    def _flow_fields(self):
        return super()._flow_fields() | {"more_hold_keys"}

    def _more_holds(self):
        """:return: prepaid.hold in sudo of which something is left, oldest first."""
        self.ensure_one()
        return self.env["prepaid.hold"].sudo().search([  # sudo: service and warehouse need not see holds of the account
            ("key", "in", self.more_hold_keys or []), ("state", "in", ("tentative", "open"))], order="id")

    def _hold_more(self, fen):
        """Keep more money back for an order whose money is held.

        :param fen: > 0, what it costs more.
        :raises UserError: when the account does not have it; nothing has changed then.
        """
        keys = self.more_hold_keys or []
        key = f"sale.order,{self.id},{self.submission_no},{len(keys) + 1}"
        result = self._find_hold_account()._hold(key, fen, "sale.order", self.id, self.name, store=self.partner_id)
        if not result.ok:
            raise UserError(result.message)
        self._flow().more_hold_keys = [*keys, key]
        self._log(self.env._("%(amount)s CNY more held on the account of %(owner)s.", amount=yuan(fen), owner=self.account_partner_id.name))

    def _hold_less(self, fen, reason):
        """Give back what the order costs less now, of the last hold first.

        :param fen: > 0, at most what is held.
        :param reason: text, why.
        """
        left = fen
        for hold in self._more_holds().sorted("id", reverse=True):
            part = min(left, to_fen(hold.open_amount))
            left -= hold.account_id._release(hold.key, reason, part) if part else 0
        if left:
            self._find_hold_account()._release(self.hold_key, reason, left)
        self._log(self.env._("%s CNY released.", yuan(fen)))

    def _release_hold(self, reason):
        fen = 0
        for hold in self._more_holds():
            fen += hold.account_id._release(hold.key, str(reason))
        if fen:
            self._log(self.env._("%s CNY released.", yuan(fen)))
        return fen + super()._release_hold(reason)

    def _take_for_parcel(self, account, picking, parcel):
        more = self.env["prepaid.entry"]
        for hold in self._more_holds() if self.more_hold_keys else ():
            fen = min(to_fen(hold.open_amount), parcel.logistics_fen)
            if fen:
                more |= hold.account_id._capture(
                    hold.key, fen, operation_key=f"stock.picking,{picking.id},{hold.id}", kind="capture", label=f"{self.name} {picking.name}",
                    res_model="stock.picking", res_id=picking.id, components={"logistics": fen}, order_model="sale.order", order_id=self.id)
                parcel = dataclasses.replace(parcel, logistics_fen=parcel.logistics_fen - fen)
        return super()._take_for_parcel(account, picking, parcel) | more
