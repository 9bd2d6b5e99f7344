"""J22 in the browser, in Chinese: sheet, objection, run, approval, statement, each by the person whose job it is."""
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .performance_common import PerformanceCommon


@tagged("post_install", "-at_install")
class TestCommissionTour(PerformanceCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        (cls.settle | cls.boss | cls.manager).lang = "zh_CN"

    def test_journey_22(self):
        sheet = self._sheet(self.manager, [("task_rate", 30, 0, 90, 100, 0), ("task_rate", 50, 0, 100, 100, 0), ("profit", 20, 2, 160, 0, 100)])
        sheet.with_user(self.market).action_data()
        self._scheme(1, self.manager, post="manager", scope="company", needs_kpi=True)
        self._sold("2025-11", 400_000)
        self.env["perf.commission.run"].with_user(self.settle).create({"period": "2025-11"})

        self.start_tour("/odoo/kpi-sheets", "perf_sheet_calculate", login=self.settle.login)
        sheet.with_user(self.manager).write({"evidence_ids": [Command.create({"name": "凭证.txt", "raw": b"x"})]})
        self.start_tour("/odoo/kpi-sheets", "perf_sheet_object", login=self.manager.login)
        self.assertEqual(sheet.objection, "任务额有误")
        sheet.with_user(self.settle).action_calculate()
        sheet.with_user(self.channel).action_confirm()
        self.start_tour("/odoo/commission-runs", "perf_run_calculate", login=self.settle.login)
        self.start_tour("/odoo/commission-runs", "perf_run_approve", login=self.boss.login)
        self.start_tour("/odoo/my-commission", "perf_statement", login=self.manager.login)
