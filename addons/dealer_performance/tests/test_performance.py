"""J22 through the models: KPI sheets with four eyes, commission runs with claw-back, targets against the attribution; who may and who may not."""
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .performance_common import PerformanceCommon


@tagged("post_install", "-at_install")
class TestPerformance(PerformanceCommon):
    def test_journey_22(self):
        """400,000.00 in November 2025: 3,720.00 for the manager, 5,520.00 for operations."""
        self._confirmed(self._sheet(self.manager, [("task_rate", 30, 0, 90, 100, 0), ("task_rate", 50, 0, 100, 100, 0), ("profit", 20, 2, 160, 0, 100)]))
        self._confirmed(self._sheet(self.clerk, [("task_rate", 60, 0, 100, 100, 0), ("profit", 40, 2, 160, 0, 100)]))
        self._scheme(1, self.manager, post="manager", scope="company", needs_kpi=True)
        self._scheme(1.5, self.clerk, post="operations", scope="company", needs_kpi=True)
        self._sold("2025-11", 400_000)
        run = self._run("2025-11")
        self.assertEqual(self._line(run, self.manager), (400_000, 3_720, 0, 0, 3_720, 0))
        self.assertEqual(self._line(run, self.clerk), (400_000, 5_520, 0, 0, 5_520, 0))
        self.assertEqual(run.payable, 9_240)
        run.with_user(self.settle).action_calculate()
        self.assertEqual(len(run.line_ids), 2, "a second call changes nothing")
        run.with_user(self.settle).action_paid()
        self.assertEqual(set(run.line_ids.kpi_sheet_id.mapped("state")), {"paid"})
        service = self._scheme(5, self.rep2, post="service")
        self.assertIn("misprint", service.warning)

    def test_claw_back_is_carried(self):
        self._scheme(1.5, self.rep)
        order = self._sold("2025-11", 1_000)
        november = self._run("2025-11")
        self.assertEqual(self._line(november, self.rep), (1_000, 15, 0, 0, 15, 0))
        self._sold("2025-12", -1_000, order=order)
        self._sold("2025-12", 200)
        december = self._run("2025-12")
        self.assertEqual(self._line(december, self.rep), (200, 3, -15, 0, 0, -12))
        self._sold("2026-01", 2_000)
        january = self._run("2026-01")
        self.assertEqual(self._line(january, self.rep), (2_000, 30, 0, -12, 18, 0), "nothing is set to zero")

    def test_months_and_people(self):
        self._scheme(1.5, self.rep, needs_kpi=True)
        run = self.env["perf.commission.run"].with_user(self.settle).create({"period": "2025-11"})
        with self.assertRaisesRegex(UserError, "KPI sheets"):
            run.action_calculate()
        with self.assertRaises(ValidationError):
            self.env["perf.commission.run"].with_user(self.settle).create({"period": "2999-01"})
        self._confirmed(self._sheet(self.rep, [("task_rate", 100, 0, 50, 100, 0)]))
        self._sold("2025-11", 100, self.rep2)
        run.action_calculate()
        self.assertIn("100", run.note, "sales of people without a scheme are said")
        later = self.env["perf.commission.run"].with_user(self.settle).create({"period": "2025-12"})
        with self.assertRaisesRegex(UserError, "2025-11"):
            later.action_calculate()
        for user in (self.settle, self.rep, self.market, self.auditor):
            with self.assertRaises(AccessError):
                run.with_user(user).action_approve()
        line = run.line_ids
        with self.assertRaises(AccessError):
            line.with_user(self.rep).read(["payable"])
        run.with_user(self.boss).action_approve()
        self.assertEqual(line.with_user(self.rep).payable, 0)
        self.assertFalse(line.with_user(self.rep2).search([("id", "=", line.id)]))
        for user in (self.rep, self.settle, self.boss):
            with self.assertRaises(AccessError):
                line.with_user(user).write({"payable": 1_000})
        with self.assertRaises(UserError):
            run.with_user(self.settle).unlink()

    def test_scheme_that_ended_pays_no_more(self):
        scheme = self._scheme(1.5, self.rep)
        order = self._sold("2025-11", 1_000)
        self._run("2025-11")
        scheme.with_user(self.settle).date_to = "2025-11-30"
        self._sold("2025-12", 5_000)
        december = self._run("2025-12")
        self.assertFalse(december.line_ids, "nobody earns by a scheme that ended")
        self.assertIn("5000", december.note)
        self._sold("2026-01", -400, order=order)
        self._sold("2026-01", 700)
        january = self._run("2026-01")
        self.assertEqual(self._line(january, self.rep), (0, 0, -6, 0, 0, -6), "what he earned is taken back all the same")
        self.assertIn("700", january.note)
        self.assertEqual(self._line(self._run("2026-02"), self.rep), (0, 0, 0, -6, 0, -6))

    def test_return_is_taken_back_on_what_was_paid_then(self):
        own = self._scheme(2, self.rep)
        mine, foreign = self._sold("2025-11", 1_000), self._sold("2025-11", 9_000, self.rep2)
        self._run("2025-11")
        own.with_user(self.settle).date_to = "2025-11-30"
        whole = self._scheme(1, self.rep, scope="company", date_from="2025-12-01")
        self._sold("2025-12", -9_000, self.rep2, foreign)
        self._sold("2025-12", 100, self.rep2)
        december = self._run("2025-12")
        self.assertEqual(self._line(december, self.rep), (100, 1, 0, 0, 1, 0), "he earned nothing on the other's sale")
        self._sold("2026-01", -1_000, order=mine)
        self.assertEqual(self._line(self._run("2026-01"), self.rep), (0, 0, -20, 0, 0, -20))
        self.assertTrue(whole)

    def test_no_month_is_left_out(self):
        self._scheme(1, self.rep)
        self._run("2025-11")
        run = self.env["perf.commission.run"].with_user(self.settle).create({"period": "2026-01"})
        with self.assertRaisesRegex(UserError, "2025-12"):
            run.action_calculate()

    def test_one_calculates_at_a_time_and_the_job_goes_on(self):
        self._scheme(1, self.rep | self.rep2)
        self._sold("2025-11", 100)
        run = self.env["perf.commission.run"].with_user(self.settle).create({"period": "2025-11"})
        with patch.object(self.env.registry["perf.commission.run"], "try_lock_for_update", lambda self, **kw: self.browse()), \
                self.assertRaisesRegex(UserError, "being calculated"):
            run.action_calculate()
        with patch("odoo.addons.dealer_performance.models.perf_commission_run.BATCH", 1), patch.object(type(run), "_batch_at_once", 1), \
                patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda self, processed=0, *, remaining=None, deactivate=False: 60.0):
            run.action_calculate()
            self.assertEqual((run.state, run.done, run.total, run.progress), ("running", 1, 2, 50))
            run.action_stop()
            self.env["perf.commission.run"]._cron_calculate()
            self.assertEqual((run.state, run.done), ("stopped", 1), "the job leaves it alone")
            with self.assertRaises(AccessError):
                run.with_user(self.rep).action_stop()
            run.action_start()
        self.assertEqual((run.state, run.done, run.payable, run.progress), ("calculated", 2, 1, 100))

    def test_schemes(self):
        draft = self.env["perf.commission.scheme"].with_user(self.settle).create({
            "name": "Gap", "user_ids": [Command.set(self.rep.ids)], "line_ids": [
                Command.create({"amount_from": 0, "amount_upto": 100, "rate": 1}), Command.create({"amount_from": 101, "rate": 2})]})
        with self.assertRaisesRegex(UserError, "gap"):
            draft.with_user(self.boss).action_activate()
        with self.assertRaises(AccessError):
            draft.action_activate()
        draft.line_ids[1].amount_from = 100
        draft.with_user(self.boss).action_activate()
        for call in (lambda: draft.line_ids[0].with_user(self.settle).write({"rate": 50}), lambda: draft.with_user(self.settle).write({"mode": "whole"}),
                     lambda: draft.with_user(self.settle).unlink(), lambda: draft.line_ids.with_user(self.settle).unlink()):
            with self.assertRaises(UserError):
                call()
        self.assertEqual(draft.with_user(self.settle).copy().state, "draft", "the next one begins as a copy")
        with self.assertRaises(UserError):
            stray = self.env["perf.commission.scheme"].with_user(self.settle).create({
                "name": "Stray", "line_ids": [Command.create({"amount_from": 0, "rate": 9})]})
            stray.line_ids.scheme_id = draft
        twin = self.env["perf.commission.scheme"].with_user(self.settle).create({
            "name": "Twin", "user_ids": [Command.set(self.rep.ids)], "line_ids": [Command.create({"amount_from": 0, "rate": 1})]})
        with self.assertRaisesRegex(UserError, "in force for some"):
            twin.with_user(self.boss).action_activate()
        own = self.env["perf.commission.scheme"].with_user(self.settle).create({
            "name": "Own", "user_ids": [Command.set(self.boss.ids)], "line_ids": [Command.create({"amount_from": 0, "rate": 1})]})
        with self.assertRaises(AccessError):
            own.with_user(self.boss).action_activate()
        edited = self.env["perf.commission.scheme"].with_user(self.settle).create({
            "name": "Edited", "user_ids": [Command.set(self.settle.ids)], "line_ids": [Command.create({"amount_from": 0, "rate": 1})]})
        edited.line_ids.with_user(self.boss).rate = 2
        with self.assertRaisesRegex(AccessError, "you changed it"):
            edited.with_user(self.boss).action_activate()

    def test_kpi_sheet_takes_several_people(self):
        sheet = self._sheet(self.rep, [("task_rate", 60, 0, 55, 100, 0), ("threshold", 40, 0.4, 39, 0, 100)])
        self.assertTrue(sheet.uses_ratio)
        with self.assertRaises(AccessError):
            sheet.with_user(self.rep).action_data()
        with self.assertRaises(UserError):
            sheet.line_ids[0].with_user(self.market).write({"result": 100})
        with self.assertRaises(UserError):
            sheet.with_user(self.market).write({"coefficient": 1})
        proof = {"evidence_ids": [Command.create({"name": "early.txt", "raw": b"x"})]}
        for user in (self.rep, self.market):
            with self.subTest(user.login), self.assertRaisesRegex(UserError, "not yet agreed"):
                sheet.with_user(user).write(proof)
        sheet.with_user(self.settle).action_data()
        with self.assertRaises(AccessError):
            sheet.with_user(self.settle).action_calculate()
        with self.assertRaisesRegex(UserError, "not yet agreed"):
            sheet.with_user(self.rep).write(proof)
        sheet.with_user(self.settle2).action_calculate()
        self.assertEqual((sheet.coefficient, sheet.low_months, sheet.state), (0.33, 1, "calculated"))
        self.assertEqual((sheet.data_due, sheet.confirm_due), (fields.Date.to_date("2025-12-10"), fields.Date.to_date("2025-12-15")))
        mine = sheet.with_user(self.rep)
        with self.assertRaisesRegex(UserError, "evidence"):
            mine.action_object("The task was lower")
        mine.write({"evidence_ids": [Command.create({"name": "proof.txt", "raw": b"x"})]})
        with self.assertRaises(AccessError):
            sheet.with_user(self.rep2).action_object("x")
        mine.action_object("The task was lower")
        sheet.line_ids[0].with_user(self.market).target = 55
        sheet.with_user(self.settle2).action_calculate()
        self.assertEqual(sheet.coefficient, 0.6)
        for user in (self.settle2, self.settle, self.rep):
            with self.assertRaises(AccessError):
                sheet.with_user(user).action_confirm()
        sheet.with_user(self.channel).action_confirm()
        for evidence in (proof, {"evidence_ids": [Command.clear()]}):
            with self.assertRaisesRegex(UserError, "not yet agreed"):
                sheet.with_user(self.rep).write(evidence)
        self.assertEqual(sheet.sudo().evidence_ids.mapped("name"), ["proof.txt"], "what was objected with stays")
        self.assertEqual(sheet.state, "confirmed")
        with self.assertRaises(ValidationError):
            self.env["perf.kpi.scheme"].with_user(self.settle).create({
                "name": "90", "post": "art", "line_ids": [Command.create({"name": "x", "indicator": "task_rate", "weight": 90})]})

    def test_low_periods_follow_each_other(self):
        """R3-090: a month without a sheet ends a row of low ones."""
        low = [("task_rate", 100, 0, 10, 100, 0)]
        found = [self._confirmed(self._sheet(self.rep, low, month)).low_months for month in ("2025-08-01", "2025-09-01", "2025-11-01", "2025-12-01")]
        self.assertEqual(found, [1, 2, 1, 2])

    def test_who_entered_data_neither_calculates_nor_agrees(self):
        sheet = self._sheet(self.rep, [("task_rate", 100, 0, 50, 100, 0)])
        self.assertFalse(sheet.uses_ratio, "neither divisor nor ratio take room on the form")
        sheet.line_ids.with_user(self.settle).actual = 100
        sheet.with_user(self.market).action_data()
        with self.assertRaisesRegex(AccessError, "Another person"):
            sheet.with_user(self.settle).action_calculate()
        sheet.with_user(self.settle2).action_calculate()
        with self.assertRaisesRegex(AccessError, "Another person"):
            sheet.with_user(self.market).action_confirm()
        sheet.with_user(self.channel).action_confirm()

    def test_wrong_data_go_back(self):
        """Who agrees or calculates sends wrong data back with a reason; the person does not, and nobody makes a sheet for himself."""
        sheet = self._sheet(self.rep, [("task_rate", 100, 0, 0, 100, 0)])
        sheet.with_user(self.market).action_data()
        sheet.with_user(self.settle2).action_calculate()
        for user in (self.rep, self.clerk):
            with self.assertRaises(AccessError):
                sheet.with_user(user).action_send_back("x")
        with self.assertRaisesRegex(UserError, "reason"):
            sheet.with_user(self.channel).action_send_back(" ")
        sheet.with_user(self.channel).action_send_back("Nothing was entered")
        self.assertEqual((sheet.state, sheet.coefficient, sheet.low_months, sheet.line_ids.result), ("draft", 0, 0, 0))
        self.assertIn("Nothing was entered", sheet.message_ids[0].body)
        sheet.line_ids.with_user(self.market).actual = 90
        sheet.with_user(self.market).action_data()
        sheet.with_user(self.settle2).action_calculate()
        sheet.with_user(self.channel).action_confirm()
        self.assertEqual(sheet.coefficient, 0.9)
        with self.assertRaisesRegex(UserError, "Confirmed"):
            sheet.with_user(self.channel).action_send_back("x")
        for user in (self.market, self.settle):
            with self.assertRaises(AccessError):  # takes back what was inserted
                self.env["perf.kpi.sheet"].with_user(user).create({"user_id": user.id, "scheme_id": sheet.scheme_id.id})
        own = self.env["perf.kpi.sheet"].with_user(self.market).create({"user_id": self.settle.id, "scheme_id": sheet.scheme_id.id})
        with self.assertRaisesRegex(AccessError, "own sheet"):
            own.with_user(self.settle).unlink()

    def test_parts_of_an_agreed_target(self):
        """A part is agreed only while all the parts sum to the whole; the head of a department reads its target."""
        team = self.env["crm.team"].create({"name": "South", "company_id": self.company.id, "user_id": self.manager.id})
        year = self.env["perf.target"].with_user(self.market).create({
            "name": "2025", "level": "year", "date_from": "2025-01-01", "date_to": "2025-12-31", "amount": 100, "team_id": team.id})
        year.action_split_level()
        year.with_user(self.channel).action_agree()
        first, second = year.child_ids
        for call in (lambda: first.copy({"parent_id": year.id}), first.unlink, lambda: first.write({"parent_id": False})):
            with self.assertRaisesRegex(UserError, "split it before"), self.env.cr.savepoint():
                call()
        bare = year.copy({"name": "Bare", "date_from": "2024-01-01", "date_to": "2024-12-31"})
        bare.with_user(self.channel).action_agree()
        with self.assertRaisesRegex(UserError, "split it before"), self.env.cr.savepoint():
            bare.copy({"parent_id": bare.id})
        first.amount = 5
        for part in (first, second):
            with self.assertRaisesRegex(UserError, "must sum to it"):
                part.with_user(self.channel).action_agree()
        first.amount = 50
        first.with_user(self.channel).action_agree()
        spare = self.env["perf.target"].with_user(self.market).create({
            "name": "Spare", "level": "half", "date_from": "2025-01-01", "date_to": "2025-06-30", "amount": 7})
        for call in (lambda: second.write({"amount": 7}), lambda: second.write({"parent_id": False}), second.unlink,
                     lambda: spare.write({"parent_id": year.id}), lambda: spare.copy({"parent_id": year.id})):
            with self.assertRaisesRegex(UserError, "none is added, changed or taken out"), self.env.cr.savepoint():
                call()
        second.name = "H2"
        second.with_user(self.channel).action_agree()
        self.assertEqual(self.env["perf.target"].with_user(self.manager).search([("id", "child_of", year.id)]), year | first | second)

    def test_states_of_a_run_are_of_this_module(self):
        """What the mixin named would be translated by nobody."""
        known = self.env["ir.model.data"].search([
            ("module", "=", "dealer_performance"), ("model", "=", "ir.model.fields.selection"), ("name", "=like", "selection__perf_commission_run__state__%")])
        self.assertGreaterEqual({name.split("__")[-1] for name in known.mapped("name")}, {"draft", "running", "stopped", "calculated", "approved", "paid"})

    def test_indicators_come_from_the_scheme(self):
        sheet = self._sheet(self.rep, [("task_rate", 60, 0, 1, 100, 0), ("threshold", 40, 0.4, 0, 0, 100)])
        values = {"name": "x", "indicator": "task_rate", "weight": 100}
        for call in (sheet.line_ids.with_user(self.settle).unlink, lambda: sheet.with_user(self.market).write({"line_ids": [Command.create(values)]}),
                     lambda: self.env["perf.kpi.sheet"].with_user(self.market).create({
                         "user_id": self.rep2.id, "scheme_id": sheet.scheme_id.id, "line_ids": [Command.create(values)]})):
            with self.assertRaisesRegex(UserError, "from its scheme"):
                call()
        mine = sheet.with_user(self.rep)
        for values in ({"scheme_id": sheet.scheme_id.id}, {"user_id": self.rep2.id}, {"date_from": "2025-10-01"}, {"is_leaver": True}):
            for reader in (mine, sheet.with_user(self.auditor)):
                with self.assertRaises(AccessError):
                    reader.write(values)
        scheme = sheet.scheme_id.with_user(self.settle)
        other = scheme.copy({"name": "Other"})
        other.write({"line_ids": [Command.update(other.line_ids[0].id, {"weight": 50}), Command.update(other.line_ids[1].id, {"weight": 50})]})
        other.with_user(self.boss).action_activate()
        sheet.with_user(self.market).scheme_id = other.id
        self.assertEqual(sheet.line_ids.mapped("weight"), [50, 50], "another scheme brings its own indicators")
        other.sudo().line_ids[0].weight = 10
        with self.assertRaises(ValidationError):
            self.env["perf.kpi.sheet"].with_user(self.market).create({"user_id": self.clerk.id, "scheme_id": other.id})

    @mute_logger("odoo.sql_db")
    def test_targets(self):
        targets = self.env["perf.target"].with_user(self.market)
        year = targets.create({"name": "2025", "date_from": "2025-01-01", "date_to": "2025-12-31", "amount": 1_000})
        year.action_split_months()
        self.assertEqual((len(year.child_ids), round(sum(year.child_ids.mapped("amount")), 2), year.difference), (12, 1_000, 0))
        self._sold("2025-11", 400)
        self.assertEqual((year.credited, year.completion), (400, 40))
        year.child_ids[0].amount -= 1
        self.assertEqual(year.difference, 1)
        with self.assertRaises(UserError):
            year.action_agree()
        with self.assertRaisesRegex(UserError, "differ"):
            year.with_user(self.channel).action_agree()
        year.child_ids[0].amount += 1
        changed = targets.with_user(self.channel).create({"name": "2024", "date_from": "2024-01-01", "date_to": "2024-12-31", "amount": 1})
        changed.with_user(self.market).amount = 2
        with self.assertRaisesRegex(AccessError, "you changed it"):
            changed.with_user(self.market).action_agree()
        year.with_user(self.channel).action_agree()
        with self.assertRaises(UserError):
            year.amount = 1
        with self.assertRaises(ValidationError):
            targets.create({"name": "x", "parent_id": year.id, "date_from": "2026-01-01", "date_to": "2026-01-31", "amount": 1})
        with self.assertRaises(AccessError):
            self.env["perf.target"].with_user(self.rep).create({"name": "x", "date_from": "2025-01-01", "date_to": "2025-01-31", "amount": 1})
        self.assertFalse(self.env["perf.target"].with_user(self.rep).search([("id", "=", year.id)]))

    def test_other_company(self):
        other = self.env["res.company"].create({"name": "HQ Beta"})
        self.settle.write({"company_ids": [Command.link(other.id)]})
        self._scheme(1, self.rep)
        run = self._run("2025-11")
        self._confirmed(self._sheet(self.rep2, [("task_rate", 100, 0, 50, 100, 0)]))
        for model in ("perf.commission.run", "perf.commission.line", "perf.commission.scheme", "perf.kpi.sheet"):
            found = self.env[model].with_user(self.settle).with_context(allowed_company_ids=other.ids).search([])
            self.assertFalse(found & self.env[model].search([("company_id", "=", self.company.id)]), model)
        self.assertTrue(run)
        foreign = self.env["perf.target"].create({
            "name": "2025", "company_id": other.id, "date_from": "2025-01-01", "date_to": "2025-12-31", "amount": 1})
        with self.assertRaisesRegex(UserError, "another company"):
            foreign.copy({"company_id": self.company.id, "parent_id": foreign.id})
