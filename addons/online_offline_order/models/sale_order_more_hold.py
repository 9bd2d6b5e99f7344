import dataclasses

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.dealer_base.money import to_fen, yuan

from ..settlement import ParcelLine, WaitingOrder, missing_in_queue


class SaleOrder(models.Model):
    """Money held beside the order's first hold: a hold never grows, another one keeps back what the order costs more since.

    Shipments and freight rated again take what the further holds have first, freight before fees before goods, the rest from the
    first hold: what is held pays for the order, in whichever hold it lies. Whatever ends the first hold ends the others.
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
        self._refuse_money_of_others(fen)
        keys = self.more_hold_keys or []
        key = f"sale.order,{self.id},{self.submission_no},{len(keys) + 1}"
        result = self._find_hold_account()._hold(key, fen, "sale.order", self.id, self.name, store=self.partner_id)
        if not result.ok:
            raise UserError(result.message)
        self._flow().more_hold_keys = [*keys, key]
        self._log(self.env._("%(amount)s CNY more held on the account of %(owner)s.", amount=yuan(fen), owner=self.account_partner_id.name))

    def _refuse_money_of_others(self, fen):
        """Refuse a rise of a pay-now order that only money covers which was paid for orders that still wait.

        :param fen: > 0, what it costs more.
        """
        if self.settled_by != "pay_now":
            return
        account = self._find_hold_account()
        queue, waits = self._paid_queue(account)
        own_fen = max(to_fen(self.receipt_total) - to_fen(self.settlement_total), 0)
        missing_fen = missing_in_queue(to_fen(account.available), [WaitingOrder(self.id, fen, own_fen), *waits])[self.id]
        if waits and missing_fen:
            raise UserError(self.env._(
                "Order %(order)s costs %(more)s CNY more: %(missing)s CNY are missing, because what lies on the account was paid for %(others)s. "
                "Record the receipt for this order first.", order=self.name, more=yuan(fen), missing=yuan(missing_fen), others=", ".join(queue.mapped("name"))))

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

    def _take_further(self, parts, operation, **document):
        """Take money from the further holds, oldest first; the first hold is left alone.

        :param parts: {part of the order: fen} to take, in this order.
        :param operation: text that names what takes it, the same for the same step.
        :param document: what ``prepaid.account._capture`` takes beside: label, document and order.
        :return: (prepaid.entry, {part: fen that they do not have}).
        """
        entries, left = self.env["prepaid.entry"], dict(parts)
        for hold in self._more_holds() if self.more_hold_keys else ():
            room, taken = to_fen(hold.open_amount), {}
            for part, fen in left.items():
                taken[part] = min(fen, room - sum(taken.values()))
            taken = {part: fen for part, fen in taken.items() if fen}
            if taken:
                entries |= hold.account_id._capture(hold.key, sum(taken.values()), operation_key=f"{operation},{hold.id}", components=taken, **document)
            left = {part: fen - taken.get(part, 0) for part, fen in left.items()}
        return entries, left

    def _take_held(self, account, fen, operation, **document):
        """Take freight from what is held for the order: from the further holds, the rest from the first one.

        :param account: the prepaid.account of the first hold. :param fen: > 0.
        :return: prepaid.entry of each hold that gave something.
        :raises UserError: when all holds together do not cover it.
        """
        entries, left = self._take_further({"logistics": fen}, operation, **document)
        if left["logistics"]:
            entries |= account._capture(self.hold_key, left["logistics"], operation_key=operation, components=left, **document)
        return entries

    def _take_for_parcel(self, account, picking, parcel):
        if not self.more_hold_keys:
            return super()._take_for_parcel(account, picking, parcel)
        extra_fen = to_fen(picking.weight_extra)  # not held: taken beside the holds
        parts = {"logistics": parcel.logistics_fen - extra_fen, "admin": parcel.admin_fen, "goods": parcel.goods_fen}
        entries, left = self._take_further(
            parts, f"stock.picking,{picking.id}", kind="capture", label=f"{self.name} {picking.name}", res_model="stock.picking",
            res_id=picking.id, order_model="sale.order", order_id=self.id)
        rest = dataclasses.replace(
            parcel, lines=(ParcelLine("", 0, left["goods"]),), admin_fen=left["admin"], logistics_fen=left["logistics"] + extra_fen)
        return super()._take_for_parcel(account, picking, rest) | entries if rest.total_fen else entries
