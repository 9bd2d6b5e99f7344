"""The bill of the way back comes after the refund: two people of finance charge the difference or bear it."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestReturnSettle(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._received_order()
        cls.accountant, cls.manager = cls.users["fin_settlement"], cls.manager_b
        cls.record = cls._refunded_return(cls.order)  # 300.00 - 18.00 - 10.00

    def _by(self, user):
        return self.record.with_user(user)

    def _entries(self, kind="postage"):
        return self.env["prepaid.entry"].search([("res_model", "=", "dealer.return"), ("res_id", "=", self.record.id), ("kind", "=", kind)], order="id")

    def _charge(self):
        self._by(self.accountant).action_charge_postage()
        self._by(self.manager).action_charge_postage()

    def test_charged(self):
        """Billed 20.50 where 18.00 were taken: 2.50 more."""
        self.record._take_billed_postage(2_050)
        self.assertEqual((self.record.postage_difference, self.record.postage_open), (2.5, 2.5))
        self._by(self.accountant).action_charge_postage()
        self.assertLedger(self.account, 4592, 0, 4592)
        with self.assertRaisesRegex(AccessError, "another person"):
            self._by(self.accountant).action_charge_postage()
        self._by(self.manager).action_charge_postage()
        self._by(self.manager).action_charge_postage()
        self.assertLedger(self.account, 4589.5, 0, 4589.5)
        self.assertEqual((self.record.postage_open, self.record.postage_settled, self.record.postage_settled_by), (0, 2.5, self.manager))
        entry = self._entries()[-1]
        self.assertEqual((entry.amount, entry.approver_id, len(self._entries())), (-2.5, self.manager, 2))
        self.assertMove(entry.move_id, [("112200", 2.5), ("605100", -2.21), ("222100", -0.29)])
        self.assertMove(entry.clearing_move_id, [("112200", -2.5), ("220300", 2.5)])
        self.assertEqual((entry.move_id.amount_residual, self.record.parcel_ids.charge_amount), (0, 20.5))
        self.assertIn(entry.move_id.id, self.record.action_open_moves()["domain"][0][2])
        self.assertOrderBalanced(self.order)

    def test_given_back(self):
        self.record._take_billed_postage(1_500)
        self.assertEqual(self.record.postage_open, -3)
        self._charge()
        self.assertLedger(self.account, 4595, 0, 4595)
        entry = self._entries()[-1]
        self.assertEqual((entry.amount, entry.move_id.move_type, entry.move_id.amount_residual), (3, "out_refund", 0))
        self.assertMove(entry.move_id, [("112200", -3), ("605100", 2.65), ("222100", 0.35)])
        self.assertOrderBalanced(self.order)

    def test_borne(self):
        self.record._take_billed_postage(2_050)
        self._by(self.accountant).action_bear_postage()
        self._by(self.manager).action_bear_postage()
        self.assertLedger(self.account, 4592, 0, 4592)
        self.assertEqual((self.record.postage_open, self.record.postage_decision, len(self._entries())), (0, "bear", 1))

    def test_another_opinion_is_a_new_proposal(self):
        self.record._take_billed_postage(2_050)
        self._by(self.accountant).action_charge_postage()
        self._by(self.manager).action_bear_postage()
        self.assertEqual((self.record.postage_open, self.record.postage_decision, self.record.postage_decided_by), (2.5, "bear", self.manager))
        self._by(self.accountant).action_bear_postage()
        self.assertEqual((self.record.postage_open, self.record.postage_settled_by), (0, self.accountant))

    def test_second_bill_opens_what_it_adds(self):
        self.record._take_billed_postage(2_050)
        self.assertEqual(self.record._take_billed_postage(2_050), 250)
        self._charge()
        self.record._take_billed_postage(2_350)
        self.assertEqual((self.record.postage_difference, self.record.postage_open), (5.5, 3))
        self._charge()
        self.assertLedger(self.account, 4586.5, 0, 4586.5)
        self.assertEqual([entry.amount for entry in self._entries()], [-18, -2.5, -3])

    def test_a_bill_between_the_two_people(self):
        self.record._take_billed_postage(2_050)
        self._by(self.accountant).action_charge_postage()
        self.record._take_billed_postage(2_350)
        self._by(self.manager).action_charge_postage()
        self.assertEqual((self.record.postage_open, self.record.postage_decided_by), (5.5, self.manager), "another amount is decided anew")

    def test_owed_where_the_money_is_gone(self):
        """J17: 15.00 left and 18.00 of late postage: 3.00 are owed."""
        fen = 459_200 - 1_500
        self.account._debit("t_spend", fen, kind="adjust", label="spent", res_model="res.partner", res_id=1)
        self.record._take_billed_postage(3_600)
        self._charge()
        self.account.invalidate_recordset()
        self.assertEqual((self.account.debt, self._entries()[-1].amount), (3, -18))

    def test_nothing_to_decide_and_roles(self):
        with self.assertRaisesRegex(UserError, "no difference"):
            self._by(self.accountant).action_charge_postage()
        self.record._take_billed_postage(2_050)
        for user in (self.aftersale, self.warehouse_user, self.users["fin_cashier"], self.users["fin_confirmer"], self.users["auditor"]):
            for method in ("action_charge_postage", "action_bear_postage"):
                with self.subTest(user=user.login, method=method), self.assertRaises(AccessError):
                    getattr(self._by(user), method)()
        with self.assertRaises(AccessError):
            self._by(self.accountant).write({"postage_settled": 2.5})

    def test_booked_by_the_day(self):
        self.company.sudo().prepaid_gl_mode = "daily"
        self.record._take_billed_postage(1_500)
        self._charge()
        entry = self._entries()[-1]
        self.assertEqual((entry.gl_mode, entry.amount, bool(entry.move_id)), ("batch", 3, False))
        legs = {(leg.role, leg.side): leg.fen for leg in entry._gl_legs() if leg.fen}
        self.assertEqual(legs, {("advance", "debit"): -300, ("other_income", "credit"): -265, ("vat", "credit"): -35})
