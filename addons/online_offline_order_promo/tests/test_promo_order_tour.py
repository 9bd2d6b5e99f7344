"""Journey J19 in the browser, in Chinese."""
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import PacketCommon


@tagged("post_install", "-at_install")
class TestPromoOrderTour(PacketCommon, HttpCase):
    def test_j19(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.cs_a.lang = "zh_CN"
        cup = self._product("Test cup", "T-CUP", 5, 20, 0.1, stock=3)
        bowl = self._product("Test bowl", "T-BOWL", 6, 25, 0.2, stock=3)
        self._packet(rule={"name": "首单红包", "product_ids": [Command.set(self.coat.ids)]})
        self._packet(rewards=[{"kind": "gift", "product_id": cup.id, "qty": 1, "worth": 20, "choice_product_ids": [Command.set(bowl.ids)]}],
                     conditions=[{"kind": "min_amount", "amount": 500}], rule={"name": "满赠"})
        order = self._order()
        self.start_tour("/odoo/dealer-orders-draft", "dealer_order_promotions", login=self.cs_a.login)
        self.assertEqual((order.dealer_state, order.settlement_total, order.sudo()._gift_lines().product_id), ("submitted", 626, bowl))
        self.assertLedger(self.account, 5000, 626, 4374)
