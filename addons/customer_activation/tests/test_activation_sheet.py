"""J20's second half: sheets with reasons, the weekly lock, drawn call-backs, trust, contradictions."""
from ast import literal_eval
from datetime import datetime, timedelta
from unittest.mock import patch

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .activation_common import ActivationCommon


@tagged("post_install", "-at_install")
class TestActivationSheet(ActivationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stores = cls.env["res.partner"].create([{
            "name": f"Shop {n}", "is_company": True, "dealer_level": "store", "parent_id": cls.dealer.id, "user_id": (cls.rep if n < 3 else cls.rep2).id,
        } for n in range(10)])
        cls.records = cls.env["activation.record"].create([{"partner_id": store.id, "user_id": store.user_id.id} for store in cls.stores])
        cls.records._note(invited_at=fields.Datetime.now())
        cls.reasons = {reason.code: reason for reason in cls.env["activation.reason"].search([])}

    def _write(self, record, code, **values):
        sheets = self.env["activation.sheet"].with_user(record.user_id)
        return sheets._add(record.with_user(record.user_id), {"reason_id": self.reasons[code].id, "contacted_on": self.env.company._dealer_today(), **values})

    def _fill(self):
        codes = ["not_used_to"] * 4 + ["no_time"] * 3 + ["cannot_use"] * 2 + ["aged"]
        lines = [self._write(record, code) for record, code in zip(self.records, codes, strict=True)]
        return self.env["activation.sheet.line"].union(*lines)

    def _next_monday(self):
        week = self.env["activation.sheet"].search([], limit=1).week
        return fields.Datetime.to_datetime(week) + timedelta(days=6, hours=17)  # Monday 01:00 in Shanghai

    def _lock(self):
        with freeze_time(self._next_monday()):
            self.patch(type(self.env["res.company"]), "_dealer_today", lambda _self, now=None: self._next_monday().date() + timedelta(days=1))
            self.env["activation.sheet"]._cron_week()

    def test_home_of_a_salesperson(self):
        """After login stands the sheet of the week, made the first time and the same one afterwards."""
        home = self.rep._dealer_home_action()
        self.assertEqual(home.id, self.env.ref("customer_activation.activation_sheet_action_mine").id)
        server = self.env["ir.actions.server"].with_user(self.rep).browse(home.id)
        first, again = server.run(), server.run()
        sheet = self.env["activation.sheet"].with_user(self.rep).browse(first["res_id"])
        self.assertEqual((sheet.user_id, sheet.state, again["res_id"]), (self.rep, "open", sheet.id))
        menus = self.env["ir.ui.menu"].with_user(self.rep).search([])
        self.assertIn(f"ir.actions.act_window,{first['id']}", [f"{menu.action._name},{menu.action.id}" for menu in menus if menu.action], "with its menu bar")

    def test_week(self):
        lines = self._fill()
        sheets = lines.sheet_id
        self.assertEqual(len(sheets), 2)
        first = sheets.filtered(lambda one: one.user_id == self.rep)
        self.assertEqual(first.portrait, "Not used to it 100.00%")
        self.assertEqual(sorted(lines[0].suggested_ids.mapped("kind")), ["coupon", "coupon"], "not used to it: coupons")
        other = sheets - first
        self.reasons["aged"].weight = 4
        self.assertEqual((lines[-1].weight, "40.00%" in other.portrait), (4, True), "while it is written it follows")
        idle = self._user("act_idle", "group_sales_rep")
        self._record(self.store2, idle)
        self.env.cr.execute("UPDATE activation_record SET create_date = create_date - interval '14 days'")
        self.env.invalidate_all()

        self._lock()

        self.assertEqual(sheets.mapped("state"), ["locked"] * 2)
        told = other.portrait
        self.reasons["aged"].weight = 100
        self.reasons["no_time"].weight = 0
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((lines[-1].weight, other.portrait), (4, told), "frozen with the sheet")
        self.assertEqual((first.registered, first.activated, first.activation_rate, first.line_count), (3, 0, 0.0, 3))
        audits = self.env["activation.audit"].search([("line_id", "in", lines.ids)])
        self.assertEqual(sorted(len(audits.filtered(lambda one, user=user: one.user_id == user)) for user in (self.rep, self.rep2)), [1, 1])
        missing = self.env["activation.sheet"].search([("is_missing", "=", True), ("user_id", "=", idle.id)])
        self.assertEqual((len(missing), missing.week), (1, first.week))
        missing.with_user(self.ops).action_remind()
        self._lock()
        self.assertEqual(self.env["activation.audit"].search_count([("line_id", "in", lines.ids)]), 2, "a week is locked once")
        for call in (lambda: lines[0].with_user(self.rep).write({"note": "x"}), lambda: lines[0].with_user(self.rep).unlink(),
                     lambda: self.env["activation.sheet.line"].with_user(self.rep).create({"sheet_id": first.id, "record_id": self.records[0].id}),
                     lambda: first.with_user(self.rep).write({"state": "open"})):
            with self.assertRaises(UserError):
                call()

    def test_call_back(self):
        lines = self._fill()
        self._lock()
        audit = self.env["activation.audit"].search([("line_id", "in", lines.ids), ("user_id", "=", self.rep.id)])
        self.team.user_id = self.aftersale
        for user in (self.rep, self.boss, self.presale, self.auditor, self.aftersale):
            with self.assertRaises(AccessError):
                audit.with_user(user).action_done()
            with self.assertRaises(AccessError):
                self.env["activation.audit"].with_user(user).create({"line_id": lines[0].id})
        self.team.user_id = self.boss
        own = audit.with_user(self.aftersale)
        with self.assertRaisesRegex(UserError, "no phone for call-backs"):
            own.action_done()
        audit.record_id.with_user(self.ops).call_phone = "13800000066"
        with self.assertRaisesRegex(UserError, "answer first: "):
            own.action_done()
        with self.assertRaises(ValidationError):
            own.speech = 11
        with self.assertRaises(AccessError):
            own.score = 100
        own.write({"visited": "no", "same_reason": "yes", "speech": 9, "knowledge": 9, "attitude": 9})
        own.action_done()
        self.assertEqual((audit.score, audit.auditor_id), (0, self.aftersale))
        self.assertEqual(audit.record_id.activity_ids.user_id, self.boss, "a task for the manager")
        with self.assertRaises(UserError):
            own.visited = "yes"
        trust = self.env["activation.trust"].search([("user_id", "=", self.rep.id)])
        self.assertEqual((trust.score, trust.audit_count, trust.denied_count), (0, 1, 1))
        self.assertFalse(self.env["activation.audit"].with_user(self.ops).search([("id", "=", audit.id)]).create_uid == self.ops)
        with self.assertRaises(AccessError):
            trust.with_user(self.rep).read(["score"])

    def test_call_back_of_an_activation(self):
        """Who logged in for the first time this week is called back, too: whether it was his own login; of each salesperson one at least, once."""
        week = self.env["activation.sheet"].with_user(self.rep)._current().week
        begin = self.env.company._dealer_utc(week)
        for record, hours in ((self.records[0], 1), (self.records[1], 24 * 7 - 1), (self.records[2], -1), (self.records[3], 24 * 7)):
            record._note(first_login_at=begin + timedelta(hours=hours), account_state="enabled")
        self._lock()
        audits = self.env["activation.audit"].search([("record_id", "in", self.records.ids)])
        self.assertEqual((len(audits), audits.kind, audits.user_id, audits.week), (1, "login", self.rep, week))
        self.assertIn(audits.record_id, self.records[:2], "of this week")
        for name, value in (("record_id", self.records[2].id), ("kind", "line"), ("user_id", self.rep2.id)):
            with self.assertRaises(AccessError):
                audits.with_user(self.aftersale)[name] = value
        self.assertEqual(audits.sheet_id._draw() or len(audits.search([("record_id", "in", self.records[:2].ids)])), 2, "the other one, never the same again")
        own = audits.with_user(self.aftersale)
        own.record_id.sudo().call_phone = "13800000066"
        own.visited = "no"
        own.action_done()
        self.assertEqual((own.score, audits.record_id.activity_ids.summary), (0, "The customer denies the login"))
        trust = self.env["activation.trust"].search([("user_id", "=", self.rep.id)])
        self.assertEqual((trust.score, trust.audit_count, trust.denied_count), (0, 1, 1))

    def test_saved_filters_of_visits(self):
        """R1-228: whom to visit: not reached, resisting, asked for help; who came online meanwhile only while a visit for which he asked is planned."""
        arch = etree.fromstring(self.env["activation.record"].get_view(view_type="search")["arch"])
        kinds = ("unreachable", "resistant", "asked", "asked", "asked", "care", "unreachable")
        for record, kind in zip(self.records, kinds, strict=False):
            self.env["activation.visit"].create({"record_id": record.id, "user_id": record.user_id.id, "kind": kind})
        self.records[3].visit_ids.state = "done"
        (self.records[4] | self.records[6]).account_state = "enabled"
        done = self.env["activation.visit"].create({"record_id": self.records[7].id, "user_id": self.rep2.id, "kind": "asked", "state": "done"})
        done.record_id.account_state = "enabled"
        for name, want in (("unreachable", self.records[0]), ("resistant", self.records[1]), ("asked", self.records[2:5])):
            domain = literal_eval(arch.find(f".//filter[@name='{name}']").get("domain"))
            with self.subTest(name):
                self.assertEqual(self.env["activation.record"].search([("id", "in", self.records.ids), *domain], order="id"), want)
        visits = etree.fromstring(self.env["activation.visit"].get_view(view_type="search")["arch"])
        for name, states in (("done", {"done"}), ("planned", {"draft"})):
            found = self.env["activation.visit"].search(literal_eval(visits.find(f".//filter[@name='{name}']").get("domain")))
            self.assertEqual(set(found.mapped("state")), states)
        pivot = etree.fromstring(self.env["activation.visit"].get_view(view_type="pivot")["arch"])
        self.assertEqual(pivot.find(".//field[@type='col']").get("name"), "state", "R1-137: visits that are planned are counted apart")
        for name in ("unreachable", "resistant", "asked"):
            found = self.env["activation.visit"].search(literal_eval(visits.find(f".//filter[@name='{name}']").get("domain")))
            self.assertEqual(set(found.mapped("kind")), {name})

    def test_week_that_is_over_takes_no_line(self):
        """Between midnight of Monday and the nightly lock nobody writes into the week that is over."""
        line = self._write(self.records[0], "no_time")
        sheet, own = line.sheet_id, line.with_user(self.rep)
        for days in (6, 7):
            with patch.object(type(self.env.company), "_dealer_today", lambda _company, now=None, days=days: sheet.week + timedelta(days=days)):
                if days == 6:
                    own.note = "Sunday"
                    continue
                for call in (lambda: own.write({"note": "Monday"}), own.unlink, lambda: own.create({
                        "sheet_id": sheet.id, "record_id": self.records[1].id, "reason_id": self.reasons["no_time"].id})):
                    with self.assertRaisesRegex(UserError, "The week of the sheet .* is over"):
                        call()
        self.assertEqual((sheet.state, line.note, sheet.line_ids), ("open", "Sunday", line))

    def test_contradiction_is_shown(self):
        record = self.records[0]
        line = self._write(record, "cannot_use")
        record._note(first_login_at=fields.Datetime.now() - timedelta(days=3), account_state="enabled")
        self._write(self.records[1], "cannot_use", contacted_on=self.env.company._dealer_today() + timedelta(days=9))
        self._lock()
        self.assertEqual(line.codes, "active_before")
        self.assertIn("logged in before", line.contradiction)
        self.assertFalse(line.audit_ids, "only lines of customers that are not activated are drawn")
        trust = self.env["activation.trust"].search([("user_id", "=", self.rep.id)])
        self.assertEqual((trust.contradiction_count, trust.score), (2, 90))

    def test_days_are_those_of_the_company(self):
        """A line of Tuesday 01:00 in Shanghai is one of Monday morning in Los Angeles, the day of the login."""
        record = self.records[0]
        line = self._write(record, "cannot_use", contacted_on=False).sudo()
        record.first_login_at = datetime(2026, 11, 2, 10)
        line.flush_recordset()
        self.env.cr.execute("UPDATE activation_sheet_line SET create_date = '2026-11-02 17:00' WHERE id = %s", [line.id])
        self.env.invalidate_all()
        for zone, codes in (("Asia/Shanghai", "active_before"), ("America/Los_Angeles", ""), (False, "active_before")):
            self.env.company.partner_id.tz = zone
            line._freeze()
            with self.subTest(zone):
                self.assertEqual(line.codes, codes)

    def test_reason_of_a_customer_who_is_late_with_his_next_order(self):
        """The task asks why he does not order again: to answer it on the sheet contradicts nothing."""
        record = self.records[0]
        line = self._write(record, "off_season").sudo()
        record.write({"first_order_at": line.create_date - timedelta(days=60), "last_order_at": line.create_date - timedelta(days=60), "stage": "first_order"})
        for due, codes in ((-1, ""), (1, "ordered_before")):
            record.stage_due = fields.Datetime.now() + timedelta(days=due)
            line._freeze()
            with self.subTest(due):
                self.assertEqual(line.codes, codes)

    def test_trust_of_the_last_ninety_days_of_the_company(self):
        line = self._write(self.records[0], "no_time").sudo()
        line.is_contradicted = True
        trusts = self.env["activation.trust"]
        for days, count in ((90, 1), (91, 0)):
            with patch.object(type(self.env.company), "_dealer_today", lambda _company, now=None, days=days: line.week + timedelta(days=days)):
                trusts._refresh(self.env.company)
            with self.subTest(days):
                self.assertEqual(trusts.search([("user_id", "=", self.rep.id)]).contradiction_count, count)

    def test_contact_later_in_the_week(self):
        """A customer has one line a week: a call of Monday and a visit of Wednesday stand on the same one, and contradict nothing."""
        record = self.records[0]
        line = self._write(record, "no_time")
        record.flush_recordset()
        self.env.cr.execute("UPDATE activation_sheet_line SET create_date = create_date - interval '2 days' WHERE id = %s", [line.id])
        self.env.cr.execute("UPDATE activation_record SET create_date = create_date - interval '9 days' WHERE id = %s", [record.id])
        self.env.invalidate_all()
        self.assertEqual(self._write(record, "no_time", way="visit"), line)
        self._lock()
        self.assertEqual((line.sheet_id.state, line.codes, line.is_contradicted), ("locked", "", False))

    def test_same_reason_ends_the_task_of_a_later_stage(self):
        record = self.records[0]
        self._write(record, "no_time")
        ago = fields.Datetime.now() - timedelta(days=9)
        record.write({"reason_at": ago - timedelta(days=1), "stage_since": ago, "stage_due": ago + timedelta(days=7)})
        self.assertIn(record, record._cron_late())
        self._write(record, "no_time")
        self.assertFalse(record.activity_ids, "the reason was told again, in this stage")
        self.assertGreater(record.reason_at, ago)

    def test_reason_that_closes_is_not_closed_anew(self):
        record = self.records[0]
        self._write(record, "lost")
        before = fields.Datetime.now() - timedelta(days=3)
        record.write({"lost_at": before, "reason_at": before - timedelta(days=1), "stage_since": before})
        self._write(record, "lost")
        self.assertEqual(record.lost_at, before)

    def test_only_who_writes_sheets_misses_one(self):
        gone, other = self._user("act_gone", "group_sales_rep"), self._user("act_clerk", "group_cs_presale")
        self._record(self.store, gone)
        self._record(self.store2, other)
        self.env.cr.execute("UPDATE activation_record SET create_date = create_date - interval '14 days'")
        self.env.invalidate_all()
        self._fill()
        gone.active = False
        self._lock()
        self.assertFalse(self.env["activation.sheet"].search([("user_id", "in", (gone | other).ids)]))

    def test_first_logins_without_a_sheet_are_drawn(self):
        """R1-239: customers of who left, or of a colleague who writes no sheets, are called back as well; neither misses a sheet. A leaver's are asked for."""
        gone, other = self._user("act_gone2", "group_sales_rep"), self._user("act_clerk2", "group_cs_presale")
        records = self._record(self.store, gone) | self._record(self.store2, other)
        week = self.env["activation.sheet"].with_user(self.rep)._current().week
        records._note(first_login_at=self.env.company._dealer_utc(week) + timedelta(hours=1), account_state="enabled")
        gone.active = False
        self._lock()
        audits = self.env["activation.audit"].search([("record_id", "in", records.ids)])
        self.assertEqual((audits.mapped("kind"), audits.user_id, audits.mapped("week")), (["login"] * 2, gone | other, [week] * 2))
        self.assertEqual((audits.sheet_id.mapped("is_missing"), audits.sheet_id.mapped("state")), ([False] * 2, ["locked"] * 2))
        records.write({"stage_due": fields.Datetime.now() - timedelta(days=1), "reason_at": False})
        asked = records & self.env["activation.record"]._cron_late()
        self.assertEqual(asked, records)
        self.assertEqual(records.filtered(lambda one: one.user_id == other).activity_ids.user_id, other)
        heir = records.filtered(lambda one: one.user_id == gone).activity_ids.user_id
        self.assertTrue(heir.active and heir.has_group("dealer_base.group_cs_presale"), "who gives the customers of a leaver to somebody else")
        own = records.filtered(lambda one: one.user_id == gone).with_user(heir)
        own.user_id = self.rep
        self.assertEqual(own.user_id, self.rep)

    def test_order_after_the_week_is_not_in_its_snapshot(self):
        line = self._write(self.records[0], "no_time")
        self.records[0]._note(invited_at=fields.Datetime.now(), first_login_at=fields.Datetime.now(), account_state="enabled")
        self._order(self.stores[0])
        self._order(self.stores[1])
        self.records[1]._note(first_login_at=fields.Datetime.now(), account_state="enabled")
        self.records[1].order_ids.date = self._next_monday() + timedelta(hours=1)
        self.assertEqual(self.records[:2].mapped("has_ordered"), [True, True])
        self._lock()
        self.assertEqual((line.sheet_id.activated, line.sheet_id.ordering), (2, 1))

    def test_reason_and_owner(self):
        sheets = self.env["activation.sheet"]
        with self.assertRaisesRegex(UserError, "Give the reason"):
            sheets.with_user(self.rep)._add(self.records[0], {})
        with self.assertRaises(AccessError):
            sheets.with_user(self.rep)._add(self.records[5], {"reason_id": self.reasons["aged"].id})
        line = self._write(self.records[0], "lost")
        self.assertEqual(self.records[0].stage, "lost")
        self.assertFalse(self.env["activation.sheet.line"].with_user(self.rep2).search([("id", "=", line.id)]))
        self.assertTrue(line.with_user(self.boss).note is not None)
        for user in (self.boss, self.ops):
            with self.assertRaises(AccessError):
                line.with_user(user).write({"note": "x"})
        with self.assertRaises(AccessError):
            sheets.with_user(self.ops).action_mine()

    def test_visit(self):
        record = self.records[0]
        visits = self.env["activation.visit"].with_user(self.rep)
        visit = visits.create({"record_id": record.id, "kind": "resistant"})
        with self.assertRaisesRegex(UserError, "what came out"):
            visit.action_done()
        visit.write({"result": "He will think about it", "step_script": True})
        with self.assertRaisesRegex(UserError, "2. Benefits"):
            visit.action_done()
        visit.write({"reason_id": self.reasons["cannot_use"].id, "measure_id": self.env.ref("customer_activation.measure_on_site").id})
        visit.action_done()
        self.assertEqual((visit.state, visit.step_count, record.visit_count, record.stage), ("done", 2, 1, "invited"))
        self.assertEqual((record.sheet_line_ids.visit_id, record.reason_id.code), (visit, "cannot_use"))
        self.assertEqual(record.activity_ids.summary, "Teach on site, step by step")
        for call in (lambda: visit.write({"result": "x"}), visit.unlink, lambda: visits.create({"record_id": self.records[5].id})):
            with self.assertRaises(UserError):
                call()
        with self.assertRaises(AccessError):
            self.env["activation.visit"].with_user(self.rep).create({"record_id": record.id}).with_user(self.rep2).action_done()
