"""The reports add up: to each other, to the figures of orders, to the settlement list and to the attribution; who sees what; the dashboard."""
import importlib.util
from datetime import datetime

from odoo import fields
from odoo.exceptions import AccessError
from odoo.modules import get_module_path
from odoo.tests import tagged

from odoo.addons.online_offline_order.tests.return_common import ReturnCommon

MEASURES = ("ordered_qty", "ordered_total", "net_qty", "net_goods", "net_fees", "net_total", "returned_goods", "cost", "margin", "order_count")
AXES = ("date:day", "order_state", "province_id", "city_id", "tier", "dealer_id", "store_id", "salesperson_id", "product_id", "categ_id", "order_id")


@tagged("post_install", "-at_install")
class TestReports(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coat.standard_price, cls.long_coat.standard_price = 120, 200
        cls.whole = cls._received_order()                                   # two coats of 300.00 shipped
        cls.parts = cls._approved([(cls.coat, 2), (cls.long_coat, 1)])
        cls._ship_now(cls.parts, {cls.coat: 1})
        cls.back = cls._refunded_return(cls.whole, 1)
        cls.orders = cls.whole | cls.parts
        cls.domain = [("order_id", "in", cls.orders.ids)]
        cls.env.flush_all()
        cls.env.invalidate_all()

    def _sums(self, axis, names=MEASURES):
        groups = self.env["perf.sales.report"].with_user(self.users["auditor"]).formatted_read_group(self.domain, [axis], [f"{name}:sum" for name in names])
        return [round(sum(group[f"{name}:sum"] or 0 for group in groups), 2) for name in names]

    def test_every_report_has_the_same_totals(self):
        names = MEASURES[:-1]  # orders are counted once, so they do not add up over goods
        rows = self.env["perf.sales.report"].with_user(self.users["auditor"]).search(self.domain)
        wanted = [round(sum(rows.mapped(name)), 2) for name in names]
        for axis in AXES:
            with self.subTest(axis):
                self.assertEqual(self._sums(axis, names), wanted)
        for axis in ("order_state", "store_id", "salesperson_id", "province_id"):
            with self.subTest(axis):
                self.assertEqual(self._sums(axis)[-1], 2, "two orders, however many rows")
        lines = self.env["dealer.report.line"].with_user(self.users["auditor"]).search(self.domain)
        self.assertEqual((len(rows), sorted(rows.ids)), (len(lines), sorted(lines.ids)), "row for row those of the figures of orders")
        self.assertAlmostEqual(sum(rows.mapped("net_total")), sum(lines.mapped("net_total")), places=2)
        self.assertAlmostEqual(sum(rows.mapped("net_goods")) + sum(rows.mapped("net_fees")), sum(rows.mapped("net_total")), places=2)

    def test_reports_equal_what_was_settled_and_credited(self):
        rows = self.env["perf.sales.report"].with_user(self.users["auditor"]).search(self.domain)
        for role in ("store", "guide"):
            credited = self.env["dealer.attribution"].sudo().search([*self.domain, ("role", "=", role)])
            self.assertAlmostEqual(sum(rows.mapped("net_goods")), sum(credited.mapped("amount")), places=2, msg=role)
        for name in ("dealer_id", "sales_company_id", "store_id", "salesperson_id"):
            with self.subTest(name):
                mine = dict(self.env["perf.sales.report"].sudo()._read_group(self.domain, [name], ["net_goods:sum"]))
                theirs = dict(self.env["dealer.attribution"].sudo()._read_group([*self.domain, ("role", "=", "store")], [name], ["amount:sum"]))
                self.assertEqual({key.id: round(value, 2) for key, value in mine.items()}, {key.id: round(value, 2) for key, value in theirs.items()})
        settled = self.env["dealer.settlement"].sudo().search(self.domain)
        self.assertAlmostEqual(sum(rows.mapped("net_total")), sum(settled.mapped("total")), places=2)

    def test_ordering_customers_are_those_of_the_report(self):
        """R1-245: salesperson by month, the matrix has the customers whom the customer goods report has; approved a month later changes nothing."""
        self.parts.sudo().submitted_at = datetime(2026, 10, 31, 15)  # 23:00 in Shanghai
        self.whole.sudo().submitted_at = datetime(2026, 10, 31, 17)
        store = self.whole.partner_id
        rep = self.users["sales_rep"]
        store.dealer_id.sudo().user_id = rep
        record = self.env["activation.record"].create({"partner_id": store.id, "user_id": self.users["sales_manager"].id})  # another one led him in
        self.env.flush_all()
        self.env.invalidate_all()
        matrix = self.env["activation.order"].with_context(tz="Asia/Shanghai")._read_group(
            [("record_id", "=", record.id), ("is_counted", "=", True)], ["salesperson_id", "date:month"], ["record_id:count_distinct", "net_amount:sum"])
        report = self.env["perf.sales.report"].sudo()._read_group(
            [*self.domain, ("side", "=", "ordered")], ["salesperson_id", "date:month"], ["store_id:count_distinct"])
        self.assertEqual([(owner.id, month.strftime("%Y-%m"), count) for owner, month, count, _net in matrix],
                         [(owner.id, month.strftime("%Y-%m"), count) for owner, month, count in report])
        self.assertEqual([month.month for _owner, month, _count, _net in matrix], [10, 11])
        self.assertEqual({owner for owner, *_rest in matrix}, {rep}, "who looks after the dealer, whoever has him in the funnel")
        of_whole = [("order_id", "=", self.whole.id)]  # the other one still ships: it counts with all that was ordered
        goods = [dict(self.env[model].sudo()._read_group(of_whole, ["salesperson_id"], [f"{name}:sum"]))
                 for model, name in (("activation.order", "net_amount"), ("perf.sales.report", "net_goods"))]
        self.assertEqual(goods, [{rep: 300}] * 2)
        store.dealer_id.sudo().user_id = self.users["sales_manager"]
        self.assertEqual(record.order_ids.salesperson_id, self.users["sales_manager"], "both follow")

    def test_reports_equal_the_ledger(self):
        """R0-017, R4-054: revenue and tax on the posted invoices, credit notes and charges of the orders are what the reports count as sold."""
        rows = self.env["perf.sales.report"].with_user(self.users["auditor"]).search(self.domain)
        moves = self.orders.sudo().picking_ids.dealer_invoice_id | self.back.sudo().credit_note_id | self.back.sudo().charges_move_id
        self.assertEqual((len(moves), set(moves.mapped("state"))), (4, {"posted"}))
        earned = moves.line_ids.filtered(lambda line: line.account_id.internal_group in ("income", "liability"))
        self.assertAlmostEqual(sum(rows.mapped("net_total")), -sum(earned.mapped("balance")), places=2)

    def test_margin(self):
        """Three coats of 300.00 left, worth 120.00 each, one came back: 600.00 - 240.00."""
        rows = self.env["perf.sales.report"].with_user(self.users["auditor"]).search([*self.domain, ("product_id", "=", self.coat.id)])
        self.assertEqual((sum(rows.mapped("net_qty")), sum(rows.mapped("net_goods")), sum(rows.mapped("cost")), sum(rows.mapped("margin"))), (2, 600, 240, 360))
        report = self.env["perf.sales.report"].with_user(self.users["cs_presale"])
        self.assertNotIn("margin", report.fields_get())
        with self.assertRaises(AccessError):
            report.search(self.domain).mapped("cost")
        with self.assertRaises(AccessError):
            report.formatted_read_group(self.domain, ["product_id"], ["margin:sum"])

    def test_margin_of_a_kpi_sheet(self):
        """The margin beside a KPI figure is that of the reports: of the company and the period, what was shipped less what came back."""
        scheme = self.env["perf.kpi.scheme"].create({"name": "Service", "post": "service", "line_ids": [(0, 0, {
            "name": "Margin", "indicator": "threshold", "weight": 100, "target_ratio": 0.4})]})
        rows = self.env["perf.sales.report"].sudo().search([("company_id", "=", self.company.id), ("side", "!=", "ordered")])
        first, last = min(rows.mapped("date")), max(rows.mapped("date"))
        sheet = self.env["perf.kpi.sheet"].new({
            "user_id": self.env.uid, "scheme_id": scheme.id, "company_id": self.company.id, "date_from": first, "date_to": last})
        margin, goods = sheet._system_margin()
        self.assertAlmostEqual(margin, sum(rows.mapped("margin")), places=2)
        self.assertAlmostEqual(goods, sum(rows.mapped("net_goods")), places=2)
        scheme.post = "manager"
        self.assertIsNone(sheet._system_margin())

    def test_reports_define_their_figures(self):
        """What a report counts stands above it, with data too: its help marks the paragraph that stays."""
        names = ("customer_activation", "dealer_performance", "online_offline_order")
        known = self.env["ir.model.data"].search([("model", "=", "ir.actions.act_window"), ("module", "in", names)])
        actions = self.env["ir.actions.act_window"].browse(known.mapped("res_id"))
        figures = ("activation.trust", "dealer.report.line", "dealer.attribution", "perf.dealer.value", "perf.goods.report")
        reports = actions.filtered(lambda one: one.help and (one.view_mode.startswith(("pivot", "graph")) or one.res_model in figures))
        self.assertGreater(len(reports), 20)
        self.assertEqual([one.name for one in reports if "o_figure_definition" not in one.help], [])

    def test_averages_are_by_order(self):
        [(average,)] = self.env["perf.sales.report"]._read_group([*self.domain, ("side", "=", "ordered")], [], ["average_order:avg"])
        self.assertAlmostEqual(average, sum(self.orders.sudo().mapped("settlement_total")) / 2, places=2)

    def test_who_sees_which_reports(self):
        report = self.env["perf.sales.report"]
        everything = report.sudo().search_count(self.domain)
        for role in ("fin_cashier", "fin_settlement", "fin_manager", "cs_presale", "ops", "hq_channel", "auditor"):
            with self.subTest(role):
                self.assertEqual(report.with_user(self.users[role]).search_count(self.domain), everything)
        rep, sc = self.users["sales_rep"], self.users["sc_manager"]
        self.d1.user_id = self.users["sales_manager"]
        sc.sales_company_ids = False
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(report.with_user(rep).search_count(self.domain) + report.with_user(sc).search_count(self.domain))
        values = self.env["perf.dealer.value"]
        mine = [("dealer_id", "=", self.d1.id)]
        self.assertFalse(values.with_user(rep).search_count(mine) + values.with_user(sc).search_count(mine))
        self.d1.user_id = rep
        sc.sales_company_ids = self.d1.sales_company_id
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((report.with_user(rep).search_count(self.domain), report.with_user(sc).search_count(self.domain)), (everything, everything))
        self.assertEqual((values.with_user(rep).search_count(mine), values.with_user(sc).search_count(mine)), (1, 1))
        for role in ("wh_operator", "purchase_clerk"):
            with self.subTest(role), self.assertRaises(AccessError):
                report.with_user(self.users[role]).search(self.domain)
        other = self.env["res.company"].create({"name": "Other reports"})
        auditor = self.users["auditor"]
        auditor.write({"company_ids": [(4, other.id)]})
        for model in ("perf.sales.report", "perf.goods.report", "perf.dealer.value"):
            found = self.env[model].with_user(auditor).with_context(allowed_company_ids=other.ids).search([])
            self.assertFalse(found.filtered(lambda row: row.company_id == self.env.company), model)

    def test_goods_and_dealers(self):
        here = [("company_id", "=", self.env.company.id)]
        goods = self.env["perf.goods.report"].with_user(self.users["ops"]).search([*here, ("product_id", "=", self.coat.id)])
        self.assertEqual((goods.order_count, goods.sold_qty, goods.returned_qty), (2, 2, 1))
        self.assertAlmostEqual(goods.sell_through, 100 * 2 / (2 + goods.on_hand), places=2)
        self.assertTrue(self.env["perf.sales.report"].search(goods.action_open_sales()["domain"]))
        template = self.coat.product_tmpl_id
        template.shelf_state = "off"
        before = template.shelf_at
        template.shelf_state = "on"
        self.assertTrue(template.shelf_at and (not before or template.shelf_at >= before))
        now = template.shelf_at
        template.with_user(self.env.ref("base.user_admin")).shelf_at = "2020-01-01"
        self.assertEqual(template.shelf_at, now, "nobody writes the date")
        value = self.env["perf.dealer.value"].with_user(self.users["auditor"]).search([*here, ("dealer_id", "=", self.d1.id)])
        report = self.env["perf.sales.report"].search([*here, ("dealer_id", "=", self.d1.id)])
        self.assertAlmostEqual(value.sales_90, sum(report.mapped("net_goods")), places=2)
        self.assertIn(value.stage, ("new", "repeat"))
        self.assertTrue(0 <= value.score <= 100)
        [(repeat, churn)] = self.env["perf.dealer.value"]._read_group([("id", "=", value.id)], [], ["repeat_rate:avg", "churn_rate:avg"])
        self.assertEqual((repeat, churn), (100, 0))

    def test_the_ninetieth_day(self):
        """The last 90 days end with the 89th day before today: who ordered on the one before ordered in none of them."""
        for days, churned in ((89, 0), (90, 1)):
            self.orders.sudo().submitted_at = fields.Datetime.subtract(fields.Datetime.now(), days=days)
            self.env.flush_all()
            self.env.invalidate_all()
            value = self.env["perf.dealer.value"].sudo().search([("company_id", "=", self.env.company.id), ("dealer_id", "=", self.d1.id)])
            self.assertEqual((bool(value.orders_90), value.churned, value.stage == "sleeping"), (not churned, churned, bool(churned)), days)

    def test_menus_of_five_groups(self):
        groups = self.env.ref("dealer_performance.menu_reports").child_id
        self.assertEqual(len(groups), 5)
        shown = self.env["ir.ui.menu"].with_user(self.users["fin_manager"])._visible_menu_ids()
        for group in groups:
            self.assertTrue(group.child_id)
            self.assertTrue(set(group.child_id.ids) & set(shown), f"finance sees {group.name}")
        for role in ("auditor", "fin_settlement", "fin_manager"):
            every = self.env["ir.ui.menu"].with_user(self.users[role])._visible_menu_ids()
            missing = groups.child_id.filtered(lambda menu, every=every: menu.id not in every)
            self.assertFalse(missing.mapped("name"), f"{role} sees every report")
            for menu in groups.child_id:
                self.assertTrue(self.env[menu.action.res_model].with_user(self.users[role]).has_access("read"), (role, menu.name))

    def test_upgrade_of_definitions(self):
        """The dashboard says that exchanges are no orders, beneath what stands there; once, however often the upgrade runs."""
        self.env.flush_all()
        self.env.cr.execute("""UPDATE perf_figure SET definition = '{"en_US": "Own words.", "zh_CN": "自定。"}' WHERE code = 'orders_today'""")
        path = f"{get_module_path('dealer_performance')}/migrations/19.0.1.3.0/post-figures.py"
        spec = importlib.util.spec_from_file_location("script", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        for _time in range(2):
            script.migrate(self.env.cr, "19.0.1.2.0")
        self.env.cr.execute("SELECT definition ->> 'en_US', definition ->> 'zh_CN' FROM perf_figure WHERE code = 'orders_today'")
        self.assertEqual(self.env.cr.fetchone(), ("Own words. Goods sent in exchange are no order of their own.", "自定。换货发出的商品不单独算作订单。"))

    def test_dashboard(self):
        """Each figure equals the records behind it, with the rights of the reader; none breaks for a role with the dashboard."""
        figures = self.env["perf.figure"]
        month = figures.with_user(self.users["fin_manager"]).search([("code", "=", "sales_month")])
        action = month.action_open()
        credited = self.env["dealer.attribution"].sudo().search(action["domain"])
        self.assertIn(f"{sum(credited.mapped('amount')):,.2f}", month.value.replace("\u00a0", " "))
        for role in ("sales_manager", "ops", "hq_channel", "fin_settlement", "fin_manager", "sc_manager", "auditor"):
            with self.subTest(role):
                shown = figures.with_user(self.users[role]).search([])
                self.assertTrue(shown and all(one.value and one.definition for one in shown))
                self.assertEqual("margin_month" in shown.mapped("code"), role in ("fin_settlement", "fin_manager", "auditor"))
                for one in shown:
                    if one.value != "–":
                        behind = one.action_open()
                        self.env[behind["res_model"]].with_user(self.users[role]).search(behind["domain"], limit=1)
        today, company = self.env.company._dealer_today(), self.users["sc_manager"].sales_company_ids[:1]
        day = {"date_from": today, "date_to": today, "amount": 900}
        whole = self.env["perf.target"].create({"name": "All", **day})
        part = whole.create({"name": "West", "level": "half", "parent_id": whole.id, "sales_company_id": company.id, **day})
        below = whole.create({"name": "West, month", "level": "month", "parent_id": part.id, "sales_company_id": company.id, **day})
        (whole | part | below).sudo().state = "agreed"
        for role, want in (("sc_manager", part), ("auditor", whole)):
            domain = figures.with_user(self.users[role]).search([("code", "=", "target_year")]).action_open()["domain"]
            self.assertEqual(whole.with_user(self.users[role]).search(domain) & (whole | part | below), want, "topmost of what the reader sees")
        first = fields.Date.start_of(self.env.company._dealer_today(), "month")
        domain = figures.search([("code", "=", "activated")]).action_open()["domain"]
        self.assertIn(("first_login_at", ">=", self.env.company._dealer_utc(first)), domain, "a month begins at midnight of the company")
        with self.assertRaises(AccessError):
            figures.with_user(self.users["sales_rep"]).search([]).mapped("value")
