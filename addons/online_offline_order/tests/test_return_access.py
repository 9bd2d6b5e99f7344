from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.dealer_base.tests.people import new_test_user

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

    # -- lines of transfers: by Odoo everybody inside reads and writes them

    def _outsiders(self):
        """People inside who ship nothing: every other role of ours, and Odoo's own."""
        plain = [new_test_user(self.env, f"t_out_{number}", groups=f"base.group_user,{group}") for number, group in enumerate((
            "base.group_user", "stock.group_stock_manager", "sales_team.group_sale_manager", "account.group_account_manager", "base.group_system"))]
        return [*plain, *(user for role, user in self.users.items() if role not in ("wh_operator", "wh_manager"))]

    def _elsewhere(self, role="wh_operator"):
        other = self.env["stock.warehouse"].create({"name": "Other place", "code": "OTH", "company_id": self.company.id, "sequence": 99})
        return self._user(role, login=f"t_{role}_elsewhere", dealer_warehouse_ids=other.ids)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_lines_are_entered_by_the_warehouse(self):
        order, coming = self._approved(), self._approved_return(self.order)
        plain, outsiders = self._plain_receipt(self.users["wh_operator"]), [*self._outsiders(), self._elsewhere()]
        for picking in (self._open_picking(order), coming.sudo().picking_ids):
            line = picking.move_line_ids
            self.assertEqual(len(line), 1, picking.name)
            values = {name: line[name].id for name in ("product_id", "location_id", "location_dest_id")}
            for user in outsiders:
                lines = line.with_user(user).sudo(False)
                for number, way in enumerate((
                        lambda lines=lines: lines.write({"quantity": 1}), lambda lines=lines: lines.write({"picked": True}), lines.unlink,
                        lambda lines=lines, picking=picking, values=values: lines.create({**values, "picking_id": picking.id, "quantity": 1}),
                        lambda lines=lines, picking=picking, values=values: lines.create({**values, "move_id": picking.move_ids.id, "quantity": 1}),
                        lambda user=user, picking=picking: plain.move_line_ids.with_user(user).write({"picking_id": picking.id}))):
                    with self.subTest(picking=picking.name, user=user.login, way=number), self.assertRaises(AccessError), self.env.cr.savepoint():
                        way()
            lines = line.with_user(self.warehouse_user)
            lines.write({"quantity": 1, "location_dest_id": line.location_dest_id.id, "picking_id": picking.id})
            for vals in ({"location_dest_id": self._warehouse().wh_output_stock_loc_id.id}, {"move_id": plain.move_ids.id}, {"picking_id": plain.id},
                         {"state": "done"}, {"quantity_product_uom": 5}):
                with self.subTest(picking=picking.name, vals=vals), self.assertRaises(AccessError), self.env.cr.savepoint():
                    lines.write(vals)
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                lines.create({**values, "location_dest_id": self._warehouse().wh_output_stock_loc_id.id, "picking_id": picking.id, "quantity": 1})
            self.assertEqual((line.exists().quantity, line.state), (1, "assigned" if picking.move_ids.product_uom_qty == 1 else "partially_available"))

    def test_lines_of_what_came_back_stay(self):
        record = self._refunded_return(self.order)
        lines = record.picking_ids.move_line_ids.with_user(self.warehouse_user).sudo(False)
        self.assertEqual(lines.state, "done")
        values = {name: lines[name].id for name in ("product_id", "location_id", "location_dest_id", "picking_id", "move_id")}
        for vals in ({"quantity": 2}, {"location_dest_id": self._warehouse().lot_stock_id.id}):
            with self.assertRaisesRegex(UserError, "done and settled"):
                lines.write(vals)
        for way in (lambda: lines.create({**values, "quantity": 1}), lines.unlink):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                way()

    def test_who_reads_lines(self):
        order, coming = self._approved(), self._approved_return(self.order)
        lines = (self._open_picking(order) | self.order.picking_ids | coming.sudo().picking_ids).move_line_ids
        self.assertEqual(len(lines), 3)
        plain = self._plain_receipt(self.users["wh_operator"]).move_line_ids
        seen = {
            **dict.fromkeys(("fin_cashier", "fin_settlement", "cs_presale", "cs_aftersale", "wh_operator", "auditor"), (3, 1)),
            **dict.fromkeys(("sales_rep", "sales_manager"), (3, 0)), **dict.fromkeys(("ops", "hq_channel", "sc_manager"), (0, 1))}
        people = {self.users[role]: counts for role, counts in seen.items()} | {
            self._elsewhere(): (0, 0), self._user("sales_rep", login="t_rep_x"): (0, 0), self._plain_user("stock.group_stock_user"): (3, 1),
            self._plain_user("sales_team.group_sale_manager"): (0, 1)}
        for user, counts in people.items():
            with self.subTest(user.login):
                found = [one.with_user(user).sudo(False).search_count([("id", "in", one.ids)]) for one in (lines, plain)]
                self.assertEqual(tuple(found), counts)
        beta = self.env["res.company"].create({"name": "Test Beta", "country_id": self.env.ref("base.cn").id})
        away = self._user("auditor", login="t_auditor_beta", company_id=beta.id, company_ids=[Command.set(beta.ids)])
        self.assertFalse(lines.with_user(away).sudo(False).search_count([("id", "in", lines.ids)]))

    def _plain_receipt(self, user, pieces=1):
        """A transfer that takes goods of nobody's order in, not validated yet."""
        warehouse = self._warehouse()
        places = {"location_id": self.env.ref("stock.stock_location_suppliers").id, "location_dest_id": warehouse.lot_stock_id.id}
        picking = self.env["stock.picking"].with_user(user).create({"picking_type_id": warehouse.in_type_id.id, **places, "move_ids": [
            Command.create({"product_id": self.coat.id, "product_uom_qty": pieces, **places})]})
        picking.action_confirm()
        return picking

    def test_reservations_follow_the_goods_whoever_moves_them(self):
        """A buyer without a role of ours takes goods in and sends goods out; what dealers' deliveries hold follows."""
        buyer, place = self._plain_user("stock.group_stock_user"), self._warehouse().lot_stock_id
        order = self._approved()
        delivery = self._open_picking(order)
        delivery.sudo().do_unreserve()
        quants = self.env["stock.quant"].search([("product_id", "=", self.coat.id), ("location_id", "=", place.id)])
        free = quants.available_quantity
        quants.sudo().quantity -= free
        self.assertFalse(delivery.move_line_ids)
        receipt = self._plain_receipt(buyer, 3)
        receipt.move_ids.quantity = 3
        receipt.move_ids.picked = True
        receipt.button_validate()
        self.assertEqual((receipt.state, delivery.move_line_ids.quantity, delivery.move_ids.state), ("done", 2, "assigned"))
        out = receipt.copy({"picking_type_id": self._warehouse().out_type_id.id})
        out.write({"location_id": place.id, "location_dest_id": self.env.ref("stock.stock_location_customers").id})
        out.action_confirm()
        self.assertEqual(out.move_ids.quantity, 1)
        out.move_ids.quantity = 2
        out.move_ids.picked = True
        out.with_context(skip_backorder=True, picking_ids_not_to_backorder=out.ids).button_validate()
        self.assertEqual((out.state, delivery.move_line_ids.quantity, delivery.move_ids.state), ("done", 1, "partially_available"))

    def test_salespersons_of_plain_orders(self):
        """Whoever sells plain orders confirms, changes and cancels them beside dealers' orders."""
        seller = self._plain_user("sales_team.group_sale_salesman")
        plain = self.env["sale.order"].with_user(seller).create({
            "partner_id": self.env["res.partner"].create({"name": "Somebody"}).id,
            "order_line": [Command.create({"product_id": self.coat.id, "product_uom_qty": 4})]})
        plain.action_confirm()
        self.assertEqual(plain.picking_ids.sudo().move_line_ids.quantity, 4)
        plain.order_line.product_uom_qty = 3
        plain._action_cancel()
        self.assertEqual((plain.state, plain.picking_ids.sudo().state, plain.invoice_ids.ids), ("cancel", "cancel", []))
        self.assertFalse(plain.picking_ids.sudo().move_line_ids)
