"""Character maps: radicals become ideographs, everything else stays. No browser, no database."""
from odoo.tests import BaseCase, tagged

from ..chromium.searchable import ideograph, mapped

HEAD = b"/CMapName /x def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"


@tagged("post_install", "-at_install")
class TestSearchable(BaseCase):
    """The maps as Chromium writes them."""

    def test_ideographs(self):
        for radical, wanted in (("⼀", "一"), ("⾏", "行"), ("⻚", "页"), ("⻓", "长"), ("⻋", "车"), ("页", "页"), ("A", "A")):
            with self.subTest(radical):
                self.assertEqual(ideograph(radical), wanted)

    def test_single_entries(self):
        self.assertEqual(
            mapped(HEAD + b"2 beginbfchar\n<0001> <2EDA>\n<0002> <0041>\nendbfchar\n"),
            HEAD + b"2 beginbfchar\n<0001> <9875>\n<0002> <0041>\nendbfchar\n")

    def test_ranges(self):
        self.assertEqual(
            mapped(HEAD + b"1 beginbfrange\n<0009> <000A> <2F00>\nendbfrange\n"),
            HEAD + b"2 beginbfchar\n<0009> <4E00>\n<000A> <4E28>\nendbfchar\n")
        self.assertEqual(
            mapped(b"1 beginbfrange\n<0009> <000A> [<2F00> <0042>]\nendbfrange\n"),
            b"2 beginbfchar\n<0009> <4E00>\n<000A> <0042>\nendbfchar\n")

    def test_blocks_are_short(self):
        entries = b"\n".join(b"<%04X> <2F00>" % number for number in range(150))
        better = mapped(b"150 beginbfchar\n%s\nendbfchar" % entries)
        self.assertEqual([better.count(b"100 beginbfchar"), better.count(b"50 beginbfchar")], [1, 1])

    def test_a_map_without_radicals_is_left_alone(self):
        self.assertIsNone(mapped(HEAD + b"1 beginbfrange\n<0009> <000A> <0041>\nendbfrange\n"))
