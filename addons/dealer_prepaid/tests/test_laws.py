"""The nightly proof looks at documents, not only at sums: each law is broken once with SQL and named (I4 to I14)."""
import psycopg2

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..sql import laws
from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestLaws(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)
        cls.other = cls._open_account(cls.partners["D2"])
        for key, fen in (("laws,1", 30_000), ("laws,2", 20_000)):
            assert cls.account._hold(key, fen, "res.partner", cls.d1.id, "a document").ok
        cls.env.flush_all()
        cls.entry = cls.account._capture(
            "laws,1", 10_000, operation_key="laws,ship", kind="capture", label="a parcel", res_model="stock.picking", res_id=1,
            components={"goods": 10_000})
        cls.env.flush_all()

    def _found(self):
        self.env.invalidate_all()
        return {row["law"] for row in laws.breaches(self.env.cr, self.company.id, self.env["prepaid.check"]._laws())}

    def _tamper(self, law, *statements):
        """Break one law inside a savepoint and expect that it is named, also on the certificate."""
        with self.subTest(law):
            self.env.cr.execute("SAVEPOINT tamper")
            self.env.cr.execute("SET LOCAL session_replication_role = replica")
            for statement in statements:
                self.env.cr.execute(statement)
            self.assertIn(law, self._found())
            sentence = self.env["prepaid.check"]._law_sentences()[law]
            self.assertTrue([row for row in self.env["prepaid.check"]._law_differences(self.company) if sentence in row["message"]])
            self.env.cr.execute("ROLLBACK TO SAVEPOINT tamper")
            self.env.invalidate_all()

    def test_a_healthy_ledger_breaks_none(self):
        self.assertEqual(self._found(), set())
        self.assertEqual(self.env["prepaid.check"]._law_differences(self.company), [])

    def test_each_breach_is_named(self):
        entry, hold = self.entry.id, SQL("SELECT id FROM prepaid_hold WHERE key = 'laws,1'")
        operation = SQL("SELECT operation_id FROM prepaid_entry WHERE id = %s", entry)
        copy = SQL(
            """INSERT INTO prepaid_entry SELECT (jsonb_populate_record(e, jsonb_build_object(
                    'id', nextval('prepaid_entry_id_seq'), 'reversed_entry_id', e.id, 'sequence', NULL, 'hash', NULL, 'prev_hash', NULL))).*
                 FROM prepaid_entry e WHERE id = %s""", entry)
        self._tamper("hold_entries", SQL("UPDATE prepaid_hold SET captured = captured + 1 WHERE id IN (%s)", hold))
        self._tamper("entry_hold", SQL("UPDATE prepaid_hold SET account_id = %s WHERE id IN (%s)", self.other.id, hold))
        self._tamper("one_entry", copy)
        self._tamper("shipment_once", copy)
        self._tamper("reversal", copy, SQL("UPDATE prepaid_entry SET amount = amount * 2 WHERE reversed_entry_id = %s", entry))
        self._tamper("components", SQL("""UPDATE prepaid_entry SET components = '{"goods": 9999}' WHERE id = %s""", entry))
        self._tamper("operation", SQL("UPDATE prepaid_operation SET kind = 'post', delta = delta + 1 WHERE id IN (%s)", operation))
        self._tamper("hold_request", SQL("DELETE FROM prepaid_operation WHERE kind = 'hold' AND key = 'laws,2'"))
        topup = SQL("SELECT id FROM prepaid_topup WHERE account_id = %s", self.account.id)
        self._tamper("topup_entry", SQL("UPDATE prepaid_topup SET amount = amount + 1 WHERE id IN (%s)", topup))
        self._tamper("topup_entry", SQL("UPDATE prepaid_entry SET amount = amount + 1 WHERE kind = 'topup' AND account_id = %s", self.account.id))
        self._tamper("topup_confirmed", SQL("UPDATE prepaid_topup SET state = 'submitted' WHERE id IN (%s)", topup))
        line = SQL(
            """INSERT INTO prepaid_bank_line (company_id, journal_id, date, serial, amount, state, topup_id)
               SELECT company_id, journal_id, date_paid, 'tampered', amount - 1, 'used', id FROM prepaid_topup WHERE id IN (%s)""", topup)
        self._tamper("bank_line", line, SQL(
            "UPDATE prepaid_topup SET bank_line_id = l.id FROM prepaid_bank_line l WHERE l.topup_id = prepaid_topup.id AND l.serial = 'tampered'"))
        self._tamper("slip_once", SQL("DROP INDEX prepaid_topup_serial_once"), SQL("UPDATE prepaid_topup SET serial_key = 'S1' WHERE id IN (%s)", topup), SQL(
            """INSERT INTO prepaid_topup SELECT (jsonb_populate_record(t, jsonb_build_object('id', nextval('prepaid_topup_id_seq')))).*
                 FROM prepaid_topup t WHERE id IN (%s)""", topup))
        self._tamper("transfer", SQL("UPDATE prepaid_entry SET res_model = 'prepaid.transfer', kind = 'transfer_out' WHERE id = %s", entry))

    def test_the_screen_of_the_proof_shows_them(self):
        self.env.cr.execute("""
            SET LOCAL session_replication_role = replica; DELETE FROM prepaid_operation WHERE kind = 'hold' AND key = 'laws,2';
            SET LOCAL session_replication_role = DEFAULT""")
        self.env.invalidate_all()
        screen = self.env["prepaid.difference"].with_user(self.users["auditor"])
        shown = screen.search([*screen.action_check()["domain"], ("company_id", "=", self.company.id), ("kind", "=", "law")])
        self.assertEqual((len(shown), shown.partner_id), (1, self.d1))
        self.assertIn("laws,2", shown.message)

    def test_persons_and_their_roles(self):
        """I21: each entry keeps the roles its persons had; a document's entry without a rightful confirmer, or without roles, is named."""
        entry = self._topup(self.d1, 70).sudo().entry_id
        roles = entry.actor_roles.split()
        self.assertIn("fin_confirmer", roles)
        self.assertEqual((entry.approver_roles, self.entry.sudo().actor_roles.split()[0], self.entry.sudo().approver_roles), (
            entry.actor_roles, "system", False))
        self.users["fin_confirmer"].sudo().group_ids -= self.env.ref("dealer_base.group_fin_confirmer")
        self.assertEqual((entry.actor_roles.split(), self._found()), (roles, set()), "the roles of that time count")
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.IntegrityConstraintViolation), self.env.cr.savepoint():
            self.env.cr.execute(SQL("UPDATE prepaid_entry SET approver_roles = 'fin_manager' WHERE id = %s", entry.id))
        for change in ("approver_id = NULL", "actor_roles = NULL", "approver_roles = 'fin_cashier'", "approver_roles = NULL"):
            self._tamper("persons", SQL("UPDATE prepaid_entry SET %s WHERE id = %s", SQL(change), entry.id))
        self._tamper("persons", SQL("UPDATE prepaid_entry SET res_model = 'prepaid.season.close', approver_roles = 'fin_manager' WHERE id = %s", entry.id))

    def test_an_approver_had_the_right_when_he_approved(self):
        """I21: between approval and payment the role is taken away, or given to somebody else: the entry keeps the roles of the approval."""
        manager, group = self.users["fin_manager"].sudo(), self.env.ref("dealer_base.group_fin_manager")
        document = self.env["prepaid.withdrawal"].with_user(self.users["fin_cashier"]).create(
            {"account_id": self.account.id, "amount": 50, "reason": "asked for it"})
        document.action_submit()
        document.with_user(manager).action_approve()
        roles = document.sudo().approver_roles
        self.assertIn("fin_manager", roles.split())
        with self.assertRaises(UserError):
            document.with_user(manager).write({"approver_roles": "fin_manager"})
        manager.group_ids -= group
        paid = document.with_user(self.users["fin_confirmer"])
        paid.bank_reference = "B-I21"
        paid.action_pay()
        entry = document.sudo().entry_id
        self.assertEqual((entry.approver_id, entry.approver_roles, self._found()), (manager, roles, set()))
        manager.group_ids += group
        for change in ("approver_id = NULL", "approver_roles = NULL", "approver_roles = 'fin_cashier'", "approver_id = actor_id"):
            self._tamper("persons", SQL("UPDATE prepaid_entry SET %s WHERE id = %s", SQL(change), entry.id))
        returned = document.with_user(manager)
        returned.action_return("R-I21 account closed")
        self.assertEqual(document.sudo().return_entry_id.approver_roles, self.env["prepaid.entry"]._roles_at_hand(manager.id))
        self.assertEqual(self._found(), set())

    def test_lots_that_gave_what_they_may_not(self):
        """I13: gifts never leave as cash. I14: an order gives back to a lot at most what it took from it."""
        withdrawal = self._withdraw(self.account, 50).entry_id.id
        self._tamper("cash_out", SQL("UPDATE prepaid_lot SET bucket = 'gift' WHERE account_id = %s", self.account.id))
        self._tamper("cash_out", SQL("UPDATE prepaid_entry SET lots = '[[0, -5000]]' WHERE id = %s", withdrawal))
        lot = self.account.lot_ids.id
        order = SQL("UPDATE prepaid_entry SET order_model = 'res.partner', order_id = %s WHERE id = %s", self.d1.id, self.entry.id)
        self._tamper("given_back", order, SQL(
            """INSERT INTO prepaid_entry SELECT (jsonb_populate_record(e, jsonb_build_object(
                    'id', nextval('prepaid_entry_id_seq'), 'kind', 'refund', 'amount', 100.01, 'lots', jsonb_build_array(jsonb_build_array(%s, 10001)),
                    'sequence', NULL, 'hash', NULL, 'prev_hash', NULL))).* FROM prepaid_entry e WHERE id = %s""", lot, self.entry.id))
