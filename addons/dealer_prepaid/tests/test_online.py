"""S12: what a forger of payment notifications tries; each report has no effect or the one of the payment it is about, and is kept."""
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import tagged

from odoo.addons.dealer_base.money import to_fen

from .common import ROLES, PrepaidCommon


@tagged("post_install", "-at_install")
class TestForgedNotification(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.topup, cls.reference = cls._started(cls.d1, 5000)
        cls.other, cls.other_reference = cls._started(cls.partners["D2"], 300)

    @classmethod
    def _started(cls, partner, amount):
        topup = cls.env["prepaid.topup"].with_user(cls.users["cs_presale"]).create({"partner_id": partner.id, "amount": amount})
        return topup, topup._start_online("testpay")

    def _report(self, reference, amount="5000.00", currency="CNY", provider="testpay"):
        """What a provider's addon does with a report whose signature is right."""
        model = self.env["prepaid.topup"].with_user(self.env.ref("base.public_user"))
        return model._credit_notified(provider, reference, amount, currency).outcome

    def _figures(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return [(topup.state, to_fen(topup.account_id.balance), len(topup.account_id.entry_ids)) for topup in (self.topup, self.other)]

    def assertNothing(self):
        self.assertEqual(self._figures(), [("submitted", 0, 0), ("submitted", 0, 0)])

    def test_amounts(self):
        """No amount but the very one is credited, and that once, however it is written."""
        for amount in ("-5000.00", "0", "", " ", "5,000.00", "Infinity", "-Infinity", "1e400", "0x1388", "5000.004", "4999.995", True, None,
                       5000.001, [], {"amount": 5000}, "5000.00' OR '1'='1", "9" * 500):
            with self.subTest(amount=amount):
                self.assertIn(self._report(self.reference, amount), ("bad_amount", "amount_differs"))
        self.assertNothing()
        spellings = ("5000.00 ", "5e3", "5000.00\n", "+5000", 5000)
        self.assertEqual([self._report(self.reference, amount) for amount in spellings], ["credited", *["repeated"] * 4], "one value, one effect")
        self.assertEqual(self._figures(), [("confirmed", 500_000, 1), ("submitted", 0, 0)])

    def test_fee_of_the_provider(self):
        """E24: the bank gets 4,970.00, the provider keeps 30.00, the dealer is credited with 5,000.00; a fee that cannot be is refused."""
        model = self.env["prepaid.topup"].with_user(self.env.ref("base.public_user"))
        for fee in ("-0.01", "5000.00", "5000.01", "3,00", "", "x", "0.001", True):
            with self.subTest(fee=fee):
                self.assertEqual(model._credit_notified("testpay", self.reference, "5000.00", "CNY", fee).outcome, "bad_fee")
        self.assertNothing()
        report = model._credit_notified("testpay", self.reference, "5000.00", "CNY", "30.00")
        self.assertEqual((report.outcome, report.fee_text, self.topup.provider_fee), ("credited", "30.00", 30))
        self.assertMove(self.topup.sudo().move_id, [("100200", 4970), ("660300", 30), ("220300", -5000)])
        self.assertEqual(model._credit_notified("testpay", self.reference, "5000.00", "CNY", "40.00").outcome, "repeated")
        self.assertEqual(self.topup.provider_fee, 30)
        self.assertLedger(self.topup.account_id, 5000, 0, 5000)
        with self.assertRaises(AccessError):
            self.other.with_user(self.users["fin_confirmer"]).provider_fee = 1

    def _reversal(self, topup, **vals):
        document = self.env["prepaid.topup.reversal"].with_user(self.users["fin_cashier"]).create({"topup_id": topup.id, "reason": "cancelled", **vals})
        said = document.preview
        document.action_submit()
        document.with_user(self.users["fin_confirmer"]).action_approve()
        return said, document.sudo().move_id

    def test_fee_stays_with_the_provider(self):
        """A reversal gives the whole payment back and the fee stays an expense, unless the provider gives it back; its VAT is a setting (E24)."""
        model = self.env["prepaid.topup"].with_user(self.env.ref("base.public_user"))
        model._credit_notified("testpay", self.reference, "5000.00", "CNY", "30.00")
        said, move = self._reversal(self.topup)
        self.assertIn("The provider keeps its fee of 30.00 CNY", said)
        self.assertMove(move, [("100200", -5000), ("220300", 5000)])
        self.assertEqual((move.reversed_entry_id, move.line_ids.mapped("credit")), (self.topup.sudo().move_id, [0, -5000]), "in red")
        self.assertLedger(self.topup.account_id, 0, 0, 0)

        self.company.prepaid_gateway_vat = "600"
        model._credit_notified("testpay", self.other_reference, "300.00", "CNY", "3.00")
        paid = self.other.sudo().move_id
        self.assertMove(paid, [("100200", 297), ("660300", 2.83), ("222100", 0.17), ("220300", -300)])
        vat = paid.line_ids.filtered(lambda line: line.account_id.code == "222100")
        self.assertEqual((vat.tax_line_id.type_tax_use, vat.tax_line_id.amount), ("purchase", 6))
        said, move = self._reversal(self.other, fee_refunded=True)
        self.assertIn("gives its fee of 3.00 CNY back", said)
        self.assertMove(move, [("100200", -297), ("660300", -2.83), ("222100", -0.17), ("220300", 300)])
        self.assertLedger(self.other.account_id, 0, 0, 0)

    def test_another_account(self):
        """The reference of one payment with the amount of another credits neither; a payment credits the account it was started for."""
        self.assertEqual(self._report(self.other_reference), "amount_differs")
        for reference in (self.topup.name, str(self.topup.id), f"{self.topup.name}-{self.other.id}", f"{self.reference}%", self.reference.lower(),
                          f"{self.reference} ", f" {self.reference}", "%", "_", "-", False, 0, self.reference[:-1]):
            with self.subTest(reference=reference):
                self.assertEqual(self._report(reference), "unknown")
        self.assertEqual(self._report(self.reference, provider="TESTPAY"), "unknown")
        self.assertEqual(self._report(self.reference, provider="otherpay"), "unknown")
        self.assertNothing()
        self.assertEqual(self._report(self.reference), "credited")
        self.assertEqual(self._figures(), [("confirmed", 500_000, 1), ("submitted", 0, 0)])

    def test_currency(self):
        for currency in ("USD", "cny", "CNY ", "", None, "RMB", 156):
            with self.subTest(currency=currency):
                self.assertEqual(self._report(self.reference, currency=currency), "currency_differs")
        self.assertNothing()

    def test_the_payment_cannot_be_bent_after_it_was_started(self):
        """Between the payment page and the report nobody turns a started top-up into another amount or account."""
        account = self._account(self.partners["D2"])
        changes = ({"amount": 500_000}, {"partner_id": self.partners["D2"].id}, {"account_id": account.id}, {"provider": "evil"},
                   {"provider_reference": self.other_reference}, {"state": "draft"}, {"company_id": 1, "state": "confirmed"})
        for role in ROLES:
            for vals in changes:
                with self.subTest(role=role, vals=vals), self.assertRaises(UserError):
                    self.topup.with_user(self.users[role]).write(vals)
        self.assertEqual(self._report(self.reference), "credited")
        self.assertEqual(self._figures()[0], ("confirmed", 500_000, 1))

    def test_replayed(self):
        """The same report again, and after rejection of a twin, has no second effect."""
        self.assertEqual([self._report(self.reference) for _turn in range(5)], ["credited", *["repeated"] * 4])
        self.assertEqual(self._report(self.reference, "4999.99"), "amount_differs", "another amount is not a repetition")
        self.assertEqual(self._figures()[0], ("confirmed", 500_000, 1))
        self.other.with_user(self.users["fin_confirmer"]).action_reject("never paid")
        self.assertEqual([self._report(self.other_reference, "300.00") for _turn in range(2)], ["not_waiting"] * 2)
        self.assertEqual(self._figures()[1], ("rejected", 0, 0))
        self.assertLedger(self.topup.account_id, 5000, 0, 5000)

    def test_nobody_reports_over_the_network(self):
        for role in (*ROLES, None):
            user = self.users[role] if role else self.env.ref("base.public_user")
            for method in ("_credit_notified", "_start_online", "_judge", "_confirm"):
                with self.subTest(role=role, method=method), self.assertRaises(AccessError):
                    call_kw(self.env["prepaid.topup"].with_user(user), method, [[self.topup.id], "testpay", self.reference, "5000.00", "CNY"], {})
        self.assertNothing()

    def test_a_report_that_cannot_be_booked_is_kept(self):
        """The money came, the account cannot take it: the report stays, the top-up waits, and it says why."""
        self.topup.account_id._set_state("closed", "test")
        self.assertEqual(self._report(self.reference), "refused")
        self.assertEqual(self._figures()[0][:2], ("submitted", 0))
        kept = self.env["prepaid.notification"].search([("topup_id", "=", self.topup.id)])
        self.assertEqual(kept.mapped("outcome"), ["refused"])
        self.assertIn("payment of 5,000.00", self.topup.message_ids[0].body)


@tagged("post_install", "-at_install")
class TestOnline(PrepaidCommon):
    def _started(self, amount=5000):
        topup = self.env["prepaid.topup"].with_user(self.users["cs_presale"]).create({"partner_id": self.d1.id, "amount": amount})
        return topup, topup._start_online("testpay")

    def test_credited_once(self):
        topup, reference = self._started()
        notify = self.env["prepaid.topup"].with_user(self.env.ref("base.public_user"))._credit_notified
        self.assertEqual(notify("testpay", reference, "5000.00", "CNY").outcome, "credited")
        self.assertEqual(notify("testpay", reference, "5000.00", "CNY").outcome, "repeated")
        self.assertLedger(topup.account_id, 5000, 0, 5000)
        self.assertEqual(topup.confirmer_id, self.env.ref("base.user_root"))

    def test_refused_and_kept(self):
        topup, reference = self._started()
        cases = (
            ("forged reference", ("testpay", "TU-1", "5000.00", "CNY"), "unknown"),
            ("other provider", ("evilpay", reference, "5000.00", "CNY"), "unknown"),
            ("nothing", (None, None, None, None), "unknown"),
            ("one fen less", ("testpay", reference, "4999.99", "CNY"), "amount_differs"),
            ("a thousand times", ("testpay", reference, "5000000", "CNY"), "amount_differs"),
            ("other currency", ("testpay", reference, "5000.00", "USD"), "currency_differs"),
            ("half a fen", ("testpay", reference, "5000.001", "CNY"), "bad_amount"),
            ("not a number", ("testpay", reference, "NaN", "CNY"), "bad_amount"),
        )
        for label, arguments, outcome in cases:
            with self.subTest(label):
                self.assertEqual(self.env["prepaid.topup"]._credit_notified(*arguments).outcome, outcome)
        self.assertEqual(topup.state, "submitted")
        self.assertLedger(topup.account_id, 0, 0, 0)
        with self.assertRaisesRegex(UserError, "provider's notification"):
            topup.with_user(self.users["fin_confirmer"]).action_confirm()
        topup.with_user(self.users["fin_confirmer"]).action_reject("never paid")
        self.assertEqual(self.env["prepaid.topup"]._credit_notified("testpay", reference, "5000.00", "CNY").outcome, "not_waiting")
        log = self.env["prepaid.notification"].search([("provider", "in", ("testpay", "evilpay", "?"))])
        self.assertEqual(len(log), 9)
        for change in (lambda: log[0].sudo().write({"outcome": "credited"}), lambda: log[0].unlink()):
            with self.assertRaises(AccessError):
                change()
        with self.assertRaises(AccessError):
            self.env["prepaid.notification"].with_user(self.users["fin_manager"]).create({"provider": "x", "reference": "y", "outcome": "credited"})

    def test_needs_a_draft(self):
        topup = self._submitted_topup(self.d1, 5, proof_ids=[Command.set(self._proof().ids)])
        with self.assertRaises(UserError):
            topup._start_online("testpay")
