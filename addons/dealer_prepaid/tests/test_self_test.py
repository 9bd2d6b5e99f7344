"""N13: the drill of the ledger on a copy of this database, asked for by a menu, its figures kept."""
from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.service.db import exp_db_exist
from odoo.tests import tagged
from odoo.tools import config

from ..adapters.self_test_copy import CopyError
from ..adapters.self_test_drill import Figure
from ..models import prepaid_self_test as module
from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestSelfTest(PrepaidCommon):
    def _start(self, role="business_admin"):
        tests = self.env["prepaid.self.test"]
        return tests.browse(tests.with_user(self.users[role]).action_start()["res_id"])

    def _with_figures(self, *figures):
        """Carry out the waiting test with a drill that gives these figures."""
        @contextmanager
        def copied(source, name):
            self.assertEqual(name, f"{source}_selftest")
            yield None
        with patch.object(module, "copied", copied), patch.object(module.Drill, "run", lambda drill: list(figures)):
            self.env["prepaid.self.test"]._cron_run()

    def test_the_drill_on_a_real_copy(self):
        """The copy is made, every figure is as expected (the speed is the machine's), and the copy is gone afterwards."""
        test = self._start()
        testing = config["test_enable"]
        self.addCleanup(config.__setitem__, "test_enable", testing)
        config["test_enable"] = False  # the copy's modules are loaded, not tested
        with self.registry.cursor() as cr:  # the copy has what is committed
            company_id = cr.execute("SELECT min(id) FROM res_company") or cr.fetchone()[0]
        with module.copied(self.env.cr.dbname, test._copy_name()) as registry:
            figures = module.Drill(registry, company_id).run()
        self.assertEqual([(figure.code, figure.found, figure.expected) for figure in figures if not figure.good and figure.code != "crowd_p95"], [])
        codes = [code for code, _label in self.env["prepaid.self.test.line"]._fields["code"]._description_selection(self.env)]
        self.assertEqual([figure.code for figure in figures], codes)
        self.assertFalse(exp_db_exist(test._copy_name()))

    def test_figures_are_kept(self):
        test = self._start()
        self.assertEqual((test.state, test.requester_id), ("waiting", self.users["business_admin"]))
        with self.assertRaisesRegex(UserError, "on its way already"):
            self._start("fin_manager")
        self._with_figures(Figure("twice", "24000", "24000", True, 1.2), Figure("proof_after", "0", "0", True))
        self.assertEqual((test.state, test.bad_count, len(test.line_ids)), ("passed", 0, 2))
        again = self._start("fin_manager")
        self._with_figures(Figure("crash_left", "1", "0", False))
        self.assertEqual((again.state, again.bad_count), ("failed", 1))
        with self.assertRaises(UserError):
            again.unlink()
        with self.assertRaises(AccessError):
            again.with_user(self.users["business_admin"]).write({"state": "passed"})

    def test_what_cannot_be_carried_out_says_why(self):
        @contextmanager
        def copied(source, name):
            raise CopyError("permission denied to create database")
            yield
        test = self._start()
        with patch.object(module, "copied", copied), self.assertLogs("odoo.addons.dealer_prepaid.models.prepaid_self_test", "ERROR"):
            self.env["prepaid.self.test"]._cron_run()
        self.assertEqual((test.state, test.message), ("broken", "permission denied to create database"))
        dead = self._start()
        dead.state = "running"
        with patch.object(module, "drop") as drop:
            self.env["prepaid.self.test"]._cron_run()
        self.assertEqual(dead.state, "broken")
        drop.assert_called_once_with(dead._copy_name())  # it holds the data of consumers

    def test_who_may_start_it(self):
        for role in ("auditor", "fin_cashier", "fin_settlement", "cs_presale", "sales_manager", "ops_manager"):
            with self.subTest(role), self.assertRaises(AccessError):
                self._start(role)
