"""Figures of orders (A18): the sums of every axis agree, and equal the orders, the settlement list and the ledger."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .return_common import ReturnCommon

MEASURES = ("ordered_qty", "ordered_total", "shipped_qty", "shipped_total", "returned_qty", "returned_total", "net_total")
AXES = ("product_id", "categ_id", "brand_id", "season_id", "province_id", "city_id", "sales_company_id", "dealer_id", "store_id", "salesperson_id",
        "warehouse_id", "consumer_kind", "side", "part", "order_id", "date:month")


@tagged("post_install", "-at_install")
class TestReportLines(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.brand = cls.env["dealer.brand"].create({"name": "Report brand"})
        cls.coat.product_tmpl_id.dealer_brand_id = cls.brand
        cls.orders = cls.env["sale.order"]
        cls.whole = cls._received_order(consumer_kind="social")             # 680.00 ordered and shipped
        cls.parts = cls._approved([(cls.coat, 2), (cls.long_coat, 1)])      # one coat of three pieces ships
        cls._ship_now(cls.parts, {cls.coat: 1})
        cls.open = cls._submitted()                                         # ordered only
        cls.gone = cls._submitted()
        cls.gone.action_cancel_order("changed his mind")
        cls.back = cls._refunded_return(cls.whole, 1)
        cls.orders = cls.whole | cls.parts | cls.open | cls.gone
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _rows(self, role="auditor", orders=None):
        return self.env["dealer.report.line"].with_user(self.users[role]).search([("order_id", "in", (orders or self.orders).ids)])

    def _sums(self, axis):
        groups = self.env["dealer.report.line"].with_user(self.users["auditor"]).formatted_read_group(
            [("order_id", "in", self.orders.ids)], [axis], [f"{name}:sum" for name in MEASURES])
        return [round(sum(group[f"{name}:sum"] for group in groups), 2) for name in MEASURES]

    def test_every_axis_gives_the_same_sums(self):
        rows = self._rows()
        self.assertEqual(len(set(rows.ids)), len(rows))
        wanted = [round(sum(rows.mapped(name)), 2) for name in MEASURES]
        self.assertTrue(all(wanted))
        for axis in AXES:
            with self.subTest(axis):
                self.assertEqual(self._sums(axis), wanted)

    def test_sums_equal_the_documents(self):
        orders, rows = self.orders.sudo(), self._rows()
        live = orders.filtered(lambda order: order.dealer_state not in ("draft", "cancelled"))
        self.assertNotIn(self.gone, live)
        self.assertEqual(sum(rows.mapped("ordered_qty")), sum(live.order_line.mapped("product_uom_qty")))
        self.assertAlmostEqual(sum(rows.mapped("ordered_total")), sum(live.mapped("settlement_total")), places=2)
        moves = orders.picking_ids.move_ids.filtered(lambda move: move.state == "done" and move.location_dest_id.usage == "customer")
        self.assertEqual((sum(rows.mapped("shipped_qty")), 3), (sum(moves.mapped("quantity")), sum(moves.mapped("quantity"))))
        self.assertAlmostEqual(sum(rows.mapped("shipped_total")), sum(orders.mapped("captured_total")), places=2)
        self.assertEqual(sum(rows.mapped("returned_qty")), sum(self.back.sudo().line_ids.mapped("received_qty")))
        settled = self.env["dealer.settlement"].sudo().search([("order_id", "in", orders.ids)])
        self.assertAlmostEqual(sum(rows.mapped("net_total")), sum(settled.mapped("total")), places=2)
        entries = self.env["prepaid.entry"].sudo().search([("order_model", "=", "sale.order"), ("order_id", "in", orders.ids)])
        self.assertAlmostEqual(sum(rows.mapped("net_total")), -sum(entries.mapped("amount")), places=2)
        self.assertAlmostEqual(sum(rows.mapped("returned_total")), -sum(settled.filtered("return_id").mapped("total")), places=2)
        for row in rows:
            self.assertAlmostEqual(row.total, row.goods + row.admin + row.logistics, places=2)

    def test_consumer_kind_filters_the_figures(self):
        """R2-021: one of four kinds; every row of an order has it."""
        found = self._rows().search([("order_id", "in", self.orders.ids), ("consumer_kind", "=", "social")])
        self.assertEqual(found, self._rows(orders=self.whole))

    def test_numbers_of_one_order(self):
        rows = self._rows(orders=self.whole)
        numbers = {(row.side, row.part, row.product_id): row for row in rows if row.side != "ordered"}
        shipped = numbers["shipped", "goods", self.coat]
        self.assertEqual((shipped.shipped_qty, shipped.goods, shipped.brand_id), (2, 600, self.brand))
        fees = numbers["shipped", "fees", self.env["product.product"]]
        self.assertEqual((fees.goods, fees.admin, fees.logistics, fees.shipped_total), (0, 48, 32, 80))
        back = numbers["returned", "goods", self.coat]
        self.assertEqual((back.returned_qty, back.goods, back.return_id.id), (1, 300, self.back.id))
        fees = numbers["returned", "fees", self.env["product.product"]]
        self.assertEqual((fees.total, sum(rows.mapped("returned_total")), sum(rows.mapped("net_total"))), (-28, 272, 408), "18.00 postage, 10.00 handling")
        self.assertEqual((shipped.province_id.code, shipped.city_id.code), ("510000", "510100"))
        self.assertEqual((shipped.dealer_id, shipped.store_id, shipped.salesperson_id), (self.d1, self.store_1a, self.d1.user_id))
        for role in ("wh_operator", "auditor", "sales_manager", "fin_settlement"):
            user = self.users[role]
            if shipped.with_user(user).has_access("read"):
                action = shipped.with_user(user).sudo(False).action_open_document()
                (view, _kind), = action["views"]
                record = self.env[action["res_model"]].with_user(user).browse(action["res_id"])
                fields_of = record.get_view(view, "form")["models"][record._name]
                with self.subTest(role):
                    wanted = {"display_name": {}}
                    if "partner_id" in fields_of:
                        wanted["partner_id"] = {"fields": {"display_name": {}}}
                    self.assertTrue(record.web_read(wanted))
        self.assertEqual(back.action_open_document()["res_model"], "dealer.return")
        self.assertEqual(rows.filtered(lambda row: row.side == "ordered")[0].action_open_document()["res_id"], self.whole.id)
        with self.assertRaises(UserError):
            self.env["dealer.report.line"].new({"store_id": self.store_1a.id}).action_open_document()

    def _on_term(self):
        self.d1.with_user(self.users["fin_manager"]).action_set_settlement("pay_later", "contract", days=30, limit=10_000)
        self.env["prepaid.settlement.change"].with_user(self.users["fin_confirmer"]).search(
            [("partner_id", "=", self.d1.id), ("state", "=", "proposed")]).action_confirm()
        self.env.invalidate_all()

    def test_paid_on_a_term(self):
        """Without a debit the invoice counts."""
        order = self._submitted()
        self._on_term()
        order.with_user(self.users["fin_settlement"]).sudo(False).action_change_settlement("new contract")
        order.with_user(self.cs_b).action_approve()
        self._ship_now(order)
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self._rows(orders=order)
        invoiced = sum(order.sudo().invoice_ids.mapped("amount_total_signed"))
        self.assertEqual((sum(rows.mapped("shipped_total")), sum(rows.mapped("shipped_qty")), sum(rows.mapped("admin"))), (invoiced, 2, 96))
        self.assertEqual((sum(rows.mapped("ordered_total")), sum(rows.mapped("net_total"))), (680, 680))

    def test_who_sees_which_figures(self):
        everything = len(self._rows())
        for role in ("fin_cashier", "fin_confirmer", "fin_settlement", "fin_manager", "cs_presale", "cs_aftersale", "ops", "hq_channel"):
            with self.subTest(role):
                self.assertEqual(len(self._rows(role)), everything)
        rep, manager = self.users["sales_rep"], self.users["sales_manager"]
        self.d1.user_id = manager
        self.env.flush_all()
        self.assertFalse(self._rows("sales_rep"), "another person's customer")
        self.d1.user_id = rep
        self.env.flush_all()
        self.assertEqual(len(self._rows("sales_rep")), everything)
        sc = self.users["sc_manager"]
        sc.sales_company_ids = self.d1.sales_company_id
        self.assertEqual(len(self._rows("sc_manager")), everything)
        sc.sales_company_ids = False
        self.assertFalse(self._rows("sc_manager"))
        with self.assertRaises(AccessError):
            self._rows("purchase_clerk")
        other = self.env["res.company"].create({"name": "Other figures"})
        auditor = self.users["auditor"]
        auditor.write({"company_ids": [(4, other.id)]})
        rows = self.env["dealer.report.line"].with_user(auditor).with_context(allowed_company_ids=other.ids)
        self.assertFalse(rows.search([("order_id", "in", self.orders.ids)]))

    def test_the_warehouse_sees_what_left_and_came_back(self):
        """R1-193, R1-194: goods that left and came back, of the own warehouses; the sums are those of the moves."""
        rows, orders = self._rows("wh_operator"), self.orders.sudo()
        self.assertEqual((set(rows.mapped("side")), set(rows.mapped("part"))), ({"shipped", "returned"}, {"goods"}))
        moves = orders.picking_ids.move_ids.filtered(lambda move: move.state == "done")
        left = moves.filtered(lambda move: move.location_dest_id.usage == "customer")
        self.assertEqual((sum(rows.mapped("shipped_qty")), sum(rows.mapped("returned_qty"))),
                         (sum(left.mapped("quantity")), sum((moves - left).mapped("quantity"))))
        model = rows.browse()
        names = {name: {"fields": {"display_name": {}}} for name, field in rows._fields.items() if field.type == "many2one"}
        for name in ("dealer_report_line_action_shipped", "dealer_report_line_action_returned"):
            action = self.env.ref(f"online_offline_order.{name}")
            model.get_views(action.views)
            model.web_search_read([("order_id", "in", orders.ids), ("side", "=", name.rpartition("_")[2])], names)
        west = self.env["stock.warehouse"].create({"name": "West", "code": "WST", "company_id": self.company.id})
        self.users["wh_operator"].dealer_warehouse_ids = west
        self.assertFalse(self._rows("wh_operator"), "another warehouse's")
