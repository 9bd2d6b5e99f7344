"""The chain of entries: sealed after the commit, proved at any time, and a change by SQL is named."""
import psycopg2

from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

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
