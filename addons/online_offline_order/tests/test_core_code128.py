"""Code 128 of waybill numbers: every text is read back, the check symbol fits."""
from odoo.addons.online_offline_order.labels import bars, values

try:
    from odoo.tests import BaseCase
except ImportError:
    from unittest import TestCase as BaseCase

B, C, TO_C, TO_B, STOP = 104, 105, 99, 100, 106


def read(symbols):
    """What a scanner reads."""
    *body, check, stop = symbols
    assert stop == STOP and check == (body[0] + sum(place * value for place, value in enumerate(body[1:], 1))) % 103
    text, pairs = "", body[0] == C
    for value in body[1:]:
        if value in (TO_C, TO_B) and (value == TO_C) != pairs:
            pairs = value == TO_C
        else:
            text += f"{value:02d}" if pairs else chr(value + 32)
    return text


class TestCode128(BaseCase):
    def test_read_back(self):
        for text in ("SF1234567890123", "SF3000000001", "1234567890", "12345", "YT-0 z~", "A", "7", "AB12CD3456E", "EMS12345678901CN"):
            with self.subTest(text):
                self.assertEqual(read(values(text)), text)

    def test_known_symbol(self):
        # PJJ123C in set B: 104 + 48*1 + 42*2 + 42*3 + 17*4 + 18*5 + 19*6 + 35*7 = 879, 879 mod 103 = 55
        self.assertEqual(values("PJJ123C"), [B, 48, 42, 42, 17, 18, 19, 35, 55, STOP])

    def test_digits_are_paired(self):
        self.assertEqual(values("123456"), [C, 12, 34, 56, (105 + 12 + 68 + 168) % 103, STOP])

    def test_bars(self):
        found, width = bars("SF12")
        self.assertEqual(width, 11 * 6 + 13)  # start, four characters, check symbol; the stop is wider
        self.assertEqual((found[0], found[-1]), ((0, 2), (width - 2, 2)))
        self.assertTrue(all(begin + wide < nxt for (begin, wide), (nxt, _w) in zip(found, found[1:], strict=False)))

    def test_refused(self):
        for text in ("", "顺丰1", "a\n"):
            with self.subTest(text), self.assertRaises(ValueError):
                values(text)
