"""Builders of carrier bills for the ORM tests: sheets, parcels with a price at cost, bills that are read and matched."""
import base64
import io
from datetime import date

import xlsxwriter

from odoo.addons.dealer_base.tests.people import new_test_user

from .common import LogisticsCase, first_continue

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
HEADERS = ("运单号", "日期", "目的地", "收件人", "计费重量", "费用类型", "应付金额")


def sheet(rows, headers=HEADERS):
    """:param rows: tuples of cells. :return: bytes of an .xlsx file."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("账单")
        page.write_row(0, 0, headers)
        for number, row in enumerate(rows, 1):
            page.write_row(number, 0, row)
    return out.getvalue()


class BillCase(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = new_test_user(cls.env, "logi_second", groups="dealer_base.group_fin_manager", company_id=cls.company.id)
        cls.sf = cls.carriers["SF"]

    @classmethod
    def _cost(cls, price=("1", "22.00", "0.5", "5.00"), **values):
        contract = cls._contract(side="cost", **values)
        cls._activate(cls._version(contract, first_continue(*price)))
        return contract

    @classmethod
    def _parcel(cls, tracking, weight_g=1_600, **values):
        return cls.env["logistics.parcel"].create({
            "carrier_id": cls.sf.id, "tracking": tracking, "division_id": cls.wuhou.id, "weight_g": weight_g, "shipped_date": date(2026, 11, 5),
            "state": "delivered", **values})

    @classmethod
    def _bill(cls, content, **values):
        return cls.env["logistics.bill"].with_user(cls.accountant).create({
            "carrier_id": cls.sf.id, "date_from": FIRST, "date_to": LAST, "file": base64.b64encode(content), "filename": "bill.xlsx", **values})

    @classmethod
    def _read(cls, rows, headers=HEADERS, **values):
        bill = cls._bill(sheet(rows, headers), **values)
        bill.action_check()
        if not bill.mapping_id.is_confirmed:
            bill.action_confirm_columns()
        bill.action_import()
        return bill

    @classmethod
    def _matched(cls, rows, headers=HEADERS, **values):
        bill = cls._read(rows, headers, **values)
        bill.action_match()
        return bill

    @staticmethod
    def row(number, amount, weight=1.6, fee="", day="2026-11-05", name="王小明"):
        return (number, day, "成都", name, weight, fee, amount)
