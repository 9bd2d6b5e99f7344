"""Buttons pressed twice at the same instant, as by a doubled click: one effect, and the same answer for both."""
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_common import RaceCommon


@tagged("post_install", "-at_install")
class TestStatementRace(RaceCommon):
    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.env.ref("base.user_root").id, {"tracking_disable": True, "mail_notrack": True})
            account = env["prepaid.account"].browse(self.account_id)
            self.statement_id = env["prepaid.statement"].create({"account_id": account.id, "date_to": account.company_id._dealer_today()}).id

    def _clean(self):
        with self.registry.cursor() as cr:
            cr.execute("SET LOCAL session_replication_role = replica")
            cr.execute("DELETE FROM prepaid_statement_line WHERE statement_id = %s", [self.statement_id])
            cr.execute("DELETE FROM prepaid_statement WHERE id = %s", [self.statement_id])
        super()._clean()

    def _issue(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True, "mail_notrack": True})  # the test's own cursor is not for threads
            return retrying(lambda: env["prepaid.statement"].browse(self.statement_id).action_issue(), env)

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_pressed_twice_at_once(self):
        self.assertEqual(self._parallel(self._issue, self._issue, self._issue), [True, True, True])
        with self.registry.cursor() as cr:
            statement = api.Environment(cr, SUPERUSER_ID, {})["prepaid.statement"].browse(self.statement_id)  # as above
            self.assertEqual((statement.state, statement.line_count, len(statement.line_ids)), ("issued", 1, 1))


@tagged("post_install", "-at_install")
class TestCloseRace(RaceCommon):
    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.env.ref("base.user_root").id, {"tracking_disable": True, "mail_notrack": True})
            season = env["prepaid.account"].browse(self.account_id).season_id
            self.run_id = env["prepaid.season.close"].create({"season_id": season.id, "state": "done"}).id

    def _clean(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM prepaid_season_close WHERE id >= %s", [self.run_id])
        super()._clean()

    def _next(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True, "mail_notrack": True})  # the test's own cursor is not for threads
            return retrying(lambda: env["prepaid.season.close"].browse(self.run_id).action_next()["res_id"], env)

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_one_next_close(self):
        with patch.object(type(self.env["res.users"]), "has_group", lambda user, group: True):  # no user is made for good
            answers = self._parallel(self._next, self._next, self._next)
        self.assertEqual(len(set(answers)), 1, answers)
