"""Goods and prices from a sheet: each department fills in its own columns."""
from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .import_common import GOODS_HEAD, ImportCase


@tagged("post_install", "-at_install")
class TestImportGoods(ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["product.category"].create({"name": "羽绒服测试"})

    def _rows(self):
        return [
            GOODS_HEAD,
            ["IMPA", "经典羽绒服", "黑", "M", "羽绒服测试", "示例牌", "件", 300, 599, 180, 0.8, "6900000000017"],
            ["IMPA", "经典羽绒服", "黑", "L", "羽绒服测试", "示例牌", "件", 300, 599, 180, 0.85, None],
            ["IMPA", "经典羽绒服", "白", "M", "羽绒服测试", "示例牌", "件", 310, 599, 180, 0.8, None],
            ["IMPB", "围巾", None, None, "羽绒服测试", None, None, "36.50", "￥79", None, "0.1", None],
        ]

    def _run(self, user, rows, **values):
        job = self._job(user, "goods", rows, **values)
        job.action_check()
        job.action_import()
        return job

    def _goods(self, code):
        return self.env["product.template"].search([("dealer_goods_code", "=", code)])

    def test_three_departments_one_sheet(self):
        first = self._run(self.presale, self._rows())
        self.assertEqual(self._counts(first), (4, 0, 0, 0))
        self.assertEqual(self._codes(first), [(2, "H", "column_not_yours"), (2, "J", "column_not_yours")])
        coat, scarf = self._goods("IMPA"), self._goods("IMPB")
        self.assertEqual((coat.list_price, coat.shelf_state, coat.dealer_brand_id.name, coat.categ_id), (599, "off", "示例牌", self.category))
        self.assertEqual(sorted(coat.product_variant_ids.mapped("default_code")), ["IMPA-白-M", "IMPA-黑-L", "IMPA-黑-M"])
        self.assertEqual(coat.product_variant_ids.filtered("barcode").weight, 0.8)
        self.assertEqual((scarf.default_code, scarf.weight, scarf.list_price), ("IMPB", 0.1, 79))
        self.assertEqual(set((coat | scarf).product_variant_ids.mapped("standard_price")), {0})
        self.assertFalse(self.env["dealer.price.line"].search([("product_id", "in", coat.product_variant_ids.ids)]))

        second = self._run(self.buyer, self._rows())
        self.assertEqual(self._counts(second), (0, 3, 1, 0))
        self.assertEqual(set(coat.product_variant_ids.mapped("standard_price")), {180})

        third = self._run(self.settlement, self._rows())
        self.assertEqual(self._counts(third), (0, 4, 0, 0))
        version = self.env["dealer.price.version"].search([("create_uid", "=", self.settlement.id)])
        self.assertEqual((version.state, sorted(version.line_ids.mapped("ex_factory_price"))), ("draft", [36.5, 300, 300, 310]))
        for user in (self.presale, self.buyer, self.settlement):
            self.assertEqual(self._counts(self._run(user, self._rows())), (0, 0, 4, 0), user.login)

    def test_new_variant_and_changed_price(self):
        self._run(self.presale, self._rows())
        self._run(self.settlement, self._rows())
        rows = [*self._rows(), ["IMPA", "经典羽绒服", "红", "XL", "羽绒服测试", "示例牌", "件", 320, 599, None, 0.9, None]]
        rows[2][7] = 305
        self.assertEqual(self._counts(self._run(self.presale, rows)), (1, 0, 4, 0))
        self.assertEqual(len(self._goods("IMPA").product_variant_ids), 4)
        self.assertEqual(self._counts(self._run(self.settlement, rows)), (0, 2, 3, 0))
        version = self.env["dealer.price.version"].search([("create_uid", "=", self.settlement.id)])
        self.assertEqual(sorted(version.line_ids.mapped("ex_factory_price")), [36.5, 300, 305, 310, 320])

    def test_active_prices_count_as_known(self):
        self._run(self.presale, self._rows())
        self._run(self.settlement, self._rows())
        version = self.env["dealer.price.version"].search([("create_uid", "=", self.settlement.id)])
        version.with_user(self.manager).action_activate()
        self.assertEqual(self._counts(self._run(self.settlement, self._rows())), (0, 0, 4, 0))
        rows = self._rows()
        rows[1][7] = 333
        tomorrow = fields.Date.add(version.company_id._dealer_today(), days=1)
        self.assertEqual(self._counts(self._run(self.settlement, rows, date_from=tomorrow)), (0, 1, 3, 0))
        draft = self.env["dealer.price.version"].search([("date_from", "=", tomorrow)])
        self.assertEqual(draft.line_ids.mapped("ex_factory_price"), [333])

    def test_findings(self):
        taken = self.env["product.product"].create({"name": "x", "barcode": "6900000000024"})
        self._run(self.presale, self._rows())
        rows = [
            GOODS_HEAD,
            ["IMPC", "c", None, None, "没有的品类", None, None, None, 10, None, 1, None],
            ["IMPD", "d", None, None, "羽绒服测试", None, "箩筐", None, 10, None, 1, None],
            ["IMPE", "e", None, None, "羽绒服测试", None, None, None, 0, None, 1, None],
            ["IMPF", "f", None, None, "羽绒服测试", None, None, None, 10, None, 1, taken.barcode],
            ["IMPG", "g", None, None, "羽绒服测试", None, None, None, 10, None, 1, "111"],
            ["IMPH", "h", None, None, "羽绒服测试", None, None, None, 10, None, 1, "111"],
            ["IMPA", "经典羽绒服", None, None, "羽绒服测试", "示例牌", "件", None, 599, None, 1, None],
            ["IMPB", "围巾", "红", None, "羽绒服测试", None, None, None, 79, None, 1, None],
            ["IMPI", "i", None, None, "羽绒服测试", None, None, 0, 10, None, 1, None],
        ]
        job = self._job(self.presale, "goods", rows)
        job.action_check()
        self.assertEqual(self._codes(job), [
            (2, "E", "unknown_category"), (3, "G", "unknown_unit"), (4, "I", "zero_value"), (5, "L", "barcode_taken"),
            (6, "L", "duplicate_in_file"), (7, "L", "duplicate_in_file"), (8, "A", "code_of_other_goods"), (9, "A", "code_of_other_goods"),
            (10, "H", "zero_value"),
        ])
        with self.assertRaises(UserError):
            job.action_import()

    def test_settlement_makes_no_goods(self):
        job = self._job(self.settlement, "goods", self._rows())
        job.action_check()
        self.assertEqual({code for _row, _column, code in self._codes(job)}, {"unknown_goods", "column_not_yours"})
