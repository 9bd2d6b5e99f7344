"""Orders of malls and distribution systems by a sheet: errors by row, whole orders, the same routing (R2-028)."""
import base64
import io

from openpyxl import Workbook

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import OrderCommon

HEAD = ("外部单号", "门店编码", "来源", "配送方式", "SKU编码", "数量", "收货人", "电话", "省", "市", "区县", "详细地址", "消费者同意", "导购工号")
PLACE = ("四川省", "成都市", "锦江区", "人民路 1 号")


@tagged("post_install", "-at_install")
class TestImportOrders(OrderCommon):
    def _job(self, rows, user=None):
        book, stream = Workbook(), io.BytesIO()
        for row in (HEAD, *rows):
            book.active.append(row)
        book.save(stream)
        jobs = self.env["dealer.import.job"].with_user(user or self.cs_a)
        return jobs.create({"layout": "orders", "filename": "orders.xlsx", "file": base64.b64encode(stream.getvalue())})

    def _row(self, number, code="T-COAT", qty=2, store="T-1A", source="官方商城", mode="快递", consent="是", place=PLACE, name="张三", guide=""):
        return (number, store, source, mode, code, qty, name, "13800000001", *place, consent, guide)

    def test_orders(self):
        hq = self._warehouse()
        self.env["dealer.sourcing.rule"].create({"name": "HQ", "company_id": self.company.id, "warehouse_ids": [Command.set(hq.ids)]})
        rows = [self._row("M1"), self._row("M1", "T-LONG", 1), self._row("M2", mode="自提", source="小程序")]
        job = self._job(rows)
        job.action_check()
        self.assertEqual((job.created_count, job.error_count), (2, 0), job.error_ids.mapped("reason"))
        self.assertFalse(self.env["sale.order"].search_count([("client_order_ref", "in", ("M1", "M2"))]))
        job.action_import()
        first, second = (self.env["sale.order"].search([("client_order_ref", "=", number)]) for number in ("M1", "M2"))
        self.assertEqual((first.order_source, first.attribution_kind, first.dealer_mode, first.dealer_state, len(first.order_line)),
                         ("mall", "courier", "consumer", "draft", 2))
        self.assertEqual((second.order_source, second.attribution_kind, second.dealer_mode), ("mini_program", "pickup", "store"))
        self.assertIn("chosen", first.source_note)
        first = first.with_user(self.cs_a)
        first.carrier_id = self.carriers["sf"]
        first.flush_recordset()
        first.action_submit()
        self.assertEqual(first.dealer_state, "submitted")
        again = self._job(rows)
        again.action_check()
        self.assertEqual((again.created_count, again.unchanged_count), (0, 2))

    def test_one_number_in_two_systems(self):
        """The number of a mall that a platform, or a person on an order by hand, used before is another order; of another store it is a mistake."""
        self._order(client_order_ref="C1")
        first = self._job([self._row("C1")])
        first.action_check()
        self.assertEqual((first.created_count, first.unchanged_count), (1, 0))
        first.action_import()
        other = self._job([self._row("C1", source="电商平台")])
        other.action_check()
        self.assertEqual((other.created_count, other.unchanged_count), (1, 0), "the same number of another platform")
        wrong = self._job([self._row("C1", store="T-1B")])
        wrong.action_check()
        self.assertEqual((wrong.created_count, wrong.error_count), (0, 1))
        self.assertIn("already", wrong.error_ids.reason)

    def test_errors_by_row(self):
        job = self._job([
            self._row("E1", "NO-SUCH"), self._row("E1"),  # the good line of a bad order stays out too
            self._row("E2", store="T-NONE"), self._row("E3", consent=""), self._row("E4", qty=0), self._row("E4", "T-LONG"),
            self._row("E5", place=("", "", "", "")), self._row("E6"), self._row("E6", "T-LONG", name="李四"), self._row("OK")])
        job.action_check()
        self.assertEqual((job.created_count, job.error_count), (1, 9), job.error_ids.mapped("reason"))
        text = "\n".join(job.error_ids.mapped("reason"))
        for part in ("NO-SUCH", "whole or not at all", "T-NONE", "consent", "differ from row"):
            self.assertIn(part, text)

    def test_guide_of_the_whole_order(self):
        """A guide named in one of the rows only was dropped without a word."""
        guide = self.env["dealer.guide"].create({"name": "G", "work_number": "G1", "store_id": self.store_1a.id})
        job = self._job([
            self._row("G-1", guide="g1"), self._row("G-1", "T-LONG", guide="G1 "), self._row("G-2"), self._row("G-2", "T-LONG", guide="G1"),
            self._row("G-3", guide="NONE")])
        job.action_check()
        self.assertEqual((job.created_count, job.error_count), (1, 3), job.error_ids.mapped("reason"))
        job.action_import()
        self.assertEqual(self.env["sale.order"].search([("client_order_ref", "in", ("G-1", "G-2"))]).guide_id, guide)

    def test_only_service(self):
        with self.assertRaises(AccessError):
            self._job([self._row("X")], user=self.users["sales_rep"]).action_check()
