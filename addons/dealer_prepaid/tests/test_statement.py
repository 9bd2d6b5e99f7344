"""Statements: each entry on exactly one, opening = closing before, frozen once issued, answered by line (I17, N3)."""
import datetime
import random
import time
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.dealer_base.money import to_fen

from ..sql import gate
from .common import PrepaidCommon

DAY = datetime.timedelta(days=1)


class StatementCommon(PrepaidCommon):
    """An account with entries on chosen days, and what a person does with statements."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.prepaid_statement_auto = True
        cls.account = cls._open_account(cls.d1)
        cls.today = cls.company._dealer_today()
        cls.settlement, cls.manager = cls.users["fin_settlement"], cls.users["fin_manager"]

    @classmethod
    def _backdate(cls, entries, date, recorded=None):
        """Give entries another business date and seal them anew, as if they had been made that day."""
        cr = cls.env.cr
        cls.env.flush_all()
        cr.execute("ALTER TABLE prepaid_entry DISABLE TRIGGER prepaid_entry_append_only")
        cr.execute("UPDATE prepaid_entry SET date = %s, recorded_at = coalesce(%s, recorded_at) WHERE id IN %s", [date, recorded, tuple(entries.ids)])
        account = entries.account_id
        cr.execute("UPDATE prepaid_entry SET hash = NULL, prev_hash = NULL, sequence = NULL WHERE account_id = %s", [account.id])
        cr.execute("ALTER TABLE prepaid_entry ENABLE TRIGGER prepaid_entry_append_only")
        cr.execute(gate.seal(account.id))
        cls.env.invalidate_all()

    @classmethod
    def _entry(cls, fen, date, key, label="Test"):
        """Credit the account on a day; give the entry."""
        entry = cls.account._post_entries(
            f"stm-{key}", [{"kind": "adjust", "amount_fen": fen, "label": label}], "res.partner", cls.d1.id)
        cls._backdate(entry, date)
        return entry

    def _statement(self, date_to, issue=True, user=None):
        statement = self.env["prepaid.statement"].with_user(user or self.settlement).create({
            "account_id": self.account.id, "company_id": self.company.id, "date_to": date_to})
        if issue:
            statement.action_issue()
        return statement

    def _answer(self, statement, user=None):
        """Fill in who answered, when and with which proof."""
        user = user or self.settlement
        statement.with_user(user).write({
            "answer_person": "Boss Li", "answer_date": self.today, "answer_proof_ids": [Command.set(self._proof("answer.png", user).ids)]})
        return statement


@tagged("post_install", "-at_install")
class TestStatement(StatementCommon):
    def test_chain_of_statements(self):
        """5,000.00 at first, 100.00 in the second period, 50.50 late: two statements, each opens with the closing before."""
        first_day = self.today - 40 * DAY
        self._backdate(self.account.entry_ids, first_day)
        self._entry(10_000, self.today - 10 * DAY, 1)
        one = self._statement(self.today - 20 * DAY)
        self.assertEqual((one.state, one.opening, one.credits, one.debits, one.closing), ("issued", 0, 5000, 0, 5000))
        self.assertLessEqual(one.date_from, first_day)
        self.assertFalse(one.prev_hash)
        late = self.account._post_entries("stm-late", [{"kind": "adjust", "amount_fen": 5_050, "label": "Late"}], "res.partner", self.d1.id)
        self.env.cr.execute("ALTER TABLE prepaid_entry DISABLE TRIGGER prepaid_entry_append_only")
        self.env.cr.execute("UPDATE prepaid_entry SET date = %s WHERE id = %s", [self.today - 30 * DAY, late.id])
        self.env.cr.execute("UPDATE prepaid_entry e SET hash = prepaid_entry_hash(e, sequence, prev_hash) WHERE id = %s", [late.id])
        self.env.cr.execute("ALTER TABLE prepaid_entry ENABLE TRIGGER prepaid_entry_append_only")
        self.env.invalidate_all()
        two = self._statement(self.today - 5 * DAY)
        self.assertEqual((two.date_from, two.opening, two.credits, two.closing), (one.date_to + DAY, 5000, 150.5, 5150.5))
        self.assertEqual((two.previous_id, two.prev_hash, two.position), (one, one.hash, 2))
        self.assertEqual(two.line_ids.mapped("balance_after"), [5100, 5150.5])
        self.assertEqual(two.line_ids.mapped("is_late"), [False, True])
        self.assertEqual(two.line_ids.entry_id.statement_line_ids, two.line_ids)
        self.env.flush_all()
        self.assertFalse([diff for diff in self.env["prepaid.check"]._differences(self.company) if diff["kind"] == "statement"])

    def test_any_split_has_every_entry_once(self):
        """Law: however a period is cut into statements, the lines are the same, each once, and the closings agree (I17)."""
        rng = random.Random(17)
        self._backdate(self.account.entry_ids, self.today - 60 * DAY)
        for number in range(12):
            self._entry(rng.randrange(1, 99_999), self.today - rng.randrange(1, 59) * DAY, number)
        wanted = set(self.account.entry_ids.ids)
        balance = self.account.balance
        for turn in range(6):
            with self.subTest(turn), self.env.cr.savepoint() as savepoint:
                cuts = sorted(rng.sample(range(1, 60), rng.randrange(0, 6)), reverse=True)
                statements = [self._statement(self.today - days * DAY) for days in [*cuts, 0]]
                found = [line.entry_id.id for statement in statements for line in statement.line_ids]
                self.assertEqual((len(found), set(found)), (len(wanted), wanted))
                opening = 0
                for statement in statements:
                    self.assertEqual(to_fen(statement.opening), opening)
                    self.assertEqual(to_fen(statement.closing), opening + sum(to_fen(line.amount) for line in statement.line_ids))
                    opening = to_fen(statement.closing)
                self.assertEqual(opening, to_fen(balance))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_what_cannot_be_issued(self):
        one = self._statement(self.today - DAY)
        with self.assertRaisesRegex(UserError, "reaches to"):
            self._statement(self.today - DAY)
        self.env["prepaid.statement"].search([("state", "=", "draft")]).unlink()
        with self.assertRaisesRegex(UserError, "not come yet"):
            self._statement(self.today + DAY)
        self.env["prepaid.statement"].search([("state", "=", "draft")]).unlink()
        with self.assertRaisesRegex(UserError, "stays for the record"):
            one.unlink()
        draft = self._statement(self.today, issue=False)
        self.assertIn("Opening", draft.preview)
        with self.assertRaisesRegex(UserError, "draft statement already"):
            self._statement(self.today, issue=False)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint(), \
                patch.object(type(draft), "_refuse_second_draft", lambda self, accounts: None):  # two at once: the database sees it
            self._statement(self.today, issue=False)

    def test_issued_is_frozen(self):
        statement = self._statement(self.today)
        line = statement.line_ids[0]
        for vals in ({"closing": 1}, {"state": "draft"}, {"hash": "x"}):
            with self.assertRaises(AccessError):
                statement.write(vals)
        with self.assertRaises(UserError):
            statement.write({"date_to": self.today - DAY})
        with self.assertRaises(AccessError):
            self.env["prepaid.statement.line"].with_user(self.settlement).create({"statement_id": statement.id})
        for sql, args in (
            ("UPDATE prepaid_statement SET closing = 1 WHERE id = %s", [statement.id]),
            ("UPDATE prepaid_statement SET state = 'draft' WHERE id = %s", [statement.id]),
            ("DELETE FROM prepaid_statement_line WHERE id = %s", [line.id]), ("UPDATE prepaid_statement_line SET amount = 1 WHERE id = %s", [line.id]),
        ):
            with self.subTest(sql), mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.Error), self.env.cr.savepoint():
                self.env.cr.execute(sql, args)
        self.assertLedger(self.account, 5000, 0, 5000)

    def test_a_change_by_sql_is_named(self):
        statement = self._statement(self.today)
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE prepaid_statement DISABLE TRIGGER prepaid_statement_frozen")
        self.env.cr.execute("UPDATE prepaid_statement SET date_from = date_from - 1 WHERE id = %s", [statement.id])
        self.env.cr.execute("ALTER TABLE prepaid_statement ENABLE TRIGGER prepaid_statement_frozen")
        self.env.invalidate_all()
        (difference,) = self.env["prepaid.check"]._differences(self.company)
        self.assertEqual(difference["kind"], "statement")
        self.assertIn(statement.name, difference["message"])

    def test_confirmed_with_person_day_and_proof(self):
        statement = self._statement(self.today)
        with self.assertRaisesRegex(UserError, "Answered by"):
            statement.action_confirm()
        self._answer(statement)
        answered = statement.answer_date
        statement.answer_date = self.today - datetime.timedelta(days=1)
        with self.assertRaisesRegex(UserError, f"from {self.today}, when it was issued, to today, {self.today}"):
            statement.action_confirm()
        statement.answer_date = answered
        statement.action_confirm()
        statement.action_confirm()
        self.assertEqual((statement.state, statement.recorder_id), ("confirmed", self.settlement))
        with self.assertRaises(UserError):
            statement.write({"answer_person": "Somebody else"})
        with self.assertRaises(UserError):
            statement.line_ids.action_dispute("too late")
        self.assertEqual(self.env["prepaid.statement"]._open_points(self.account), [])

    def test_who_recorded_does_not_settle(self):
        statement = self._answer(self._statement(self.today, user=self.manager), self.manager)
        statement.line_ids.with_user(self.manager).action_dispute("wrong")
        with self.assertRaisesRegex(AccessError, "Another person"):
            statement.dispute_ids.with_user(self.manager).action_settle("fine")

    def test_owner_answers_with_his_own_login(self):
        dealer = new_test_user(self.env, "t_stm_d1", groups="dealer_base.group_portal_dealer")
        dealer.partner_id.parent_id = self.d1
        stranger = new_test_user(self.env, "t_stm_d2", groups="dealer_base.group_portal_dealer")
        stranger.partner_id.parent_id = self.partners["D2"]
        reader = new_test_user(self.env, "t_stm_read", groups="dealer_base.group_portal_readonly")
        reader.partner_id.parent_id = self.d1
        one = self._statement(self.today - DAY)
        draft = self._statement(self.today, issue=False)
        self.env.invalidate_all()
        self.assertEqual(self.env["prepaid.statement"].with_user(dealer).search([]), one)
        with self.assertRaises(AccessError):
            draft.with_user(dealer).read(["closing"])
        for user in (stranger, reader, self.users["sales_rep"]):
            with self.subTest(user.login), self.assertRaises(AccessError):
                one.with_user(user).confirm_as_owner()
        with self.assertRaises(AccessError):
            one.with_user(dealer).action_confirm()
        with self.assertRaises(AccessError):
            one.with_user(dealer).write({"answer_person": "x"})
        one.with_user(dealer).confirm_as_owner("all right")
        self.assertEqual((one.state, one.answer_person, one.recorder_id), ("confirmed", dealer.name, dealer))
        draft.action_issue()
        line = draft.line_ids[:1]
        if line:
            draft.with_user(dealer).dispute_as_owner(line.id, "not mine", 1)
            self.assertEqual(draft.state, "disputed")
        with self.assertRaises(UserError):
            draft.with_user(dealer).dispute_as_owner(one.line_ids[:1].id or 1, "not on it")

    def test_roles(self):
        statement = self._statement(self.today - DAY, issue=False)
        for role in ("fin_cashier", "fin_confirmer", "cs_presale", "sales_rep", "sc_manager", "auditor"):
            with self.subTest(role):
                user = self.users[role]
                self.assertTrue(self.env["prepaid.statement"].with_user(user).has_access("read"))
                with self.assertRaises(AccessError):
                    statement.with_user(user).action_issue()
                with self.assertRaises(AccessError):
                    self._statement(self.today, user=user)
        for role in ("wh_operator", "purchase_clerk", "ops"):
            self.assertFalse(self.env["prepaid.statement"].with_user(self.users[role]).has_access("read"))
        beta = self.env["res.company"].create({"name": "Beta", "country_id": self.env.ref("base.cn").id})
        other = self._user("auditor", login="t_stm_beta", company_id=beta.id, company_ids=[Command.set(beta.ids)])
        self.assertFalse(self.env["prepaid.statement"].with_user(other).search_count([]))

    def test_no_default_reaches_the_flow(self):
        sly = self.env["prepaid.statement"].with_user(self.settlement).with_context(default_state="issued", default_hash="x", default_closing=9)
        statement = sly.create({"account_id": self.account.id, "date_to": self.today})
        self.assertEqual((statement.state, statement.hash, statement.closing), ("draft", False, 0))
        statement.unlink()
        with self.assertRaises(AccessError):
            self.env["prepaid.statement"].with_user(self.settlement).create({"account_id": self.account.id, "date_to": self.today, "state": "issued"})

    def test_two_thousand_entries_in_a_second(self):
        lines = [{"kind": "adjust", "amount_fen": 1 + number, "label": f"Line {number}"} for number in range(2000)]
        self.account._post_entries("stm-2000", lines, "res.partner", self.d1.id)
        draft = self._statement(self.today, issue=False)
        self.env.flush_all()
        begin = time.monotonic()
        draft.action_issue()
        self.env.flush_all()
        seconds = time.monotonic() - begin
        self.assertEqual((draft.line_count, to_fen(draft.closing)), (2001, 500_000 + sum(range(1, 2001))))
        self.assertLess(seconds, 1.0, "seconds to issue 2,001 lines")


@tagged("post_install", "-at_install")
class TestStatementRun(StatementCommon):
    def _run(self, **vals):
        return self.env["prepaid.statement.run"].with_user(self.settlement).create({
            "company_id": self.company.id, "date_to": self.today - DAY, "send": False, **vals})

    def test_run_makes_each_statement_once(self):
        self._backdate(self.account.entry_ids, self.today - 5 * DAY)
        second = self._open_account(self.partners["D2"], 6000)
        self._backdate(second.entry_ids, self.today - 5 * DAY)
        empty = self._account(self.store_1a)
        run = self._run()
        for role in ("fin_cashier", "auditor"):
            with self.assertRaises(AccessError):
                run.with_user(self.users[role]).action_start()
        run.action_start()
        self.assertEqual((run.state, run.total), ("running", 2))
        self.assertEqual(run.sudo()._make(run._due()[:1]), {})
        self.assertEqual((run.issued_count, run.progress), (1, 50))
        self.patch(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60)
        self.env["prepaid.statement.run"].sudo()._cron_work()
        run.invalidate_recordset()
        self.assertEqual((run.state, run.issued_count, run.problems), ("done", 2, False))
        self.assertEqual(run.statement_ids.account_id, self.account | second)
        self.assertFalse(empty.statement_count)
        self.assertEqual(run._due(), [])
        with self.assertRaises(AccessError):
            run.write({"state": "draft"})
        with self.assertRaises(ValidationError):
            self._run(date_to=self.today)

    def test_an_account_in_the_way_is_named(self):
        self._backdate(self.account.entry_ids, self.today - 5 * DAY)
        cr = self.env.cr
        cr.execute("ALTER TABLE prepaid_entry DISABLE TRIGGER prepaid_entry_append_only")
        cr.execute("UPDATE prepaid_entry SET hash = NULL WHERE account_id = %s", [self.account.id])
        cr.execute("ALTER TABLE prepaid_entry ENABLE TRIGGER prepaid_entry_append_only")
        run = self._run()
        run.action_start()
        problems = run.sudo()._make(run._due())
        run._finish(problems)
        self.assertEqual(run.state, "running")
        self.assertIn("sealed", run.problems)

    def test_month_by_itself(self):
        self._backdate(self.account.entry_ids, self.today.replace(day=1) - 5 * DAY)
        self.company.prepaid_statement_day = 1
        runs = self.env["prepaid.statement.run"]
        runs._cron_month()
        runs._cron_month()
        run = runs.search([("company_id", "=", self.company.id)])
        self.assertEqual((len(run), run.state, run.date_to), (1, "running", self.today.replace(day=1) - DAY))

    def test_month_figures(self):
        """Two accounts need a statement: none, one issued, one answered; the account without money needs none."""
        self._backdate(self.account.entry_ids, self.today - 5 * DAY)
        self._backdate(self._open_account(self.partners["D2"]).entry_ids, self.today - 5 * DAY)
        self._account(self.store_1a)
        figures = self.env["prepaid.statement"]._month_figures
        empty = {"wanted": 2, "issued": 0, "sent": 0, "answered": 0, "disputed": 0}
        self.assertEqual(figures(self.company, self.today - DAY), empty)
        statement = self._statement(self.today - DAY)
        self.assertEqual(figures(self.company, self.today - DAY), {**empty, "issued": 1})
        self._answer(statement).action_confirm()
        self.assertEqual(figures(self.company, self.today - DAY), {**empty, "issued": 1, "answered": 1})

    def test_sent_by_mail_or_asked_for(self):
        statement = self._statement(self.today)
        with self.assertRaisesRegex(UserError, "no mail address"), self.env.cr.savepoint():
            statement.action_send()
        self.assertFalse(statement._send())
        self.assertIn("no mail address", statement.send_problem)
        self.assertEqual(statement.activity_ids.user_id, self.users["sales_rep"])
        self.d1.email = "d1@example.com"
        with self.assertRaises(AccessError):
            statement.with_user(self.users["sales_rep"]).action_send()
        statement.with_user(self.settlement).action_send()
        mail = self.env["mail.mail"].sudo().search([("model", "=", "prepaid.statement"), ("res_id", "=", statement.id), ("recipient_ids", "=", self.d1.id)])
        self.assertEqual((len(mail), len(mail.attachment_ids)), (1, 1))
        self.assertIn(statement.name, mail.subject)
        self.assertEqual(statement.sent_to, "d1@example.com")

    def test_late_answer_reminds_the_salesperson(self):
        statement = self._statement(self.today)
        self.assertEqual(statement.answer_due, self.today + 10 * DAY)
        statement.sudo().answer_due = self.today - DAY
        self.assertEqual(self.env["prepaid.statement"]._cron_remind(), 1)
        self.assertEqual(self.env["prepaid.statement"]._cron_remind(), 0)
        self.assertEqual(statement.activity_ids.user_id, self.users["sales_rep"])
        self._answer(statement).action_confirm()
        self.assertFalse(statement.activity_ids)
