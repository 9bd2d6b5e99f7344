"""Before prices are put in force: findings, coverage, changes, money effect; the report stays with the version."""
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.logistics_fee.adapters.sampling import samples
from odoo.addons.logistics_fee.tariff import Band

from .common import LogisticsCase, first_continue

CHANGED = first_continue("1", "25.00", "0.5", "4.00")


@tagged("post_install", "-at_install")
class TestVersionReport(LogisticsCase):
    def setUp(self):
        super().setUp()
        self.contract = self._contract()
        self.first = self._activate(self._version(self.contract))
        self.today = self.company._dealer_today()
        self.month = self.today.replace(day=1) - timedelta(days=10)

    def _draft(self, bands=CHANGED, **values):
        return self._version(self.contract, bands, valid_from=self.today, **values)

    def _report(self, version):
        action = version.with_user(self.accountant).action_check()
        return self.env[action["res_model"]].browse(action["res_id"])

    def _parcel(self, weight_g=1_600, division=None, **values):
        return self.env["logistics.parcel"].create({
            "carrier_id": self.carriers["SF"].id, "division_id": (division or self.wuhou).id, "weight_g": weight_g,
            "shipped_date": self.month, "state": "delivered", "charge_amount": 32, **values})

    def test_coverage_counts_every_district_once(self):
        draft = self._draft(codes=("510000", "500000"), not_served_ids=[Command.link(self._division("540000").id)])
        draft.write({"zone_ids": [Command.create({
            "code": "Z2", "band_ids": [Command.create({"base": 5})],
            "line_ids": [Command.create({"division_id": self._division(code).id}) for code in ("510100", "500000", "540100")]})]})
        report = self._report(draft)

        total = sum(report.coverage_ids.mapped("districts"))
        self.assertEqual(total, report.priced + report.by_default + report.no_price + report.two_prices + report.not_served)
        self.assertGreater(total, 2_800)
        lines = {(line.division_id.code, line.status): line for line in report.coverage_ids}
        self.assertEqual(lines["500000", "two_prices"].zones, "Z1, Z2")
        self.assertIn(("110000", "no_price"), lines)
        self.assertNotIn(("110100", "no_price"), lines, "a whole province is one line")
        self.assertGreater(lines["540200", "not_served"].districts, 10)
        self.assertIn(("540000", "priced"), lines, "Lhasa is priced by its own zone")
        self.assertTrue(all(line.province_id.level == "province" for line in report.coverage_ids))
        by_province = dict(self.env["logistics.version.coverage"]._read_group(
            [("report_id", "=", report.id)], ["province_id"], ["districts:sum"]))
        self.assertEqual(sum(by_province.values()), total)

    def test_findings_are_kept_with_errors_and_warnings(self):
        cliff = self._draft((Band(0, 1_000, 10_000_000), Band(1_000, 3_000, 30_000_000), Band(3_000, None, 5_000_000)))
        report = self._report(cliff)
        self.assertEqual((report.error_count, report.finding_ids.mapped("level").count("warning")), (0, report.warning_count))
        self.assertIn("jumps", " ".join(report.finding_ids.mapped("text")))
        self.assertIn("heavier is cheaper", " ".join(report.finding_ids.mapped("text")))
        gap = self._report(self._version(self.contract, (Band(0, 1_000, 10_000_000), Band(1_500, None, 9_000_000)), valid_from="2026-12-01"))
        self.assertEqual((gap.error_count, gap.effect_count, gap.finding_ids[0].level), (1, 0, "error"))
        past = self._report(self._version(self.contract, valid_from="2026-02-01"))
        self.assertIn("is over", past.finding_ids.mapped("text")[-1])

    def test_changes_weight_by_weight(self):
        report = self._report(self._draft(weight_step_ids=[Command.create({"step_g": 500})], surcharge_ids=[
            Command.create({"code": "fuel", "kind": "percent", "percent": 5})]))
        self.assertEqual(report.replaced_id, self.first)
        prices = report.change_ids.filtered(lambda change: change.kind == "price")
        self.assertEqual(
            [(change.amount, change.before, change.after, change.diff) for change in prices],
            [(1_000, 22, 25, 3), (2_000, 32, 33, 1), (6_000, 72, 65, -7), (11_000, 122, 105, -17)])
        self.assertEqual(set(report.change_ids.mapped("kind")), {"price", "setting", "surcharge_added"})
        self.assertEqual(prices[0].regions, "四川省")
        self.assertEqual(prices[1].text, "22.00 + 5.00 per started 0.5 kg above 1 kg → 25.00 + 4.00 per started 0.5 kg above 1 kg")
        self.assertFalse(self._report(self._draft(first_continue("1", "22.00", "0.5", "5.00"))).change_ids)

    def test_samples_beyond_the_last_bound_and_by_the_piece(self):
        found = samples((Band(0, 2, 8_000_000), Band(2, None, 8_000_000, 2, 1, 3_000_000)), (Band(0, 5, 9_000_000),), "piece")
        self.assertEqual([tuple(sample) for sample in found], [
            (2, 8_000_000, 9_000_000), (3, 11_000_000, 9_000_000), (5, 17_000_000, 9_000_000), (7, 23_000_000, None), (12, 38_000_000, None)])

    def test_money_effect_on_last_months_parcels(self):
        one, two = self._parcel(1_600), self._parcel(3_000)
        far = self._parcel(1_000, self._division("110105"))
        for values in ({"state": "cancelled"}, {"direction": "return"}, {"shipped_date": self.today}, {"carrier_id": self.carriers["EMS"].id}):
            self._parcel(**values)
        report = self._report(self._draft(codes=("510000", "110000")))

        self.assertEqual((report.effect_count, report.effect_before, report.effect_after, report.effect_diff), (3, 74, 74, 0))
        self.assertEqual((report.effect_dearer, report.effect_cheaper), (1, 1))
        kinds = {kind: report.effect_ids.filtered(lambda line, kind=kind: line.kind == kind) for kind in ("zone", "new", "largest", "refused")}
        self.assertEqual((kinds["zone"].parcels, kinds["new"].parcel_id, kinds["largest"].parcel_id), (2, far, one | two))
        self.assertIn("朝阳区", kinds["new"].note)
        narrow = self._report(self._draft(codes=("110000",)))
        self.assertEqual((narrow.effect_refused, narrow.effect_before), (2, 0))

    def test_effect_of_a_first_version_counts_what_was_paid(self):
        contract = self._contract("YTO")
        self._parcel(1_000, carrier_id=self.carriers["YTO"].id, charge_amount=12.34)
        report = self._report(self._version(contract, first_continue("1", "10.00", "1", "7.00")))
        self.assertFalse(report.replaced_id)
        self.assertEqual((report.effect_before, report.effect_after), (12.34, 10))

    def test_the_approver_sees_the_makers_report(self):
        draft = self._draft()
        report = self._report(draft).with_user(self.manager)
        self.assertTrue(report.is_current)
        self.assertEqual(report.create_uid, self.accountant)
        draft.with_user(self.accountant).zone_ids.band_ids[0].base = 26
        report.invalidate_recordset()
        self.assertFalse(report.is_current)
        with self.assertRaisesRegex(UserError, "after its checks"):
            report.action_activate()
        new = self._report(draft)
        self.assertFalse(report.exists(), "a draft has one report")
        new.with_user(self.manager).action_activate()
        self.assertEqual((draft.state, draft.report_ids, new.is_current), ("active", new, True))
        self.assertEqual(draft.with_user(self.manager).action_check()["res_id"], new.id)

    def test_a_report_is_old_when_another_version_came_into_force(self):
        draft = self._draft(priority=5)
        report = self._report(draft)
        self._activate(self._version(self.contract, first_continue("1", "23.00", "0.5", "5.00"), valid_from=self.today))
        report.invalidate_recordset()
        self.assertFalse(report.is_current)
        with self.assertRaisesRegex(UserError, "another version was put in force"):
            self._activate(draft)
        self._report(draft)
        self._activate(draft)

    def test_who_checks_and_who_activates(self):
        draft = self._draft()
        presale = new_test_user(self.env, "logi_pre2", groups="dealer_base.group_cs_presale")
        with self.assertRaises(AccessError):
            draft.with_user(presale).action_check()
        report = self._report(draft)
        with self.assertRaises(AccessError):
            report.with_user(self.accountant).action_activate()
        with self.assertRaises(AccessError):
            report.with_user(self.accountant).write({"error_count": 0})
        with self.assertRaises(AccessError):
            self.env["logistics.version.finding"].with_user(self.manager).create({"report_id": report.id, "level": "warning", "text": "x"})
        self.env["logistics.contract.version"].with_user(self.accountant).browse(draft.id).zone_ids.band_ids.read(["price_text"])

    def test_an_activation_without_a_report_makes_one(self):
        draft = self._draft()
        self._activate(draft)
        self.assertEqual(len(draft.report_ids), 1)
        self.assertEqual(draft.report_ids.checksum, draft.checksum)

    def test_tie_with_a_closed_version(self):
        """Two versions from the same day, one of them closed since, would leave past days with two answers."""
        twin = self._version(self.contract, valid_from=self.first.valid_from)
        self.first.with_user(self.manager).action_close()
        with self.assertRaisesRegex(UserError, "same priority"):
            self._activate(twin)
        twin.priority = 1
        self._activate(twin)

    def test_price_on_a_day_that_is_over(self):
        self._activate(self._draft())
        action = self.contract.with_user(self.presale).action_price_at()
        lookup = self.env[action["res_model"]].with_user(self.presale).browse(action["res_id"])
        with Form(lookup) as form:
            self.assertIn("Enter a day", form.explanation)
            form.division_id = self.wuhou
            self.assertEqual(form.price, 25)
            form.on_date = "2026-03-02"
            self.assertEqual(form.price, 22)
            with form.parcel_ids.new() as parcel:
                parcel.weight_g = 1_600
            self.assertEqual(form.price, 54)
            form.on_date = "2025-03-02"
            self.assertIn("no tariff in force", form.explanation)
            form.on_date = "2026-03-02"
        self.assertEqual((lookup.price, lookup.used_version_id, lookup.zone), (54, self.first, "Z1"))
        self.assertIn("2 x 5.00", lookup.explanation)
        self.assertEqual(lookup.action_open_version()["res_id"], self.first.id)

    def test_a_draft_can_be_tried(self):
        draft = self._draft(surcharge_ids=[Command.create({"code": "insured", "kind": "value_percent", "percent": 1, "option": "declared_value"})])
        action = draft.with_user(self.accountant).action_price_at()
        lookup = self.env[action["res_model"]].with_user(self.accountant).browse(action["res_id"])
        lookup.write({"division_id": self.wuhou.id, "declared_value": 500})
        self.assertEqual((lookup.price, lookup.used_version_id), (30, draft))

    def test_prices_of_a_cost_contract_are_not_looked_up_by_others(self):
        cost = self._contract("SF", side="cost")
        version = self._activate(self._version(cost))
        with self.assertRaises(AccessError):
            cost.with_user(self.presale).action_price_at()
        lookup = self.env["logistics.price.lookup"].with_user(self.presale).create({"contract_id": cost.id, "division_id": self.wuhou.id})
        with self.assertRaises(AccessError):
            lookup.read(["price"])
        lookup = lookup.create({"contract_id": self.contract.id, "version_id": version.id, "division_id": self.wuhou.id})
        with self.assertRaises(AccessError):
            lookup.read(["price"])
        self.assertFalse(self.env["logistics.version.report"].with_user(self.presale).search([("version_id", "=", version.id)]))
        self.assertFalse(self.env["logistics.version.coverage"].with_user(self.presale).search([("version_id", "=", version.id)]))
