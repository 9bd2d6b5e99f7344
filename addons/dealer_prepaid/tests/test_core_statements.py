"""Seal of statements and the proof file: pure cases."""
import datetime
import hashlib
import json

from odoo.addons.dealer_prepaid.statements import month_of, proof_lines, statement_hash, statement_text

try:
    from odoo.tests import BaseCase, tagged
except ImportError:  # run without Odoo
    from unittest import TestCase as BaseCase

    def tagged(*_tags):
        """Stand in for Odoo's decorator."""
        return lambda cls: cls

FIGURES = {
    "prev_hash": "", "number": "ST2026-00001", "account_id": 7, "date_from": datetime.date(2026, 3, 1), "date_to": datetime.date(2026, 3, 31),
    "opening_fen": 0, "closing_fen": 500_000, "line_count": 1, "last_entry_hash": "ab", "lines_digest": "cd",
}


@tagged("post_install", "-at_install")
class TestSeal(BaseCase):
    def test_text_and_digest(self):
        text = "|ST2026-00001|7|2026-03-01|2026-03-31|0|500000|1|ab|cd"
        self.assertEqual(statement_text(FIGURES), text)
        self.assertEqual(statement_hash(FIGURES), hashlib.sha256(text.encode()).hexdigest())

    def test_every_part_counts(self):
        for part, value in FIGURES.items():
            with self.subTest(part):
                changed = value + 1 if isinstance(value, int) else value.replace(year=2027) if isinstance(value, datetime.date) else value + "x"
                self.assertNotEqual(statement_hash({**FIGURES, part: changed}), statement_hash(FIGURES))
                with self.assertRaises(KeyError):
                    statement_hash({key: other for key, other in FIGURES.items() if key != part})

    def test_months(self):
        for day, first, last in (
            ((2026, 3, 31), (2026, 3, 1), (2026, 3, 31)), ((2028, 2, 1), (2028, 2, 1), (2028, 2, 29)),
            ((2026, 12, 15), (2026, 12, 1), (2026, 12, 31)), ((2027, 2, 28), (2027, 2, 1), (2027, 2, 28)),
        ):
            self.assertEqual(month_of(datetime.date(*day)), (datetime.date(*first), datetime.date(*last)))

    def test_file(self):
        lines = list(proof_lines({"name": "一号"}, [{"sequence": 1}], [{"key": "k"}], [FIGURES]))
        self.assertEqual([json.loads(line)["type"] for line in lines], ["account", "entry", "hold", "statement", "end"])
        self.assertIn("一号", lines[0])
        self.assertEqual(json.loads(lines[3])["date_to"], "2026-03-31")
