from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .return_common import ReturnCommon

READ = {
    "fin_cashier", "fin_confirmer", "fin_settlement", "fin_manager", "cs_presale", "cs_aftersale", "cs_manager", "sales_rep", "sales_manager",
    "ops", "ops_manager", "wh_operator", "wh_manager", "sc_manager", "auditor",
}
METHODS = {
    "action_submit": {"cs_presale", "cs_aftersale", "cs_manager", "sales_rep", "sales_manager"},
    "action_approve": {"cs_aftersale", "cs_manager"},
    "action_reject": {"cs_aftersale", "cs_manager"},
    "action_allow_late": {"cs_manager"},
    "action_cancel": {"cs_presale", "cs_aftersale", "cs_manager", "sales_rep", "sales_manager"},
    "action_receive": {"wh_operator", "wh_manager"},
    "action_refund": {"fin_confirmer", "fin_manager"},
}
WITH_REASON = {"action_reject", "action_allow_late", "action_cancel"}


@tagged("post_install", "-at_install")
class TestReturnAccess(ReturnCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._received_order()
        cls.env["crm.team"].create({
            "name": "Test team", "user_id": cls.users["sales_manager"].id, "member_ids": [Command.link(cls.users["sales_rep"].id)]})

    @staticmethod
    def _is_denied(call, *args):
        try:
            call(*args)
        except AccessError:
            return True
        except UserError:  # the role is right, the state is not
            return False
        return False

    def test_who_may_call(self):
        approved, draft = self._approved_return(self.order), self._return(self.order)
        for method, allowed in METHODS.items():
            record = draft if method == "action_cancel" else approved
            for role, user in self.users.items():
                with self.subTest(method=method, role=role), self.env.cr.savepoint() as savepoint:
                    call = getattr(record.with_user(user), method)
                    args = ("because",) if method in WITH_REASON else ()
                    self.assertEqual(self._is_denied(call, *args), role not in allowed)
                    savepoint.rollback()

    def test_who_reads(self):
        record = self._approved_return(self.order)
        lines = record.line_ids
        for role, user in self.users.items():
            with self.subTest(role):
                self.env.invalidate_all()
                self.assertEqual(record.with_user(user).has_access("read"), role in READ)
                self.assertEqual(lines.with_user(user).has_access("read"), role in READ)

    def test_warehouse_sees_it_from_the_approval_on(self):
        record = self._return(self.order)
        record.action_submit()
        self.assertFalse(record.with_user(self.warehouse_user).has_access("read"))
        record.with_user(self.other_aftersale).action_approve()
        self.assertTrue(record.with_user(self.warehouse_user).has_access("read"))

    def test_foreign_salesperson_and_sales_company(self):
        record = self._return(self.order)
        rep, sc = self._user("sales_rep", login="t_rep_x"), self._user("sc_manager", login="t_sc_x", sales_company_ids=self.partners["East"].ids)
        self.assertTrue(record.with_user(self.users["sales_rep"]).has_access("read"))
        for user in (rep, sc):
            self.assertFalse(record.with_user(user).has_access("read"))

    def test_nobody_takes_two_steps(self):
        everything = self._user("cs_aftersale", login="t_all")
        self._exception(everything, "S2", "S3", "S4", "S5", "S6")
        groups = ("wh_operator", "fin_confirmer", "cs_manager")
        everything.group_ids = [Command.link(self.env.ref(f"dealer_base.group_{name}").id) for name in groups]
        own = self._return(self.order, user=everything)
        own.action_submit()
        with self.assertRaisesRegex(UserError, "another person"):
            own.action_approve()
        own.with_user(self.other_aftersale).action_approve()
        with self.assertRaisesRegex(UserError, "another person"):
            own.action_receive()
        own.with_user(self.warehouse_user).action_receive()
        with self.assertRaisesRegex(UserError, "another person"):
            own.action_refund()

    def test_who_wrote_the_draft_decides_nothing(self):
        """S5, S6: author is who wrote what is asked for, not only who entered it; a line that moves over counts, too."""
        editor = self.other_aftersale

        def move(record):
            own = self._return(self.order, user=editor)
            record.line_ids.unlink()
            own.line_ids.write({"return_id": record.id})
        ways = {
            "class": lambda record: record.with_user(editor).write({"reason_class": "quality"}),
            "amount": lambda record: record.with_user(editor).write({"postage": 1}),
            "pieces": lambda record: record.line_ids.with_user(editor).write({"quantity": 2}),
            "removed": lambda record: record.line_ids.with_user(editor).unlink(),
            "added": lambda record: record.line_ids.with_user(editor).create({
                "return_id": record.id, "order_line_id": self.order.order_line[1].id, "quantity": 1}),
            "moved": move,
            "goods": lambda record: self.env["dealer.return.exchange"].with_user(editor).create({"return_id": record.id, "product_id": self.long_coat.id}),
            "copied": lambda record: record.message_post(body="copy"),
        }
        self.order = self._received_order([(self.coat, 2), (self.long_coat, 1)])
        for name, way in ways.items():
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                record = self._return(self.order)
                way(record)
                wrote = name != "copied"
                self.assertEqual(record.sudo().editor_ids, editor if wrote else self.env["res.users"])
                record.sudo().write({"state": "submitted", "submitted_by": self.aftersale.id})
                self.assertEqual(self._is_same_person(record.with_user(editor).action_approve), wrote)
                savepoint.rollback()

    def _is_same_person(self, call):
        try:
            call()
        except UserError as error:
            return "another person" in str(error)
        return False

    def test_a_line_moves_into_drafts_only(self):
        record = self._return(self.order)
        own = self._return(self.order)
        record.action_submit()
        record.sudo().line_ids.unlink()
        with self.assertRaises(AccessError):
            own.line_ids.write({"return_id": record.id})
        goods = self.env["dealer.return.exchange"].with_user(self.aftersale).create({"return_id": own.id, "product_id": self.long_coat.id})
        with self.assertRaises(AccessError):
            goods.write({"return_id": record.id})

    def test_approver_neither_receives_in_inventory_nor_refunds(self):
        both = self._user("cs_aftersale", login="t_both")
        self._exception(both, "S4", "S5", "S6")
        both.group_ids = [Command.link(self.env.ref(f"dealer_base.group_{name}").id) for name in ("wh_operator", "fin_confirmer")]
        record = self._return(self.order)
        record.action_submit()
        record.with_user(both).action_approve()
        picking = record.picking_ids.with_user(both)
        picking.sudo().move_ids.picked = True
        with self.assertRaisesRegex(UserError, "another person"):
            picking.button_validate()
        self.assertEqual(record.state, "approved")

    def test_stock_user_alone_takes_nothing_in(self):
        stock_user = self._user("auditor", login="t_stock")
        stock_user.group_ids = [Command.link(self.env.ref("stock.group_stock_user").id)]
        record = self._approved_return(self.order)
        record.picking_ids.sudo().move_ids.picked = True
        with self.assertRaises(AccessError):
            record.picking_ids.with_user(stock_user).button_validate()

    def test_odoo_return_wizard_is_closed_for_dealer_deliveries(self):
        delivery = self.order.picking_ids.filtered(lambda p: p.state == "done")
        wizard = self.env["stock.return.picking"].with_user(self.warehouse_user).with_context(
            active_id=delivery.id, active_ids=delivery.ids, active_model="stock.picking").create({})
        wizard.product_return_moves.quantity = 1
        with self.assertRaisesRegex(UserError, "After-sales"):
            wizard.action_create_returns()

    def test_client_writes_content_of_drafts_only(self):
        record = self._return(self.order)
        for vals in ({"state": "refunded"}, {"net_amount": 9999}, {"goods_amount": 9999}, {"approved_by": self.users["auditor"].id}, {"override_reason": "x"}):
            with self.subTest(vals), self.assertRaises(AccessError):
                record.write(vals)
        with self.assertRaises(AccessError):
            record.line_ids.write({"goods_share": 9999})
        with self.assertRaises(AccessError):
            record.line_ids.write({"received_qty": 1})
        with self.assertRaises(AccessError):
            self._return(self.order, state="received")
        with self.assertRaises(AccessError):
            self._return(self.order, user=self.warehouse_user)
        record.action_submit()
        for vals in ({"postage": 0}, {"reason_class": "quality"}, {"line_ids": [Command.update(record.line_ids.id, {"quantity": 2})]}):
            with self.subTest(vals), self.assertRaises(AccessError):
                record.write(vals)
        with self.assertRaises(AccessError):
            record.line_ids.unlink()
        with self.assertRaises(UserError):
            record.unlink()

    def test_warehouse_writes_count_and_postage_only(self):
        record = self._approved_return(self.order)
        warehouse = record.with_user(self.warehouse_user)
        warehouse.write({"postage": 20, "line_ids": [Command.update(record.line_ids.id, {"received_qty": 1})]})
        for vals in ({"reason_class": "quality"}, {"line_ids": [Command.update(record.line_ids.id, {"quantity": 2})]}):
            with self.subTest(vals), self.assertRaises(AccessError):
                warehouse.write(vals)
        with self.assertRaises(AccessError):
            record.write({"postage": 0})  # the author cannot lower it any more

    def test_default_keys_of_the_caller_are_dropped(self):
        sneaky = self.env["dealer.return"].with_user(self.aftersale).with_context(default_state="received", default_override_reason="x")
        record = sneaky.create({"order_id": self.order.id, "line_ids": [Command.create({"order_line_id": self.order.order_line[0].id, "quantity": 1})]})
        self.assertEqual((record.state, record.override_reason), ("draft", False))

    def test_line_of_another_order(self):
        other = self._received_order()
        with self.assertRaises(ValidationError):
            self._return(self.order, {other.order_line[0]: 1})

    def test_other_company(self):
        record = self._return(self.order)
        company = self.env["res.company"].create({"name": "HQ Beta"})
        user = self.aftersale
        user.write({"company_ids": [Command.link(company.id)]})
        found = self.env["dealer.return"].with_user(user).with_context(allowed_company_ids=company.ids).search([])
        self.assertNotIn(record, found)
