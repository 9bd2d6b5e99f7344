"""The account of a store that paid order by order and goes back to prepaid: its dealer's account pays again (open point G1)."""
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..sql import receipt as sql_receipt
from .test_receipt import ReceiptCommon


@tagged("post_install", "-at_install")
class TestPayNowAccount(ReceiptCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.above = cls._open_account(cls.d1)
        cls._settlement(cls.store_1a, "pay_now")
        cls.own = cls._confirmed_receipt(cls.store_1a, 20).account_id.with_user(cls.env.user)

    def _pays(self):
        self.env.invalidate_all()
        return self.env["prepaid.account"]._for_partner(self.company, self.store_1a)

    def _move_up(self, amount):
        transfer = self.env["prepaid.transfer"].with_user(self.users["fin_cashier"]).create({
            "account_id": self.own.id, "target_id": self.above.id, "amount": amount, "reason": "back to prepaid"})
        transfer.action_submit()
        transfer.with_user(self.users["fin_manager"]).action_approve()

    def test_money_left_is_in_the_way(self):
        self.assertTrue(self.own.pay_now)
        self.assertEqual(self._pays(), self.own)
        with self.assertRaisesRegex(UserError, "balance of 20.00 CNY, 0.00 CNY of it held.*Test Dealer One"), self.env.cr.savepoint():
            self._settlement(self.store_1a, False)
        self.own._hold("t,1", 1500, "res.partner", self.store_1a.id, "Test")
        with self.assertRaisesRegex(UserError, "15.00 CNY of it held"), self.env.cr.savepoint():
            self._settlement(self.store_1a, "prepaid")
        self.assertEqual(self.store_1a.settlement_method, "pay_now")

    def test_back_on_prepaid_the_dealer_pays(self):
        self._move_up(20)
        for method in (False, "prepaid"):
            self._settlement(self.store_1a, method)
            self.assertEqual(self._pays(), self.above)
            self._settlement(self.store_1a, "pay_now")
            self.assertEqual(self._pays(), self.own, "order by order, the account is used again")
        self._settlement(self.store_1a, False)
        self.assertLedger(self.own, 0, 0, 0)
        self.assertLedger(self.above, 5020, 0, 5020)

    def test_a_first_topup_makes_it_the_stores_own(self):
        self._move_up(20)
        self._settlement(self.store_1a, False)
        small = self._submitted_topup(self.store_1a, 4999.99)
        self.assertIn("was the money meant for that account?", small.effect_hint)
        small.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertEqual(self._pays(), self.above, "4,999.99 opens no account")
        large = self._submitted_topup(self.store_1a, 5000)
        self.assertIn("no longer Test Dealer One", large.effect_hint)
        large.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertEqual((self._pays(), self.own.pay_now, self.own.min_first_topup), (self.own, False, 5000))
        self._settlement(self.store_1a, "pay_now")
        self._settlement(self.store_1a, False)
        self.assertEqual(self._pays(), self.own)

    def test_without_an_account_above_it_stays(self):
        d2 = self.partners["D2"]
        self._settlement(d2, "pay_now")
        own = self._confirmed_receipt(d2, 30).account_id
        self._settlement(d2, False)
        self.assertEqual(self.env["prepaid.account"]._for_partner(self.company, self.partners["2A"]), own)

    def test_on_a_term_nothing_is_in_the_way(self):
        self._settlement(self.store_1a, "pay_later", days=30, limit=100.0)
        self.assertEqual(self.store_1a.settlement_method, "pay_later")

    def test_not_by_hand(self):
        for vals in ({"pay_now": False}, {"min_first_topup": 5000}):
            with self.assertRaises(AccessError):
                self.own.with_user(self.users["fin_manager"]).write(vals)

    def test_upgrade(self):
        self.env.flush_all()
        self.env.cr.execute("UPDATE prepaid_account SET pay_now = NULL")
        sql_receipt.mark_pay_now_accounts(self.env.cr)
        self.env.invalidate_all()
        self.assertEqual((self.own.pay_now, self.above.pay_now), (True, False))

    def _claimed(self, amount):
        """Park money that came in and have it claimed for the store."""
        parked = self.env["prepaid.unidentified"].with_user(self.users["fin_cashier"]).create({
            "amount": amount, "payer_name": "Somebody", "serial": f"U{amount}", "proof_ids": [Command.set(self._proof().ids)]})
        parked.action_submit()
        parked.with_user(self.users["fin_confirmer"]).action_approve()
        parked.write({"claim_partner_id": self.store_1a.id, "claim_reason": "letter"})
        said = parked.effect_text
        parked.action_propose_claim()
        parked.with_user(self.users["fin_confirmer"]).action_claim()
        return said

    def test_a_claim_of_a_first_topup_makes_it_the_stores_own(self):
        self._move_up(20)
        self._settlement(self.store_1a, False)
        self.assertNotIn("From then on", self._claimed(4999.99))
        self.assertEqual(self._pays(), self.above)
        self.assertIn("From then on it pays the orders of", self._claimed(5000))
        self.assertEqual((self._pays(), self.own.pay_now, self.own.min_first_topup), (self.own, False, 5000))

    def test_next_season_goes_on_as_this_one(self):
        following, above = self.own._next_season_account(), self.above._next_season_account()
        self.assertEqual((following.pay_now, following.min_first_topup), (True, 0))
        self.assertEqual((above.pay_now, above.min_first_topup), (False, 5000))

    def test_brake_on_a_store_whose_account_pays_nothing(self):
        """The dealer is asked about the orders of a store that he pays for, whatever account of the store's own lies idle."""
        brakes = self.env["prepaid.brake"]
        with self.assertRaisesRegex(ValidationError, "an account of its own"), self.env.cr.savepoint():
            brakes.create({"owner_id": self.d1.id, "store_id": self.store_1a.id, "ask_above": 100, "reason": "phone"})
        self._move_up(20)
        self._settlement(self.store_1a, False)
        self._account(self.partners["1B"])
        for store in (self.store_1a, self.partners["1B"]):
            self.assertTrue(brakes.create({"owner_id": self.d1.id, "store_id": store.id, "ask_above": 100, "reason": "phone"}))
