"""R0-032: submitted top-ups meet the bank's list; what does not meet stays on a list on both sides."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestMatch(PrepaidCommon):
    def _lines(self, *rows):
        keys = ("date", "serial", "amount", "payer_name", "remark")
        return self.env["prepaid.bank.line"].with_user(self.users["fin_cashier"]).create(
            [dict(zip(keys, row, strict=True)) for row in rows])

    def _matches(self, lines):
        return self.env["prepaid.match"].with_user(self.users["fin_cashier"]).search([("bank_line_id", "in", lines.ids)])

    def test_proposed_and_accepted(self):
        topup = self._submitted_topup(self.d1, 5000, bank_serial=False, payer_name="Zhang San", date_paid="2026-11-20")
        other = self._submitted_topup(self.partners["D2"], 5000, bank_serial=False, payer_name="Li Si", date_paid="2026-11-20")
        lines = self._lines(
            ("2026-11-21", "B1", 5000, "Zhang San", "Test West Test Dealer One"), ("2026-11-21", "B2", 70, "Nobody", "?"))
        lines.action_match()
        match = self._matches(lines)
        self.assertEqual((match.topup_id, match.bank_line_id, match.score), (topup, lines[0], 58))
        self.assertEqual(match.reason_text, "same amount, remark names sales company and owner, same payer, at most three days apart")
        with self.assertRaisesRegex(UserError, "credited twice"):
            lines[0].action_make_topups()
        with self.assertRaisesRegex(UserError, "remittance B1 of 2026-11-21 looks like its money"):
            topup.with_user(self.users["fin_confirmer"]).action_confirm()
        match.action_accept()
        match.action_accept()
        self.assertEqual((topup.bank_line_id, topup.bank_serial, lines.mapped("state")), (lines[0], "B1", ["used", "unmatched"]))
        self.assertFalse(other.bank_line_id)
        topup.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertLedger(topup.account_id, 5000, 0, 5000)

    def test_what_the_bank_says_stays(self):
        """A line of the bank's sheet is changed by nobody; one that a cashier typed says so, also to the confirmer."""
        values = {"date": "2026-11-21", "serial": "B7", "amount": 1200, "payer_name": "Zhang San", "remark": "?"}
        imported = self.env["prepaid.bank.line"].sudo().create(values)
        for role in ("fin_cashier", "fin_manager"):
            for name, value in (("amount", 12000), ("remark", "x"), ("payer_name", "x"), ("serial", "x"), ("date", "2026-11-01"), ("by_hand", True)):
                with self.assertRaises(UserError, msg=name):
                    imported.with_user(self.users[role]).write({name: value})
        typed = self._lines(("2026-11-21", "B8", 12000, "Zhang San", "?"))
        typed.amount = 1300
        self.assertEqual((imported.by_hand, typed.by_hand, typed.amount, imported.amount), (False, True, 1300, 1200))
        typed.write({"partner_id": self.d1.id, "owner_reason": "phone"})
        typed.action_make_topups()
        self.assertEqual((typed.topup_id.bank_line_typed, typed.topup_id.owner_reason), (True, "phone"))

    def test_amounts_must_agree(self):
        topup = self._submitted_topup(self.d1, 5000, bank_serial="B9")
        lines = self._lines(("2026-11-20", "B9", 4999.99, "Payer", ""))
        lines.action_match()
        match = self._matches(lines)
        self.assertIn("the amounts differ", match.reason_text)
        with self.assertRaisesRegex(UserError, "5000.00 CNY.*4999.99 CNY"):
            match.action_accept()
        with self.assertRaisesRegex(UserError, "Say why"):
            match.action_dismiss("")
        match.action_dismiss("other money")
        lines.action_match()
        self.assertEqual(self._matches(lines), match, "what was dismissed is not proposed again")
        self.assertFalse(topup.bank_line_id)

    def test_by_hand_with_a_reason(self):
        topup = self._submitted_topup(self.d1, 300, bank_serial=False, payer_name="A")
        lines = self._lines(("2026-01-20", "B3", 300, "Nobody", "hello"))
        lines.action_match()
        self.assertFalse(self._matches(lines))
        match = self.env["prepaid.match"].with_user(self.users["fin_cashier"]).create({"topup_id": topup.id, "bank_line_id": lines.id})
        with self.assertRaisesRegex(UserError, "nothing on it proves it"):
            match.action_accept()
        match.manual_reason = "the dealer's wife paid, seen on the phone"
        match.action_accept()
        self.assertEqual((match.state, match.decided_by_id, topup.bank_line_id), ("accepted", self.users["fin_cashier"], lines))

    def test_owner_by_hand_with_a_reason(self):
        lines = self._lines(("2026-11-20", "B4", 300, "Nobody", "no sales company"))
        lines.partner_id = self.d1
        with self.assertRaisesRegex(UserError, "say why it belongs to"):
            lines.action_make_topups()
        lines.owner_reason = "called the dealer"
        lines.action_make_topups()
        self.assertEqual(lines.topup_id.bank_line_id, lines)
        with self.assertRaises(AccessError):
            self._lines(("2026-11-20", "B5", 300, "Nobody", "")).write({"owner_by_hand": False})

    def test_a_rejected_topup_frees_the_line(self):
        lines = self._lines(("2026-11-20", "B6", 300, "x", "Test West Test Dealer One"))
        lines.action_match()
        lines.action_make_topups()
        lines.topup_id.with_user(self.users["fin_confirmer"]).action_reject("wrong owner")
        self.assertFalse(lines.topup_id)
        self.assertEqual(lines.state, "matched")

    def test_access(self):
        topup = self._submitted_topup(self.d1, 300, bank_serial="B7")
        lines = self._lines(("2026-11-20", "B7", 300, "x", ""))
        lines.action_match()
        match = self._matches(lines)
        for role in ("fin_confirmer", "fin_settlement", "cs_presale", "sales_rep", "business_admin", "auditor", "wh_operator"):
            with self.subTest(role):
                for step in (lambda rec: rec.action_accept(), lambda rec: rec.action_dismiss("x"), lambda rec: rec.action_propose_all()):
                    with self.assertRaises(AccessError):
                        step(match.with_user(self.users[role]))
        with self.assertRaises(AccessError):
            match.write({"state": "accepted"})
        with self.assertRaises(AccessError):
            self.env["prepaid.match"].with_user(self.users["fin_cashier"]).create({"topup_id": topup.id, "bank_line_id": lines.id, "score": 99})
        with self.assertRaises(AccessError):
            self.env["prepaid.topup"].with_user(self.users["fin_cashier"]).create({"partner_id": self.d1.id, "amount": 1, "bank_line_id": lines.id})
