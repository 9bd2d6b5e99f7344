"""What leaves the program in bulk leaves a record, and needs the right (proof 8)."""
import json

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

BY_HAND = {"Sec-Fetch-Dest": "document", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Site": "none", "Sec-Fetch-User": "?1"}  # typed into a browser


@tagged("post_install", "-at_install")
class TestExportLog(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain = new_test_user(cls.env, "t_exp_plain", groups="base.group_user,dealer_base.group_sales_manager")
        cls.user = new_test_user(cls.env, "t_exp_user", groups="base.group_user,dealer_base.group_cs_presale,base.group_allow_export")
        cls.auditor = new_test_user(cls.env, "t_exp_auditor", groups="base.group_user,dealer_base.group_auditor")
        cls.partners = cls.env["res.partner"].create([{"name": f"Export {number}"} for number in range(3)])

    def _last(self):
        return self.env["dealer.export.log"].search([], limit=1)

    def test_by_another_program(self):
        with self.assertRaises(UserError):
            self.partners.with_user(self.plain).export_data(["name"])
        before = self._last()
        rows = self.partners.with_user(self.user).export_data(["name", "parent_id/name"])
        self.assertEqual(len(rows["datas"]), 3)
        log = self._last()
        self.assertNotEqual(log, before)
        self.assertEqual((log.user_id, log.model, log.rows, log.field_names, log.way), (self.user, "res.partner", 3, "name, parent_id/name", "sheet"))

    def test_by_the_list(self):
        self.authenticate("t_exp_user", "t_exp_user")
        for path in ("csv", "xlsx"):
            with self.subTest(path):
                answer = self.url_open(f"/web/export/{path}", data={"csrf_token": http.Request.csrf_token(self), "data": json.dumps({
                    "model": "res.partner", "fields": [{"name": "name", "label": "Name", "type": "char"}], "ids": False,
                    "domain": [["id", "in", self.partners.ids]], "import_compat": False, "context": {}})})
                self.assertEqual(answer.status_code, 200)
                log = self._last()
                self.assertEqual((log.user_id, log.rows, log.field_names), (self.user, 3, "name"))
                self.assertIn(str(self.partners.ids[0]), log.filter_text)
                self.assertTrue(log.address)

    def test_pivot_tables(self):
        table = {"model": "res.partner", "title": "Partners", "measure_count": 1, "origin_count": 1, "col_group_headers": [], "measure_headers": [],
                 "origin_headers": [], "rows": [{"title": "Total", "indent": 0, "values": [{"is_bold": True, "value": 3}]}]}
        for user, status in ((self.plain, 403), (self.user, 200)):
            with self.subTest(user.login), mute_logger("odoo.http"):
                self.authenticate(user.login, user.login)
                answer = self.url_open("/web/pivot/export_xlsx", data={"data": json.dumps(table), "csrf_token": http.Request.csrf_token(self)})
                self.assertEqual(answer.status_code, status)
        log = self._last()
        self.assertEqual((log.user_id, log.model, log.rows, log.way), (self.user, "res.partner", 1, "pivot"))

    def test_lists_by_address(self):
        self.env["ir.config_parameter"].set_param("web.json.enabled", "True")
        self.env["ir.actions.act_window"].create({
            "name": "T partners", "res_model": "res.partner", "view_mode": "list,form", "path": "t-export", "domain": f"[('id', 'in', {self.partners.ids})]"})
        self.authenticate("t_exp_user", "t_exp_user")
        for path, rows in (("t-export?view_type=list", 3), (f"t-export/{self.partners[0].id}", 1), ("t-export?view_type=list&groupby=name&fields=id:count", 3)):
            with self.subTest(path):
                before = self._last()
                answer = self.url_open(f"/json/1/{path}", headers=BY_HAND)
                self.assertEqual(answer.status_code, 200)
                log = self.env["dealer.export.log"].search([], limit=1)
                self.assertNotEqual(log, before)
                self.assertEqual((log.user_id, log.model, log.rows, log.way), (self.user, "res.partner", rows, "json"))

    def test_the_refusal_names_a_step_one_can_take(self):
        with self.assertRaisesRegex(AccessError, "ask the business administrator or the finance manager.*Duties > Extended rights"):
            self.env["dealer.export.log"].with_user(self.plain)._need_right()

    def test_nobody_touches_it(self):
        self.partners.with_user(self.user).export_data(["name"])
        log = self._last()
        self.assertTrue(log.with_user(self.auditor).read(["rows"]))
        for user in (self.user, self.auditor, self.env.user):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    log.with_user(user).write({"rows": 0})
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    log.with_user(user).unlink()
        with self.assertRaises(AccessError):
            log.with_user(self.user).read(["rows"])
        with self.assertRaises(AccessError):
            self.env["dealer.export.log"].with_user(self.env.ref("base.user_admin")).create({
                "user_id": self.user.id, "company_id": self.env.company.id, "model": "x", "way": "sheet"})
