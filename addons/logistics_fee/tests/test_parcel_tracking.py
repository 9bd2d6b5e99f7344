"""Waybill numbers by carrier, tracking messages, the promise, the on-time report."""
import base64
from datetime import date, datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestParcelTracking(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls._user("wh", "dealer_base.group_wh_operator")
        cls.aftersale = cls._user("after", "dealer_base.group_cs_aftersale")

    def _shipped(self, number="SF1000000000001", day=date(2026, 3, 2), days=(2, 3), code="SF"):
        parcel = self.env["logistics.parcel"].create({
            "carrier_id": self.carriers[code].id, "weight_g": 1_600, "division_id": self.wuhou.id, "tracking": number, "shipped_date": day})
        parcel._promise(days)
        return parcel

    def _message(self, number="SF1000000000001", **values):
        return {"carrier": "SF", "tracking": number, "time": "2026-03-03 10:00:00", "code": "0", **values}

    def test_form_of_numbers(self):
        sf = self.carriers["SF"]
        with self.assertRaises(ValidationError):
            sf.write({"waybill_pattern": "SF[0-9]{13}", "waybill_example": "SF1"})
        with self.assertRaises(ValidationError):
            sf.write({"waybill_pattern": "SF[0-9", "waybill_example": "SF1"})
        sf.write({"waybill_pattern": "SF[0-9]{13}", "waybill_example": "SF1234567890123"})
        self.assertEqual(sf._waybill("ＳＦ 1234567890123"), "SF1234567890123")
        self.assertEqual(sf._waybills("SF1234567890123，sf1234567890124,"), ["SF1234567890123", "SF1234567890124"])
        with self.assertRaisesRegex(UserError, "SF1234567890123"):
            sf._waybill("SF12")
        parcel = self.env["logistics.parcel"].with_user(self.operator).create({"carrier_id": sf.id})
        with self.assertRaisesRegex(UserError, "looks like SF1234567890123"):
            parcel.tracking = "YT123456789012"
        parcel.tracking = "SF1234567890123"
        self.assertEqual(parcel.state, "label_created")
        parcel.tracking = False
        self.assertEqual(parcel.state, "draft")

    def test_usual_forms_are_offered(self):
        """K12: every known carrier has an example; its form holds only once somebody takes it."""
        for code in ("SF", "EMS", "STO", "YTO"):
            carrier = self.carriers[code]
            self.assertTrue(carrier.has_usual_form and not carrier.waybill_pattern)
            self.assertEqual(carrier._waybill("A1234567"), "A1234567")
            carrier.with_user(self.presale).action_usual_form()
            self.assertFalse(carrier.has_usual_form)
            self.assertEqual(carrier._waybill(carrier.waybill_example), carrier.waybill_example)
            with self.assertRaisesRegex(UserError, carrier.waybill_example):
                carrier._waybill("A1234567")
        self.assertEqual(self.carriers["SF"]._waybill("123456789012"), "123456789012")
        own = self.env["delivery.carrier"].create({"name": "Own van", "product_id": self.carriers["SF"].product_id.id, "delivery_type": "hq_contract"})
        with self.assertRaisesRegex(UserError, "Own van"):
            own.action_usual_form()
        self.assertEqual(self.env.ref("logistics_fee.carrier_sto").waybill_example, "773123456789012")

    def test_number_given_before_is_named(self):
        first = self._shipped()
        with self.assertRaisesRegex(UserError, f"SF1000000000001.*parcel {first.id}"):
            self._shipped()
        other = self.env["logistics.parcel"].with_user(self.operator).create({"carrier_id": self.carriers["SF"].id, "tracking": "SF1000000000002"})
        other.action_cancel()
        self._shipped("SF1000000000002")

    def test_messages(self):
        parcel = self._shipped()
        rows = [
            self._message(code="1", time="2026-03-02 18:00:00"), self._message(), self._message(code="5", time="2026-03-04T01:00:00+00:00"),
            self._message(code="3", time="2026-03-04 15:00:00", text="signed"), self._message("SF9999999999999"), self._message(time="yesterday"),
            self._message(state="eaten"), {"hello": 1}]
        done = self.env["logistics.parcel"].with_user(self.aftersale).import_tracking(rows)
        self.assertEqual([row["status"] for row in done], ["stored"] * 4 + ["unknown_parcel"] + ["bad_row"] * 3)
        self.assertTrue(all(row["message"] for row in done[4:]))
        self.assertEqual((parcel.state, parcel.delivered_date, parcel.promised_date, parcel.punctuality),
                         ("delivered", date(2026, 3, 4), date(2026, 3, 5), "in_time"))
        again = self.env["logistics.parcel"].with_user(self.aftersale).import_tracking(rows[:4] + rows[:1])
        self.assertEqual({row["status"] for row in again}, {"known"})
        self.assertEqual(len(parcel.event_ids), 4)
        self.assertEqual(min(parcel.event_ids.mapped("time")), datetime(2026, 3, 2, 10), "China time without a zone")
        late = [self._message(code="0", time="2026-03-04 20:00:00", text="late message")]
        self.env["logistics.parcel"].with_user(self.operator).import_tracking(late)
        self.assertEqual(parcel.state, "delivered", "a late message does not move it back")
        self.env["logistics.parcel"].with_user(self.operator).import_tracking([self._message(code="6", time="2026-03-05 09:00:00")])
        self.assertEqual((parcel.state, parcel.delivered_date), ("returning", date(2026, 3, 4)))

    def test_delivered_after_the_promise(self):
        parcel = self._shipped(days=(1, 1))
        self.env["logistics.parcel.event"].with_user(self.aftersale).create(
            {"parcel_id": parcel.id, "state": "delivered", "time": "2026-03-03 16:30:00"})
        self.assertEqual((parcel.delivered_date, parcel.punctuality), (date(2026, 3, 4), "late"), "half past midnight in China")

    def test_working_days(self):
        self.carriers["SF"].transit_working_days = True
        parcel = self._shipped(day=date(2026, 3, 5), days=(2, 2))
        self.assertEqual(parcel.promised_date, date(2026, 3, 9), "over a weekend")
        leaves = self.env["resource.calendar.leaves"].sudo()
        leaves.with_company(self.company).create({
            "name": "Holiday", "date_from": self.company._dealer_utc(date(2026, 3, 9)), "date_to": self.company._dealer_utc(date(2026, 3, 11))})
        gamma = self.env["res.company"].create({"name": "HQ Gamma"})
        calendar = self.env["resource.calendar"].create({"name": "Gamma", "company_id": gamma.id})
        leaves.create({
            "name": "Elsewhere", "calendar_id": calendar.id, "date_from": "2026-03-10 16:00:00", "date_to": "2026-03-20 16:00:00"})
        parcel._promise((2, 2))
        self.assertEqual(parcel.promised_date, date(2026, 3, 11), "Monday and Tuesday are a holiday")
        self.carriers["SF"].transit_working_days = False
        parcel._promise((2, 2))
        self.assertEqual(parcel.promised_date, date(2026, 3, 7))

    def test_working_days_of_a_zone(self):
        """Thursday and two working days is Monday; the zone's word goes with the prices into the next version and through its sheet."""
        version = self._version(self._contract("SF"))
        version.zone_ids.write({"is_promised": True, "transit_min": 1, "transit_max": 2, "working_days": True})
        self._activate(version)
        answer = self.env["logistics.quoting"]._quote_many(self.company, [self._request()])[0]
        self.assertEqual((answer["transit_days"], answer["working_days"]), ([1, 2], True))
        parcel = self._shipped(day=date(2026, 3, 5), days=None)
        parcel._promise(answer["transit_days"], answer["working_days"])
        self.assertEqual(parcel.promised_date, date(2026, 3, 9))
        parcel._promise(answer["transit_days"])
        self.assertEqual(parcel.promised_date, date(2026, 3, 7))
        draft = self.env["logistics.contract.version"].browse(version.with_user(self.accountant).action_new_version()["res_id"])
        self.assertTrue(draft.zone_ids.working_days)
        draft.unlink()
        job = self.env["dealer.import.job"].with_user(self.accountant).create({
            "layout": "tariff_flat", "file": base64.b64encode(version.with_user(self.accountant)._flat_workbook()), "filename": "SF.xlsx",
            "date_from": "2026-01-01"})
        job.action_check()
        self.assertIn("says the same already", job.notes)

    def test_messages_stay(self):
        parcel = self._shipped()
        events = self.env["logistics.parcel.event"].with_user(self.aftersale)
        event = events.create({"parcel_id": parcel.id, "state": "problem", "text": "wet"})
        for change in (lambda: event.write({"text": "dry"}), lambda: event.sudo().unlink()):
            with self.assertRaises(UserError):
                change()
        for vals in ({"source": "import"}, {"raw_code": "3"}):
            with self.subTest(vals), self.assertRaises(AccessError):
                events.create({"parcel_id": parcel.id, "state": "delivered", **vals})
        for vals in ({"state": False}, {"state": "delivered", "time": "2999-01-01 00:00:00"}):
            with self.subTest(vals), self.assertRaises(UserError):
                events.create({"parcel_id": parcel.id, **vals})

    def test_messages_on_the_form_of_a_parcel(self):
        """What the form sends: it was refused as a change of a parcel that is on its way."""
        parcel = self._shipped().with_user(self.aftersale)
        parcel.write({"event_ids": [[0, "virtual_1", {"state": "delivered", "time": "2026-03-03 10:00:00"}]]})
        self.assertEqual((parcel.state, parcel.delivered_date, parcel.event_ids.source), ("delivered", date(2026, 3, 3), "manual"))
        for commands in ([[2, parcel.event_ids.id, 0]], [[1, parcel.event_ids.id, {"text": "x"}]], [[5, 0, 0]]):
            with self.subTest(commands), self.assertRaises(AccessError):
                parcel.write({"event_ids": commands})
        presale = self._shipped("SF1000000000009").with_user(self.presale)
        with self.assertRaises(AccessError):
            presale.write({"event_ids": [[0, "virtual_1", {"state": "delivered"}]]})

    def test_no_message_cancels_a_parcel_or_brings_one_back(self):
        parcel, gone = self._shipped(), self.env["logistics.parcel"].with_user(self.operator).create({"carrier_id": self.carriers["SF"].id})
        events = self.env["logistics.parcel.event"].with_user(self.operator)
        with self.assertRaisesRegex(UserError, "Choose what happened"):
            events.create({"parcel_id": parcel.id, "state": "cancelled"})
        row = self._message(state="cancelled", code="cancelled")
        self.assertEqual(self.env["logistics.parcel"].with_user(self.aftersale).import_tracking([row])[0]["status"], "bad_row")
        self.assertEqual((parcel.state, len(parcel.event_ids)), ("label_created", 0))
        gone.tracking = "SF1000000000002"
        gone.action_cancel()
        with self.assertRaisesRegex(UserError, "SF1000000000002 is cancelled"):
            events.create({"parcel_id": gone.id, "state": "in_transit"})
        with self.assertRaisesRegex(UserError, "SF1000000000002 is cancelled"):
            events.sudo().create({"parcel_id": gone.id, "state": "in_transit", "source": "import"})
        gone.sudo()._follow_events()
        self.assertEqual(gone.state, "cancelled")

    def test_roles(self):
        parcel = self._shipped()
        vals = {"parcel_id": parcel.id, "state": "in_transit"}
        for role in ("fin_settlement", "cs_presale", "ops", "auditor", "sales_rep", "fin_cashier"):
            user = new_test_user(self.env, f"track_{role}", groups=f"dealer_base.group_{role}")
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["logistics.parcel.event"].with_user(user).create(vals)
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["logistics.parcel"].with_user(user).import_tracking([])
        other = self.env["res.company"].create({"name": "HQ Beta"})
        beta = new_test_user(self.env, "track_beta", groups="dealer_base.group_cs_aftersale", company_id=other.id, company_ids=other.ids)
        self.assertEqual(self.env["logistics.parcel"].with_user(beta).import_tracking([self._message()])[0]["status"], "unknown_parcel")
        self.assertFalse(self.env["logistics.parcel.report"].with_user(beta).search([]))

    def test_on_time_report(self):
        carrier = self.carriers["YTO"]
        for number, (delivered, promised) in enumerate((("2026-03-04", 3), ("2026-03-09", 3), (False, 3), ("2026-03-04", 0)), 1):
            parcel = self._shipped(f"YT00000000{number}", days=(1, promised) if promised else None, code="YTO")
            parcel.delivered_date = delivered
        self.env.flush_all()
        report = self.env["logistics.parcel.report"].with_user(self.presale)
        rate, shipped, late, overdue, days = report._read_group(
            [("carrier_id", "=", carrier.id)], [], ["on_time_rate:avg", "shipped:sum", "late:sum", "overdue:sum", "days:avg"])[0]
        self.assertEqual((round(rate, 1), shipped, late, overdue, round(days, 2)), (33.3, 4, 1, 1, 3.67))
        by_month = report.formatted_read_group([("carrier_id", "=", carrier.id)], ["province_id", "shipped_date:month"], ["on_time_rate:avg"])
        self.assertEqual(len(by_month), 1)
        self.assertEqual(self._over_limit(report, carrier), 2, "eight days, and still on its way")
        self.company.lead_time_days = 8
        self.assertEqual(self._over_limit(report, carrier), 1)
        self.company.lead_time_days = 0
        self.assertEqual(self._over_limit(report, carrier), 0, "no limit")

    def _over_limit(self, report, carrier):
        self.env.flush_all()
        return report._read_group([("carrier_id", "=", carrier.id)], [], ["over_limit:sum"])[0][0]

    def test_parcels_without_a_promise_and_lost_ones(self):
        """R0-061: over five days is listed, promise or not; what is lost or comes back is not on its way any more."""
        for number, state in enumerate(("in_transit", "lost", "refused", "returning", "returned"), 1):
            parcel = self._shipped(f"YT00000000{number}", days=(1, 3) if state != "in_transit" else None, code="YTO")
            parcel.sudo().state = state
        report = self.env["logistics.parcel.report"].with_user(self.presale)
        self.assertEqual(self._over_limit(report, self.carriers["YTO"]), 1)
        rows = report.search([("carrier_id", "=", self.carriers["YTO"].id)])
        self.assertEqual((sum(rows.mapped("overdue")), rows.filtered("over_limit").state), (0, "in_transit"))
        with self.assertRaises(ValidationError):
            self.company.lead_time_days = -1
