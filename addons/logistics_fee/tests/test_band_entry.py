"""A price in the carrier's own words becomes the ranges of a zone."""
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestBandEntry(LogisticsCase):
    def setUp(self):
        super().setUp()
        self.version = self._version(self._contract(), ())
        self.zone = self.version.zone_ids

    def _enter(self, **values):
        action = self.zone.with_user(self.accountant).action_enter_price()
        entry = self.env[action["res_model"]].with_user(self.accountant).browse(action["res_id"])
        if "tiers" in values:
            values["tier_ids"] = [Command.clear(), *(
                Command.create({"upto_g": upto, "step_g": step, "fee": fee}) for upto, step, fee in values.pop("tiers"))]
        entry.write(values)
        return entry

    def _bands(self):
        return [(band.from_g, band.upto_g, band.base, band.over_g, band.step_g, band.rate) for band in self.zone.band_ids]

    def test_first_and_several_further_weights(self):
        """China Post: 5.00 up to 1 kg, 2.00 per 500 g up to 5 kg, then 1.00 per 500 g."""
        entry = self._enter(first_fee=5, tiers=[(5_000, 500, 2), (0, 500, 1)])
        self.assertEqual(len(entry.result.splitlines()), 3)
        entry.action_apply()
        self.assertEqual(self._bands(), [(0, 1_000, 5, 0, 0, 0), (1_000, 5_000, 5, 1_000, 500, 2), (5_000, 0, 21, 5_000, 500, 1)])

    def test_base_and_step_with_minimum_and_maximum(self):
        self._enter(form="base_step", base=3, rate=5, step_g=1_000, min_fee=20, max_g=30_000).action_apply()
        self.assertEqual(self._bands(), [(0, 3_000, 20, 0, 0, 0), (3_000, 30_000, 3, 0, 1_000, 5)])
        self._enter(form="per_kg", rate=0.0001, step_g=1).action_apply()
        self.assertEqual(self._bands(), [(0, 0, 0, 0, 1, 0.0001)])

    def test_per_piece(self):
        self._enter(form="per_piece", first_pieces=2, first_fee=8, rate=3).action_apply()
        self.assertEqual((self.zone.per, self._bands()), ("piece", [(0, 2, 8, 0, 0, 0), (2, 0, 8, 2, 1, 3)]))
        self._enter(form="first_continue", first_fee=8, tiers=[]).action_apply()
        self.assertEqual((self.zone.per, self._bands()), ("weight", [(0, 1_000, 8, 0, 0, 0)]))

    def test_what_does_not_fit_is_told_while_typing(self):
        action = self.zone.with_user(self.accountant).action_enter_price()
        with Form(self.env[action["res_model"]].with_user(self.accountant).browse(action["res_id"])) as form:
            form.first_g = 0
            self.assertIn("above zero", form.result)
            form.first_g = 500
            form.first_fee = 20
            with form.tier_ids.edit(0) as tier:
                tier.fee = 6
                tier.step_g = 500
            self.assertIn("20.00 + 6.00", form.result)
        for tiers in ([(0, 500, 1), (5_000, 500, 1)], [(5_000, 500, 1), (3_000, 500, 1)], [(0, 0, 1)], [(0, 500, -1)]):
            with self.subTest(tiers=tiers), self.assertRaises(UserError):
                self._enter(first_fee=5, tiers=tiers).action_apply()

    def test_drafts_and_the_accountant_only(self):
        entry = self._enter(first_fee=5, tiers=[(0, 500, 2)])
        with self.assertRaises(AccessError):
            self.zone.with_user(self.presale).action_enter_price()
        entry.action_apply()
        self.assertIn(self.accountant, self.version.author_ids)
        self._activate(self.version)
        with self.assertRaises(UserError):
            entry.action_apply()
        with self.assertRaises(UserError):
            self.zone.with_user(self.accountant).action_enter_price()
