"""The pure parts of a pick-up: code and days."""
import unittest

from odoo.addons.online_offline_order.pickup import DIGITS, Due, check_days, draw, due_on, fits, read_code, read_days, seal


class TestCode(unittest.TestCase):
    def test_seal(self):
        code = draw()
        self.assertRegex(code, r"^\d{6}$")
        sealed = seal(code)
        self.assertTrue(fits(code, sealed))
        self.assertFalse(fits(f"{(int(code) + 1) % 10 ** DIGITS:06d}", sealed))
        self.assertFalse(fits("", sealed))
        self.assertNotEqual(seal(code), sealed, "another salt each time")

    def test_codes_differ(self):
        self.assertGreater(len({draw() for _number in range(50)}), 45)

    def test_read(self):
        for text, code in (
                ("123456", "123456"), (" 123456 ", "123456"), ("RC/2026/000001 123456", "123456"), ("12345", ""), ("1234567", ""), ("", ""), (None, ""),
                ("１２３４５６", ""), ("123456 x", ""), ("12345a", "")):
            with self.subTest(text):
                self.assertEqual(read_code(text), code)


class TestClock(unittest.TestCase):
    def test_days_of_a_setting(self):
        for text, days in (
                ("3,7,12", (3, 7, 12)), ("3, 7，12", (3, 7, 12)), ("", ()), (None, ()), ("7,3", None), ("0", None), ("x", None), ("3,3", None),
                ("-1", None)):
            with self.subTest(text):
                self.assertEqual(read_days(text), days)

    def test_days_follow_each_other(self):
        self.assertTrue(check_days((3, 7, 12), 15, 22))
        for reminders, decide, overdue in (((3, 7, 15), 15, 22), ((3,), 15, 15), (None, 15, 22), ((), 0, 5)):
            self.assertFalse(check_days(reminders, decide, overdue))

    def test_j10(self):
        for day, due in (
                (0, Due(0, False, False)), (2, Due(0, False, False)), (3, Due(1, False, False)), (7, Due(2, False, False)), (12, Due(3, False, False)),
                (14, Due(3, False, False)), (15, Due(3, True, False)), (21, Due(3, True, False)), (22, Due(3, True, True)), (60, Due(3, True, True))):
            with self.subTest(day):
                self.assertEqual(due_on(day, (3, 7, 12), 15, 22), due)


if __name__ == "__main__":
    unittest.main()
