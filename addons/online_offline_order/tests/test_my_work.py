"""After login each role finds its list, and My work counts what waits in the queues a person may open (roles.md 9)."""
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestMyWork(OrderCommon):
    def _mine(self, user):
        items = self.env["dealer.work.item"].with_user(user)
        return items.search(items.action_open_mine()["domain"])

    def test_counts_what_the_person_may_open(self):
        before = {item.name: item.waiting for item in self._mine(self.cs_b)}
        self._submitted()
        self._submitted()
        mine = self._mine(self.cs_b)
        review = mine.filtered(lambda item: item.name == "To review")
        self.assertEqual(review.waiting, before["To review"] + 2)
        action = review.action_open()
        self.assertEqual(len(self.env["sale.order"].with_user(self.cs_b).search(action["domain"])), review.waiting)
        self.assertFalse([key for key in action["context"] if key.startswith("search_default")])
        names = set(self._mine(self.warehouse_user).mapped("name"))
        self.assertIn("Deliveries to ship", names)
        self.assertFalse(names & {"To review", "Receipts to confirm", "Arrivals to confirm"})

    def test_sections_are_those_of_the_bar(self):
        """A queue in a group of a section is listed under the section, and sections are not mixed."""
        mine = self._mine(self.cs_b)
        self.assertEqual(mine.filtered(lambda item: item.name == "To review").section, "Ordering")
        self.assertEqual(set(self._mine(self.warehouse_user).filtered(lambda item: item.name == "Deliveries to ship").mapped("section")), {"Warehouse"})
        sections = mine.sorted("sequence").mapped("section")
        self.assertEqual(len([one for one, before in zip(sections, [None, *sections[:-1]], strict=True) if one != before]), len(set(sections)))

    def test_every_role_opens_it(self):
        for role, user in self.users.items():
            with self.subTest(role):
                for item in self._mine(user):
                    found = self.env[item.action_id.res_model].with_user(user).search_count(item.action_open()["domain"])
                    self.assertEqual(found, item.waiting)

    def test_orders_of_a_queue_go_back_together(self):
        orders = self._submitted() | self._submitted()
        wizard = self.env["dealer.order.reason"].with_user(self.cs_b).with_context(active_model="sale.order", active_ids=orders.ids)
        wizard.create({"step": "action_reject", "reason": "the price list changes tonight"}).action_apply()
        self.assertEqual(orders.mapped("dealer_state"), ["draft", "draft"])

    def test_nobody_sees_the_work_of_others(self):
        mine = self._mine(self.cs_b)
        with self.assertRaises(AccessError):
            mine.with_user(self.warehouse_user).read(["waiting"])
        with self.assertRaises(AccessError):
            self.env["dealer.work.item"].with_user(self._plain_user("base.group_user")).action_open_mine()

    def test_home_of_each_role(self):
        homes = {
            "cs_presale": "online_offline_order.sale_order_action_review", "wh_operator": "online_offline_order.stock_picking_action_to_ship",
            "fin_confirmer": "dealer_prepaid.prepaid_receipt_confirm_action", "cs_manager": "dealer_base.dealer_work_action",
            "auditor": "dealer_base.dealer_work_action", "fin_manager": "dealer_prepaid.prepaid_tieout_action",
            "cs_aftersale": "online_offline_order.dealer_return_action", "sales_manager": "dealer_base.dealer_work_action",
            "sc_manager": "dealer_base.res_partner_dealer_action"}
        for role, name in homes.items():
            with self.subTest(role):
                self.assertEqual(self.users[role]._dealer_home_action().id, self.env.ref(name).id)
        self.assertFalse(self._plain_user("base.group_user")._dealer_home_action())
        home = self.env["ir.ui.menu"].with_user(self.cs_b)
        self.assertNotIn(self.env.ref("base.menu_management").id, home._visible_menu_ids())


@tagged("post_install", "-at_install")
class TestHome(OrderCommon, HttpCase):
    def test_session(self):
        own = self.env.ref("online_offline_order.sale_order_action_all")
        for user, home in ((self.warehouse_user, "online_offline_order.stock_picking_action_to_ship"), (self.cs_b, None)):
            if home is None:
                user.action_id = own.id
            self.authenticate(user.login, user.login)
            info = self.make_jsonrpc_request("/web/session/get_session_info", {})
            self.assertEqual(info["home_action_id"], self.env.ref(home).id if home else own.id)
