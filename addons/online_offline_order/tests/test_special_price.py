"""Special prices: who agrees by how much they lie below the list, and that they stand on the order from then on (R1-044, R1-123, R1-124)."""
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..settlement import FINANCE, MANAGER, OWN, Refusal, price_level
from .amend_common import AmendCommon


@tagged("post_install", "-at_install")
class TestSpecialPrice(AmendCommon):
    """Two coats at 300.00 by the list; service gives 2 % (294.00), its manager 10 % (270.00)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"special_price_own_bp": 200, "special_price_manager_bp": 1000})
        cls.manager = cls.users["cs_manager"]
        cls.finance = cls.users["fin_manager"]

    def _ask(self, order, price, user=None, submit=True):
        requests = self.env["dealer.price.request"].with_user(user or self.cs_a)
        request = requests.create({
            "order_id": order.id, "reason": "takes 200 pieces this season",
            "line_ids": [Command.create({"order_line_id": order.order_line[:1].id, "wanted_price": price})]})
        if submit:
            request.action_submit()
        return request

    def test_levels(self):
        for wanted, level in ((29_400, OWN), (29_399, MANAGER), (27_000, MANAGER), (26_999, FINANCE), (1, FINANCE), (29_999, OWN)):
            self.assertEqual(price_level(30_000, wanted, 200, 1000), level, wanted)
        for wanted in (30_000, 30_001, 0, -1):
            self.assertIsInstance(price_level(30_000, wanted, 200, 1000), Refusal)
        self.assertEqual(price_level(30_000, 29_999, 0, 0), FINANCE, "no limit, no gift")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.company.write({"special_price_manager_bp": 100})
            self.env.flush_all()

    def test_within_the_limit_at_once(self):
        order = self._order()
        request = self._ask(order, 294)
        self.assertRegex(request.name, r"SP/\d{4}/00001")
        self.assertEqual((request.state, request.level, request.total_cut, request.decided_by), ("approved", OWN, 12, self.cs_a))
        self.assertEqual((order.order_line.price_unit, order.goods_total, order.settlement_total), (294, 588, 667.04))
        order.action_submit()
        self.assertLedger(self.account, 5000, 667.04, 4332.96)
        self.assertEqual(order.order_line.price_source, request.name)
        self.assertIn("special prices", order.with_user(self.cs_b).review_text)
        order.with_user(self.cs_b).action_approve()
        self._ship(order)
        self.assertLedger(self.account, 4332.96, 0, 4332.96)
        self.assertOrderBalanced(order)

    def test_above_the_limit_another_person(self):
        order = self._order()
        request = self._ask(order, 270)
        self.assertEqual((request.state, request.level, order.order_line.price_unit), ("submitted", MANAGER, 300))
        with self.assertRaisesRegex(UserError, f"{request.name} is not decided"):
            order.action_submit()
        for user in (self.cs_a, self.cs_b, self.users["sales_rep"], self.users["ops"]):
            with self.assertRaises(AccessError):
                request.with_user(user).action_approve()
        for _press in range(2):
            request.with_user(self.manager).action_approve()
        self.assertEqual((request.state, order.order_line.price_unit, order.settlement_total), ("approved", 270, 615.2))
        order.action_submit()
        self.assertLedger(self.account, 5000, 615.2, 4384.8)

    def test_beyond_the_manager_finance_decides(self):
        order = self._order()
        request = self._ask(order, 269.99)
        self.assertEqual(request.level, FINANCE)
        with self.assertRaises(AccessError):
            request.with_user(self.manager).action_approve()
        for _press in range(2):
            request.with_user(self.finance).action_refuse("too much")
        self.assertEqual((request.state, order.order_line.price_unit), ("refused", 300))
        order.action_submit()
        self.assertLedger(self.account, 5000, 680, 4320)

    def test_nobody_for_himself(self):
        order = self._order(user=self.manager)
        with self.assertRaisesRegex(AccessError, "another person"):
            self._ask(order, 270, user=self.manager).action_approve()
        other = self._user("cs_manager", login="t_cs_manager_2")
        self.d1.user_id = other
        request = self._ask(self._order(), 270)
        with self.assertRaisesRegex(AccessError, "look after"):
            request.with_user(other).action_approve()
        edited = self._ask(self._order(), 270, submit=False)
        edited.with_user(self.manager).reason = "even more"
        edited.with_user(self.cs_a).action_submit()
        with self.assertRaisesRegex(AccessError, "another person|Another person"):
            edited.with_user(self.manager).action_approve()

    def test_extended_right(self):
        self.cs_a.group_ids += self.env.ref("dealer_base.group_x_price_unlimited")
        request = self._ask(self._order(), 200)
        self.assertEqual((request.state, request.level), ("approved", FINANCE))
        self.assertIn("by that right", "".join(request.sudo().message_ids.mapped("body")))

    def test_salesperson_asks(self):  # R3-052
        self.d1.user_id = rep = self.users["sales_rep"]
        order = self._order(user=rep)
        request = self._ask(order, 299, user=rep)
        self.assertEqual(request.state, "submitted", "a salesperson has no limit of his own")
        request.with_user(self.cs_b).action_approve()
        order.with_user(rep).action_submit()
        self.assertEqual(order.goods_total, 598)
        stranger = self._user("sales_rep", login="t_rep_sp")
        self.assertNotIn(request, self.env["dealer.price.request"].with_user(stranger).search([]))

    def test_ends_with_what_it_was_for(self):
        for change in (lambda order: order.order_line.write({"product_uom_qty": 1}), lambda order: order.order_line.write({"product_id": self.long_coat.id}),
                       lambda order: order.write({"partner_id": self.partners["1B"].id})):
            order = self._order()
            self._ask(order, 294)
            change(order)
            self.assertEqual((order.order_line.special_price, order.order_line.special_request_id.id), (0, False))
            self.assertIn(order.order_line.price_unit, (300, 360))
        order = self._order()
        self._ask(order, 294)
        order.internal_remark = "fine"
        order.order_line.write({"product_uom_qty": 2})
        self.assertEqual(order.order_line.price_unit, 294)

    def test_more_pieces_after_the_submit_cost_the_list(self):
        order = self._order()
        request = self._ask(order, 294)
        order.action_submit()
        change = self._change(order, {self.coat: 3}, consent="Ms Li by phone")
        self.assertIn(request.name, change.preview_refusal)
        with self.assertRaisesRegex(UserError, "agreed to for 2 pieces"), self.env.cr.savepoint():
            change.action_apply()
        self.assertLedger(self.account, 5000, 667.04, 4332.96)
        self._applied(order, goods=[(self.coat, 1)])  # 588.00 + 300.00, 71.04, 37.00
        self.assertEqual((order.goods_total, order.settlement_total), (888, 996.04))
        self.assertLedger(self.account, 5000, 996.04, 4003.96)

    def test_fewer_pieces_after_the_submit_keep_it_and_are_reviewed(self):
        self.company.amend_keeps_approval = True
        order = self._order()
        request = self._ask(order, 294)
        order.action_submit()
        order.with_user(self.cs_b).action_approve()
        self._applied(order, {self.coat: 1})
        self.assertEqual((order.dealer_state, order.goods_total), ("submitted", 294))
        self.assertIn(f"by {request.name} was agreed to for 2 pieces and stays for 1", "".join(order.sudo().message_ids.mapped("body")))

    def test_wrong_prices_and_hands(self):
        order = self._order()
        for price in (300, 301):
            with self.assertRaisesRegex(UserError, "not below the list price"), self.env.cr.savepoint():
                self._ask(order, price)
        request = self._ask(order, 270)
        with self.assertRaisesRegex(UserError, "not decided yet"), self.env.cr.savepoint():
            self._ask(order, 260)
        with self.assertRaises(AccessError):
            request.with_user(self.manager).write({"state": "approved"})
        with self.assertRaises(UserError):
            request.line_ids.wanted_price = 1
        with self.assertRaises(AccessError):
            order.order_line.special_price = 1
        order.order_line.product_uom_qty = 1
        with self.assertRaisesRegex(UserError, "changed since"):
            request.with_user(self.manager).action_approve()
        request.action_cancel()
        order.action_submit()
        if order.dealer_state == "draft":
            order.action_submit()
        with self.assertRaisesRegex(UserError, "frozen"):
            self._ask(order, 270)

    def test_price_source_and_margin(self):
        order = self._submitted()
        line = order.order_line
        self.assertIn(str(self.company._dealer_today()), line.price_source)
        self.assertFalse(line.low_margin)  # 265.49 without tax, cost 180.00
        self.company.margin_flag_bp = 15_000
        line.invalidate_recordset()
        self.assertTrue(line.low_margin)
        self.assertIn("low margin", order.with_user(self.cs_b).review_text)
        self.assertNotIn("low_margin", line.with_user(self.users["sales_rep"]).fields_get())

    def test_dialog(self):
        order = self._order()
        action = order.action_open_ask_price()
        with Form(self.env["dealer.price.request"].with_user(self.cs_a).with_context(action["context"])) as form:
            form.reason = "large purchase"
            with form.line_ids.edit(0) as line:
                self.assertEqual((line.quantity, line.list_price), (2, 300))
                line.wanted_price = 280
            self.assertEqual(form.total_cut, 40)
        self.assertEqual(form.record.order_id, order)

    def test_a_request_stays_with_its_order(self):
        order, other = self._order(), self._order()
        request, foreign = self._ask(order, 294, submit=False), self._ask(other, 294, submit=False)
        with self.assertRaisesRegex(UserError, "belongs to its order"):
            request.order_id = other
        with self.assertRaisesRegex(ValidationError, "its own order"), self.env.cr.savepoint():
            foreign.line_ids.request_id = request
        correction = self.env["dealer.order.correction"].with_user(self.cs_a).create({"order_id": order.id, "amount": 1, "reason": "x"})
        with self.assertRaisesRegex(UserError, "belongs to its order"):
            correction.order_id = other
