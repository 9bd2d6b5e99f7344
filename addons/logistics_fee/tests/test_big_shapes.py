"""The shape of the two big samples (bill_50k.xlsx, tariff_50k.xlsx) at 2,000 rows; the bench takes the files themselves."""
import base64

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.logistics_fee.sql import bill as statements

from .bill_common import BillCase, sheet
from .test_import import xlsx

ROWS, BANDS, BAD_EVERY = 2_000, 4, 200
TARIFF = (
    "承运商", "产品", "始发省", "始发市", "目的省", "目的市", "目的区县", "起始重量kg", "截止重量kg", "基础价", "续重单位kg", "续重单价",
    "扣减重量kg", "最低收费", "体积系数", "时效最短天", "时效最长天", "生效日期", "失效日期", "币种", "备注")
BILL = ("运单编号", "日期", "目的地/省", "原始重量", "计费重量", "费用", "费用类型")
PROVINCES = ("北京", "天津", "河北", "山西", "内蒙古", "辽宁", "吉林", "黑龙江", "上海", "江苏", "浙江")


@tagged("post_install", "-at_install")
class TestBigShapes(BillCase):
    def test_tariff(self):
        """Invented districts: each key that is not known is told once, however many rows have it; each bad cell is told."""
        rows = []
        for number in range(ROWS):
            place, band = divmod(number, BANDS)
            price = "x" if number % BAD_EVERY == BAD_EVERY - 1 else f"{3 + band * 0.8:.2f}"
            rows.append((
                "STO", "标准快递", "浙江省", "杭州市", PROVINCES[place % len(PROVINCES)], f"城市{place % 331:03d}", f"区县{place:05d}", str(band),
                None if band == BANDS - 1 else str(band + 1), price, None, None, None, None, "6000", 2, 3, "2026-03-01", None, "CNY", None))
        job = self.env["dealer.import.job"].with_user(self.accountant).create({
            "layout": "tariff_flat", "file": base64.b64encode(xlsx(TARIFF, rows)), "filename": "big.xlsx", "date_from": "2026-03-01"})
        job.action_check()
        self.assertEqual(job.row_count, ROWS)
        self.assertEqual(job.error_count, ROWS // BANDS + ROWS // BAD_EVERY)
        bad = job.error_ids.filtered(lambda error: error.code == "not_a_number")
        self.assertEqual(sorted(bad.mapped("row")), [number + 1 for number in range(BAD_EVERY, ROWS + 1, BAD_EVERY)])
        self.assertEqual(set(job.error_ids.mapped("code")), {"not_a_number", "city_not_in_province"})

    def test_bill(self):
        rows = [(
            f"55{number:013}", f"2026-03-{number % 28 + 1:02}", PROVINCES[number % len(PROVINCES)], number % 90 / 5 + 0.18, number % 90 // 5 + 1,
            3 + number % 90 / 20, "保价" if number % 50 == 0 else None) for number in range(ROWS)]
        bill = self._read(rows, BILL, carrier_id=self.carriers["YTO"].id, date_from="2026-03-01", date_to="2026-03-31")
        self.assertEqual((bill.line_count, bill.finding_count, len(bill.finding_ids)), (ROWS, 0, 0))
        lines = bill.line_ids
        self.assertEqual((len(set(lines.mapped("number"))), lines[0].number, lines[0].on_date.isoformat()), (ROWS, "550000000000000", "2026-03-01"))
        self.assertEqual(len(lines.filtered(lambda line: line.fee == "insured")), ROWS // 50)

    def test_parcels_are_found_by_hash(self):
        """Whatever the planner thinks of the lines that were just written: joined by company alone, 50,000 of them took minutes."""
        real, plans = self.env.cr, []

        class Planned:
            """Plans the changes instead of making them."""

            fetchone = real.fetchone

            def execute(self, query):
                is_change = "UPDATE" in query.code
                real.execute(SQL("EXPLAIN %s", query) if is_change else query)
                if is_change:
                    plans.append("\n".join(row[0] for row in real.fetchall()))

        statements.find_parcels(Planned(), self._bill(sheet([self.row("SF0000000001", 32)])))
        self.assertRegex(plans[0], "Hash Cond: .*tracking")
        for plan in plans:
            self.assertNotRegex(plan, "Merge Join|Nested Loop")
