"""Commission runs: killed and gone on with, orders of several months, years, guides, leavers, statements, the upgrade."""
import importlib.util
import random
from datetime import date
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.modules import get_module_path
from odoo.tests import tagged
from odoo.tools import mute_logger

from .performance_common import PerformanceCommon

FACTS = ("user_id", "guide_id", "sales", "commission", "claw_back", "carried_in", "payable", "carried_out", "taken", "before_first")


@tagged("post_install", "-at_install")
class TestCommission(PerformanceCommon):
    def _facts(self, run):
        return sorted((tuple(str(line[name]) for name in FACTS) for line in run.line_ids), key=str)

    def test_killed_run_goes_on_with_the_same_result(self):
        """Batches of one; the second is killed between its lines and its commit."""
        people = self.rep | self.rep2 | self.clerk
        self._scheme(2, people)
        orders = [self._sold("2025-11", 100 * (n + 1), user) for n, user in enumerate(people)]
        self._run("2025-11")
        for user, order in zip(people, orders, strict=True):
            self._sold("2025-12", -50, user, order)
            self._sold("2025-12", 30, user)
        run = self.env["perf.commission.run"].with_user(self.settle).create({"period": "2025-12"})
        with self.env.cr.savepoint() as savepoint:
            run.action_calculate()
            whole = self._facts(run)
            savepoint.rollback()
        self.env.invalidate_all()
        self.assertEqual(run.state, "draft")
        lines, did = type(self.env["perf.commission.line"]), []
        real = lines._work_out

        def dies(self):
            real(self)
            did.append(self.id)
            if len(did) == 2:
                raise MemoryError("killed")
        with patch("odoo.addons.dealer_performance.models.perf_commission_run.BATCH", 1), patch.object(type(run), "_batch_at_once", 1):
            with patch.object(lines, "_work_out", dies):
                run.action_calculate()
                with self.assertRaises(MemoryError), self.env.cr.savepoint():
                    run._step()
            self.env.invalidate_all()
            self.assertEqual((run.state, run.done, len(run.line_ids.filtered("is_done"))), ("running", 1, 1))
            self._sold("2025-12", 999, self.rep)  # what is settled while it stands still changes nothing: the sales are frozen
            while run.state == "running":
                run.action_start()
        self.assertEqual((run.state, self._facts(run)), ("calculated", whole))

    def test_sums_equal_the_attribution(self):
        self._scheme(1, self.rep)
        rng = random.Random(7)
        first = [self._sold("2025-11", rng.randrange(1, 90_000) / 100, rng.choice((self.rep, self.rep2))) for _n in range(6)]
        self._run("2025-11")
        for order in first:
            for _n in range(2):
                credited = self.env["dealer.attribution"].search([("order_id", "=", order.id)])
                self._sold("2025-12", -round(sum(credited.mapped("amount")) / 2, 2), credited[0].salesperson_id, order)
        run = self._run("2025-12")
        lines = self.env["dealer.attribution"].search([("company_id", "=", self.company.id), ("period", "=", "2025-12"), ("role", "=", "store")])
        self.assertAlmostEqual(sum(run.sale_ids.mapped("amount")), sum(lines.mapped("amount")), places=2)
        self.assertEqual(set(run.sale_ids.mapped("origin")) - {False}, {"2025-11"})
        with self.assertRaises(AccessError):
            run.sale_ids.with_user(self.rep).read(["amount"])
        with self.assertRaises(AccessError):
            self.env["perf.commission.sale"].with_user(self.settle).create({"run_id": run.id, "company_id": self.company.id, "role": "store"})

    def test_orders_without_commission(self):
        """R3-093: what left without commission earns nothing and takes nothing back when it returns; the rest is untouched."""
        self._scheme(10, self.rep)
        self._sold("2025-11", 100)
        bare = self._sold("2025-11", 900)
        bare.sudo().is_commission_excluded = True
        run = self._run("2025-11")
        self.assertEqual(self._line(run, self.rep)[:2], (100, 10))
        shown = self.env["dealer.attribution"].search(run.line_ids.filtered(lambda line: line.user_id == self.rep).action_open_sales()["domain"])
        self.assertEqual(sum(shown.mapped("amount")), 100, "the list adds up to the line")
        self._sold("2025-12", -900, order=bare)
        self._sold("2025-12", 50)
        self.assertEqual(self._line(self._run("2025-12"), self.rep), (50, 5, 0, 0, 5, 0))

    def test_order_of_two_months_takes_back_what_each_earned(self):
        """100.00 shipped in November at 1 %, 900.00 in December at 5 %; all of it comes back in January: nothing is left."""
        first = self._scheme(1, self.rep)
        order = self._sold("2025-11", 100)
        self._run("2025-11")
        first.with_user(self.settle).date_to = "2025-11-30"
        self._scheme(5, self.rep, date_from="2025-12-01")
        self._sold("2025-12", 900, order=order)
        self._run("2025-12")
        self._sold("2026-01", -1_000, order=order)
        january = self._run("2026-01")
        self.assertEqual(self._line(january, self.rep), (0, 0, -46, 0, 0, -46))
        self.assertEqual(january.line_ids.taken, {"2025-11": -10_000, "2025-12": -90_000})
        self._sold("2026-02", 1_000)
        self.assertEqual(self._line(self._run("2026-02"), self.rep), (1_000, 50, 0, -46, 4, 0))

    def test_small_rep_of_journey_22(self):
        """2,000.00 sold and 3,000.00 back, at 1.5 % and 0.92: 13.80 are owed and carried, not set to zero."""
        self._scheme(1.5, self.rep, needs_kpi=True)
        indicators = [("task_rate", 60, 0, 100, 100, 0), ("profit", 40, 2, 160, 0, 100)]
        for month in ("2025-11-01", "2025-12-01", "2026-01-01"):
            self._confirmed(self._sheet(self.rep, indicators, month))
        order = self._sold("2025-11", 10_000)
        self.assertEqual(self._line(self._run("2025-11"), self.rep)[4], 138)
        self._sold("2025-12", 2_000)
        self._sold("2025-12", -3_000, order=order)
        self.assertEqual(self._line(self._run("2025-12"), self.rep), (2_000, 27.6, -41.4, 0, 0, -13.8))
        self._sold("2026-01", 2_000)
        january = self._run("2026-01")
        self.assertEqual(self._line(january, self.rep), (2_000, 27.6, 0, -13.8, 13.8, 0))
        self.env["res.lang"]._activate_lang("zh_CN")
        self.rep.lang = "zh_CN"
        html = self.env["ir.actions.report"].with_user(self.rep)._render_qweb_html(
            "dealer_performance.commission_statement", january.line_ids.ids)[0].decode().replace("\ufeff", "")
        for text in ("2026-01", "-13.80", "13.80", "task_rate", "已批准"):
            self.assertIn(text, html)
        told = self.env["mail.message"].search([("partner_ids", "in", self.rep.partner_id.ids), ("subject", "like", "2026-01")])
        self.assertTrue(told, "the person was told")

    def _credit_guide(self, period, guide, amount, order=None):
        order = self._sold(period, amount, self.rep, order)
        self.env.cr.execute(
            """INSERT INTO dealer_attribution (company_id, date, period, order_id, picking_id, return_id, kind, role, guide_id, store_id, dealer_id,
                                               sales_company_id, salesperson_id, share_bp, base, amount)
               SELECT company_id, date, period, order_id, picking_id, return_id, kind, 'guide', %s, store_id, dealer_id, sales_company_id, salesperson_id,
                      share_bp, base, amount FROM dealer_attribution WHERE id = (SELECT max(id) FROM dealer_attribution)""", (guide.id,))
        return order

    def test_guides(self):
        """One scheme for every guide, another for one of them; each return goes back to the guide who was credited."""
        guides = self.env["dealer.guide"].create([{"name": f"Guide {n}", "work_number": f"G{n}", "store_id": self.store.id} for n in (1, 2)])
        self._scheme(1, self.env["res.users"], scope="guide")
        self._scheme(3, self.env["res.users"], scope="guide", guide_ids=[Command.set(guides[1].ids)])
        twin = self.env["perf.commission.scheme"].with_user(self.settle).create({
            "name": "Twin", "scope": "guide", "line_ids": [Command.create({"amount_from": 0, "rate": 1})]})
        with self.assertRaisesRegex(UserError, "in force for some"):
            twin.with_user(self.boss).action_activate()
        order = self._credit_guide("2025-11", guides[0], 420)
        self._credit_guide("2025-11", guides[1], 180)
        november = self._run("2025-11")
        by_guide = {line.guide_id: line for line in november.line_ids.filtered("guide_id")}
        self.assertEqual([(by_guide[guide].sales, by_guide[guide].payable) for guide in guides], [(420, 4.2), (180, 5.4)])
        self.assertEqual(sum(november.sale_ids.filtered(lambda row: row.role == "guide").mapped("amount")), 600, "guides make up the goods again")
        self._credit_guide("2025-12", guides[0], -420, order)
        december = self._run("2025-12")
        line = december.line_ids.filtered(lambda one: one.guide_id == guides[0])
        self.assertEqual((line.claw_back, line.carried_out), (-4.2, -4.2))
        action = line.with_user(self.settle).action_open_sales()
        self.assertEqual(sum(self.env["dealer.attribution"].search(action["domain"]).mapped("amount")), -420)
        self.assertIn("Guide 1", line.display_name)

    def test_a_guide_who_left_keeps_his_scheme(self):
        guides = self.env["dealer.guide"].create([{"name": f"Guide {n}", "work_number": f"L{n}", "store_id": self.store.id} for n in (1, 2)])
        self._scheme(1, self.env["res.users"], scope="guide")
        self._scheme(3, self.env["res.users"], scope="guide", guide_ids=[Command.set(guides[1].ids)])
        for guide in guides:
            self._credit_guide("2025-11", guide, 100)
        guides[1].active = False
        self.env.invalidate_all()
        lines = {line.guide_id: line.payable for line in self._run("2025-11").line_ids.filtered("guide_id")}
        self.assertEqual(lines, {guides[0]: 1, guides[1]: 3})

    def test_year_is_a_run_of_its_own(self):
        """0.5 % of the year on top of the months; a sheet that nobody confirmed by 30 April is paid nothing."""
        self._scheme(1, self.rep)
        self._scheme(0.5, self.rep | self.rep2, cycle="year", needs_kpi=True)
        for month in ("2024-11", "2024-12"):
            self._sold(month, 1_000)
        for month in ("2024-11", "2024-12"):
            self.assertEqual(self._line(self._run(month), self.rep)[4], 10)
        sheet = self._sheet(self.rep, [("task_rate", 100, 0, 80, 100, 0)], "2024-01-01", cycle="year", until="2024-03-31")
        self.assertEqual((str(sheet.confirm_due), sheet.scheme_id.cycle), ("2024-04-30", "year"), "an odd range is accepted")
        self._confirmed(sheet)
        year = self.env["perf.commission.run"].with_user(self.settle).create({"period": "2024"})
        self.assertEqual(year.kind, "year")
        today = "odoo.addons.dealer_base.models.res_company.ResCompany._dealer_today"
        with patch(today, lambda self, now=None: date(2025, 4, 30)), self.assertRaisesRegex(UserError, "perf_rep2"):
            year.action_calculate()
        year.action_calculate()
        self.assertEqual(self._line(year, self.rep), (2_000, 8, 0, 0, 8, 0))
        self.assertIn("Nothing without a confirmed sheet: perf_rep2", year.note)
        line = year.line_ids.filtered(lambda one: one.user_id == self.rep2)
        self.assertEqual((line.coefficient, line.payable), (0, 0))
        self.assertEqual(self.env["dealer.attribution"].search_count(year.line_ids[0].action_open_sales()["domain"]), 2)

    def test_statement_opens_what_it_pays(self):
        """Sales of a dealer whom somebody else looks after now stand behind the statement of who sold them, not behind that of the heir."""
        self.dealer.user_id = self.rep
        self._scheme(1, self.rep | self.rep2)
        self._sold("2025-11", 1_000, order=self.env["sale.order"].create({"partner_id": self.store.id}))
        lines = self._run("2025-11").line_ids.grouped("user_id")
        self.dealer.user_id = self.rep2
        self.env.invalidate_all()
        for user, amount in ((self.rep, 1_000), (self.rep2, 0)):
            own = lines[user].with_user(user)
            found = self.env["dealer.attribution"].with_user(user).search(own.action_open_sales()["domain"])
            self.assertEqual((sum(found.mapped("amount")), own.sales), (amount, amount))
            read = found.web_read({"order_id": {"fields": {"display_name": {}}}, "store_id": {"fields": {"display_name": {}}}, "amount": {}})
            self.assertEqual([row["store_id"]["display_name"] for row in read], found.sudo().store_id.mapped("display_name"))

    def test_two_sheets_of_a_year(self):
        """Who changed his post has two sheets that begin in the year: the one with most of its days counts, the run goes on."""
        self._scheme(1, self.rep, cycle="year", needs_kpi=True)
        self._sold("2024-11", 1_000)
        for begin, end, actual in (("2024-01-01", "2024-03-31", 40), ("2024-04-01", "2024-12-31", 80), ("2024-12-01", "2025-11-30", 20)):
            self._confirmed(self._sheet(self.rep, [("task_rate", 100, 0, actual, 100, 0)], begin, cycle="year", until=fields.Date.to_date(end)))
        year = self._run("2024")
        self.assertEqual((year.line_ids.kpi_sheet_id.date_from, year.line_ids.payable), (date(2024, 4, 1), 8))
        self.assertIn("the one from 2024-04-01 to 2024-12-31 counts", year.note)

    def test_leavers_wait_for_hr(self):
        self._scheme(1, self.rep, needs_kpi=True)
        sheet = self._sheet(self.rep, [("task_rate", 100, 0, 100, 100, 0)])
        sheet.is_leaver = True
        self._confirmed(sheet)
        self._sold("2025-11", 1_000)
        run = self.env["perf.commission.run"].with_user(self.settle).create({"period": "2025-11"})
        with self.assertRaisesRegex(UserError, "HR"):
            run.action_calculate()
        for user in (self.settle, self.market):
            with self.assertRaises(AccessError):
                sheet.with_user(user).leaver_pay = "pay"
        with self.assertRaises(AccessError):
            sheet.with_user(self.market).is_leaver = False
        sheet.with_user(self.boss).leaver_pay = "exclude"
        self.env.cr.flush()  # what is tracked is written before the commit
        self.assertIn("leaver_pay", sheet.message_ids.sudo().tracking_value_ids.field_id.mapped("name"))
        run.action_calculate()
        self.assertEqual((run.payable, "gets nothing" in run.note), (0, True))

    def test_archived_logins_are_not_forgotten(self):
        """R3-091: who left and lost the login is paid by a sheet and named without one; the run goes on."""
        self._scheme(1, self.rep | self.rep2, needs_kpi=True)
        sheet = self._confirmed(self._sheet(self.rep, [("task_rate", 100, 0, 100, 100, 0)]))
        for user in self.rep | self.rep2:
            self._sold("2025-11", 1_000, user)
        sheet.with_user(self.boss).write({"is_leaver": True, "leaver_pay": "pay"})
        (self.rep | self.rep2).active = False
        run = self._run("2025-11")
        self.assertEqual(self._line(run, self.rep), (1_000, 10, 0, 0, 10, 0))
        self.assertFalse(run.line_ids.filtered(lambda line: line.user_id == self.rep2))
        self.assertIn(f"{self.rep2.name} has no login", run.note)

    def test_scheme_that_ended_stays_ended(self):
        scheme = self._scheme(1, self.rep)
        mine = scheme.with_user(self.settle)
        mine.date_to = "2025-11-30"
        for day in (False, "2025-12-01"):
            with self.assertRaisesRegex(UserError, "not made longer"):
                mine.date_to = day
        mine.date_to = "2025-10-31"
        draft = self.env["perf.commission.scheme"].with_user(self.settle).create({"name": "Draft", "date_from": "2025-11-01", "date_to": "2025-11-01"})
        draft.date_to = False
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            draft.date_to = "2025-10-31"
            draft.flush_recordset()

    def test_calculated_run_is_taken_back(self):
        """What finance does not approve is calculated anew, with what was mended meanwhile."""
        self._scheme(1, self.rep)
        self._sold("2025-11", 1_000)
        run = self.env["perf.commission.run"].with_user(self.settle).create({"period": "2025-11"})
        run.action_take_back()
        self.assertEqual(run.state, "draft", "nothing to take back")
        run.action_calculate()
        with self.assertRaises(AccessError):
            run.with_user(self.clerk).action_take_back()
        with patch.object(self.env.registry["perf.commission.run"], "try_lock_for_update", lambda self, **kw: self.browse()), \
                self.assertRaisesRegex(UserError, "being calculated"):
            run.action_take_back()
        run.action_take_back()
        self.assertEqual((run.state, run.total, run.done, run.payable, run.calculated_by_id.id), ("draft", 0, 0, 0, False))
        self.assertFalse(run.line_ids | self.env["perf.commission.line"].search([("run_id", "=", run.id)]) or run.sale_ids)
        self.assertIn("Taken back", run.message_ids.sudo()[0].body)
        self._sold("2025-11", 500)
        run.action_calculate()
        self.assertEqual(self._line(run, self.rep), (1_500, 15, 0, 0, 15, 0))
        run.with_user(self.boss).action_approve()
        with self.assertRaisesRegex(UserError, "Approved"):
            run.action_take_back()

    def test_returns_move_the_funnel(self):
        order = self._sold("2025-11", 600)
        order.sudo().write({"is_dealer_order": True, "dealer_state": "shipped"})
        self._sold("2025-12", -200, order=order)
        self.assertEqual(order._activation_nets(), {order: 400}, "of what has left: what was credited, less what came back")

    def test_upgrade_keeps_runs(self):
        path = f"{get_module_path('dealer_performance')}/migrations/19.0.1.1.0/pre-runs.py"
        spec = importlib.util.spec_from_file_location("script", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self._scheme(1, self.rep)
        self._sold("2025-11", 100)
        done = self._run("2025-11")
        open_run = self.env["perf.commission.run"].with_user(self.settle).create({"period": "2025-12"})
        open_run.action_calculate()
        self.env.flush_all()
        self.env.cr.execute("UPDATE perf_commission_run SET state = 'running' WHERE id = %s", (open_run.id,))
        self.env.cr.execute("UPDATE perf_commission_line SET is_done = NULL WHERE run_id = %s", (done.id,))
        self.env.cr.execute("ALTER TABLE perf_commission_run RENAME COLUMN total TO person_count")
        self.env.cr.execute("ALTER TABLE perf_commission_run RENAME COLUMN done TO done_count")
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual((done.state, done.done, done.total, done.line_ids.mapped("is_done")), ("approved", 1, 1, [True]))
        self.assertEqual((open_run.state, len(open_run.line_ids)), ("draft", 0))
        self.assertEqual(done.line_ids.payable, 1)
