"""The table of requirement rows in docs/promo-rows.md names tests and cases that are there. No Odoo, no database."""
import json
import re
from pathlib import Path

try:
    from odoo.tests import BaseCase
except ImportError:  # plain pytest run
    from unittest import TestCase as BaseCase

HERE = Path(__file__).parent
TABLE = HERE.parents[2] / "docs" / "promo-rows.md"


class TestRows(BaseCase):
    def test_each_row_has_a_proof(self):
        if not TABLE.exists():
            self.skipTest("the add-on stands alone, without the documents")
        cases = {case["id"] for path in (HERE / "cases").glob("*.json") for case in json.loads(path.read_text(encoding="utf-8"))["cases"]}
        rows = re.findall(r"^\| (R\d-\d{3}) \| [^|]+ \| ([^|]+) \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
        self.assertEqual((len(rows), len(dict(rows))), (90, 90))
        for row, proofs in rows:
            for kind, name in re.findall(r"(case )?`([^`]+)`", proofs):
                with self.subTest(row, proof=name):
                    self.assertTrue(name in cases if kind else self._is_there(name))

    def _is_there(self, name):
        """:param name: [addon/]file::function. :return: whether the file has it."""
        file, function = name.split("::")
        addon, _slash, file = file.rpartition("/")
        return f"def {function}(" in (HERE.parents[1] / (addon or "promo_engine") / "tests" / f"{file}.py").read_text(encoding="utf-8")
