"""The sheets of data/ are what the script makes, and the broken ones get the answers that data/README.md promises."""
import base64
import filecmp
import pathlib
import tempfile

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.dealer_prepaid.tests.common import PrepaidCommon

from tools.story import make_sheets, people

ROOT = pathlib.Path(__file__).resolve().parents[1]
# file -> (role, layout, {row of the sheet: code of the finding})
BROKEN = {
    "dealers-mistakes.xlsx": ("cs_presale", "dealers", {
        3: "bad_phone", 4: "duplicate_in_file", 5: "duplicate_in_file", 6: "city_not_in_province", 7: "missing_salesperson",
        8: "unknown_choice", 9: "error_value", 10: "unknown_parent", 11: "not_a_date"}),
    "goods-mistakes.xls": ("cs_presale", "goods", {
        3: "unknown_unit", 4: "duplicate_in_file", 5: "duplicate_in_file", 6: "zero_value", 7: "unknown_category", 8: "missing_value",
        9: "not_a_number"}),
    "tariff-mistakes.xlsx": ("fin_settlement", "tariff_flat", {
        3: "gap_in_bands", 4: "unknown_division", 5: "zero_price", 6: "missing_step", 7: "negative_value", 8: "wrong_currency"}),
    "tariff-expired.xlsx": ("fin_settlement", "tariff_first_continue", dict.fromkeys(range(3, 9), "expired_tariff")),
    "remittances-mistakes.xls": ("fin_cashier", "remittances", {
        2: "duplicate_in_file", 3: "zero_value", 4: "negative_value", 5: "missing_value", 6: "fraction_of_fen", 7: "not_a_date",
        8: "duplicate_in_file"}),
}


@tagged("post_install", "-at_install")
class TestStorySheets(PrepaidCommon):
    def test_sheets_are_what_the_script_makes(self):
        with tempfile.TemporaryDirectory() as folder:
            make_sheets.main(pathlib.Path(folder))
            made = sorted(str(path.relative_to(folder)) for path in pathlib.Path(folder).rglob("*.xls*"))
            kept = sorted(str(path.relative_to(ROOT / "data")) for path in (ROOT / "data").rglob("*.xls*"))
            self.assertEqual(made, kept)
            _same, different, odd = filecmp.cmpfiles(folder, ROOT / "data", made, shallow=False)
            self.assertEqual((different, odd), ([], []), "run tools/story/make_sheets.py")

    def test_logins_are_what_the_people_say(self):
        text = (ROOT / "tools" / "story" / "LOGINS.txt").read_text(encoding="utf-8")
        self.assertEqual(text, people.table(), "run tools/story/make_sheets.py")

    def test_each_mistake_gets_its_answer(self):
        self.env["product.category"].create({"name": "配饰"})
        west = self.partners["West"]
        west.dealer_code = "SC-W"
        self.users["sales_rep"].name = "林晓东"
        for name, (role, layout, wanted) in BROKEN.items():
            with self.subTest(name):
                job = self._job(role, layout, name)
                job.action_check()
                found = {finding.row: finding.code for finding in job.error_ids if not finding.is_warning}
                self.assertEqual(found, wanted)
                self.assertEqual(job.state, "checked")

    def test_a_web_page_is_no_workbook(self):
        with self.assertRaises(UserError):
            self._job("cs_presale", "dealers", "web-page.xls").action_check()

    def _job(self, role, layout, name):
        content = base64.b64encode((ROOT / "data" / "broken" / name).read_bytes())
        return self.env["dealer.import.job"].with_user(self.users[role]).create({"layout": layout, "filename": name, "file": content})
