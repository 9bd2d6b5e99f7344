"""The bank's sheet: remittances come in once, broken rows are named, an owner is proposed."""
import base64
import io

import xlsxwriter

from odoo.tests import tagged

from .common import PrepaidCommon

HEADER = ("交易日期", "流水号", "收入金额", "对方户名", "附言")


@tagged("post_install", "-at_install")
class TestImportRemittances(PrepaidCommon):
    def _job(self, rows, name="bank.xlsx", header=HEADER):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as book:
            sheet = book.add_worksheet("流水")
            for number, row in enumerate((header, *rows)):
                for column, value in enumerate(row):
                    sheet.write(number, column, value)
        return self.env["dealer.import.job"].with_user(self.users["fin_cashier"]).create({
            "layout": "remittances", "file": base64.b64encode(out.getvalue()), "filename": name})

    def test_good_sheet_twice(self):
        rows = (("2026-11-20", "S1", 5000, "Zhang", "Test West Test Dealer One"), ("2026-11-20", "S2", "1,234.50", "Li", "?"))
        for turn in (1, 2):
            job = self._job(rows, f"bank{turn}.xlsx")
            job.action_check()
            self.assertFalse(job.error_ids, job.error_ids.mapped("reason"))
            job.action_import()
            lines = self.env["prepaid.bank.line"].search([("serial", "in", ("S1", "S2"))], order="serial")
            self.assertEqual(lines.mapped("amount"), [5000, 1234.5])
            self.assertEqual(lines.mapped("partner_id"), self.d1)

    def test_a_sheet_proves_what_was_typed_before(self):
        typed = self.env["prepaid.bank.line"].with_user(self.users["fin_cashier"]).create(
            {"date": "2026-11-18", "serial": "S1", "amount": 5000, "payer_name": "?", "remark": "?"})
        job = self._job((("2026-11-20", "S1", 5000, "Zhang", "Test West Test Dealer One"),))
        job.action_check()
        job.action_import()
        self.assertEqual((job.created_count, job.updated_count), (0, 1))
        self.assertEqual((typed.by_hand, str(typed.date), typed.payer_name, typed.partner_id), (False, "2026-11-20", "Zhang", self.d1))

    def test_broken_rows_are_named(self):
        job = self._job((
            ("2026-11-20", "S1", 0, "", ""), ("yesterday", "S2", 5, "", ""), ("2026-11-20", "", 5, "", ""),
            ("2026-11-20", "S4", -5, "", ""), ("2026-11-20", "S5", 7, "", ""), ("2026-11-20", "S5", 7, "", ""),
        ))
        job.action_check()
        self.assertEqual(sorted(set(job.error_ids.mapped("row"))), [2, 3, 4, 5, 6, 7])
        self.assertFalse(self.env["prepaid.bank.line"].search([("serial", "like", "S_")]))

    def test_what_went_out_is_left_out(self):
        """A bank's list has both sides: in columns of their own, with a flag, or below zero in a wallet's list."""
        sides = ("交易日期", "流水号", "借方发生额", "贷方发生额", "对方户名", "摘要")
        flag = ("交易日期", "流水号", "交易金额", "借贷标志", "对方户名", "摘要")
        wallet = ("交易日期", "流水号", "金额", "对方户名", "摘要")
        sheets = (
            (sides, (("2026-11-20", "A1", "", 5000, "Zhang", ""), ("2026-11-20", "A2", 800, "", "Landlord", "rent"), ("2026-11-20", "", 5.5, 0, "", "fee"))),
            (flag, (("2026-11-20", "B1", 5000, "贷", "Zhang", ""), ("2026-11-20", "B2", 800, "借", "Landlord", "rent"), ("2026-11-20", "", 5.5, "借", "", ""))),
            (wallet, (("2026-11-20", "C1", 5000, "Zhang", ""), ("2026-11-20", "C2", -800, "Landlord", "rent"), ("2026-11-20", "", -5.5, "", "fee"))))
        for header, rows in sheets:
            with self.subTest(header[2]):
                job = self._job(rows, header=header)
                job.action_check()
                self.assertFalse(job.error_ids, job.error_ids.mapped("reason"))
                self.assertEqual((job.created_count, job.unchanged_count), (1, 2))
                self.assertIn("2 outgoing payments, 805.50 CNY in all, are left out", job.notes)
                job.action_import()
                line = self.env["prepaid.bank.line"].search([("serial", "in", [row[1] for row in rows])])
                self.assertEqual((line.serial, line.amount), (rows[0][1], 5000))
        job = self._job((("2026-11-20", "D1", 3, 5, "", ""), ("2026-11-20", "D2", "", "", "", ""), ("2026-11-20", "", "", 5, "", "")), header=sides)
        job.action_check()
        self.assertEqual([(error.row, error.code) for error in job.error_ids], [
            (2, "remittance_both_ways"), (3, "missing_value"), (4, "missing_value")])
        header = (*sides[:4], "借贷标志", *sides[4:])
        job = self._job((
            ("2026-11-20", "E1", "", 5000, "借", "Zhang", ""), ("2026-11-20", "E2", 3, 5, "借", "", ""), ("2026-11-20", "E3", -5, "", "借", "", "")),
            header=header)
        job.action_check()
        self.assertEqual([(error.row, error.code) for error in job.error_ids], [(row, "remittance_both_ways") for row in (2, 3, 4)], "nothing vanishes")
