"""Return policy: the nearest category wins, then the one that names the class. No Odoo, no database."""
from odoo.addons.online_offline_order.returns import Policy, best_policy

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase


class TestPolicy(BaseCase):
    ROWS = (Policy(1, 0, ""), Policy(2, 0, "quality"), Policy(3, 10, ""), Policy(4, 11, "quality"), Policy(5, 12, "stock"))

    def test_which_row_holds(self):
        cases = (  # label, path of categories (nearest first), class, row
            ("all goods", (99,), "non_quality", 1), ("all goods, named class", (99,), "quality", 2), ("own category", (10,), "non_quality", 3),
            ("own category beats a named class of all", (10,), "quality", 3), ("nearest names the class", (11, 10), "quality", 4),
            ("nearest names another class", (11, 10), "non_quality", 3), ("only the one above", (12, 10), "quality", 3), ("no category", (), "stock", 1))
        for label, path, reason_class, row in cases:
            with self.subTest(label):
                self.assertEqual(best_policy(self.ROWS, path, reason_class), row)
        self.assertIsNone(best_policy((), (10,), "quality"))
        self.assertIsNone(best_policy((Policy(1, 7, ""),), (10,), "quality"))
