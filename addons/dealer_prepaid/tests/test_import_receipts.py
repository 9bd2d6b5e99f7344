"""A sheet of receipts: drafts of the good rows, every bad row named (R3-104); the bank's list as proof."""
import base64
import io

import xlsxwriter

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_receipt import ReceiptCommon

HEADER = ("收款日期", "流水号", "收款金额", "客户编码", "收款方式", "订单号", "付款人", "备注")


@tagged("post_install", "-at_install")
class TestImportReceipts(ReceiptCommon):
    def _job(self, rows, name="receipts.xlsx"):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as book:
            sheet = book.add_worksheet("收款")
            for number, row in enumerate((HEADER, *rows)):
                for column, value in enumerate(row):
                    sheet.write(number, column, value)
        return self.env["dealer.import.job"].with_user(self.users["fin_cashier"]).create({
            "layout": "receipts", "file": base64.b64encode(out.getvalue()), "filename": name})

    def _imported(self):
        return self.env["prepaid.receipt"].search([("bank_serial", "in", ("R1", "R2"))], order="bank_serial")

    def test_good_sheet_twice(self):
        self._settlement(self.d1, "pay_now")
        rows = (("2026-11-20", "R1", 680, "T-D1", "Bank transfer", "", "Zhang", "goods"), ("2026-11-20", "R2", "1,234.50", "T-1A", "cash", "", "", ""))
        for turn in (1, 2):
            job = self._job(rows, f"receipts{turn}.xlsx")
            job.action_check()
            self.assertFalse(job.error_ids, job.error_ids.mapped("reason"))
            job.action_import()
            receipts = self._imported()
            self.assertEqual(receipts.mapped("amount"), [680, 1234.5])
            self.assertEqual(set(receipts.mapped("state")), {"draft"})
        self.assertFalse(self.env["prepaid.account"].search([("partner_id", "=", self.d1.id)]), "a draft moves nothing")

    def test_broken_rows_are_named(self):
        job = self._job((
            ("2026-11-20", "R1", 0, "T-D1", "cash", "", "", ""), ("yesterday", "R2", 5, "T-D1", "cash", "", "", ""),
            ("2026-11-20", "R3", 5, "NOBODY", "cash", "", "", ""), ("2026-11-20", "R4", 5, "T-D1", "shells", "", "", ""),
            ("2026-11-20", "R5", 5, "T-D1", "cash", "S99999999", "", ""), ("2099-01-01", "R6", 5, "T-D1", "cash", "", "", ""),
            ("2026-11-20", "", 5, "T-D1", "cash", "", "", ""),
        ))
        job.action_check()
        self.assertEqual(sorted(set(job.error_ids.mapped("row"))), [2, 3, 4, 5, 6, 7, 8])
        self.assertTrue(all(job.error_ids.mapped("reason")))

    def test_known_serial_with_another_amount(self):
        self._submitted_receipt(self.d1, 680, bank_serial="R1")
        job = self._job((("2026-11-20", "R1", 860, "T-D1", "bank", "", "", ""),))
        job.action_check()
        self.assertIn("680.00", job.error_ids.reason)

    def test_the_banks_list_is_proof(self):
        journal = self.env["prepaid.topup"]._default_journal()
        line = self.env["prepaid.bank.line"].create({"journal_id": journal.id, "date": "2026-11-20", "serial": "R1", "amount": 680, "partner_id": self.d1.id})
        job = self._job((("2026-11-20", "R1", 680, "T-D1", "bank", "", "", ""), ("2026-11-20", "R2", 680, "T-D1", "bank", "", "", "")))
        job.action_check()
        job.action_import()
        first, second = self._imported()
        with self.assertRaisesRegex(UserError, "no proof"):
            second.with_user(self.users["fin_cashier"]).action_submit()
        first.with_user(self.users["fin_cashier"]).action_submit()
        self.assertEqual((first.bank_line_id, line.state), (line, "used"))
        with self.assertRaises(UserError):
            line.with_user(self.users["fin_cashier"]).action_make_topups()
        first.with_user(self.users["fin_confirmer"]).action_reject("wrong dealer")
        self.assertEqual((first.bank_line_id.id, line.state), (False, "matched"))
