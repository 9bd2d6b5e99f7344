"""Changes of orders between submit and shipment, as real users."""
from odoo.fields import Command

from .common import OrderCommon


class AmendCommon(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["logistics.carrier.policy"].search([]).active = False
        cls.changer = cls._user("cs_presale", login="t_cs_changer")

    def _change(self, order, pieces=None, goods=(), user=None, **vals):
        """Enter a change: {product: pieces} of its lines, [(product, pieces)] of new goods, other fields."""
        lines = order.order_line.filtered(lambda line: line.product_id in (pieces or {}))
        commands = [Command.create({"order_line_id": line.id, "product_id": line.product_id.id, "new_qty": pieces[line.product_id]}) for line in lines]
        commands += [Command.create({"product_id": product.id, "new_qty": qty}) for product, qty in goods]
        return self.env["dealer.order.amendment"].with_user(user or self.changer).create({
            "order_id": order.id, "reason": "the consumer asks for it", "line_ids": commands, **vals})

    def _applied(self, order, pieces=None, goods=(), user=None, **vals):
        change = self._change(order, pieces, goods, user, **{"consent": "Ms Li by phone", **vals})
        change.action_apply()
        return change

    def _spend(self, left):
        """Leave so much available beside what is held."""
        document = self.env["prepaid.adjustment"].with_user(self.users["fin_cashier"]).create({
            "account_id": self.account.id, "amount": self.account.available - left, "direction": "debit", "reason": "test",
            "counter_account_id": self.account._role("goods_income").id})
        document.action_submit()
        document.with_user(self.users["fin_manager"]).action_approve()

    def _parts(self, order):
        return [(line.kind, line.quantity, line.amount) for line in order.settlement_line_ids]
