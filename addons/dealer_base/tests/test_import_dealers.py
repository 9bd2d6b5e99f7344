"""Dealers and stores from a sheet, journey J23."""
from odoo.tests import tagged

from .import_common import DEALER_HEAD, ImportCase


@tagged("post_install", "-at_install")
class TestImportDealers(ImportCase):
    def _partner(self, code):
        return self.env["res.partner"].search([("dealer_code", "=", code)])

    def _imported(self, rows, user=None):
        job = self._job(user or self.presale, "dealers", rows)
        job.action_check()
        job.action_import()
        return job

    def test_tree_in_any_order(self):
        self._imported(self._tree())

        company, dealer, store = (self._partner(code) for code in ("IMPSC", "IMPD1", "IMP1A"))
        self.assertEqual((store.parent_id, dealer.parent_id, store.dealer_id, store.sales_company_id), (dealer, company, dealer, company))
        self.assertEqual(set((company | dealer | store).mapped("dealer_state")), {"review"})
        self.assertTrue(store.is_company)
        self.assertEqual((store.division_id.code, store.state_id.name, store.city), ("510107", "四川省", "成都市武侯区"))
        self.assertEqual((store.user_id, store.phone, str(dealer.dealer_since)), (self.rep, "13800138001", "2026-03-01"))
        self.assertEqual(store.child_ids.mapped("name"), ["李四"])
        self.assertFalse(store.child_ids.dealer_level)
        self.assertEqual(store.child_ids.dealer_id, dealer)

    def test_changes_only_what_differs(self):
        self._imported(self._tree())
        rows = self._tree()
        rows[1][4], rows[2][12], rows[2][8] = "13900139000", "改了", None
        job = self._imported(rows)
        self.assertEqual(self._counts(job), (0, 2, 2, 0))
        dealer = self._partner("IMPD1")
        self.assertEqual((self._partner("IMP1A").phone, dealer.street), ("13900139000", "路2号"))
        self.assertIn("改了", dealer.comment)
        self.assertEqual(len(dealer.child_ids.filtered(lambda child: not child.is_company)), 1)
        self.assertEqual(self._counts(self._imported(rows)), (0, 0, 4, 0))

    def test_findings(self):
        self._imported(self._tree())
        self._partner("IMP1B").action_archive()
        job = self._job(self.presale, "dealers", [
            DEALER_HEAD,
            ["经销商", "N1", "a", "NOPE", None, "四川", None, None, None, "imp_rep"],
            ["门店", "N2", "b", "N1", None, "四川", None, None, None, "imp_rep"],
            ["门店", "N3", "c", "IMPSC", None, "四川", None, None, None, "imp_rep"],
            ["门店", "N4", "d", "IMPD1", None, "火星", None, None, None, "imp_rep"],
            ["门店", "N5", "e", "IMPD1", None, "江苏省", None, "鼓楼区", None, "imp_rep"],
            ["门店", "N6", "f", "IMPD1", None, "四川", None, None, None, "nobody"],
            ["经销商", "IMP1A", "g", "IMPSC", None, "四川", None, None, None, "imp_rep"],
            ["门店", "IMP1B", "h", "IMPD1", None, "四川", None, None, None, "imp_rep"],
            ["门店", "N7", "i", "IMPD1", None, "山东省", "莱芜市", None, None, "imp_rep"],
            ["经销商", "N8", "j", "N8", None, "四川", None, None, None, "imp_rep"],
        ])
        job.action_check()
        self.assertEqual(self._codes(job), [
            (2, "D", "unknown_parent"), (3, "D", "parent_row_bad"), (4, "D", "wrong_parent_level"), (5, "F", "unknown_division"),
            (6, "H", "ambiguous_district"), (7, "J", "unknown_user"), (8, "A", "level_changed"), (9, "B", "archived_partner"),
            (10, "G", "historic_name"), (11, "D", "wrong_parent_level"),
        ])
        self.assertEqual(self._counts(job), (1, 0, 0, 9))
        job.action_import()
        self.assertEqual(self._partner("N7").division_id.code, "370116")
        self.assertFalse(self._partner("N1") | self._partner("N2"))

    def test_parent_in_a_bad_row(self):
        """The finding names the row to correct, also when that row was bad before any look-up."""
        rows = self._tree()
        rows[2][4] = "138001380"
        job = self._job(self.presale, "dealers", rows)
        job.action_check()
        self.assertEqual(self._codes(job), [(2, "D", "parent_row_bad"), (3, "E", "bad_phone"), (5, "D", "parent_row_bad")])
        self.assertIn("3", job.error_ids.filtered(lambda error: error.row == 2).reason)

    def test_moved_dealer_is_refused(self):
        self._imported(self._tree())
        rows = self._tree()
        job = self._job(self.presale, "dealers", [
            *rows, ["销售公司", "IMPSC2", "东部", None, None, "江苏"], ["经销商", "IMPD2", "二号", "IMPSC2", None, "江苏", None, None, None, "imp_rep"]])
        job.action_check()
        job.action_import()
        rows[1][3] = "IMPD2"
        moved = self._job(self.presale, "dealers", rows)
        moved.action_check()
        self.assertEqual(self._codes(moved), [(2, "D", "parent_changed")])

    def _hundred(self):
        """100 rows of which 92 are good: the file of J23."""
        rows = [DEALER_HEAD, ["销售公司", "J23SC", "公司", None, None, "四川", "成都", None, None, "imp_rep"]]
        rows.append(["经销商", "J23D", "经销商", "J23SC", "13900000000", "四川", "成都", None, None, "imp_rep"])
        rows += [
            ["门店", f"J23{number:03}", f"店{number}", "J23D", f"137{number:08}", "四川省", "成都市", "武侯区", f"路{number}号", "imp_rep", None, None]
            for number in range(4, 102)
        ]
        good = [list(row) for row in rows]
        rows[6][4] = "1370000007"
        rows[43][4] = rows[18][4]
        rows[22][5] = "不存在省"
        rows[30][9] = None
        rows[57][0] = "商场"
        rows[76][2] = "#N/A"
        rows[89][11] = "明天"
        return good, rows

    def test_j23(self):
        """100 rows, 92 good; the corrected file adds 8 and leaves 92 alone."""
        good, rows = self._hundred()
        import io

        import xlsxwriter
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"strings_to_numbers": False})
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            for index, value in enumerate(row):
                if value == "#N/A":
                    page.write_formula(number, index, "=NA()", None, "#N/A")
                elif value is not None:
                    page.write(number, index, value)
        book.close()
        job = self._job(self.presale, "dealers", None, content=stream.getvalue())
        job.action_check()
        self.assertEqual((job.row_count, self._counts(job)), (100, (92, 0, 0, 8)))
        self.assertEqual(self._codes(job), [
            (7, "E", "bad_phone"), (19, "E", "duplicate_in_file"), (23, "F", "unknown_division"), (31, "J", "missing_salesperson"),
            (44, "E", "duplicate_in_file"), (58, "A", "unknown_choice"), (77, "C", "error_value"), (90, "L", "not_a_date"),
        ])
        self.assertFalse(self._partner("J23D"))
        job.action_import()

        again = self._imported(good)
        self.assertEqual(self._counts(again), (8, 0, 92, 0))
        self.assertEqual(self.env["res.partner"].search_count([("dealer_code", "like", "J23%")]), 100)

    def test_queries_do_not_grow_with_rows(self):
        def check(number):
            rows = [DEALER_HEAD, ["销售公司", "QSC", "公司", None, None, "四川"]]
            rows += [["经销商", f"Q{index}", f"商{index}", "QSC", None, "四川", "成都", "武侯区", None, "imp_rep"] for index in range(number)]
            job = self._job(self.presale, "dealers", rows)
            self.env["dealer.division"]._index()
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            job._examine()
            return self.env.cr.sql_log_count - start

        check(2)
        self.assertEqual(check(10), check(300))
