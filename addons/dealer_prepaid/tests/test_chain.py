"""The chain of entries: sealed after the commit, proved at any time, and a change by SQL is named."""
import psycopg2

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from ..sql import book, chain
from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestChain(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)
        cls._topup(cls.d1, 100)
        cls._topup(cls.d1, 50.5)

    def _entries(self):
        self.env.invalidate_all()
        return self.account.entry_ids.sorted("sequence")

    def test_each_entry_names_the_one_before(self):
        entries = self._entries()
        self.assertEqual(entries.mapped("sequence"), [1, 2, 3])
        self.assertEqual([e.prev_hash or "" for e in entries], ["", *entries[:2].mapped("hash")])
        self.assertEqual(len(set(entries.mapped("hash"))), 3)
        self.assertEqual(entries.mapped("balance_after"), [5000, 5100, 5150.5])
        self.assertLedger(self.account, 5150.5, 0, 5150.5)

    def test_a_change_by_sql_is_named(self):
        entry = self._entries()[1]
        self.env.cr.execute("ALTER TABLE prepaid_entry DISABLE TRIGGER prepaid_entry_append_only")
        self.env.cr.execute("UPDATE prepaid_entry SET label = 'something else' WHERE id = %s", [entry.id])
        self.env.cr.execute("ALTER TABLE prepaid_entry ENABLE TRIGGER prepaid_entry_append_only")
        self.env.invalidate_all()
        (difference,) = self.env["prepaid.check"]._differences(self.company)
        self.assertEqual((difference["kind"], difference["account_id"]), ("chain", self.account.id))
        self.assertIn(f"entry 2 (id {entry.id})", difference["message"])

    def test_a_removed_entry_is_named(self):
        entry = self._entries()[1]
        self.env.cr.execute("ALTER TABLE prepaid_entry DISABLE TRIGGER prepaid_entry_append_only")
        self.env.cr.execute("UPDATE prepaid_topup SET entry_id = NULL WHERE entry_id = %s", [entry.id])
        self.env.cr.execute("UPDATE prepaid_lot SET entry_id = NULL WHERE entry_id = %s", [entry.id])
        self.env.cr.execute("DELETE FROM prepaid_entry WHERE id = %s", [entry.id])
        self.env.cr.execute("ALTER TABLE prepaid_entry ENABLE TRIGGER prepaid_entry_append_only")
        self.env.invalidate_all()
        kinds = [difference["kind"] for difference in self.env["prepaid.check"]._differences(self.company)]
        self.assertIn("chain", kinds)
        self.assertIn("account", kinds)

    def _behind_the_back(self, query, *params):
        """Change entries as somebody with a shell of the database would."""
        self.env.cr.execute("SET LOCAL session_replication_role = replica")
        self.env.cr.execute(query, params)
        self.env.cr.execute("SET LOCAL session_replication_role = DEFAULT")

    def _chained(self):
        self.env.cr.execute("SELECT prepaid_chained(%s)", [self.account.id])
        return self.env.cr.fetchone()[0]

    def test_the_proof_misses_no_column(self):
        """Whatever of the text is changed, or of the chain itself, the quick proof says no and the full one names the place."""
        (first, second, third), other = self._entries(), self._open_account(self.partners["D2"])
        changes = {
            "kind": "'fee'", "amount": "amount + 0.01", "date": "date - 1", "recorded_at": "recorded_at + interval '1 microsecond'", "label": "label || ' '",
            "components": "'{}'", "hold_key": "'x'", "res_model": "'x'", "res_id": "res_id + 1", "order_model": "'x'", "order_id": "7",
            "actor_id": "actor_id + 1", "approver_id": str(self.env.uid), "bucket": "'gift'", "lots": "'[[1, 2]]'", "memo": "0.01",
            "lot_expires_on": "date", "reversed_entry_id": str(first.id), "gl_terms": "'[1]'", "origin_date": "date", "reason_code": "reason_code || 'x'",
            "actor_roles": "coalesce(actor_roles, '') || 'x'", "approver_roles": "coalesce(approver_roles, '') || 'x'",
            "partner_id": str(self.partners["D2"].id), "company_id": "company_id + 1", "currency_id": "currency_id + 1", "season_id": "season_id + 1",
            "gl_mode": "CASE gl_mode WHEN 'event' THEN 'batch' ELSE 'event' END", "lot_rule": "'x'", "reason_id": "coalesce(reason_id, 0) + 1",
            "seal_version": "NULL", "origin_ref": "'x'",
            "prev_hash": "hash", "hash": "prev_hash", "sequence": "9", "account_id": str(other.id), "operation_id": str(first.operation_id.id)}
        for column, value in changes.items():
            with self.subTest(column), self.env.cr.savepoint() as undo:
                self._behind_the_back(f"UPDATE prepaid_entry SET {column} = {value} WHERE id = %s", second.id)
                self.assertIs(self._chained(), False)
                broken = chain.broken_links(self.env.cr, self.company.id)
                self.assertTrue({row["entry_id"] for row in broken} & {second.id, third.id}, broken)
                undo.rollback()
        self.assertIs(self._chained(), True)
        self.assertLessEqual(set(book.FROZEN), set(changes), "whatever stays as it was written is under the seal")

    def test_a_forged_seal_at_a_false_place_is_named(self):
        """An entry outside the chain with a digest of its own contradicts no other entry: the full proof names it all the same."""
        first, second, third = self._entries()
        forged = "UPDATE prepaid_entry e SET sequence = {0}, prev_hash = {1}, hash = prepaid_entry_hash(e, {0}, {1}) WHERE id = %s"
        twice = f"DROP INDEX prepaid_entry_chain_uniq; {forged}"
        cases = ((forged, "0", "NULL", third), (forged, "-1", "NULL", third), (forged, "NULL", "NULL", third),
                 (twice, "2", f"'{first.hash}'", second + third))
        for query, place, before, named in cases:
            with self.subTest(place), self.env.cr.savepoint() as undo:
                self._behind_the_back(query.format(place, before), third.id)
                self.assertIs(self._chained(), False)
                self.assertEqual([row["entry_id"] for row in chain.broken_links(self.env.cr, self.company.id)], named.ids)
                undo.rollback()

    def test_the_quick_text_is_the_canonical_one(self):
        """Fractions of a second that end in 0, dates in every place and another date style: what is sealed the canonical way is whole."""
        moments = ("2026-01-02 03:04:05", "2026-12-31 23:59:59.5", "2026-02-28 00:00:00.000010")
        self._behind_the_back("UPDATE prepaid_entry SET hash = NULL, prev_hash = NULL, sequence = NULL WHERE account_id = %s", self.account.id)
        for entry, moment in zip(self.account.entry_ids.sorted("id"), moments, strict=True):
            self._behind_the_back("UPDATE prepaid_entry SET recorded_at = %s, lot_expires_on = '2027-03-31', origin_date = '2025-01-09' WHERE id = %s",
                                  moment, entry.id)
        self.env.cr.execute("SELECT prepaid_seal(%s)", [self.account.id])
        self.env.cr.execute("SELECT prepaid_entry_text(e, 1, '') FROM prepaid_entry e WHERE account_id = %s AND sequence = 1", [self.account.id])
        self.assertIn("|2026-01-02T03:04:05.000000|", self.env.cr.fetchone()[0])
        for style in ("ISO, MDY", "German, DMY", "SQL, YMD"):
            with self.subTest(style), self.env.cr.savepoint() as undo:
                self.env.cr.execute("SET LOCAL datestyle = %s", [style])
                self.assertIs(self._chained(), True)
                undo.rollback()

    @mute_logger("odoo.sql_db")
    def test_a_seal_is_set_once(self):
        with self.assertRaises(psycopg2.Error), self.env.cr.savepoint():
            self.env.cr.execute("UPDATE prepaid_entry SET hash = 'x' WHERE id = %s", [self._entries()[0].id])

    def _swapped(self):
        """Give two entries the places in the chain that two transactions would that committed in the other order."""
        first, second, third = self._entries()
        self.env.cr.execute("ALTER TABLE prepaid_entry DISABLE TRIGGER prepaid_entry_append_only")
        for entry, place in ((second, 99), (third, 2), (second, 3)):
            self.env.cr.execute("UPDATE prepaid_entry SET sequence = %s WHERE id = %s", [place, entry.id])
        self.env.cr.execute("ALTER TABLE prepaid_entry ENABLE TRIGGER prepaid_entry_append_only")
        self.env.invalidate_all()
        return first, third, second

    def test_balances_follow_the_chain(self):
        in_chain = self._swapped()
        entries, domain = self.env["prepaid.entry"], [("account_id", "=", self.account.id)]
        after, before = [5000, 5050.5, 5150.5], [0, 5000, 5050.5]
        self.assertEqual([(e.balance_before, e.balance_after) for e in in_chain], list(zip(before, after, strict=True)))
        for name, figures in (("balance_after", after), ("balance_before", before)):
            self.assertEqual(list(entries.search(domain, order=name)), list(in_chain))
            self.assertEqual([entries.search([*domain, (name, "=", figure)]) for figure in figures], list(in_chain))
            self.assertEqual(entries._read_group(domain, [name], ["id:recordset"], order=name), list(zip(figures, in_chain, strict=True)))
        self.assertEqual(entries.search([*domain, ("balance_before", ">=", 5000), ("balance_after", "<", 5100)], order="balance_after, id"), in_chain[1])
        said = self.env["prepaid.account"].with_user(self.users["fin_cashier"]).read_statement("T-D1")
        self.assertEqual([(line["id"], line["balance_after"]) for line in said], [(e.id, f"{fen:.2f}") for e, fen in zip(in_chain, after, strict=True)])

    def test_sorting_by_balance_is_one_pass(self):
        """Each entry's balance comes from one window over its account, not from a sum of its own."""
        query = self.env["prepaid.entry"]._search([("account_id", "=", self.account.id), ("balance_before", ">", 0)], order="balance_after desc")
        self.env.cr.execute(SQL("EXPLAIN %s", query.select()))
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertEqual((plan.count("WindowAgg"), plan.count("SubPlan")), (1, 0), plan)
