"""How many statements a hold, a capture and a top-up send: a number, so a test may guard it (times are for ``bin/bench``)."""
from types import SimpleNamespace

from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from ..bench.prepaid_hot import statements_of_a_request


@tagged("post_install", "-at_install")
class TestHotPath(BaseCase):
    def test_three_statements_besides_the_entry(self):
        rows = list(statements_of_a_request(get_db_name(), SimpleNamespace(verbose=False)))
        self.assertEqual(len(rows), 3)
        for row in rows:
            with self.subTest(row.figure):
                self.assertLessEqual(row.measured, 3)
