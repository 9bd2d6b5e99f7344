"""Features 10 to 12: a bonus comes with its top-up and goes back with it; a reversal takes exactly what is there."""
import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_base.money import to_fen

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestBonus(PrepaidCommon):
    def _rule(self, **vals):
        rule = self.env["prepaid.bonus.rule"].with_user(self.users["fin_settlement"]).create(
            {"name": "Four percent", "min_amount": 5000, "rate": 4, "expiry_days": 90, **vals})
        rule.action_submit()
        rule.with_user(self.users["fin_manager"]).action_activate()
        return rule

    def _ship(self, account, fen, key):
        self.assertTrue(account._hold(key, fen, "res.partner", self.d1.id, key).ok)
        return account._capture(
            key, fen, operation_key=key, label=key, res_model="res.partner", res_id=self.d1.id, components={"goods": fen})

    def _ledger_differences(self):
        """What the proof finds in the ledger itself; the shipments of these tests have no invoices."""
        self.env.invalidate_all()
        return [diff for diff in self.env["prepaid.check"]._differences(self.company) if diff["kind"] in ("account", "lot", "chain")]

    def _reversal(self, topup, approve=True, role="fin_confirmer", **vals):
        document = self.env["prepaid.topup.reversal"].with_user(self.users["fin_cashier"]).create(
            {"topup_id": topup.id, "reason": "the bank took it back", **vals})
        document.action_submit()
        if approve:
            document.with_user(self.users[role]).action_approve()
        return document

    def test_first_bonus_after_a_reversal(self):
        """A first top-up that was taken back was none: the next one earns the first bonus, and earns it once."""
        self._rule(name="First", first_only=True)
        topup = self._topup(self.d1, 5000)
        self.assertEqual(topup.bonus_amount, 200)
        self._reversal(topup)
        self.assertEqual((topup.state, topup.bonus_taken_back), ("reversed", 200))
        again = self._submitted_topup(self.d1, 5000)
        self.assertIn("Bonus 200.00 CNY by rule First", again.effect_hint)
        again.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertEqual((again.bonus_amount, self._topup(self.d1, 5000).bonus_amount), (200, 0))
        self._reversal(again)
        self.assertEqual(self._topup(self.d1, 5000).bonus_amount, 0, "one before it still counts")

    def test_rule_needs_two_people_and_stays(self):
        rule = self.env["prepaid.bonus.rule"].with_user(self.users["fin_settlement"]).create({"name": "R", "min_amount": 1, "rate": 1})
        with self.assertRaises(AccessError):
            rule.action_activate()
        rule.action_submit()
        own = self.env["prepaid.bonus.rule"].with_user(self.users["fin_manager"]).create({"name": "Own", "min_amount": 1, "rate": 1})
        own.action_submit()
        with self.assertRaisesRegex(AccessError, "Another person"):
            own.action_activate()
        with self.assertRaises(UserError):
            rule.rate = 5
        with self.assertRaises(AccessError):
            rule.write({"state": "active"})
        with self.assertRaises(AccessError):
            self.env["prepaid.bonus.rule"].with_user(self.users["fin_settlement"]).create({"name": "X", "rate": 1, "min_amount": 1, "state": "active"})
        rule.with_user(self.users["fin_manager"]).action_activate()
        with self.assertRaises(UserError):
            rule.unlink()
        with self.assertRaises(ValidationError):
            self.env["prepaid.bonus.rule"].create({"name": "nothing", "min_amount": 1})
        for role in ("fin_cashier", "fin_confirmer", "cs_presale", "sales_rep", "ops", "business_admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                rule.with_user(self.users[role]).action_close()

    def test_gift_comes_with_the_topup(self):
        rule = self._rule()
        topup = self._submitted_topup(self.d1, 5000)
        self.assertIn("Bonus 200.00 CNY by rule Four percent", topup.effect_hint)
        topup.with_user(self.users["fin_confirmer"]).action_confirm()
        account = topup.account_id
        self.assertLedger(account, 5200, 0, 5200)
        self.assertEqual((topup.bonus_rule_id, topup.bonus_amount), (rule, 200))
        gift = account.sudo().lot_ids.filtered(lambda lot: lot.bucket == "gift")
        self.assertEqual((gift.free, gift.expires_on), (200, self.company._dealer_today() + datetime.timedelta(days=90)))
        self.assertMove(topup.move_id, [("100200", 5000), ("220300", -5000)])
        self.assertEqual(rule.granted_amount, 200)

    def test_below_and_before_opening_no_gift(self):
        self.company.prepaid_first_in_one = False
        self._rule(min_amount=100)
        first = self._topup(self.d1, 4000)
        self.assertFalse(first.bonus_rule_id, "the account is not open yet")
        self.assertLedger(first.account_id, 4000, 0, 4000)
        second = self._topup(self.d1, 1000)
        self.assertEqual(second.bonus_amount, 40)
        self.assertFalse(self._topup(self.d1, 99.99).bonus_rule_id)

    def test_first_only_brand_and_dates(self):
        self._rule(name="First", rate=0, mode="fixed", fixed_amount=300, first_only=True, min_amount=1)
        self._rule(name="Over", rate=50, date_from="2020-01-01", date_to="2020-12-31")
        self._rule(name="Other brand", rate=50, brand_id=self.env["dealer.brand"].create({"name": "T brand"}).id)
        self.assertEqual(self._topup(self.d1, 5000).bonus_amount, 300)
        self.assertFalse(self._topup(self.d1, 5000).bonus_rule_id)

    def test_reversal_of_unspent_money_and_gift(self):
        self._rule()
        topup = self._topup(self.d1, 5000)
        account = topup.account_id
        document = self._reversal(topup, approve=False)
        self.assertEqual(account.held, 5200)
        with self.assertRaises(AccessError):
            document.action_approve()
        document.with_user(self.users["fin_confirmer"]).action_approve()
        document.with_user(self.users["fin_confirmer"]).action_approve()
        self.assertLedger(account, 0, 0, 0)
        self.assertEqual((topup.state, topup.reversal_id, topup.bonus_taken_back), ("reversed", document, 200))
        self.assertEqual(document.entry_id.reversed_entry_id, topup.entry_id)
        self.assertEqual(sorted(document.move_id.line_ids.mapped(lambda line: (line.account_id.code, line.debit, line.credit))),
                         [("100200", -5000, 0), ("220300", 0, -5000)], "in red, on the same sides")
        with self.assertRaises(UserError):
            self._reversal(topup)

    def test_spent_money_is_taken_by_force_only(self):
        topup = self._topup(self.d1, 5000)
        account = topup.account_id
        self._ship(account, 300_000, "k1")
        with self.assertRaisesRegex(UserError, "2,?000.00 CNY are not spent.*by force"):
            self._reversal(topup)
        document = self._reversal(topup, approve=False, forced=True)
        self.assertEqual((document.unspent, document.owed), (2000, 3000))
        with self.assertRaisesRegex(AccessError, "finance manager"):
            document.with_user(self.users["fin_confirmer"]).action_approve()
        document.with_user(self.users["fin_manager"]).action_approve()
        self.assertEqual((account.balance, account.debt), (-3000, 3000))
        self.assertFalse(self._ledger_differences())

    def test_force_takes_other_cash_before_it_makes_a_debt(self):
        self._rule()
        topup = self._topup(self.d1, 5000)
        account = topup.account_id
        self._ship(account, 15_000, "gift")  # 150.00 of the gift
        self.assertEqual(sum(account.sudo().lot_ids.filtered(lambda lot: lot.bucket == "gift").mapped("free")), 50)
        self._topup(self.d1, 1000)
        document = self._reversal(topup, role="fin_manager", forced=True)
        self.assertEqual(document.clawback_entry_id.amount, -200)
        self.assertEqual((account.balance, account.available, account.debt), (850, 850, 0))
        self.assertFalse(self._ledger_differences())

    def test_rejected_reversal_gives_back(self):
        topup = self._topup(self.d1, 5000)
        document = self._reversal(topup, approve=False)
        document.with_user(self.users["fin_confirmer"]).action_reject("it did arrive")
        self.assertLedger(topup.account_id, 5000, 0, 5000)
        self.assertEqual(topup.state, "confirmed")
        self._reversal(topup)
        self.assertLedger(topup.account_id, 0, 0, 0)

    def test_reversed_serial_may_come_again(self):
        topup = self._topup(self.d1, 5000, bank_serial="AGAIN")
        self._reversal(topup)
        again = self._topup(self.d1, 5000, bank_serial="AGAIN")
        self.assertEqual(again.state, "confirmed")
        self.assertLedger(again.account_id, 5000, 0, 5000)

    def test_withdrawal_takes_the_bonus_back(self):
        self._rule()
        topup = self._topup(self.d1, 5000)
        account = topup.account_id
        document = self.env["prepaid.withdrawal"].with_user(self.users["fin_cashier"]).create(
            {"account_id": account.id, "amount": 1000, "reason": "asked for it"})
        self.assertEqual((document.clawback_gift, document.clawback_cash), (200, 0), "4,000.00 earn nothing")
        document.action_submit()
        document.with_user(self.users["fin_manager"]).action_approve()
        self.assertLedger(account, 5200, 1200, 4000)
        document.with_user(self.users["fin_confirmer"]).bank_reference = "B-1"
        document.with_user(self.users["fin_confirmer"]).action_pay()
        self.assertLedger(account, 4000, 0, 4000)
        self.assertEqual((document.entry_id.amount, topup.bonus_taken_back), (-1000, 200))
        back = self.env["prepaid.entry"].search([("account_id", "=", account.id), ("kind", "=", "clawback")])
        for figure in (topup.name, "5,000.00", document.name, "1,000.00 CNY leave", "200.00 CNY of it are no longer earned"):
            self.assertIn(figure, back.formula)
        second = self.env["prepaid.withdrawal"].with_user(self.users["fin_cashier"]).create(
            {"account_id": account.id, "amount": 500, "reason": "more"})
        self.assertFalse(second.clawback_hint, "nothing is left to take back")
        document.with_user(self.users["fin_manager"]).action_return("the bank sent it back")
        self.assertLedger(account, 5200, 0, 5200)
        self.assertEqual(topup.bonus_taken_back, 0, "the bonus is earned again")
        self.assertEqual(second.clawback_gift, 200)

    def test_withdrawal_charges_a_spent_bonus(self):
        """D12: the part of a bonus that is spent is charged to the cash that leaves."""
        self._rule()
        topup = self._topup(self.d1, 5000)
        account = topup.account_id
        account._hold("k1", 15_000, "res.partner", self.d1.id, "k1")
        document = self.env["prepaid.withdrawal"].with_user(self.users["fin_cashier"]).create(
            {"account_id": account.id, "amount": 4900, "reason": "asked for it"})
        self.assertEqual((document.clawback_gift, document.clawback_cash), (50, 150))
        with self.assertRaisesRegex(UserError, r"at most 4,850\.00 CNY of free cash can leave.*200\.00 CNY of bonus"):
            document.action_submit()
        document.amount = 4850
        document.action_submit()
        document.with_user(self.users["fin_manager"]).action_reject("less")
        self._withdraw(account, 4000)
        self.assertLedger(account, 1000, 150, 850)
        self.assertEqual(topup.bonus_taken_back, 200)

    # -- the books of a bonus, one case for each policy (P5)

    def _granted(self, policy, items):
        """Earn a bonus of 200.00 under a policy; the grant by hand, the preview and the bonus post the same items."""
        self.company.prepaid_gift_policy = policy
        self._rule()
        topup = self._topup(self.d1, 5000)
        grant = self.env["prepaid.grant"].with_user(self.users["fin_cashier"]).create(
            {"account_id": self._topup(self.partners["D2"], 5000, remark="other").account_id.id, "bucket": "gift", "amount": 200, "reason": "promised"})
        grant.action_submit()
        grant.with_user(self.users["fin_manager"]).action_approve()
        preview = self.env["prepaid.voucher.preview"].create({"code": "E04", "input_ids": [Command.create({"part": "amount", "amount": 200})]})
        for entry in (topup.sudo().bonus_entry_id, grant.sudo().entry_id):
            self.assertMove(entry.move_id, items)
            self.assertEqual(
                [(line["account"], line["debit_fen"], line["credit_fen"]) for line in preview._preview_lines()],
                entry.move_id.line_ids.mapped(lambda line: (line.account_id.display_name, to_fen(line.debit), to_fen(line.credit))))
        self.assertLedger(grant.account_id, 5400, 0, 5400)
        return topup

    def _taken_back(self, topup):
        """Use 150.00 of the bonus and pay 4,000.00 back; give the journal entries of the 50.00 that are left and of the 150.00."""
        account = topup.account_id
        account._hold("k1", 15_000, "res.partner", self.d1.id, "k1")
        document = self._withdraw(account, 4000)
        entries = self.env["prepaid.entry"].search([("res_model", "=", document._name), ("res_id", "=", document.id), ("kind", "=", "clawback")], order="id")
        self.assertEqual(sorted(entries.mapped("amount")), [-150, -50])
        self.assertLedger(account, 1000, 150, 850)
        return [entries.filtered(lambda entry, amount=amount: entry.amount == amount).move_id for amount in (-50, -150)]

    def test_books_of_a_gift_outside_the_books(self):
        left, used = self._taken_back(self._granted("memo", []))
        self.assertFalse(left)
        self.assertMove(used, [("220300", 150), ("600100", -132.74), ("222100", -17.26)])  # it had lowered income and VAT of what it paid

    def test_books_of_a_gift_against_income(self):
        topup = self._granted("deferred", [("600100", 200), ("220300", -200)])
        self.company.prepaid_gift_policy = "memo"  # how it was granted counts
        left, used = self._taken_back(topup)
        self.assertMove(left, [("220300", 50), ("600100", -50)])
        self.assertMove(used, [("220300", 150), ("600100", -150)])
        self.assertEqual(sorted(used.line_ids.mapped(lambda line: (line.debit, line.credit))), [(-150, 0), (0, -150)], "in red, on the sides of the grant")

    def test_books_of_a_gift_against_expense(self):
        topup = self._granted("expense", [("660100", 200), ("220300", -200)])
        self.company.prepaid_red_reversal = False
        document = self._reversal(topup)
        back = document.clawback_entry_id.move_id
        self.assertMove(back, [("220300", 200), ("660100", -200)])
        self.assertEqual(sorted(back.line_ids.mapped(lambda line: (line.debit, line.credit))), [(0, 200), (200, 0)])
        self.assertLedger(topup.account_id, 0, 0, 0)
        forced = self._reversal(self._topup(self.d1, 6000), role="fin_manager", forced=True)
        self.assertMove(forced.clawback_entry_id.move_id, [("220300", 240), ("660100", -240)])

    def _leaving(self, model, account, amount, **vals):
        return self.env[model].with_user(self.users["fin_cashier"]).create(
            {"account_id": account.id, "amount": amount, "reason": "asked for it", **vals})

    def test_a_split_withdrawal_does_not_keep_the_bonus(self):
        """20,000.00 earned a bonus that needs 10,000.00: two withdrawals of 9,000.00 leave too little for it, whichever is paid first."""
        self._rule(mode="fixed", rate=0, fixed_amount=1000, min_amount=10_000)
        topup = self._topup(self.d1, 20_000)
        account = topup.account_id
        first = self._leaving("prepaid.withdrawal", account, 9000)
        self.assertFalse(first.clawback_hint, "11,000.00 still earn it")
        first.action_submit()
        self.assertFalse(first.clawback_plan)
        for model, vals in (
                ("prepaid.withdrawal", {}), ("prepaid.transfer", {"target_id": self._account(self.partners["D2"]).id})):
            second = self._leaving(model, account, 9000, **vals)
            self.assertEqual(second.clawback_gift, 1000, "the first waits to leave the same money")
            with self.assertRaisesRegex(UserError, f"{first.name} waits to take money out"):
                second.action_submit()
        second = self._leaving("prepaid.withdrawal", account, 1000)
        self.assertFalse(second.clawback_hint, "10,000.00 still earn it: both may wait")
        second.action_submit()
        second.with_user(self.users["fin_manager"]).action_reject("not now")
        first.with_user(self.users["fin_manager"]).action_approve()
        first.with_user(self.users["fin_confirmer"]).bank_reference = "B-1"
        first.with_user(self.users["fin_confirmer"]).action_pay()
        self.assertEqual(self._withdraw(account, 9000).clawback_gift, 1000)
        self.assertLedger(account, 2000, 0, 2000)
        self.assertEqual(topup.bonus_taken_back, 1000)

    def test_a_rejected_part_leaves_the_bonus(self):
        self._rule(mode="fixed", rate=0, fixed_amount=1000, min_amount=10_000)
        account = self._topup(self.d1, 20_000).account_id
        first, second = (self._leaving("prepaid.withdrawal", account, 9000) for _turn in (1, 2))
        first.action_submit()
        first.with_user(self.users["fin_manager"]).action_reject("not now")
        second.action_submit()
        self.assertFalse(second.clawback_plan)
        self.assertLedger(account, 21_000, 9000, 12_000)

    def test_a_spent_bonus_given_back_is_no_money_that_came_in(self):
        self._rule()
        topup = self._topup(self.d1, 5000)
        account = topup.account_id
        account._hold("k1", 15_000, "res.partner", self.d1.id, "k1")  # 150.00 of the gift
        document = self._withdraw(account, 4000)
        self.assertEqual((document.clawback_gift, document.clawback_cash), (50, 150))
        document.with_user(self.second_manager).action_return("the bank sent it back")
        self.assertEqual(topup.bonus_taken_back, 0)
        second = self._leaving("prepaid.withdrawal", account, 100)
        self.assertEqual((second.clawback_gift, second.clawback_cash), (50, 150), "4,900.00 earn nothing")

    def test_transfer_takes_the_bonus_back(self):
        """Moved to another account first, the money would be paid out where nobody knows of the bonus."""
        self._rule()
        topup = self._topup(self.d1, 5000)
        account, other = topup.account_id, self._account(self.partners["D2"])
        document = self.env["prepaid.transfer"].with_user(self.users["fin_cashier"]).create(
            {"account_id": account.id, "target_id": other.id, "amount": 5000, "reason": "asked for it"})
        self.assertIn("200.00 CNY of gift credit", document.clawback_hint)
        document.action_submit()
        self.assertLedger(account, 5200, 5200, 0)
        document.with_user(self.users["fin_manager"]).action_approve()
        document.with_user(self.second_manager).action_approve()
        self.assertLedger(account, 0, 0, 0)
        self.assertLedger(other, 5000, 0, 5000)
        self.assertEqual((document.entry_id.amount, topup.bonus_taken_back), (-5000, 200))
        self.assertEqual(sorted(account.entry_ids.mapped("kind")), ["clawback", "gift", "topup", "transfer_out"])

    def test_transfer_in_parts_and_rejected(self):
        self._rule(min_amount=3000)
        topup = self._topup(self.d1, 5000)
        account, other = topup.account_id, self._account(self.partners["D2"])
        transfers = self.env["prepaid.transfer"].with_user(self.users["fin_cashier"])
        vals = {"account_id": account.id, "target_id": other.id, "reason": "asked for it"}
        first = transfers.create({**vals, "amount": 1000})
        first.action_submit()
        first.with_user(self.users["fin_manager"]).action_approve()
        first.with_user(self.second_manager).action_approve()
        self.assertEqual(topup.bonus_taken_back, 40, "4,000.00 earn 160.00")
        second = transfers.create({**vals, "amount": 1500})
        self.assertEqual((second.clawback_gift, second.clawback_cash), (160, 0), "with the first 2,500.00 are left, which earn nothing")
        second.action_submit()
        second.with_user(self.users["fin_manager"]).action_reject("not now")
        self.assertLedger(account, 4160, 0, 4160)
        self.assertEqual(topup.bonus_taken_back, 40)
        with self.assertRaises(AccessError):
            transfers.create({**vals, "amount": 1, "clawback_plan": [[topup.id, 0, 0]]})

    def test_transfer_charges_a_spent_bonus(self):
        self._rule()
        topup = self._topup(self.d1, 5000)
        account, other = topup.account_id, self._account(self.partners["D2"])
        account._hold("k1", 15_000, "res.partner", self.d1.id, "k1")
        transfers = self.env["prepaid.transfer"].with_user(self.users["fin_cashier"])
        vals = {"account_id": account.id, "target_id": other.id, "reason": "asked for it"}
        with self.assertRaises(UserError):
            transfers.create({**vals, "amount": 4900}).action_submit()
        document = transfers.create({**vals, "amount": 4850})
        document.action_submit()
        document.with_user(self.users["fin_manager"]).action_approve()
        document.with_user(self.second_manager).action_approve()
        self.assertLedger(account, 150, 150, 0)
        self.assertLedger(other, 4850, 0, 4850)
        self.assertEqual(topup.bonus_taken_back, 200)

    def test_frozen_owner_parks_the_money(self):
        account = self._open_account(self.d1)
        self.d1.dealer_state = "frozen"
        topup = self._topup(self.d1, 300)
        self.assertEqual(account.state, "frozen")
        self.assertIn("parked", account.message_ids[0].body)
        self.assertFalse(account._hold("k", 100, "res.partner", self.d1.id, "k").ok)
        self.assertLedger(account, 5300, 0, 5300)
        self.assertEqual(topup.state, "confirmed")

    def test_access(self):
        topup = self._topup(self.d1, 5000)
        for role in ("fin_confirmer", "cs_presale", "sales_rep", "business_admin", "auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["prepaid.topup.reversal"].with_user(self.users[role]).create({"topup_id": topup.id, "reason": "x"})
        document = self._reversal(topup, approve=False)
        for role in ("fin_settlement", "cs_presale", "sales_rep", "business_admin", "auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                document.with_user(self.users[role]).action_approve()
        for vals in ({"state": "approved"}, {"held_gift_fen": 5}, {"clawback_entry_id": 1}):
            with self.subTest(vals), self.assertRaises(AccessError):
                document.write(vals)
        for vals in ({"bonus_amount": 5}, {"bonus_rule_id": 1}, {"reversal_id": 1}, {"provider": "x"}, {"bonus_taken_back": 1}):
            with self.subTest(vals), self.assertRaises(AccessError):
                self.env["prepaid.topup"].with_user(self.users["fin_cashier"]).create({"partner_id": self.d1.id, "amount": 1, **vals})
