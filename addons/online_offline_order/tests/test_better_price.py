"""J7: the price list falls or rises while orders are on their way."""
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.dealer_prepaid.sql.laws import breaches

from ..sql.laws import LAWS
from .amend_common import AmendCommon


@tagged("post_install", "-at_install")
class TestBetterPrice(AmendCommon):
    """Two coats of 300.00: 680.00; at 280.00: 560.00 + 44.80 + 32.00 = 636.80; at 320.00: 723.20."""

    def _list(self, price):
        version = self.env["dealer.price.version"].search([("state", "=", "active"), ("line_ids.product_id", "=", self.coat.id)])
        version.with_user(self.manager_b).action_close()
        return self._price_version({self.coat: price})

    def test_held_price_stays(self):
        order = self._submitted()
        self._list(280)
        self.assertEqual(order.settlement_total, 680)
        self.assertLedger(self.account, 5000, 680, 4320)

    def test_better_price(self):
        self.company.better_price = True
        submitted, approved, shipped, special = self._submitted(), self._approved(), self._shipped(), self._order()
        special.order_line.sudo().special_price = 270
        special.order_line.sudo()._compute_price_unit()
        special.action_submit()
        self.assertLedger(self.account, 4320, 1975.2, 2344.8)
        picking = self._open_picking(approved)
        self._list(280)
        self.assertEqual([order.settlement_total for order in (submitted, approved, shipped, special)], [636.8, 636.8, 680, 615.2])
        self.assertEqual((approved.dealer_state, approved.order_line.price_unit, picking.state), ("approved", 280, "assigned"))
        self.assertLedger(self.account, 4320, 1888.8, 2431.2)
        self.assertIn("680.00 → 636.80", "".join(approved.sudo().message_ids.mapped("body")))
        self._ship(approved, {self.coat: 1})
        self._ship(approved, tracking="SF1000000077")
        self.assertLedger(self.account, 3683.2, 1252, 2431.2)
        self.assertOrderBalanced(approved)
        self.env.flush_all()
        self.assertFalse(breaches(self.env.cr, self.company.id, LAWS))
        self.assertFalse(self.env["sale.order"]._take_better_prices(self.company), "once")

    def test_a_rise_reaches_drafts_alone(self):
        self.company.better_price = True
        held, draft = self._submitted(), self._order()
        version = self._list(320)
        self.assertEqual(held.settlement_total, 680)
        self.assertEqual(version._touched_orders().sudo(False), draft)
        action = version.with_user(self.users["fin_manager"]).action_open_touched_orders()
        self.assertEqual(self.env["sale.order"].search(action["domain"]), draft)
        answer = draft.action_submit()
        self.assertIn("300.00 → 320.00", answer["params"]["message"])
        draft.action_submit()
        self.assertEqual(draft.settlement_total, 723.2)
        self.assertLedger(self.account, 5000, 1403.2, 3596.8)

    def test_after_a_change(self):
        """What lies in a further hold is given back first."""
        self.company.better_price = True
        order = self._submitted()
        self._applied(order, {self.coat: 3})
        self._list(280)  # 840.00 + 67.20 + 37.00
        self.assertEqual(order.settlement_total, 944.2)
        self.assertLedger(self.account, 5000, 944.2, 4055.8)
        order.with_user(self.cs_b).action_approve()
        self._ship(order)
        self.assertLedger(self.account, 4055.8, 0, 4055.8)
        self.assertOrderBalanced(order)

    def test_one_order_that_cannot_does_not_stop_the_others(self):
        self.company.better_price = True
        first, second = self._submitted(), self._submitted()
        lower, sentence = type(first)._better_price, "its account is closing"

        def refusing(order):
            if order.id == first.id:
                raise UserError(sentence)
            return lower(order)

        self.patch(type(first), "_better_price", refusing)
        self._list(280)
        self.assertEqual([order.settlement_total for order in (first, second)], [680, 636.8])
        self.assertIn(sentence, "".join(first.sudo().message_ids.mapped("body")))
