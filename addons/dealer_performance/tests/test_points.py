"""Resource points and rewards by rule tables; targets of four levels, of departments, online and in stores; deadlines of KPI sheets."""
from datetime import date, timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.dealer_base.tests.people import new_test_user

from .performance_common import PerformanceCommon

TODAY = "odoo.addons.dealer_base.models.res_company.ResCompany._dealer_today"


@tagged("post_install", "-at_install")
class TestPoints(PerformanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ops = new_test_user(cls.env, "perf_ops", groups="dealer_base.group_ops")

    def _rule(self, steps, **values):
        name = "amount" if values.get("kind") == "reward" else "points"
        rule = self.env["perf.rule"].with_user(self.ops).create({
            "name": "Table", "level": "month", "date_from": "2025-01-01",
            "line_ids": [Command.create({"completion_from": start, name: value}) for start, value in steps], **values})
        rule.with_user(self.market).action_activate()
        return rule

    def _target(self, amount, **values):
        target = self.env["perf.target"].with_user(self.ops).create({
            "name": "November", "level": "month", "date_from": "2025-11-01", "date_to": "2025-11-30", "amount": amount, **values})
        target.with_user(self.channel).action_agree()
        return target

    def test_points_by_rule_table(self):
        """80 % of 1,000.00 reached: 60 points; an excluded order does not count for points, but for the target it does."""
        rule = self._rule([(80, 60), (100, 100)])
        target = self._target(1_000, store_id=self.store.id)
        self._sold("2025-11", 800)
        order = self._sold("2025-11", 500)
        order.sudo().is_dealer_order = True
        self.assertTrue(order.with_user(self.ops).action_exclude_points())
        order.with_user(self.ops).action_exclude_points()
        self.assertTrue(order.sudo().is_point_excluded, "asked twice, still left out")
        self.assertEqual(len(order.sudo().message_ids.filtered(lambda one: "Does not count" in (one.body or ""))), 1)
        self.assertEqual((target.credited, target.completion), (1_300, 130))
        action = target.with_user(self.ops).action_give_points()
        entry = self.env["perf.entry"].search(action["domain"])
        self.assertEqual((entry.partner_id, entry.counted, entry.completion, entry.points, entry.state), (self.store, 800, 80, 60, "draft"))
        with self.assertRaisesRegex(UserError, "Nothing to give"):
            target.with_user(self.ops).action_give_points()
        with self.assertRaisesRegex(UserError, "not changed by hand"):
            entry.with_user(self.ops).points = 1_000
        with self.assertRaisesRegex(UserError, "not changed by hand"):
            entry.with_user(self.ops).company_id = self.env["res.company"].create({"name": "HQ Delta"})
        for user in (self.ops, self.boss, self.rep):
            with self.assertRaises(AccessError):
                entry.with_user(user).action_approve()
        entry.with_user(self.market).action_approve()
        with self.assertRaises(UserError):
            entry.with_user(self.market).date = "2025-12-01"
        with self.assertRaises(UserError):
            entry.with_user(self.market).unlink()
        balance = self.env["perf.entry"].with_user(self.ops)._read_group(
            [("kind", "=", "points"), ("state", "=", "approved"), ("partner_id", "=", self.store.id)], ["partner_id"], ["points:sum"])
        self.assertEqual(balance, [(self.store, 60)])
        for call in (lambda: rule.with_user(self.ops).write({"name": "x"}), lambda: rule.line_ids[0].with_user(self.ops).write({"points": 900}),
                     lambda: rule.line_ids.with_user(self.ops).unlink(), lambda: rule.with_user(self.ops).unlink()):
            with self.assertRaises(UserError):
                call()
        draft = self.env["perf.rule"].with_user(self.ops).create({"name": "Draft", "line_ids": [Command.create({"completion_from": 50, "points": 9_999})]})
        with self.assertRaisesRegex(UserError, "in force stays"):
            draft.line_ids.rule_id = rule
        for day in ("2024-12-31", "2025-01-01"):
            with self.assertRaisesRegex(UserError, "begins on a later day"):
                self._rule([(50, 1)], date_from=day)
        self.assertTrue(self._rule([(50, 1)], date_from="2025-01-02"))
        with mute_logger("odoo.addons.dealer_prepaid.models.dealer_refusal_log"), self.assertRaises(AccessError):
            order.with_user(self.rep).action_exclude_points()
        order.with_user(self.ops).action_include_points()
        self.assertEqual(target._counted(), {target: 1_300}, "counted again")

    def test_rewards_and_penalties_of_people(self):
        self._rule([(0, -100), (60, 0), (100, 500)], kind="reward")
        for user, sold, want in ((self.rep, 1_000, 500), (self.rep2, 100, -100)):
            target = self._target(1_000, user_id=user.id)
            self._sold("2025-11", sold, user)
            entry = self.env["perf.entry"].search(target.with_user(self.ops).action_give_points()["domain"])
            self.assertEqual((entry.kind, entry.user_id, entry.amount), ("reward", user, want))
            with self.assertRaises(AccessError):
                entry.with_user(self.market).action_approve()
            entry.with_user(self.boss).action_approve()
            self.assertEqual(self.env["perf.entry"].with_user(user).search([]), entry, "each reads the own one")

    def test_rewards_count_what_points_leave_out(self):
        """R1-247: an order that does not count for points was sold all the same; a month below nought takes the step of nothing sold."""
        self._rule([(0, -100), (60, 0), (100, 500)], kind="reward")
        self._rule([(0, -5), (100, 50)])
        target = self._target(1_000, user_id=self.rep.id, store_id=self.store.id)
        self._sold("2025-11", 400)
        self._sold("2025-11", 600).sudo().is_point_excluded = True
        entries = self.env["perf.entry"].search(target.with_user(self.ops).action_give_points()["domain"])
        self.assertEqual({one.kind: (one.counted, one.completion, one.amount or one.points) for one in entries}, {
            "reward": (1_000, 100, 500), "points": (400, 40, -5)})
        low = self._target(1_000, user_id=self.rep2.id)
        self._sold("2025-11", -300, self.rep2)
        entry = self.env["perf.entry"].search(low.with_user(self.ops).action_give_points()["domain"])
        self.assertEqual((entry.kind, entry.completion, entry.amount), ("reward", -30, -100))

    def test_entries_by_hand(self):
        entries = self.env["perf.entry"].with_user(self.ops)
        with self.assertRaisesRegex(UserError, "reason"):
            entries.create({"partner_id": self.store.id, "points": 5})
        entry = entries.create({"partner_id": self.store.id, "points": 5, "reason": "helped at the fair"})
        for reason in (False, "", "  "):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, "needs its reason"):
                entry.with_user(self.market).reason = reason
        self.assertEqual(entry.reason, "helped at the fair")
        entry.with_user(self.market).points = 6
        with self.assertRaisesRegex(AccessError, "you changed it"):
            entry.with_user(self.market).action_approve()
        entry.sudo().editor_ids = False
        entry.with_user(self.market).action_refuse()
        self.assertEqual(entry.state, "refused")
        with self.assertRaises(AccessError):
            entries.with_user(self.rep).create({"user_id": self.rep.id, "kind": "reward", "amount": 5_000, "reason": "x"})
        with self.assertRaises(AccessError):
            entries.create({"partner_id": self.store.id, "points": 5, "reason": "x", "state": "approved"})
        for values in ({"kind": "points", "partner_id": self.store.id, "points": 5, "amount": 5_000}, {"kind": "reward", "user_id": self.rep.id, "points": 5}):
            with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
                entries.create({"reason": "x", **values})
        twin = self.env["perf.rule"].with_user(self.ops).create({
            "name": "Twin", "line_ids": [Command.create({"completion_from": 80, "points": 1}), Command.create({"completion_from": 80, "points": 2})]})
        with self.assertRaisesRegex(UserError, "different completions"):
            twin.with_user(self.market).action_activate()
        other = self.env["res.company"].create({"name": "Other points"})
        self.ops.write({"company_ids": [Command.link(other.id)]})
        for model in ("perf.entry", "perf.rule"):
            self.assertFalse(self.env[model].with_user(self.ops).with_context(allowed_company_ids=other.ids).search([]), model)

    def test_targets_of_four_levels(self):
        """Company year -> halves -> quarters of a department -> months of its people; all of them sum to the fen."""
        team = self.env["crm.team"].create({"name": "South", "company_id": self.company.id, "member_ids": [Command.set((self.rep | self.rep2).ids)]})
        year = self.env["perf.target"].with_user(self.ops).create({
            "name": "2025", "level": "year", "date_from": "2025-01-01", "date_to": "2025-12-31", "amount": 1_000.01})
        year.action_split_level()
        halves = year.child_ids
        self.assertEqual([(one.level, str(one.date_from), str(one.date_to)) for one in halves], [
            ("half", "2025-01-01", "2025-06-30"), ("half", "2025-07-01", "2025-12-31")])
        halves[1].action_split_level()
        quarter = halves[1].child_ids[1]
        quarter.team_id = team
        quarter.action_split_level()
        month = quarter.child_ids[1]
        self.assertEqual((month.level, str(month.date_from), month.team_id), ("month", "2025-11-01", team))
        month.action_split_people()
        self.assertEqual(set(month.child_ids.mapped("user_id").ids), {self.rep.id, self.rep2.id})
        whole = year | halves | halves[1].child_ids | quarter.child_ids
        self.assertEqual([one for one in whole if one.difference], [])
        halves[0].team_id = team
        halves[0].action_split_months()
        self.assertEqual((len(halves[0].child_ids), halves[0].child_ids.team_id), (6, team), "months of a department are its own, too")
        self.assertEqual([one.name for one in (halves[1], quarter, month)], ["2025 H2", "2025 Q4", "2025 2025-11"])
        with self.assertRaisesRegex(UserError, "no level below"):
            month.child_ids[0].action_split_level()
        self._sold("2025-11", 300)
        self._sold("2025-11", 50, self.clerk)
        self.env.cr.execute("UPDATE dealer_attribution SET kind = 'courier' WHERE amount = 300")
        self.env.invalidate_all()
        self.assertEqual((month.credited, year.credited), (300, 350), "the department's people only")
        self.assertEqual((year.credited_online, year.credited_offline), (300, 50))
        self.env["crm.team.member"].search([("user_id", "=", self.rep.id)]).action_archive()
        north = self.env["crm.team"].create({"name": "North", "company_id": self.company.id, "member_ids": [Command.set(self.rep.ids)]})
        self._sold("2025-11", 7)
        there = month.copy({"name": "North", "team_id": north.id, "parent_id": False, "amount": 1})
        self.env.invalidate_all()
        self.assertEqual((self.rep.sale_team_id, month.credited, there.credited), (north, 300, 7), "who moves leaves what was credited behind")
        self.env.cr.execute("DELETE FROM dealer_attribution WHERE amount = 7")
        self.env.invalidate_all()
        every = self.env["perf.target"].search([("id", "child_of", year.id)])
        every.mapped("amount")
        self.env.flush_all()
        with self.assertQueryCount(6):  # one sums all of them, the others read what a target is
            credited = dict(zip(every, every.mapped("credited"), strict=True))
        self.assertGreater(len(every), 10)
        self.assertEqual({credited[one] for one in (year, halves[1])}, {350})
        self.assertEqual((credited[month], sum(credited[part] for part in month.child_ids)), (300, 300))

    def test_deadlines(self):
        """Sheets are made, late ones are reminded of once, and objections end; never before there were five days for them."""
        scheme = self.env["perf.kpi.scheme"].with_user(self.settle).create({
            "name": "Reps", "post": "sales", "user_ids": [Command.set(self.rep.ids)],
            "line_ids": [Command.create({"name": "Task", "indicator": "task_rate", "weight": 100})]})
        sheets = self.env["perf.kpi.sheet"]
        self.env["res.lang"]._activate_lang("zh_CN")
        self.market.lang = "zh_CN"
        wrong = scheme.copy({"name": "Wrong", "user_ids": [Command.set(self.rep2.ids)]})
        (scheme | wrong).with_user(self.boss).action_activate()
        wrong.sudo().line_ids.weight = 90
        with patch(TODAY, lambda self, now=None: date(2025, 11, 1)), mute_logger("odoo.addons.dealer_performance.models.perf_kpi_deadline"):
            sheets._cron_deadlines()
            sheets._cron_deadlines()
        self.assertFalse(sheets.search([("scheme_id", "=", wrong.id)]))
        wrong.user_ids = False
        sheet = sheets.search([("scheme_id", "=", scheme.id)])
        self.assertEqual((sheet.user_id, str(sheet.date_from), str(sheet.date_to)), (self.rep, "2025-11-01", "2025-11-30"))
        with patch(TODAY, lambda self, now=None: date(2025, 12, 11)):
            sheets._cron_deadlines()
            sheets._cron_deadlines()
        self.assertEqual(sheet.reminded, "data")
        asked = sheet.activity_ids
        self.assertTrue(asked and self.rep not in asked.user_id, "people are reminded, once, and not the assessed one")
        for activity in asked.filtered(lambda one: one.user_id.lang == "zh_CN"):
            self.assertRegex(str(activity.note or activity.summary), "[\u4e00-\u9fff]", "in the language of who is asked")
        sheet.line_ids.with_user(self.market).write({"actual": 50, "target": 100, "reason": "counted by hand"})
        sheet.with_user(self.market).action_data()
        with patch(TODAY, lambda self, now=None: date(2025, 12, 14)):
            sheet.with_user(self.settle).action_calculate()
        for day, closed in ((16, False), (19, False), (20, True)):
            with patch(TODAY, lambda self, now=None, day=day: date(2025, 12, day)):
                sheets._cron_deadlines()
            self.assertEqual(sheet.is_closed, closed, day)
        self.assertEqual(sheet.reminded, "confirm")
        mine = sheet.with_user(self.rep)
        mine.write({"evidence_ids": [Command.create({"name": "proof.txt", "raw": b"x"})]})
        with self.assertRaisesRegex(UserError, "closed for objections"):
            mine.action_object("too late")
        sheet.with_user(self.channel).action_confirm()
        self.assertEqual((sheet.state, sheet.calculated_on), ("confirmed", date(2025, 12, 14)))
        self.assertLess(timedelta(0), sheet.confirm_due - sheet.data_due)

    def test_kpi_scheme_takes_two_people(self):
        """Who wrote a scheme does not put it in force; nobody is assessed by a draft; in force it stays."""
        values = {"name": "x", "indicator": "task_rate"}
        scheme = self.env["perf.kpi.scheme"].with_user(self.settle).create({
            "name": "Reps", "post": "sales", "user_ids": [Command.set(self.rep.ids)], "line_ids": [Command.create({**values, "weight": 100})]})
        sheets = self.env["perf.kpi.sheet"].with_user(self.market)
        with self.assertRaisesRegex(UserError, "is a draft"), self.env.cr.savepoint():
            sheets.create({"user_id": self.rep.id, "scheme_id": scheme.id})
        for user in (self.settle, self.rep, self.auditor):
            with self.assertRaises(AccessError):
                scheme.with_user(user).action_activate()
        scheme.line_ids.with_user(self.boss).target_ratio = 1
        with self.assertRaisesRegex(AccessError, "you changed it"):
            scheme.with_user(self.boss).action_activate()
        scheme.sudo().user_ids |= self.market
        with self.assertRaisesRegex(AccessError, "assessed by it"):
            scheme.with_user(self.market).action_activate()
        scheme.sudo().write({"user_ids": [Command.unlink(self.market.id)]})
        scheme.with_user(self.market).action_activate()
        other = scheme.copy({"name": "Other"})
        self.assertEqual((scheme.state, other.state), ("active", "draft"))
        for call in (lambda: scheme.with_user(self.boss).write({"post": "art"}), lambda: scheme.line_ids.with_user(self.settle).write({"weight": 50}),
                     lambda: scheme.line_ids.with_user(self.settle).unlink(), lambda: other.line_ids.with_user(self.settle).write({"scheme_id": scheme.id}),
                     lambda: self.env["perf.kpi.scheme.line"].with_user(self.settle).create({**values, "weight": 1, "scheme_id": scheme.id})):
            with self.assertRaisesRegex(UserError, "in force stays"), self.env.cr.savepoint():
                call()
        with self.assertRaises(AccessError):
            other.with_user(self.settle).state = "active"
        scheme.with_user(self.settle).write({"user_ids": [Command.link(self.rep2.id)], "active": False})
        self.assertFalse(scheme.active, "an old one is put away")

    def test_kpi_figures_beside_those_of_the_system(self):
        """What was entered otherwise than credited or agreed needs its reason; the figures of the day of the calculation stay."""
        scheme = self.env["perf.kpi.scheme"].with_user(self.settle).create({
            "name": "Reps", "post": "sales", "line_ids": [Command.create({"name": "Task", "indicator": "task_rate", "weight": 100})]})
        scheme.with_user(self.boss).action_activate()
        self._sold("2025-11", 900)
        target = self.env["perf.target"].with_user(self.market).create({
            "name": "Rep", "level": "month", "date_from": "2025-11-01", "date_to": "2025-11-30", "amount": 1_000, "user_id": self.rep.id})
        target.with_user(self.channel).action_agree()
        sheet = self.env["perf.kpi.sheet"].with_user(self.market).create({
            "user_id": self.rep.id, "scheme_id": scheme.id, "date_from": "2025-11-01", "date_to": "2025-11-30"})
        line = sheet.line_ids
        self.assertEqual((line.system_actual, line.system_target, line.is_different), (900, 1_000, True))
        for actual, wanted in ((950, 1_000), (900, 500)):
            line.write({"actual": actual, "target": wanted})
            with self.assertRaisesRegex(UserError, "knows 900.00 of 1000.00"), self.env.cr.savepoint():
                sheet.action_data()
        line.write({"actual": 900, "target": 1_000})
        self.assertFalse(line.is_different)
        sheet.action_data()
        self._sold("2025-11", 50)  # credited afterwards
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "knows 950.00"), self.env.cr.savepoint():
            sheet.with_user(self.settle).action_calculate()
        sheet.with_user(self.channel).action_send_back("Fifty more")
        line.write({"actual": 900, "reason": "Fifty came late"})
        sheet.action_data()
        sheet.with_user(self.settle).action_calculate()
        self._sold("2025-11", 70)
        self.env.invalidate_all()
        self.assertEqual((sheet.coefficient, line.system_actual, line.is_different), (0.9, 950, True))
        with self.assertRaises(UserError):
            line.with_user(self.market).write({"kept_actual": 900})
        script = self._script("19.0.1.2.0/post-kpi.py")
        line.sudo().kept_actual = 0
        scheme.sudo().state = "draft"
        self.env.flush_all()
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.env.invalidate_all()
        self.assertEqual((line.kept_actual, line.kept_target, scheme.state), (1_020, 1_000, "active"))

    def test_margin_of_the_sales_reports(self):
        """R3-078, R3-082: who sees costs sees the margin of the reports beside the one entered; another one is not calculated without its reason."""
        sheet = self._sheet(self.rep2, [("threshold", 60, 0.4, 43, 0, 100), ("profit", 40, 2, 43, 0, 20)])
        sheet.scheme_id.sudo().post = "service"
        sheet.line_ids.reason = False
        sheet.with_user(self.market).action_data()
        with patch.object(self.env.registry["perf.kpi.sheet"], "_system_margin", lambda self: (36.0, 100.0)):
            own = sheet.with_user(self.settle)
            self.assertEqual(own.line_ids.mapped("margin_known"), ["≠ 36.00 / 100.00"] * 2)
            with self.assertRaisesRegex(UserError, "43.00 on 100.00 was entered, the sales reports have 36.00 on 100.00"), self.env.cr.savepoint():
                own.action_calculate()
            own.action_send_back("36 of 100")
            sheet.line_ids[0].with_user(self.market).actual = 36
            sheet.line_ids[1].with_user(self.market).reason = "With the sales before the system"
            sheet.with_user(self.market).action_data()
            own.action_calculate()
        self.env.invalidate_all()
        self.assertEqual(own.line_ids.mapped("margin_known"), ["36.00 / 100.00", "≠ 36.00 / 100.00"], "as it was then, whatever is sold or comes back later")
        self.assertEqual(sheet.line_ids[0].result, 0, "36 % is below 40 %")
        with self.assertRaises(AccessError):
            sheet.line_ids.with_user(self.rep2).mapped("margin_known")
        with self.assertRaises(UserError):
            sheet.line_ids.with_user(self.market).write({"kept_margin": 43})

    def test_kpi_figures_of_posts(self):
        """A manager's are those of the department that he leads, those of operations all; of service the system knows none."""
        self.env["crm.team"].create({"name": "South", "company_id": self.company.id, "user_id": self.manager.id, "member_ids": [Command.set(self.rep.ids)]})
        self._sold("2025-11", 300)
        self._sold("2025-11", 40, self.rep2)
        everything = self.env["dealer.attribution"].search([
            ("company_id", "=", self.company.id), ("role", "=", "store"), ("period", "=", "2025-11")])
        found = {}
        for post, user in (("manager", self.manager), ("operations", self.clerk), ("service", self.rep2)):
            sheet = self._sheet(user, [("task_rate", 100, 0, 1, 1, 0)])
            sheet.scheme_id.sudo().post = post
            self.env.invalidate_all()
            found[post] = sheet.line_ids.system_actual, sheet.line_ids.is_different
        self.assertEqual(found, {"manager": (300, True), "operations": (sum(everything.mapped("amount")), True), "service": (0, False)})
