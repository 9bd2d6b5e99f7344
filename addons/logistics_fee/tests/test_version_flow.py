"""Life of a tariff version: entered, activated by another person, frozen, replaced, closed."""
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Date
from odoo.tests import tagged

from odoo.addons.logistics_fee.tariff import Band

from .common import LogisticsCase, first_continue


@tagged("post_install", "-at_install")
class TestVersionFlow(LogisticsCase):
    def setUp(self):
        super().setUp()
        self.contract = self._contract()
        self.version = self._version(self.contract)

    def test_activation_freezes(self):
        self._activate(self.version)

        self.assertEqual(self.version.state, "active")
        self.assertEqual(self.version.activated_by_id, self.manager)
        self.assertEqual(len(self.version.checksum), 64)
        self.assertEqual(self.contract.current_version_id, self.version)

    def test_author_cannot_activate(self):
        own = self._version(self._contract("EMS")).with_user(self.manager)
        own.zone_ids.band_ids[0].base = 21
        self.assertIn(self.manager, own.author_ids)
        with self.assertRaises(UserError):
            own.action_activate()

    def test_only_the_finance_manager_activates(self):
        for user in (self.accountant, self.presale):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.version.with_user(user).action_activate()

    def test_life_fields_are_not_written_by_hand(self):
        version = self.version.with_user(self.accountant)
        for vals in ({"state": "active"}, {"checksum": "x"}, {"activated_by_id": 1}, {"author_ids": [Command.clear()]}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                version.write(vals)
        with self.assertRaises(AccessError):
            version.copy({"state": "active"})

    def test_active_version_refuses_every_change(self):
        self._activate(self.version)
        version = self.version.with_user(self.accountant)
        zone = version.zone_ids
        changes = (
            lambda: version.write({"valid_to": "2026-12-31"}),
            lambda: version.write({"zone_ids": [Command.clear()]}),
            lambda: zone.write({"code": "Z9"}),
            lambda: zone.band_ids[0].write({"base": 1}),
            lambda: zone.band_ids[0].unlink(),
            lambda: zone.line_ids.unlink(),
            lambda: self.env["logistics.band"].with_user(self.accountant).create({"zone_id": zone.id, "base": 1}),
            lambda: self.env["logistics.zone.line"].with_user(self.accountant).create(
                {"zone_id": zone.id, "division_id": self._division("440000").id}),
            version.unlink,
            lambda: version.sudo().write({"priority": 5}),
            lambda: version.sudo().unlink(),
        )
        for position, change in enumerate(changes):
            with self.subTest(position), self.assertRaises(UserError):
                change()

    def test_contract_of_active_prices_keeps_its_identity(self):
        contract = self.contract.with_user(self.accountant)
        contract.side = "cost"
        contract.side = "charge"
        self._activate(self.version)
        for vals in ({"side": "cost"}, {"carrier_id": self.carriers["EMS"].id}, {"purpose": "return"}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                contract.write(vals)
        contract.name = "SF Express 2026"

    def test_errors_block_activation(self):
        cases = {
            "gap": (Band(0, 1000, 10_000_000), Band(1500, None, 20_000_000)),
            "overlap": (Band(0, 1000, 10_000_000), Band(800, None, 20_000_000)),
            "no price": (),
        }
        for position, (label, bands) in enumerate(cases.items()):
            with self.subTest(label):
                version = self._version(self.contract, bands, valid_from=f"2026-02-0{position + 1}")
                self.assertTrue(version.findings)
                with self.assertRaises(UserError):
                    self._activate(version)

    def test_charge_prices_without_tax_are_refused(self):
        """The dealer is charged the price as it stands, so it has to be the whole price; a cost contract may be net."""
        self.version.tax_included = False
        self.assertIn("include tax", self.version.findings)
        action = self.version.with_user(self.accountant).action_check()
        report = self.env["logistics.version.report"].browse(action["res_id"])
        errors = report.finding_ids.filtered(lambda row: row.level == "error").mapped("text")
        self.assertEqual((report.error_count, errors), (1, self.version.findings.splitlines()[-1:]))
        with self.assertRaisesRegex(UserError, "include tax"):
            self._activate(self.version)
        self._activate(self._version(self._contract(side="cost"), tax_included=False))

    def test_region_in_two_zones_blocks(self):
        self.version.write({"zone_ids": [Command.create({
            "code": "Z2", "line_ids": [Command.create({"division_id": self._division("510000").id})],
            "band_ids": [Command.create({"base": 5})]})]})
        with self.assertRaises(UserError):
            self._activate(self.version)

    def test_days_that_are_over_are_confirmed(self):
        """Prices for days on which others held are put in force by who says that this is meant; a first version changes nothing."""
        self.assertFalse(self.version.changes_past)
        self._activate(self.version)
        late = self._version(self.contract, valid_from="2026-03-01").with_user(self.manager)
        self.assertTrue(late.changes_past)
        with self.assertRaisesRegex(UserError, "days that are over"):
            late.action_activate()
        with self.assertRaises(AccessError):
            late.with_user(self.accountant).action_confirm_past()
        with self.assertRaises(AccessError):
            late.with_user(self.accountant).write({"past_confirmed_by_id": self.manager.id})
        late.action_confirm_past()
        late.with_user(self.accountant).valid_from = "2026-02-01"
        with self.assertRaisesRegex(UserError, "from 2026-02-01"):
            late.action_activate()
        late.action_confirm_past()
        late.action_activate()
        self.assertEqual((late.state, late.past_confirmed_by_id), ("active", self.manager))
        today = self._version(self.contract, valid_from=self.company._dealer_today()).with_user(self.manager)
        with self.assertRaisesRegex(UserError, "nothing to confirm"):
            today.action_confirm_past()
        today.action_activate()
        south = self.env["stock.warehouse"].create({"name": "South", "code": "SOU", "company_id": self.company.id})
        self.assertTrue(self._version(self._contract(warehouse_id=south.id)).changes_past, "the general prices held for it")

    def test_later_start_wins_and_ties_are_refused(self):
        self._activate(self.version)
        later = self._activate(self._version(self.contract, first_continue("1", "25.00", "0.5", "5.00"), valid_from="2026-03-01"))
        quoting = self.env["logistics.quoting"]
        prices = [
            quoting._quote_many(self.company, [self._request(on_date=Date.to_date(day))])[0]["price_fen"]
            for day in ("2026-02-28", "2026-03-01")]
        self.assertEqual(prices, [3_200, 3_500])
        twin = self._version(self.contract, valid_from=later.valid_from)
        with self.assertRaises(UserError):
            self._activate(twin)
        twin.priority = 1
        self._activate(twin)

    def test_ended_version_is_not_activated(self):
        version = self._version(self.contract, valid_from="2020-01-01", valid_to="2020-12-31")
        with self.assertRaises(UserError):
            self._activate(version)

    def test_close(self):
        self._activate(self.version)
        today = self.company._dealer_today()
        with self.assertRaises(UserError):
            self.version.with_user(self.manager).action_close(today - timedelta(days=30))
        with self.assertRaises(AccessError):
            self.version.with_user(self.accountant).action_close()
        self.version.with_user(self.manager).action_close()

        self.assertEqual(self.version.state, "closed")
        answer = self.env["logistics.quoting"]._quote_many(self.company, [self._request(on_date=today)])[0]
        self.assertEqual(answer["code"], "no_contract_version")
        past = self.env["logistics.quoting"]._quote_many(self.company, [self._request(on_date=today - timedelta(days=1))])[0]
        self.assertTrue(past["ok"], "the price of a past day stays")

    def test_new_version_copies_prices(self):
        self._activate(self.version)
        action = self.version.with_user(self.accountant).action_new_version()
        draft = self.version.browse(action["res_id"])
        self.assertEqual(draft.state, "draft")
        self.assertEqual(draft.number, 2)
        self.assertEqual(draft.author_ids, self.accountant)
        self.assertEqual(len(draft.zone_ids.band_ids), 2)
        self.assertFalse(draft.checksum)

    def test_checksum_ignores_row_order(self):
        bands = first_continue("1", "22.00", "0.5", "5.00")
        one = self._version(self._contract("STO"), bands)
        two = self._version(self._contract("YTO"), bands[::-1])
        self.assertEqual(one._canonical_text(), two._canonical_text())
