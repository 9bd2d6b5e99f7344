"""The table of classes, what an inspection means, and what an exchange credits. No Odoo, no database."""
from odoo.addons.online_offline_order.returns import CLASSES, Inspected, Shipped, ShippedLine, check_inspection, class_selection, judge, preview

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase


class TestCoreInspection(BaseCase):
    SHIPPED = Shipped((ShippedLine("a", "coat", 2, 60_000, 800),), 4_800, 3_200)

    def test_table_of_classes(self):
        table = {row.code: (row.gives_fees, row.charges, row.needs_evidence, row.has_window, row.all_pieces, row.needs_finance) for row in CLASSES.values()}
        self.assertEqual(table, {
            "non_quality": (False, True, False, True, False, False),
            "quality": (True, False, True, True, False, False),
            "refused_at_door": (False, True, False, False, True, False),
            "stock": (False, True, False, False, False, True),
            "lost": (True, False, False, False, False, False),
        })
        self.assertEqual([code for code, _label in class_selection()], list(CLASSES))

    def test_each_class_pays_what_its_row_says(self):
        for code, row in CLASSES.items():
            with self.subTest(code):
                result = preview(self.SHIPPED, {"a": 1}, code)
                self.assertEqual(result.credit_fen, 34_000 if row.gives_fees else 30_000)
                self.assertEqual((result.admin_share_fen, result.logistics_share_fen), (2_400, 1_600))

    def test_an_exchange_credits_goods_and_admin_fee(self):
        for code in CLASSES:
            with self.subTest(code):
                result = preview(self.SHIPPED, {"a": 1}, code, is_exchange=True)
                self.assertEqual((result.goods_fen, result.admin_fen, result.logistics_fen, result.credit_fen), (30_000, 2_400, 0, 32_400))

    def test_counts_and_photos(self):
        cases = (  # label, good, worn, defect, photos, code
            ("as new", 2, 0, 0, 0, None), ("mixed", 1, 0, 1, 0, None), ("one missing", 1, 0, 0, 0, "bad_inspection"),
            ("one too many", 2, 0, 1, 0, "bad_inspection"), ("below zero", 3, 0, -1, 0, "bad_inspection"), ("worn, no photo", 1, 1, 0, 0, "worn_needs_photo"),
            ("worn, a photo", 1, 1, 0, 1, None))
        for label, good, worn, defect, photos, code in cases:
            with self.subTest(label):
                refusal = check_inspection([Inspected("coat", 2, good, worn, defect, photos)])
                self.assertEqual(refusal and refusal.code, code)

    def test_which_class_stands(self):
        cases = (  # label, class, sent wrong, (good, worn, defect), stands
            ("all defective", "quality", False, (0, 0, 2), True), ("one has nothing", "quality", False, (1, 0, 1), False),
            ("one worn", "quality", False, (0, 1, 1), False), ("sent wrong, as new", "quality", True, (2, 0, 0), True),
            ("sent wrong, worn", "quality", True, (1, 1, 0), False), ("not quality, as new", "non_quality", False, (2, 0, 0), True),
            ("not quality, a fault", "non_quality", False, (1, 0, 1), True), ("not quality, worn", "non_quality", False, (1, 1, 0), False))
        for label, reason_class, wrong, counts, stands in cases:
            with self.subTest(label):
                self.assertEqual(judge([Inspected("coat", 2, *counts)], reason_class, is_sent_wrong=wrong), stands)
