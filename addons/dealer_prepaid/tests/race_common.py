"""Builders for tests under real concurrency: real cursors, real commits, cleaned up afterwards."""
import threading
import time

import psycopg2

from odoo import api
from odoo.exceptions import AccessError, UserError
from odoo.service.model import retrying
from odoo.tests import TransactionCase

from odoo.addons.dealer_base.money import to_fen

TABLES = ("prepaid_lot", "prepaid_entry", "prepaid_hold", "prepaid_operation", "prepaid_account")


class RaceCommon(TransactionCase):
    """An open account with 5,000.00 that every cursor sees, and requests that run at the same moment."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.env.ref("base.user_root").id, {"tracking_disable": True})
            env.company._dealer_base_setup()
            company = env["res.partner"].create({"name": "Race West", "dealer_level": "sales_company", "is_company": True})
            dealer = env["res.partner"].create({
                "name": "Race dealer", "dealer_level": "dealer", "is_company": True, "parent_id": company.id, "dealer_state": "approved"})
            account = env["prepaid.account"]._get_or_create(env.company, dealer)
            account._post_entries(
                f"race,{account.id}", [{"kind": "topup", "amount_fen": 500_000, "label": "race"}], "res.partner", dealer.id, new_state="open")
            self.account_id, self.partner_ids = account.id, (dealer + company).ids
        self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            cr.execute("SET LOCAL session_replication_role = replica")  # the append-only trigger guards tests' rows as well
            cr.execute("DELETE FROM prepaid_hold_line WHERE hold_id IN (SELECT id FROM prepaid_hold WHERE account_id = %s)", [self.account_id])
            for table in TABLES:
                cr.execute(f"DELETE FROM {table} WHERE {'id' if table == 'prepaid_account' else 'account_id'} = %s", [self.account_id])
            cr.execute("SET LOCAL session_replication_role = DEFAULT")
            api.Environment(cr, 1, {})["res.partner"].browse(self.partner_ids).unlink()

    # -- building blocks

    def _request(self, func, *, linger=0.0):
        """Run func(account) as a request of its own: own cursor, Odoo's retries, commit; give its answer."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, 1, {"tracking_disable": True})

            def work():
                result = func(env["prepaid.account"].browse(self.account_id))
                time.sleep(linger)  # the rest of a request: picking, mails, invoice
                return result
            return retrying(work, env)

    def _hold(self, key, fen, linger=0.0):
        return self._request(lambda account: account._hold(key, fen, "res.partner", 1, key), linger=linger)

    def _parallel(self, *funcs):
        """Run the functions at the same moment in threads; give answers or exceptions, in order."""
        answers, start = [None] * len(funcs), threading.Barrier(len(funcs))

        def run(index, func):
            start.wait()
            try:
                answers[index] = func()
            except (AccessError, UserError, psycopg2.Error) as error:
                answers[index] = error
        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(funcs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return answers

    def _figures(self):
        """(entries, held, available) in fen, after the proof that they agree."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, 1, {})
            account = env["prepaid.account"].browse(self.account_id)
            wrong = [d for d in env["prepaid.check"]._differences(account.company_id) if d["account_id"] == self.account_id]
            self.assertEqual(wrong, [])
            return to_fen(account.balance), to_fen(account.held), to_fen(account.available)

    def _holds(self):
        with self.registry.cursor() as cr:
            cr.execute("SELECT key, state FROM prepaid_hold WHERE account_id = %s ORDER BY key", [self.account_id])
            return dict(cr.fetchall())
