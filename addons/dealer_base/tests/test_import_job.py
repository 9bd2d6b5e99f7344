"""The job around every import: states, modes, one effect, nothing half-saved, the workbook handed back."""
import base64
import io
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..adapters.messages import SENTENCES, sentence
from ..adapters.workbook import safe_text
from ..sheet import get_layout, layout_codes, load
from .import_common import DEALER_HEAD, ImportCase
from .sheets import sample


@tagged("post_install", "-at_install")
class TestImportJob(ImportCase):
    def _partners(self):
        return self.env["res.partner"].search([("dealer_code", "like", "IMP%")])

    def test_check_saves_nothing_then_import(self):
        job = self._job(self.presale, "dealers", self._tree())
        job.action_check()

        self.assertEqual((job.state, self._counts(job), job.row_count), ("checked", (4, 0, 0, 0), 4))
        self.assertFalse(self._partners())
        self.assertFalse(job.result_file)

        job.action_import()

        self.assertEqual((job.state, len(self._partners())), ("done", 4))
        self.assertTrue(job.done_at)

    def test_second_click_has_no_effect(self):
        job = self._job(self.presale, "dealers", self._tree())
        job.action_check()
        job.action_import()
        before = self._partners()
        before.write({"phone": "028-85551234"})

        job.action_import()

        self.assertEqual(self._partners(), before)
        self.assertEqual(set(before.mapped("phone")), {"028-85551234"})

    def test_click_while_another_is_at_work(self):
        job = self._job(self.presale, "dealers", self._tree())
        job.action_check()
        with patch.object(self.env.registry["dealer.import.job"], "try_lock_for_update", lambda self, **kw: self.browse()), \
                self.assertRaises(UserError):
            job.action_import()
        self.assertFalse(self._partners())

    def test_import_needs_check(self):
        job = self._job(self.presale, "dealers", self._tree())
        with self.assertRaisesRegex(UserError, "客户.xlsx"):
            job.action_import()

    def test_changing_the_file_needs_a_new_check(self):
        job = self._job(self.presale, "dealers", self._tree())
        job.action_check()
        job.file = base64.b64encode(b"x")
        self.assertEqual((job.state, job.created_count, job.sha256), ("draft", 0, False))

    def test_done_job_stays(self):
        job = self._job(self.presale, "dealers", self._tree())
        job.action_check()
        job.action_import()
        for values in ({"file": base64.b64encode(b"x")}, {"mode": "all_or_nothing"}, {"layout": "goods"}):
            with self.assertRaises(UserError):
                job.write(values)
        with self.assertRaises(UserError):
            job.action_check()

    def test_good_rows_or_nothing(self):
        rows = [*self._tree(), ["门店", "IMP1C", "三号店", "IMPD1", "1380013", "四川省", "成都市", None, None, "imp_rep"]]
        strict = self._job(self.presale, "dealers", rows, mode="all_or_nothing")
        strict.action_check()
        self.assertEqual((self._counts(strict), self._codes(strict)), ((4, 0, 0, 1), [(6, "E", "bad_phone")]))
        with self.assertRaises(UserError):
            strict.action_import()
        self.assertFalse(self._partners())
        self.assertEqual(strict.state, "checked")
        self.assertIn("so nothing was imported", strict.with_context(lang="en_US").summary)
        strict.mode = "good_rows"
        self.assertIn("4 new", strict.with_context(lang="en_US").summary)

        loose = self._job(self.presale, "dealers", rows)
        loose.action_check()
        loose.action_import()
        self.assertEqual((len(self._partners()), loose.error_count), (4, 1))

    def test_same_file_again(self):
        first = self._job(self.presale, "dealers", self._tree())
        first.action_check()
        first.action_import()

        again = self._job(self.presale, "dealers", self._tree(), content=base64.b64decode(first.with_context(bin_size=False).file))
        again.action_check()

        self.assertEqual((self._counts(again), again.previous_id), ((0, 0, 4, 0), first))
        self.assertEqual(again.with_context(lang="en_US").summary, "Nothing to do: all 4 rows are in the system already.")
        again.action_import()
        self.assertEqual((again.state, len(self._partners())), ("done", 4))

    def test_broken_off_in_the_middle(self):
        """Whatever stops the writing, the database is as before."""
        job = self._job(self.presale, "dealers", self._tree())
        job.action_check()
        partners = self.env.registry["res.partner"]
        create, calls = partners.create, []

        def failing(records, vals_list):
            calls.append(len(vals_list))
            if len(calls) == 3:
                raise ConnectionError("gone")
            return create(records, vals_list)

        with patch.object(partners, "create", failing), self.assertRaises(ConnectionError), self.env.cr.savepoint():
            job.action_import()

        self.assertEqual(len(calls), 3)
        self.assertFalse(self._partners())
        self.assertEqual(job.state, "checked")
        job.action_import()
        self.assertEqual(len(self._partners()), 4)

    def test_data_changed_between_check_and_import(self):
        job = self._job(self.presale, "dealers", self._tree())
        job.action_check()
        self.env["res.partner"].create({"name": "x", "is_company": True, "dealer_level": "sales_company", "dealer_code": "IMPSC"})

        job.action_import()

        self.assertEqual(self._counts(job), (3, 1, 0, 0))

    def test_broken_files(self):
        for name in ("broken_html_as.xls", "broken_empty.xlsx", "bill_BEST_10col.xls"):
            with self.subTest(name):
                job = self._job(self.presale, "dealers", None, content=sample(name))
                with self.assertRaises(UserError):
                    job.action_check()
        job = self._job(self.presale, "dealers", None, content=b"")
        with self.assertRaises(UserError):
            job.action_check()

    def test_missing_column(self):
        job = self._job(self.presale, "dealers", [DEALER_HEAD[:3] + DEALER_HEAD[5:], ["门店", "IMP1", "x", "四川"]])
        job.action_check()
        self.assertEqual(self._codes(job), [(1, "", "missing_column")])
        with self.assertRaises(UserError):
            job.action_import()

    def test_workbook_handed_back(self):
        rows = self._tree()
        rows[1][8] = "=HYPERLINK(\"http://x\",\"y\")"
        rows[2][4] = "1380013"
        rows.insert(3, [None])
        job = self._job(self.presale, "dealers", rows)
        job.action_check()
        page = openpyxl.load_workbook(io.BytesIO(base64.b64decode(job.with_context(bin_size=False).result_file))).worksheets[0]

        self.assertEqual(page.cell(1, 14).value, "错误")
        self.assertEqual(page.cell(3, 5).value, "1380013")
        self.assertEqual(page.cell(3, 5).fill.fgColor.rgb, "FFFFC7CE")
        self.assertIn("1380013", page.cell(3, 14).value)
        self.assertEqual([page.cell(row, 2).value for row in range(1, 7)], ["编码", "IMP1A", "IMPD1", None, "IMPSC", "IMP1B"])
        self.assertEqual((page.cell(2, 9).data_type, page.cell(2, 9).value), ("s", "'" + rows[1][8]))

        corrected = base64.b64decode(job.with_context(bin_size=False).result_file)
        page.cell(3, 5).value = "13800138000"
        stream = io.BytesIO()
        page.parent.save(stream)
        parsed = load(stream.getvalue(), get_layout("dealers"))
        self.assertEqual((parsed.errors, parsed.rows[0].record.street), ([], rows[1][8]))
        self.assertTrue(corrected)

    def test_formula_texts_are_disarmed(self):
        for text in ("=1+1", "+1", "-1", "@SUM(1)", "\tx", "\rx", "\x00=1", "＝1"):
            self.assertTrue(safe_text(text).startswith("'"), text)
        for text in ("abc", "1-2", "'x", ""):
            self.assertEqual(safe_text(text), text)

    def test_template(self):
        for code in ("dealers", "goods"):
            job = self.env["dealer.import.job"].new({"layout": code})
            content = base64.b64decode(job.template_file)
            header = [column.header for column in get_layout(code).columns]
            pages = openpyxl.load_workbook(io.BytesIO(content)).worksheets
            self.assertEqual([cell.value for cell in pages[0][1]], header)
            self.assertEqual(pages[1].max_row, len(header) + 1)
            self.assertEqual(load(content, get_layout(code)).refusal.code, "no_rows")

    def test_every_layout_has_an_importer(self):
        names = dict(self.env["dealer.import.job"]._selection_layout())
        for code in layout_codes():
            if f"dealer.import.{code}" in self.env:
                self.assertIn(code, names)
        self.assertIn("dealers", names)

    def test_a_kind_of_sheet_whose_addon_is_gone(self):
        job = self._job(self.presale, "dealers", [*self._tree(), ["门店", "IMP1C", "三号店", "IMPD1", "1380013", "四川省", "成都市", None, None, "imp_rep"]])
        job.action_check()
        self.env.flush_all()
        self.env.cr.execute("UPDATE dealer_import_job SET layout = 'gone' WHERE id = %s", [job.id])
        self.env.invalidate_all()
        self.assertIn("4 new", job.with_context(lang="en_US").summary, "its record opens all the same")
        self.assertFalse(job.has_from_above)

    def test_department_and_right(self):
        job = self._job(self.presale, "dealers", self._tree())
        job.with_user(self.presale2).read(["filename"])
        for user in (self.rep, self.settlement, self.buyer):
            with self.assertRaises(AccessError):
                job.with_user(user).read(["filename"])
        mine = self._job(self.buyer, "dealers", self._tree())
        with self.assertRaises(AccessError):
            mine.action_check()
        with self.assertRaises(AccessError):
            self._job(self._user("imp_wh", "group_wh_operator"), "dealers", self._tree())
        with self.assertRaises(AccessError):
            job.with_user(self.presale).unlink()
        self.assertTrue(job.with_user(self._user("imp_auditor", "group_auditor")).filename)

    def test_other_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        job = self._job(self.presale, "dealers", self._tree())
        job.sudo().company_id = other
        with self.assertRaises(AccessError):
            job.read(["filename"])

    def test_rep_imports_own_customers_only(self):
        rows = self._tree()
        rows[4][9] = "imp_presale"
        self.env["res.partner"].create({"name": "x", "is_company": True, "dealer_level": "sales_company", "dealer_code": "IMPSC"})
        job = self._job(self.rep, "dealers", [rows[0], rows[1], rows[2], rows[4]])
        job.action_check()
        self.assertEqual(self._codes(job), [(4, "J", "not_your_customer")])
        job.action_import()
        self.assertEqual(self._partners().mapped("user_id"), self.rep)


@tagged("post_install", "-at_install")
class TestSentences(ImportCase):
    def test_codes_of_the_reader_have_sentences(self):
        """Every code literal in the reader, the layouts and the importers has a sentence."""
        import re
        from pathlib import Path

        root = Path(__file__).resolve().parents[1]
        files = [*root.glob("sheet/**/*.py"), *root.glob("layouts/*.py"), *root.glob("divisions/*.py"), *root.glob("models/dealer_import_*.py")]
        pattern = re.compile(
            r"(?:SheetRefused|CellError|Fault|Refusal)\(\s*\"([a-z_]+)\"|\.error\([^,()]+, \"([a-z_]+)\"|finding\([^,]+, [^,]+, \"([a-z_]+)\""
            r"|(?:refusal|warning)=\"([a-z_]+)\"|_scaled\(.*\"([a-z_]+)\"")
        codes = {code for path in files for groups in pattern.findall(path.read_text(encoding="utf-8")) for code in groups if code}
        self.assertGreater(len(codes), 50)
        missing = {code for code in codes - {"unknown", "ambiguous"} if code not in SENTENCES}
        self.assertFalse(missing)

    def test_sentences_take_their_places(self):
        class Everything(dict):
            def __missing__(self, key):
                return "?"

        for lang in ("en_US", "zh_CN"):
            for code, text in SENTENCES.items():
                translated = self.env(context={"lang": lang})._(text)
                self.assertTrue(translated % Everything(), code)
        self.assertEqual(sentence(self.env, "no_such_code"), "no_such_code")
