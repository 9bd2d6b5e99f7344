"""Holds: kept back, captured in parts, released, each once."""
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestHold(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)

    def _hold(self, key, fen):
        return self.account._hold(key, fen, "res.partner", self.d1.id, key)

    def _capture(self, key, fen, operation_key, **values):
        return self.account._capture(
            key, fen, operation_key=operation_key, label=operation_key, res_model="res.partner", res_id=self.d1.id, **values)

    def test_hold_capture_release(self):
        self.assertTrue(self._hold("o1", 68_000).ok)
        self.assertLedger(self.account, 5000, 680, 4320)
        self.assertTrue(self._hold("o1", 68_000).ok, "the same request again gives the same hold")
        self.assertLedger(self.account, 5000, 680, 4320)

        parts = {"goods": 30_000, "admin": 2_400, "logistics": 1_600}
        first = self._capture("o1", 34_000, "p1", components=parts)
        self.assertEqual((first.amount, first.balance_before, first.balance_after), (-340, 5000, 4660))
        self.assertIn("24.00", first.explanation)
        # GL is booked by the shipment; here only the ledger's own sums are compared
        self.assertEqual((self.account.balance, self.account.held, self.account.available), (4660, 340, 4320))
        self.assertEqual(self._capture("o1", 34_000, "p1", components=parts), first, "the same shipment again changes nothing")
        self.assertEqual(self.account.balance, 4660)

        self.assertEqual(self.account._release("o1", "rest cancelled"), 34_000)
        self.assertEqual(self.account._release("o1", "again"), 0)
        self.assertEqual((self.account.balance, self.account.held, self.account.available), (4660, 0, 4660))
        hold = self.env["prepaid.hold"].search([("key", "=", "o1")])
        self.assertEqual((hold.state, hold.reason), ("done", "rest cancelled"))

    def test_short_names_the_missing_amount(self):
        self.assertTrue(self._hold("o1", 450_000).ok)
        result = self._hold("o2", 68_000)
        self.assertEqual((result.status, result.available_fen, result.missing_fen), ("short", 50_000, 18_000))
        self.assertIn("available 500.00, needs 680.00, top up 180.00", result.message)
        self.assertLedger(self.account, 5000, 4500, 500)
        self.assertTrue(self._hold("o3", 50_000).ok, "to the last fen")
        self.assertFalse(self._hold("o4", 1).ok)

    def test_key_used_for_other_figures(self):
        self.assertTrue(self._hold("o1", 1_000).ok)
        self.assertEqual(self._hold("o1", 2_000).code, "conflict")
        self._capture("o1", 500, "p1")
        with self.assertRaisesRegex(UserError, "other figures"):
            self._capture("o1", 400, "p1")
        with self.assertRaisesRegex(UserError, "5.00 CNY are held"):
            self._capture("o1", 501, "p2")
        with self.assertRaisesRegex(UserError, "5.00 CNY are held"):
            self.account._release("o1", "too much", 501)
        self._capture("o1", 500, "p3")
        with self.assertRaisesRegex(UserError, "nothing is held"):
            self._capture("o1", 1, "p4")

    def test_amounts_that_are_none(self):
        for fen in (0, -1, 10**13 + 1):
            with self.subTest(fen=fen):
                self.assertEqual(self._hold(f"bad{fen}", fen).status, "blocked")
        with self.assertRaises(TypeError):
            self._hold("float", 1.5)

    def test_return_entries(self):
        lines = [
            {"kind": "refund", "amount_fen": 30_000, "label": "goods", "components": {"goods": 30_000}},
            {"kind": "postage", "amount_fen": -1_800, "label": "postage"},
            {"kind": "handling", "amount_fen": -1_000, "label": "handling"},
        ]
        entries = self.account._post_entries("r1", lines, "res.partner", self.d1.id)
        self.assertEqual(sum(entries.mapped("amount")), 272)
        self.assertEqual(self.account._post_entries("r1", lines, "res.partner", self.d1.id), entries)
        self.assertEqual((self.account.balance, self.account.available), (5272, 5272))
        with self.assertRaisesRegex(UserError, "nobody holds"):
            self.account._post_entries("r2", lines[1:], "res.partner", self.d1.id)

    def _orphan(self, key, fen):
        """A request that died after the gate: its hold is there, its operation is not."""
        self.account._take(key, fen, "res.partner", self.d1.id, key, {
            "fresh": False, "states": ["open"], "buckets": [], "lots": [], "credit": True, "forced": False, "store": None, "days": 0})
        self.account._money_changed()

    def test_orphan_of_a_failed_request_is_replaced(self):
        self._orphan("o9", 70_000)
        self.assertEqual(self.account.available, 4300)
        self.assertTrue(self._hold("o9", 10_000).ok)
        self.assertLedger(self.account, 5000, 100, 4900)

    def test_recovery(self):
        self.assertTrue(self._hold("alive", 10_000).ok)
        self._orphan("dead", 70_000)
        self.env.cr.execute("UPDATE prepaid_hold SET state = 'tentative' WHERE key = 'alive'")
        self.env.cr.execute("UPDATE prepaid_operation SET applied_at = NULL WHERE kind = 'hold' AND key = 'alive'")
        self.env.invalidate_all()
        self.assertEqual(self.account.available, 4200)
        applied, promoted, released = self.env["prepaid.gate"]._recover()
        self.assertEqual((applied, promoted + applied, released), (1, 1 + promoted, 1))
        self.assertLedger(self.account, 5000, 100, 4900)
        self.assertEqual(self.env["prepaid.gate"]._recover(), (0, 0, 0))

    @mute_logger("odoo.addons.dealer_prepaid.models.prepaid_hold_expiry")
    def test_a_reminder_that_fails_stops_no_other(self):
        """The hourly job: overdue holds end first, and a document that cannot be told keeps neither them nor other reminders."""
        told = {}
        for key, days in (("overdue", 0), ("broken", 1), ("told", 2), ("silent", 2)):
            self.assertTrue(self._hold(key, 10_000).ok)
            self.env.cr.execute(
                "UPDATE prepaid_hold SET expires_at = now() AT TIME ZONE 'UTC' + %s * interval '1 day' WHERE key = %s", [days, key])
        self.env.invalidate_all()
        self.company.prepaid_hold_remind_days = 3

        def expired(document, hold):
            told[hold.key] = "expired"

        def expires_soon(document, hold):
            self.assertEqual(told.get("overdue"), "expired", "money goes back before anybody is told of other holds")
            document.comment = f"<p>{hold.key}</p>"
            if hold.key == "broken":
                raise UserError(hold.key)
            told[hold.key] = "told"
            return hold.key == "told"

        partners = type(self.env["res.partner"])
        with patch.object(partners, "_on_hold_expired", expired, create=True), \
                patch.object(partners, "_on_hold_expires_soon", expires_soon, create=True):
            self.env["prepaid.hold"]._cron_expire()
        self.assertEqual(told, {"overdue": "expired", "told": "told", "silent": "told"})
        holds = self.env["prepaid.hold"].search([("account_id", "=", self.account.id), ("reminded_at", "!=", False)])
        self.assertEqual(holds.mapped("key"), ["told"], "who was not told is asked again in an hour")

    @mute_logger("odoo.sql_db")
    def test_storage_refuses(self):
        entry = self.account.entry_ids
        for statement in (
            f"UPDATE prepaid_account SET available = -0.01 WHERE id = {self.account.id}",
            f"UPDATE prepaid_entry SET amount = 1 WHERE id = {entry.id}",
            f"UPDATE prepaid_entry SET move_id = NULL WHERE id = {entry.id}",
            f"DELETE FROM prepaid_entry WHERE id = {entry.id}",
            "TRUNCATE prepaid_entry CASCADE",
        ):
            with self.subTest(statement), self.assertRaises(psycopg2.Error), self.env.cr.savepoint():
                self.env.cr.execute(statement)

    def test_nobody_writes_the_ledger(self):
        admin = self.env.ref("base.user_admin")
        account, entry = self.account.with_user(admin), self.account.entry_ids.with_user(admin)
        for values in ({"available": 9}, {"state": "closed"}, {"credit_line": 9}, {"partner_id": self.partners["D2"].id}):
            with self.subTest(values), self.assertRaises(AccessError):
                account.write(values)
            with self.subTest(values, su=True), self.assertRaises(AccessError):
                account.sudo().write(values)
        for user in (admin, self.users["fin_manager"], self.users["auditor"], self.users["fin_settlement"]):
            for model in ("prepaid.entry", "prepaid.hold", "prepaid.hold.line", "prepaid.lot", "prepaid.operation"):
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(self.env[model].with_user(user).has_access(operation), (user.login, model, operation))
        with self.assertRaises(AccessError):
            entry.unlink()
        with self.assertRaises(AccessError):
            self.env["prepaid.account"].create({
                "partner_id": self.partners["D2"].id, "season_id": self.account.season_id.id, "available": 100})
