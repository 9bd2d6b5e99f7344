"""N10: before money leaves an account the document says which lots give it, which bonus goes back, and what the season's close makes of each lot."""
import re

from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestLotPreview(PrepaidCommon):
    def setUp(self):
        super().setUp()
        rule = self.env["prepaid.bonus.rule"].with_user(self.users["fin_settlement"]).create(
            {"name": "Four percent", "min_amount": 5000, "rate": 4, "expiry_days": 90})
        rule.action_submit()
        rule.with_user(self.users["fin_manager"]).action_activate()
        self.topup = self._topup(self.d1, 5000)
        self.account = self.topup.account_id.with_user(self.env.user)
        self.cash, self.gift = (self.account.sudo().lot_ids.filtered(lambda lot, code=code: lot.bucket == code) for code in ("cash", "gift"))

    def _rows(self, document):
        """Give the preview as [(what, lot, amount)]."""
        document.invalidate_recordset(["lots_preview"])
        rows = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td><td>.*?</td><td class='text-end'>(.*?)</td>", str(document.lots_preview or ""))
        return [tuple(row) for row in rows]

    def _withdrawal(self, amount):
        return self.env["prepaid.withdrawal"].with_user(self.users["fin_cashier"]).create(
            {"account_id": self.account.id, "amount": amount, "reason": "asked for it"})

    def _spend(self, fen, key="spent"):
        self.assertTrue(self.account._hold(key, fen, "res.partner", self.d1.id, key).ok)
        self.account._capture(key, fen, operation_key=key, label=key, res_model="res.partner", res_id=self.d1.id, components={"goods": fen})

    def test_withdrawal_takes_the_bonus_back(self):
        """150.00 of the gift are spent: of 200.00 the 50.00 left are taken back as a gift, 150.00 from cash."""
        self._spend(15_000)
        document = self._withdrawal(1000)
        now = [("taken from", self.cash.display_name, "1,000.00"), ("bonus taken back from", self.cash.display_name, "150.00"),
               ("bonus taken back from", self.gift.display_name, "50.00")]
        self.assertEqual(self._rows(document), now)
        document.action_submit()
        self.assertEqual(sorted(self._rows(document)), sorted(now), "what is held is what was shown")
        document.with_user(self.users["fin_manager"]).action_reject("no")
        self.assertEqual(self._rows(document), [])

    def test_paid_withdrawal_keeps_its_lots(self):
        document = self._withdraw(self.account, 1000)
        lots = {lot: fen for entry in self.env["prepaid.entry"].sudo().search([("res_model", "=", "prepaid.withdrawal"), ("res_id", "=", document.id)])
                for lot, fen in entry.lots}
        self.assertEqual(lots, {self.cash.id: -100_000, self.gift.id: -20_000})
        self.assertEqual(sorted(row[2] for row in self._rows(document)), ["1,000.00", "200.00"])

    def test_reversal_by_force_says_what_is_owed(self):
        self._spend(300_000)
        document = self.env["prepaid.topup.reversal"].with_user(self.users["fin_cashier"]).create(
            {"topup_id": self.topup.id, "reason": "the bank took it back", "forced": True})
        self.assertEqual(self._rows(document), [("taken from", self.cash.display_name, "2,200.00"), ("will be owed", "", "3,000.00")])
        document.action_submit()
        document.with_user(self.users["fin_manager"]).action_approve()
        self.account.invalidate_recordset()
        self.assertEqual(self.account.debt, 3000)
        self.assertEqual(self._rows(document), [], "booked: the entries tell it")

    def test_reversal_of_what_is_still_there(self):
        document = self.env["prepaid.topup.reversal"].with_user(self.users["fin_cashier"]).create(
            {"topup_id": self.topup.id, "reason": "the bank took it back"})
        rows = [("taken from", self.cash.display_name, "5,000.00"), ("bonus taken back from", self.gift.display_name, "200.00")]
        self.assertEqual(self._rows(document), rows)
        document.action_submit()
        self.assertEqual(sorted(self._rows(document)), sorted(rows))

    def test_season_close_says_what_expires(self):
        close = self.env["prepaid.season.close"].with_user(self.users["fin_settlement"]).create({"season_id": self.account.season_id.id})
        close.action_simulate()
        line = close.line_ids.filtered(lambda rec: rec.account_id.id == self.account.id)
        if line.state == "blocked":
            self._final_statement(self.account)
            close.action_simulate()
            line = close.line_ids.filtered(lambda rec: rec.account_id.id == self.account.id)
        self.assertEqual(line.state, "ready", line.words)
        self.assertEqual(sorted(self._rows(line)), sorted([
            ("taken from", self.cash.display_name, "5,000.00"), ("expires", self.gift.display_name, "200.00")]))

    def test_every_form_shows_it(self):
        for model in ("prepaid.withdrawal", "prepaid.transfer", "prepaid.company.transfer", "prepaid.topup.reversal", "prepaid.season.close"):
            with self.subTest(model):
                self.assertIn("lots_preview", self.env[model].get_view(view_type="form")["arch"])
