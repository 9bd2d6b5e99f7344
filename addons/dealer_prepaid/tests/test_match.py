"""R0-032: submitted top-ups meet the bank's list; what does not meet stays on a list on both sides."""
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestMatch(PrepaidCommon):
    def _lines(self, *rows):
        keys = ("date", "serial", "amount", "payer_name", "remark")
        return self._from_bank(*(dict(zip(keys, row, strict=True)) for row in rows))

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
        typed = imported.with_user(self.users["fin_cashier"]).create({**values, "serial": "B8", "amount": 12000})
        typed.amount = 1300
        self.assertEqual((imported.by_hand, typed.by_hand, typed.amount, imported.amount), (False, True, 1300, 1200))
        typed.write({"partner_id": self.d1.id, "owner_reason": "phone"})
        typed.action_make_topups()
        self.assertEqual((typed.topup_id.bank_line_typed, typed.topup_id.owner_reason), (True, "phone"))

    def test_the_day_of_a_typed_remittance(self):
        """No money moved tomorrow, or is found only after more than a year; the bank's own list has the days it has."""
        today, cashier = self.company._dealer_today(), self.users["fin_cashier"]
        typed = self.env["prepaid.bank.line"].with_user(cashier).create({"date": today, "serial": "DAY", "amount": 800})
        for days in (-367, 1):
            with self.assertRaisesRegex(UserError, "DAY: .* is in the future or more than a year ago"), self.cr.savepoint():
                typed.date = today + timedelta(days=days)
            with self.assertRaisesRegex(UserError, "DAY2: .*enter the day on which the bank"), self.cr.savepoint():
                typed.create({"date": today + timedelta(days=days), "serial": "DAY2", "amount": 800})
        self.assertEqual(str(self._lines(("2024-01-05", "OLD", 70, "Nobody", "?")).date), "2024-01-05")

    def test_a_typed_remittance_is_no_proof(self):
        """Its top-up waits as a draft for the slip, and is decided by nobody who typed or changed the remittance."""
        today, cashier, manager = self.company._dealer_today(), self.users["fin_cashier"], self.users["fin_manager"]
        typed = self.env["prepaid.bank.line"].with_user(manager).create(
            {"date": today, "serial": "TYPED", "amount": 800, "partner_id": self.d1.id, "owner_reason": "phone"})
        seen = self._from_bank({"serial": "SEEN", "amount": 900, "partner_id": self.d1.id})
        (typed | seen).with_user(cashier).action_make_topups()
        topup = typed.topup_id.with_user(cashier)
        self.assertEqual((topup.state, seen.topup_id.state, typed.state), ("draft", "submitted", "used"))
        with self.assertRaisesRegex(UserError, "TYPED was typed by hand and proves nothing"):
            topup.action_submit()
        topup.proof_ids = self._proof()
        for vals in ({"amount": 8000}, {"partner_id": self.partners["D2"].id}, {"date_paid": today - timedelta(days=300)}):
            before = {name: topup[name] for name in vals}
            topup.write(vals)
            with self.assertRaisesRegex(UserError, "differs from remittance TYPED"):
                topup.action_submit()
            topup.write({name: value.id if name == "partner_id" else value for name, value in before.items()})
        topup.action_submit()
        self.assertTrue(topup.with_user(manager).is_own)
        for step in (lambda rec: rec.action_confirm(), lambda rec: rec.action_reject("no"), lambda rec: rec.action_release("yes")):
            with self.assertRaisesRegex(AccessError, "entered or changed its remittance TYPED"):
                step(topup.with_user(manager))
        topup.with_user(self.users["fin_confirmer"]).action_confirm()
        seen.topup_id.with_user(manager).action_confirm()
        self.assertEqual((topup.state, seen.topup_id.state), ("confirmed", "confirmed"))

    def test_who_chose_the_owner_does_not_confirm(self):
        line, manager = self._from_bank({"serial": "CHOSEN", "amount": 900}), self.users["fin_manager"]
        line.with_user(manager).write({"partner_id": self.d1.id, "owner_reason": "phone"})
        line.action_make_topups()
        with self.assertRaisesRegex(AccessError, "entered or changed its remittance CHOSEN"):
            line.topup_id.with_user(manager).action_confirm()
        with self.assertRaises(AccessError):
            line.write({"editor_ids": False})
        with self.assertRaises(AccessError):
            line.create({"date": line.date, "serial": "CHOSEN2", "amount": 1, "editor_ids": False})

    def test_a_match_with_a_typed_line_releases_nothing(self):
        """A slip that looks like another one needs its release as long as no sheet of the bank shows the money."""
        today, proof = self.company._dealer_today(), self._proof()
        self._topup(self.d1, 600, bank_serial="M1", date_paid=today, payer_name="Zhang San")
        topup = self._submitted_topup(self.d1, 600, bank_serial=False, date_paid=today, payer_name="Zhang San", proof_ids=proof.ids)
        self.assertTrue(topup.is_suspicious)
        typed = self.env["prepaid.bank.line"].with_user(self.users["fin_cashier"]).create(
            {"date": today, "serial": "M2", "amount": 600, "payer_name": "Zhang San", "remark": "Test West Test Dealer One"})
        typed.action_match()
        self._matches(typed).action_accept()
        self.assertTrue(topup.is_suspicious, "typed, not seen")
        self.assertIn("typed by hand: no sheet of the bank", topup.message_ids[0].body)
        with self.assertRaisesRegex(UserError, "is not confirmed"):
            topup.with_user(self.users["fin_confirmer"]).action_confirm()
        typed.sudo().by_hand = False
        self.assertFalse(topup.is_suspicious, "the bank's sheet shows it now")
        topup.with_user(self.users["fin_confirmer"]).action_confirm()

    def test_a_deleted_draft_frees_the_line(self):
        typed = self.env["prepaid.bank.line"].with_user(self.users["fin_cashier"]).create(
            {"date": "2026-11-20", "serial": "FREE", "amount": 5, "partner_id": self.d1.id, "owner_reason": "phone"})
        typed.action_make_topups()
        typed.topup_id.unlink()
        self.assertEqual((typed.topup_id.id, typed.state), (False, "matched"))

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
