"""A month of parcels by another contract: sums, refusals, batches that go on where they stopped."""
import base64
import io
import time
from datetime import date, timedelta
from unittest.mock import patch

import openpyxl

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.logistics_fee.adapters import shipped

from .common import LogisticsCase, first_continue

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)


@tagged("post_install", "-at_install")
class TestReplay(LogisticsCase):
    def setUp(self):
        super().setUp()
        self.contract = self._contract()
        self.version = self._activate(self._version(self.contract))
        self.cheap = self._version(self.contract, first_continue("1", "20.00", "0.5", "4.00"), valid_from="2026-12-01")

    def _parcels(self, count=1, weight_g=1_600, division=None, **values):
        return self.env["logistics.parcel"].create([{
            "carrier_id": self.carriers["SF"].id, "division_id": (division or self.wuhou).id, "weight_g": weight_g,
            "shipped_date": FIRST + timedelta(days=number % 31), "state": "delivered", "charge_amount": 32, **values} for number in range(count)])

    def _replay(self, **values):
        return self.env["logistics.replay"].with_user(self.accountant).create({
            "contract_id": self.contract.id, "version_id": self.cheap.id, "date_from": FIRST, "date_to": LAST, **values})

    def test_sums_by_carrier_province_and_zone(self):
        self._parcels(3)
        self._parcels(1, weight_g=2_600, charge_amount=40)
        self._parcels(1, division=self._division("110105"))
        self._parcels(1, weight_g=0)
        self._parcels(1, charge_amount=0)
        self._parcels(1, carrier_id=self.carriers["EMS"].id)
        for values in ({"state": "cancelled"}, {"direction": "return"}, {"shipped_date": LAST + timedelta(days=1)}):
            self._parcels(1, **values)
        replay = self._replay()
        replay.action_start()

        self.assertEqual((replay.state, replay.total, replay.done, replay.refused, replay.progress), ("done", 7, 7, 2, 100))
        self.assertEqual((replay.then, replay.now, replay.diff), (136, 28 * 3 + 36, 28 * 3 + 36 - 136))
        lines = {(line.status, line.code): line for line in replay.line_ids}
        self.assertEqual(set(lines), {("priced", ""), ("new", ""), ("refused", "no_zone"), ("refused", "missing_weight")})
        priced = lines["priced", ""]
        self.assertEqual((priced.parcels, priced.zone, priced.province_id.code, priced.weight_kg), (4, "Z1", "510000", 7.4))
        self.assertEqual((priced.diff, lines["new", ""].now, lines["refused", "no_zone"].then), (-16, 28, 32))
        self.assertEqual(len(replay.parcel_ids.filtered(lambda row: row.kind == "largest")), 4)
        refused = replay.parcel_ids.filtered(lambda row: row.kind == "refused")
        self.assertEqual(len(refused), 2)
        self.assertTrue(all(len(row.note) > 20 for row in refused))

    def test_parcels_that_left_together_are_priced_together(self):
        """Two parcels of 0.6 kg, weighed as one 1.2 kg: 24.00; a batch never tears them apart."""
        together = self._version(self.contract, first_continue("1", "20.00", "0.5", "4.00"), valid_from="2026-12-02", aggregate="total_raw")
        for _number in range(3):
            mother = self._parcels(1, weight_g=600, charge_amount=15)
            self._parcels(1, weight_g=600, charge_amount=12, parent_id=mother.id)
        replay = self._replay(version_id=together.id)
        with patch.object(type(replay), "_step", lambda self: 0):
            replay.action_start()
        self.assertEqual([replay._step(3), replay._step(3), replay._step(3)], [4, 2, 0])
        self.assertEqual((replay.done, replay.then, replay.now, replay.line_ids.parcels), (6, 81, 72, 6))
        self.assertEqual(len(replay.parcel_ids), 3)

    def test_prices_with_and_without_tax_are_brought_to_one_basis(self):
        """A cost of 32.00 with 6 % tax beside a contract without: 30.19 then, 32.00 now."""
        contract = self._contract(side="cost")
        self._activate(self._version(contract))
        parcel = self._parcels(1)
        request = self._request(on_date=FIRST)
        answers = self.env["logistics.quoting"]._quote_many(self.company, [request], side="cost")
        quote = self.env["logistics.quote"]._store(self.company, [request], answers, side="cost")[0]
        parcel.sudo().write({"cost_quote_id": quote.id, "cost_amount": quote.price})
        net = self._version(contract, valid_from="2026-12-01", tax_included=False)
        replay = self._replay(contract_id=contract.id, version_id=net.id)
        replay.action_start()
        self.assertEqual((replay.then, replay.now), (30.19, 32))

    def test_all_carriers_and_versions_of_each_day(self):
        self._parcels(2)
        self._parcels(1, carrier_id=self.carriers["EMS"].id, charge_amount=47)
        everything = self._replay(version_id=False, scope="all")
        everything.action_start()
        self.assertEqual((everything.then, everything.now), (111, 96))
        self.assertEqual(everything.line_ids.carrier_id, self.carriers["SF"] | self.carriers["EMS"])
        self._activate(self._version(self.contract, first_continue("1", "30.00", "1", "1.00"), valid_from="2026-10-02"))
        again = everything.copy()
        self.assertEqual((again.state, again.done), ("draft", 0))
        again.action_start()
        self.assertEqual(again.now, 32 + 31 + 32)

    def test_batches_go_on_where_they_stopped(self):
        self._parcels(23)
        whole, parts = self._replay(), self._replay()
        whole.action_start()
        with patch.object(type(parts), "_step", lambda self: 0):
            parts.action_start()
        self.assertEqual(parts.state, "running")
        self.assertEqual([parts._step(10), parts._step(10)], [10, 10])
        self.assertEqual(round(parts.progress), 87)
        self.cheap.with_user(self.accountant).zone_ids.band_ids[0].base = 99
        parts.action_stop()
        with self.assertRaises(UserError):
            parts.action_stop()
        parts.action_start()
        self.assertEqual(parts.state, "done")
        for name in ("then", "now", "diff", "refused", "done"):
            self.assertEqual(parts[name], whole[name], name)
        self.assertEqual(len(parts.line_ids), 1)
        self.assertEqual(parts.line_ids.read(["parcels", "then", "now", "diff"], load=False)[0] | {"id": 0},
                         whole.line_ids.read(["parcels", "then", "now", "diff"], load=False)[0] | {"id": 0})

    def test_the_job_finishes_what_the_button_left(self):
        self._parcels(5)
        replay = self._replay()
        with patch.object(type(replay), "_step", lambda self: 0):
            replay.action_start()
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda self, processed=0, *, remaining=None, deactivate=False: 60.0):
            self.env["logistics.replay"]._cron_work()
        self.assertEqual((replay.state, replay.done), ("done", 5))

    def test_workbook(self):
        self._parcels(2)
        replay = self._replay()
        replay.action_start()
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(replay.with_context(bin_size=False).workbook)))
        rows = list(book.worksheets[0].iter_rows(values_only=True))
        self.assertEqual(rows[2][:6], (2, 2, 0, 64, 56, -8))
        self.assertEqual(rows[5][5:], (2, 3.2, 64, 56, -8))
        self.assertIn("/web/content/logistics.replay/", replay.action_xlsx()["url"])

    def test_refusals(self):
        with self.assertRaisesRegex(UserError, "No parcel was shipped"):
            self._replay().action_start()
        empty = self._contract("EMS")
        with self.assertRaisesRegex(UserError, "no version in force"):
            self._replay(contract_id=empty.id, version_id=False).action_start()
        with self.assertRaises(ValidationError):
            self._replay(contract_id=empty.id)
        self._parcels(1)
        replay = self._replay()
        with self.assertRaises(AccessError):
            replay.write({"state": "done"})
        replay.action_start()
        with self.assertRaises(UserError):
            replay.write({"scope": "all"})

    def test_finance_and_audit_only(self):
        self._parcels(1)
        replay = self._replay()
        replay.action_start()
        for role, sees in (("group_fin_manager", True), ("group_auditor", True), ("group_cs_presale", False), ("group_ops", False)):
            user = new_test_user(self.env, f"logi_replay_{role}", groups=f"dealer_base.{role}")
            for model in ("logistics.replay", "logistics.replay.line", "logistics.replay.parcel"):
                with self.subTest(role=role, model=model):
                    self.assertEqual(self.env[model].with_user(user).has_access("read"), sees)
        auditor = self.env["res.users"].search([("login", "=", "logi_replay_group_auditor")])
        with self.assertRaises(AccessError):
            replay.with_user(auditor).action_start()
        other = self.env["res.company"].create({"name": "HQ Beta"})
        beta = new_test_user(self.env, "logi_replay_beta", groups="dealer_base.group_fin_settlement", company_id=other.id, company_ids=other.ids)
        self.assertFalse(self.env["logistics.replay"].with_user(beta).search([("id", "=", replay.id)]))
        with self.assertRaises(AccessError):
            replay.with_user(beta).action_start()

    def test_queries_do_not_grow_with_the_parcels(self):
        self._parcels(10)
        counts = []
        for number in (10, 300):
            self._parcels(number - 10)
            replay = self._replay()
            self.env.flush_all()
            self.env.invalidate_all()
            begin, started = self.env.cr.sql_log_count, time.monotonic()
            replay.action_start()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - begin)
            self.assertLess(time.monotonic() - started, 5)
        self.assertLess(counts[1], counts[0] + 6, counts)
        self.assertEqual(shipped.BATCH, 5_000)
