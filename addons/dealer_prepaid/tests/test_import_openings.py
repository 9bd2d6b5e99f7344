"""The sheet of opening balances: one draft, taken as a whole, never twice."""
import base64
import io

import xlsxwriter

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PrepaidCommon

HEADER = ("类型", "客户编码", "资金类型", "金额", "原业务日期", "原单号", "到期日", "账户余额", "备注")


@tagged("post_install", "-at_install")
class TestImportOpenings(PrepaidCommon):
    GOOD = (
        ("余额", "T-D1", "现金", "1,000.00", "2026-06-18", "CZ-1", "", "1200.00", ""),
        ("余额", "T-D1", "赠送", 200, "2026-06-18", "CZ-1", "2099-03-31", "", "gift"),
        ("历史", "T-D1", "现金", 1500, "2026-05-01", "A1", "", "", ""), ("历史", "T-D1", "现金", -500, "2026-05-02", "A2", "", "", ""),
        ("", "T-D2", "", 300, "2026-06-20", "", "", "", ""))

    def _job(self, rows, name="opening.xlsx", role="fin_cashier"):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as book:
            sheet = book.add_worksheet("期初余额")
            for number, row in enumerate((HEADER, *rows)):
                for column, value in enumerate(row):
                    sheet.write(number, column, value)
        return self.env["dealer.import.job"].with_user(self.users[role]).create({
            "layout": "openings", "file": base64.b64encode(out.getvalue()), "filename": name})

    def test_good_sheet_makes_one_draft_and_no_second(self):
        job = self._job(self.GOOD)
        job.action_check()
        self.assertFalse(job.error_ids, job.error_ids.mapped("reason"))
        self.assertIn("1,500.00 CNY for 2 accounts", job.notes)
        self.assertFalse(self.env["prepaid.opening"].search([]), "a check saves nothing")
        job.action_import()
        document = self.env["prepaid.opening"].search([])
        self.assertEqual((document.state, len(document.line_ids), document.lines_total, document.amount), ("draft", 5, 1_500, 0))
        with self.assertRaises(UserError):
            document.with_user(self.users["fin_cashier"]).action_submit()  # the totals of the old system are not typed
        document.with_user(self.users["fin_cashier"]).write({"amount": 1_500, "stated_cash": 1_300, "stated_gift": 200, "stated_count": 2})
        document.with_user(self.users["fin_cashier"]).action_submit()
        document.with_user(self.users["fin_manager"]).action_approve()
        self.assertLedger(document.line_ids.account_id.filtered(lambda account: account.partner_id == self.d1), 1_200, 0, 1_200)
        again = self._job(self.GOOD, "again.xlsx")
        again.action_check()
        self.assertEqual((again.created_count, again.unchanged_count), (0, 5))
        changed = self._job((("余额", "T-D2", "现金", 301, "2026-06-20", "", "", "", ""),), "changed.xlsx")
        changed.action_check()
        self.assertIn(document.name, changed.error_ids.reason)

    def test_broken_rows_stop_the_sheet(self):
        job = self._job((
            *self.GOOD, ("余额", "T-NONE", "现金", 5, "2026-06-18", "", "", "", ""), ("余额", "T-D1", "现金", 0, "2026-06-18", "x", "", "", ""),
            ("余额", "T-D1", "红包", 5, "2026-06-18", "y", "", "", ""), ("余额", "T-D1", "现金", 5, "2999-01-01", "z", "", "", ""),
            ("余额", "T-D1", "现金", -5, "2026-06-18", "w", "", "", ""), self.GOOD[0]))
        job.action_check()
        self.assertEqual(sorted(set(job.error_ids.mapped("row"))), [2, 7, 8, 9, 10, 11, 12])
        with self.assertRaisesRegex(UserError, "as a whole"):
            job.action_import()

    def test_who_may(self):
        with self.assertRaises(AccessError):
            self._job(self.GOOD, role="ops").action_check()
