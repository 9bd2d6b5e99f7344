"""What a clerk reads when he takes a wrong step: no raw names, the figure that counts, the next step."""
import datetime

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestWords(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)

    def test_a_topup_without_match_has_no_hint(self):
        topup = self._submitted_topup(self.d1, 10)
        self.assertIs(topup.match_hint, False)
        self.assertIs(self.env["prepaid.topup"].new({}).match_hint, False)

    def test_money_that_leaves_is_lowered_not_topped_up(self):
        with self.assertRaisesRegex(UserError, r"needs 6,000\.00.*lower the amount: at most 5,000\.00 CNY"):
            self._withdraw(self.account, 6_000)

    def test_a_statement_of_the_time_before_the_account(self):
        statements = self.env["prepaid.statement"].with_user(self.users["fin_settlement"])
        before = self.company._dealer_today() - datetime.timedelta(days=400)
        statement = statements.create({"account_id": self.account.id, "date_to": before})
        self.assertIn("begins on", statement.preview)
        statement.unlink()
        form = Form(statements)
        form.account_id = self.account
        self.assertEqual(form.date_to, self.company._dealer_today())

    def test_who_answered_is_asked_before_the_reason(self):
        statement = self.env["prepaid.statement"].with_user(self.users["fin_settlement"]).create({
            "account_id": self.account.id, "date_to": self.company._dealer_today()})
        self.env.flush_all()
        statement.action_issue()
        with self.assertRaisesRegex(UserError, "fill in"):
            statement.line_ids[:1].action_ask_dispute()

    def test_refused_creations_draw_no_number(self):
        sequence = self.env["ir.sequence"].search([("code", "=", "prepaid.withdrawal")], limit=1)
        following = sequence.number_next_actual
        with self.assertRaisesRegex(Exception, ""):
            self.env["prepaid.withdrawal"].with_user(self.users["wh_operator"]).create({"account_id": self.account.id, "amount": 1, "reason": "x"})
        sequence.invalidate_recordset()
        self.assertEqual(sequence.number_next_actual, following)
