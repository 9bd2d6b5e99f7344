"""What an owner disputes of a statement: line by line, how much of it, corrected by an adjustment and settled by another person (N3)."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_statement import StatementCommon


@tagged("post_install", "-at_install")
class TestStatementDispute(StatementCommon):
    def test_dispute_concerns_its_line_only(self):
        self._topup(self.d1, 100)
        statement = self._statement(self.today)
        line = statement.line_ids.sorted("place")[1]
        with self.assertRaises(UserError):
            line.action_dispute("not ours")
        self._answer(statement)
        dialog = line.action_ask_dispute()
        ask = self.env[dialog["res_model"]].with_user(self.settlement).browse(dialog["res_id"])
        self.assertEqual((ask.amount, ask.disputed), (100, 0), "what is missing of a credit is for the owner to say")
        ask.reason = "We paid 120.00"
        with self.assertRaisesRegex(UserError, "how much"):
            ask.action_apply()
        ask.disputed = 20
        self.assertEqual(ask.owner_view, "120.00")
        ask.action_apply()
        self.assertEqual((statement.state, statement.open_dispute_count, statement.disputed_amount), ("disputed", 1, 20))
        action = statement.action_open_disputes()
        self.assertEqual((action["res_id"], statement.dispute_ids.claimed), (statement.dispute_ids.id, 120))
        self.assertEqual(statement.dispute_ids.with_user(self.settlement).action_correct()["context"]["default_amount"], 20)
        self.assertEqual([rec.dispute_state for rec in statement.line_ids.sorted("place")], [False, "open"])
        self.assertIn(statement.name, self.env["prepaid.statement"]._open_points(self.account)[0])
        with self.assertRaises(UserError):
            line.action_dispute("again")
        with self.assertRaises(UserError):
            statement.action_confirm()
        levels = [found.level for found in self.account._season_close_checks()]
        self.assertIn("dispute", levels)  # J16 c: the season's close leaves this account out
        dispute = statement.dispute_ids
        with self.assertRaises(AccessError):
            dispute.with_user(self.settlement).action_settle("no")
        with self.assertRaises(UserError):
            dispute.with_user(self.manager).action_settle(" ")
        with self.assertRaises(AccessError):
            dispute.with_user(self.manager).write({"state": "settled"})
        later = self._topup(self.d1, 20).entry_id
        dispute.with_user(self.manager).write({"correction_entry_id": later.id})
        dispute.with_user(self.manager).action_settle("20.00 more were found and credited")
        self.assertEqual((statement.state, dispute.state, dispute.settler_id), ("settled", "settled", self.manager))
        self.assertLedger(self.account, 5120, 0, 5120)

    def test_disputed_debit_is_shown_and_corrected(self):
        _result, debit = self.account._debit("d1", 68_000, kind="adjust", label="Order 1", res_model="res.partner", res_id=self.d1.id)
        statement = self._statement(self.today)
        self._answer(statement)
        line = statement.line_ids.filtered(lambda line: line.entry_id == debit)
        ask = self.env["prepaid.statement.dispute.ask"].with_user(self.settlement).browse(line.action_ask_dispute()["res_id"])
        self.assertEqual((ask.amount, ask.disputed, ask.owner_view), (-680, 680, "0.00"), "all of a debit at first")
        ask.write({"disputed": 680.01, "reason": "it was 500.00"})
        with self.assertRaisesRegex(UserError, "680.00 CNY: no more"):
            ask.action_apply()
        ask.disputed = 680
        ask.action_apply()
        dispute = statement.dispute_ids
        self.assertEqual((self.account.disputed_amount, self.account.balance), (680, 4320), "shown, not moved")
        for role in ("fin_cashier", "sales_rep", "auditor"):
            accounts = self.env["prepaid.account"].with_user(self.users[role])
            self.assertEqual(accounts.search([("disputed_amount", ">", 0)]), self.account, f"{role} finds it by the filter")
        self.assertIn("In dispute", str(self.env["ir.actions.report"]._render_qweb_html("dealer_prepaid.statement_document", statement.ids)[0], "utf-8"))
        dispute.with_user(self.settlement).claimed = 500
        self.assertEqual((dispute.disputed, self.account.disputed_amount, statement.disputed_amount), (180, 180, 180))
        dispute.claimed = 1_000_680
        self.assertEqual((dispute.disputed, self.account.disputed_amount), (0, 0), "a debit is disputed with what was charged too much, whatever is claimed")
        dispute.claimed = 500
        cashier = self.users["fin_cashier"]
        action = dispute.with_user(self.settlement).action_correct()
        counter = self.env["prepaid.gl.mapping"]._account(self.company, "expense")
        correction = self.env["prepaid.adjustment"].with_user(cashier).with_context(**action["context"]).create({"counter_account_id": counter.id})
        self.assertEqual((correction.amount, correction.direction, correction.account_id, correction.original_entry_id), (180, "credit", self.account, debit))
        self.assertEqual(dispute.with_user(self.settlement).action_correct()["res_id"], correction.id, "begun once")
        correction.action_submit()
        with self.assertRaisesRegex(UserError, correction.name):
            dispute.with_user(self.manager).action_settle("180.00 back")
        correction.with_user(self.manager).action_approve()
        self.assertEqual(dispute.correction_entry_id, correction.entry_id)
        dispute.with_user(self.manager).action_settle("180.00 back")
        self.account.invalidate_recordset()
        self.assertEqual((self.account.disputed_amount, self.account.balance, statement.state), (0, 4500, "settled"))
        self.assertFalse(self.env["prepaid.account"].search([("disputed_amount", ">", 0)]))
        with self.assertRaises(UserError):
            dispute.with_user(self.settlement).action_correct()

    def test_who_wrote_what_the_owner_says_does_not_settle_it(self):
        """S05: not who recorded the dispute alone, also who wrote the answer before it or changed the claim after it."""
        _result, _debit = self.account._debit("d1", 68_000, kind="adjust", label="Order 1", res_model="res.partner", res_id=self.d1.id)
        statement = self._statement(self.today)
        self._answer(statement)
        statement.with_user(self.manager).answer_note = "all wrong"
        first, second = statement.line_ids.sorted("place").with_user(self.settlement)
        first.action_dispute("never paid")
        with self.assertRaisesRegex(AccessError, "Another person must settle"):
            statement.dispute_ids.with_user(self.manager).action_settle("nothing was wrong")
        statement.sudo().answer_hand_ids = False
        second.action_dispute("too much", 500)
        dispute = statement.dispute_ids.filtered(lambda rec: rec.line_id == second)
        dispute.with_user(self.manager).claimed = 679.99
        with self.assertRaisesRegex(AccessError, "Another person must settle"):
            dispute.with_user(self.manager).action_settle("0.01 was wrong")
        self.assertEqual(statement.open_dispute_count, 2)

    def test_a_claim_is_an_amount_without_sign(self):
        _result, _debit = self.account._debit("d1", 68_000, kind="adjust", label="Order 1", res_model="res.partner", res_id=self.d1.id)
        statement = self._statement(self.today)
        self._answer(statement)
        line = statement.line_ids.filtered(lambda line: line.amount < 0).with_user(self.settlement)
        for claimed in (-5, "abc", 1e300, 0.001, True, float("nan"), float("inf")):
            with self.subTest(claimed), self.assertRaisesRegex(UserError, "no amount in the owner's view"), self.env.cr.savepoint():
                line.action_dispute("too much", claimed)
        line.action_dispute("too much", 670)
        with self.assertRaisesRegex(UserError, "no amount in the owner's view"), self.env.cr.savepoint():
            statement.dispute_ids.with_user(self.manager).claimed = -1
        self.assertEqual(statement.dispute_ids.disputed, 10)
