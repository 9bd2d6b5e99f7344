import datetime
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..hooks import uninstall_hook
from ..sql import functions
from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestGuards(PrepaidCommon):
    """What one person must not reach alone: money out of a guarded field, a freeze lifted by a detour."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)

    def test_guarded_fields_at_creation(self):
        deposits = self.env["prepaid.deposit"].with_user(self.users["fin_cashier"])
        with self.assertRaises(AccessError):
            deposits.create({
                "partner_id": self.d1.id, "kind": "received", "amount": 1, "used_amount": -100_000, "reason": "x",
                "journal_id": self.env["prepaid.topup"]._default_journal().id, "proof_ids": [Command.set(self._proof().ids)]})
        with self.assertRaises(AccessError):
            self.env["prepaid.freeze"].with_user(self.users["fin_cashier"]).create({
                "account_id": self.account.id, "kind": "amount", "amount": 1, "reason": "x", "is_lifted": True})

    def test_one_person_has_one_login(self):
        cashier = self.users["fin_cashier"]
        with self.assertRaisesRegex(ValidationError, "one person has one login"):
            self.env["res.users"].create({
                "login": "second", "partner_id": cashier.partner_id.id,
                "group_ids": [Command.set((self.env.ref("base.group_user") + self.env.ref("dealer_base.group_fin_confirmer")).ids)]})

    def test_the_advance_account_stays_while_money_lies_on_it(self):
        mapping = self.env["prepaid.gl.mapping"].search([("company_id", "=", self.company.id), ("role", "=", "advance")])
        other = self.env["prepaid.gl.mapping"]._account(self.company, "other_payable")
        with self.assertRaisesRegex(UserError, "1 owners have money there"):
            mapping.with_user(self.users["fin_manager"]).account_id = other
        with self.assertRaises(UserError):
            mapping.with_user(self.users["fin_manager"]).unlink()
        mapping.with_user(self.users["fin_manager"]).account_id = mapping.account_id

    def test_days_and_owners(self):
        today = self.company._dealer_today()
        for days in (1, -400):
            with self.subTest(days), self.assertRaisesRegex(UserError, "no day on which"):
                self._submitted_topup(self.d1, 5, date_paid=today + datetime.timedelta(days=days))
        with self.assertRaisesRegex(UserError, "before it is archived"):
            self.d1.with_user(self.env.ref("base.user_admin")).action_archive()
        with self.assertRaises(AccessError):
            self.env["prepaid.entry"].with_user(self.users["fin_cashier"]).create([{"account_id": self.account.id, "amount": 5}])

    def test_a_trigger_that_is_off_shows(self):
        self.env.cr.execute("ALTER TABLE prepaid_entry DISABLE TRIGGER prepaid_entry_keep")
        (found,) = self.env["prepaid.check"]._differences(self.company)
        self.assertIn("prepaid_entry_keep", found["message"])
        self.env.cr.execute("ALTER TABLE prepaid_entry ENABLE TRIGGER prepaid_entry_keep")

    def test_a_proof_without_books_is_not_green(self):
        self.env.cr.execute(SQL("DELETE FROM prepaid_gl_mapping WHERE company_id = %s AND role = 'advance'", self.company.id))
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        found = [row["message"] for row in self.env["prepaid.check"]._differences(self.company)]
        self.assertIn(f"{self.company.display_name} has no account for advances: ledger and books cannot be compared. "
                      "Choose it in the account roles.", found)

    @mute_logger("odoo.sql_db")
    def test_owner_and_way_of_booking_of_an_entry_stay(self):
        entry = self.env["prepaid.entry"].search([("account_id", "=", self.account.id)], limit=1)
        for change in (SQL("partner_id = %s", self.partners["D2"].id), SQL("gl_mode = 'batch'")):
            with self.subTest(change), self.assertRaises(psycopg2.Error), self.env.cr.savepoint():
                self.env.cr.execute(SQL("UPDATE prepaid_entry SET %s WHERE id = %s", change, entry.id))

    @mute_logger("odoo.sql_db")
    def test_the_database_knows_the_second_person(self):
        """I21: even a write past every method cannot make one person both."""
        freeze = self.env["prepaid.freeze"].with_user(self.users["fin_cashier"]).create({
            "account_id": self.account.id, "kind": "amount", "amount": 1, "reason": "x"})
        freeze.action_submit()
        with self.assertRaises(psycopg2.errors.CheckViolation), self.env.cr.savepoint():
            freeze.sudo().write({"approver_id": freeze.submitter_id.id})
            freeze.flush_recordset()

    @mute_logger("odoo.sql_db")
    def test_the_database_knows_the_bounds_of_a_hold(self):
        """I3: 0 <= captured, released; together at most the amount; closed when nothing is left, and never open again. The entries' trigger too."""
        self.account._hold("i3-a", 10_000, "res.partner", self.d1.id, "a")
        self.account._hold("i3-b", 10_000, "res.partner", self.d1.id, "b")
        self.account._release("i3-b", "cancelled")
        self.env.flush_all()
        for key, change in (
                ("i3-a", SQL("captured = -1")), ("i3-a", SQL("released = -1")), ("i3-a", SQL("captured = amount + 0.01")),
                ("i3-a", SQL("captured = 60, released = 60")), ("i3-a", SQL("captured = amount")), ("i3-a", SQL("state = 'released'")),
                ("i3-b", SQL("state = 'open'")), ("i3-b", SQL("released = 0"))):
            with self.subTest(key, change=change.code), self.assertRaises(psycopg2.errors.CheckViolation), self.env.cr.savepoint():
                self.env.cr.execute(SQL("UPDATE prepaid_hold SET %s WHERE key = %s", change, key))
        entry = self.env["prepaid.entry"].search([("account_id", "=", self.account.id)], limit=1)
        for statement in (SQL("DELETE FROM prepaid_entry WHERE id = %s", entry.id), SQL("UPDATE prepaid_entry SET amount = 1 WHERE id = %s", entry.id)):
            with self.assertRaisesRegex(psycopg2.errors.IntegrityConstraintViolation, "append-only"), self.env.cr.savepoint():
                self.env.cr.execute(statement)

    @mute_logger("odoo.sql_db")
    def test_the_database_credits_a_bank_receipt_once(self):
        """I10: one bank receipt is credited once, whatever writes; the same serial number once more breaks the index."""
        first, second = self._topup(self.d1, 10, bank_serial="I10-1"), self._topup(self.d1, 11, bank_serial="I10-2")
        self.env.flush_all()
        with self.assertRaises(psycopg2.errors.UniqueViolation), self.env.cr.savepoint():
            self.env.cr.execute(SQL("UPDATE prepaid_topup SET serial_key = (SELECT serial_key FROM prepaid_topup WHERE id = %s) WHERE id = %s",
                                    first.id, second.id))

    def test_the_addon_stays_while_money_lies_on_it(self):
        """J28: removing the addon is refused, with the account and its balance."""
        module = self.env.ref("base.module_dealer_base").with_user(self.env.ref("base.user_admin"))
        with self.assertRaisesRegex(UserError, "balance of 5,000.00"):
            module.button_uninstall()
        with self.assertRaisesRegex(UserError, "balance of 5,000.00"):
            uninstall_hook(self.env)

    def test_a_journal_of_somebody_else_has_the_code(self):
        """An archived PREP, one of sales or in dollars stays as it is; the company gets a journal of its own beside it."""
        usd = self.env.ref("base.USD")
        usd.active = True
        self.company.prepaid_journal_id.code = "OLD"
        for number, values in enumerate(({"active": False}, {"type": "sale"}, {"currency_id": usd.id})):
            with self.subTest(values), self.cr.savepoint() as savepoint:
                theirs = self.env["account.journal"].create({
                    "name": f"Theirs {number}", "code": "PREP", "type": "general", "company_id": self.company.id, **values})
                self.company.prepaid_journal_id = False
                self.company._dealer_prepaid_setup()
                mine = self.company.prepaid_journal_id
                self.assertEqual((mine.code, mine.type, mine.active, mine.currency_id.id), ("PRE2", "general", True, False))
                self.assertEqual((theirs.code, theirs.active), ("PREP", values.get("active", True)))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_the_addon_may_go_when_the_money_is_back(self):
        """G06: with nothing on any account the addon and what needs it are marked for removal, and its functions go; the books keep their entries."""
        self._withdraw(self.account, self.account.balance)
        self.assertLedger(self.account, 0, 0, 0)
        moves, journal = self.account.entry_ids.move_id, self.company.prepaid_journal_id
        self.assertTrue(moves)
        self.company.prepaid_journal_id = False
        self.company._dealer_prepaid_setup()
        self.assertEqual(self.company.prepaid_journal_id, journal, "an installation anew goes on in the journal that stayed with its entries")
        draft = self.env["prepaid.topup"].with_user(self.users["fin_cashier"]).create({"partner_id": self.d1.id, "amount": 5})
        draft.with_user(self.users["fin_manager"]).amount = 6
        self.assertTrue(draft.sudo().editor_ids)
        module = self.env.ref("base.module_dealer_base").with_user(self.env.ref("base.user_admin"))
        module.button_uninstall()
        self.assertEqual({module.state, self.env.ref("base.module_dealer_prepaid").state}, {"to remove"})
        uninstall_hook(self.env)
        self.env.cr.execute("SELECT count(*) FROM pg_proc WHERE proname IN ('prepaid_place', 'prepaid_capture', 'prepaid_apply')")
        self.assertEqual(self.env.cr.fetchone()[0], 0)
        self.env.invalidate_all()
        self.assertFalse(draft.sudo().editor_ids, "its list would stay for another document with this number")
        self.assertEqual(set(moves.exists().mapped("state")), {"posted"})

    def test_the_functions_are_renewed_under_a_live_hold(self):
        """G06: what an upgrade and an installation anew do to the functions and triggers, while a hold is half taken: the rest goes on."""
        def capture(fen, key):
            self.account._capture("g06", fen, operation_key=key, label="g06", res_model="res.partner", res_id=self.d1.id, components={"goods": fen})

        def figures():
            self.env.flush_all()
            self.env.invalidate_all()
            found = [row for row in self.env["prepaid.check"]._differences(self.company) if row["kind"] in ("account", "lot", "chain")]
            return self.account.balance, self.account.held, self.account.available, found  # shipments without invoices are not in the books
        self.assertTrue(self.account._hold("g06", 100_000, "res.partner", self.d1.id, "g06").ok)
        capture(40_000, "g06,1")
        functions.remove(self.env.cr)
        self.env["prepaid.entry"].init()
        self.assertEqual(figures(), (4600, 600, 4000, []))
        capture(25_000, "g06,2")
        capture(25_000, "g06,2")  # the same request again has no second effect
        self.assertEqual(self.account._release("g06", "G06"), 35_000)
        self.assertEqual(figures(), (4350, 0, 4350, []))

    def test_a_receipt_names_orders_only(self):
        receipt = self.env["prepaid.receipt"].with_user(self.users["fin_cashier"]).create({
            "partner_id": self.d1.id, "amount": 5, "res_model": "ir.config_parameter", "res_id": 1})
        self.assertFalse(receipt.document_name)

    def test_the_timeline_is_history(self):
        cashier = self.users["fin_cashier"]
        topup = self.env["prepaid.topup"].with_user(cashier).create({
            "partner_id": self.d1.id, "amount": 5, "payer_name": "Payer", "bank_serial": "LOG-1", "proof_ids": [Command.set(self._proof().ids)]})
        note = topup.message_post(body="typed from the slip", message_type="comment")
        note.body = "typed from the slip, page 2"
        topup.action_submit()
        log = topup.message_post(body="called the bank")
        for message in (note, log):
            with self.assertRaisesRegex(UserError, "stay as they are"):
                message.body = "nothing"
            with self.assertRaisesRegex(UserError, "stay as they are"):
                message.unlink()
            with self.assertRaisesRegex(UserError, "stay as they are"):
                topup._message_update_content(message.sudo(), body="")
            with self.assertRaisesRegex(UserError, "stay as they are"):
                message.with_user(self.users["business_admin"]).sudo(False).unlink()
        note.toggle_message_starred()
        topup.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertIn("page 2", note.body)

    def _freeze(self):
        freeze = self.env["prepaid.freeze"].with_user(self.users["fin_cashier"]).create({
            "account_id": self.account.id, "kind": "account", "reason": "dispute"})
        freeze.action_submit()
        freeze.with_user(self.users["fin_manager"]).action_approve()
        self.assertEqual(self.account.state, "frozen")

    def test_a_cancelled_close_leaves_a_freeze(self):
        self._freeze()
        run = self.env["prepaid.season.close"].with_user(self.users["fin_settlement"]).create({"season_id": self.account.season_id.id})
        run.action_start()
        run.action_start()
        run.action_cancel()
        self.assertEqual(self.account.state, "frozen")

    def test_a_leaver_who_stays_keeps_a_freeze(self):
        self._freeze()
        self.store_1a.dealer_state = "frozen"
        leaver = self.env["prepaid.leaver"].with_user(self.users["fin_settlement"]).create({"account_id": self.account.id, "reason": "leaves"})
        leaver.action_freeze()
        manager = leaver.with_user(self.users["fin_manager"])
        manager.action_cancel()
        self.env.flush_all()
        self.assertEqual((self.account.state, self.store_1a.dealer_state, self.partners["1B"].dealer_state), ("frozen", "frozen", "approved"))
        alone = self.env["prepaid.leaver"].with_user(self.users["fin_manager"]).create({"account_id": self.account.id, "reason": "leaves"})
        alone.action_freeze()
        with self.assertRaisesRegex(AccessError, "Another person"):
            alone.action_cancel()

    def test_refused_requests_draw_no_number(self):
        statements = self.env["prepaid.statement"].with_user(self.users["fin_settlement"])
        first = statements.create({"account_id": self.account.id, "date_to": self.company._dealer_today()})
        for model, vals in (
                ("prepaid.statement", {"account_id": self.account.id}), ("prepaid.topup", {"partner_id": self.d1.id, "amount": 5}),
                ("prepaid.receipt", {"partner_id": self.d1.id, "amount": 5}), ("prepaid.leaver", {"account_id": self.account.id, "reason": "x"})):
            with self.subTest(model), patch.object(self.registry["ir.sequence"], "next_by_code", autospec=True) as drawn:
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    self.env[model].with_user(self.users["wh_operator"]).create(vals)
                if model == "prepaid.statement":
                    with self.assertRaisesRegex(ValidationError, "draft statement already"), self.env.cr.savepoint():
                        statements.create({"account_id": self.account.id, "date_to": self.company._dealer_today()})
                drawn.assert_not_called()
        self.assertTrue(first.name.startswith("ST"))
