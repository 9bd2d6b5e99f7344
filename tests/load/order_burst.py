"""Submits of dealer orders at the same moment, by people of service with their own rights (A35).

    python -m tests.load.order_burst --database NAME [--users 48] [--workers 2]

The long form shares the presses out to processes, as a server with so many workers does.
"""
import argparse
import json
import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import odoo.tools
from odoo import api
from odoo.fields import Command
from odoo.modules.registry import Registry

from .burst import START, _failures, _timed
from .goals import missed
from .yard import Yard, pool_size


class OrderYard(Yard):
    """A store below every account, people of pre-sale service, and one product; orders are collected at the warehouse."""

    def __init__(self, database, accounts, users):
        super().__init__(database, accounts)
        self.orders, self.count = [], users
        with Registry(database).cursor() as cr:
            env = api.Environment(cr, 1, {"tracking_disable": True, "no_reset_password": True})
            owners = env["prepaid.account"].browse(self.accounts).partner_id
            place = env["dealer.division"].search([("level", "=", "district")], limit=1)
            (owners | owners.parent_id).division_id = place
            self.stores = env["res.partner"].create([{
                "name": f"{owner.name} store", "dealer_level": "store", "is_company": True, "parent_id": owner.id, "dealer_state": "approved",
                "division_id": place.id} for owner in owners]).ids
            role, mark = env.ref("dealer_base.group_cs_presale").id, time.time_ns()
            self.users = env["res.users"].create([{
                "name": f"Burst {number}", "login": f"burst-{mark}-{number}", "group_ids": [Command.link(role)]} for number in range(users)]).ids
            product = env["product.product"].create({
                "name": "Burst coat", "type": "consu", "is_storable": True, "weight": 0.5, "list_price": 599, "shelf_state": "on",
                "invoice_policy": "delivery", "dealer_negative_sale": "allow"})
            self.product = product.id
            version = env["dealer.price.version"].create({
                "company_id": self.company, "date_from": "2001-01-01",
                "line_ids": [Command.create({"product_id": product.id, "ex_factory_price": 300})]})
            env.flush_all()
            # What is measured is the order, not the four eyes of a price list; the old day lets the prices of others be.
            cr.execute("UPDATE dealer_price_version SET state = 'active' WHERE id = %s", [version.id])
            cr.execute("UPDATE dealer_price_line SET state = 'active' WHERE version_id = %s", [version.id])
            self.version, self.rule = version.id, self._fee_rule(env)

    def _fee_rule(self, env):
        """Have an admin fee of 8 % where the company has none.

        :return: id of the new rule, or None.
        """
        rules = env["logistics.fee.rule"]
        if rules.search_count([("company_id", "=", self.company), ("event", "=", "order"), ("code", "=", "admin"), ("state", "=", "active")], limit=1):
            return None
        manager = env["res.users"].create({
            "name": "Burst manager", "login": f"burst-{time.time_ns()}-m", "group_ids": [Command.link(env.ref("dealer_base.group_fin_manager").id)]})
        self.users.append(manager.id)
        rule = rules.create({
            "name": "Burst fee", "company_id": self.company, "code": "admin", "event": "order", "kind": "percent", "rate_bp": 800, "date_from": "2020-01-01"})
        rule.with_user(manager).action_activate()
        return rule.id

    def clean(self):
        """Remove the orders first, then what they stood on; the people stay as archived users."""
        with Registry(self.database).cursor() as cr:
            env = api.Environment(cr, 1, {"active_test": False})
            cr.execute("SET LOCAL session_replication_role = replica")
            _erase(cr, "sale_order", self.orders)
            cr.execute("UPDATE prepaid_hold SET store_id = NULL WHERE store_id = ANY(%s)", [self.stores])
            cr.execute("DELETE FROM mail_followers WHERE res_model = 'sale.order' AND res_id = ANY(%s)", [self.orders])
            _erase(cr, "dealer_price_version", [self.version])
            _erase(cr, "logistics_fee_rule", [self.rule] if self.rule else [])
            cr.execute("SET LOCAL session_replication_role = DEFAULT")
            # After that, so that what belongs to a message goes with it.
            cr.execute("DELETE FROM mail_message WHERE model = 'sale.order' AND res_id = ANY(%s)", [self.orders])
            env.invalidate_all()
            env["product.product"].browse(self.product).product_tmpl_id.unlink()
            env["res.partner"].browse(self.stores).unlink()
            env["res.users"].browse(self.users).active = False
        super().clean()

    def drafts(self, places):
        """Enter an order of one piece for each of the places.

        :param places: indexes of stores, one an order.
        :return: [(order id, user id)].
        """
        pairs = []
        for number, place in enumerate(places):
            user = self.users[number % self.count]
            values = {
                "is_dealer_order": True, "partner_id": self.stores[place], "dealer_mode": "store", "delivery_way": "pickup",
                "order_line": [Command.create({"product_id": self.product, "product_uom_qty": 1})]}
            pairs.append((self.request(lambda env, u=user, v=values: env["sale.order"].with_user(u).create(v).id), user))
        self.orders += [order for order, _user in pairs]
        return pairs

    def submit(self, order, user):
        """Press the button as a user."""
        return self.request(lambda env: env["sale.order"].with_user(user).browse(order).action_submit())

    def read(self, orders):
        """:return: [(state, missing fen, total fen)] of the orders."""
        with Registry(self.database).cursor() as cr:
            cr.execute("SELECT dealer_state, round(coalesce(missing_asked, 0) * 100)::bigint, round(settlement_total * 100)::bigint FROM sale_order"
                       " WHERE id = ANY(%s) ORDER BY id", [[order for order, _user in orders]])
            return cr.fetchall()


def _erase(cr, table, ids):
    """Delete rows and what hangs on them; foreign keys are asleep, so what the database would do is done here."""
    if not ids:
        return
    cr.execute("""SELECT c.conrelid::regclass::text, a.attname, c.confdeltype,
                         EXISTS (SELECT 1 FROM pg_attribute i WHERE i.attrelid = c.conrelid AND i.attname = 'id')
                    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
                   WHERE c.contype = 'f' AND c.confrelid = %s::regclass AND c.conrelid != c.confrelid""", [table])
    for child, column, kind, has_id in cr.fetchall():
        if kind == "n":
            cr.execute(f"UPDATE {child} SET {column} = NULL WHERE {column} = ANY(%s)", [ids])
        elif has_id:
            cr.execute(f"SELECT id FROM {child} WHERE {column} = ANY(%s)", [ids])
            _erase(cr, child, [row[0] for row in cr.fetchall()])
        else:
            cr.execute(f"DELETE FROM {child} WHERE {column} = ANY(%s)", [ids])
    cr.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [ids])


def _warm(yard):
    """Submit an order for the last store alone: what a process reads once at its first order is not what a burst costs."""
    ((order, user),) = yard.drafts([len(yard.accounts) - 1])
    yard.submit(order, user)


def one_store(database, users, workers=1):
    """O01: everybody submits for one store; there is money for two thirds, the others wait and are told exactly what is missing."""
    yard = OrderYard(database, 2, users)
    try:
        _warm(yard)
        account, orders, funded = yard.accounts[0], yard.drafts([0] * users), users * 2 // 3
        total = yard.read(orders)[0][2]
        rest = START - funded * total
        yard.hold(account, f"o01-{account}", rest)
        answers = yard.together([lambda o=order, u=user: yard.submit(o, u) for order, user in orders], users, workers)
        found = yard.read(orders)
        held = sum(state == "submitted" for state, _missing, _total in found)
        waiting = [missing for state, missing, _total in found if state == "waiting"]
        failures = _failures(answers)
        problems = failures + yard.problems()
        if (held, waiting) != (funded, [total] * (users - funded)):
            problems.append(f"{held} held of {funded}, the others miss {waiting} instead of {total} each")
        if total <= 0 or yard.figures(account) != (START, rest + held * total, 0):
            problems.append(f"figures {yard.figures(account)}, total {total}")
        return {"case": "O01", "users": users, "workers": workers, "accounts": 1, "held": held, "waiting": len(waiting), **_timed(answers),
                "errors": len(failures), "problems": problems}
    finally:
        yard.clean()


def _pressed_again(yard):
    """Press an order's button while another request has done its work and not yet committed.

    :return: list of problems: the second press waits for the first and has no work of its own.
    """
    ((order, user),) = yard.drafts([len(yard.accounts) - 1])
    done, go, tries = threading.Event(), threading.Event(), []

    def first(env):
        env["sale.order"].with_user(user).browse(order).action_submit()
        env.flush_all()
        done.set()
        go.wait(10)

    def second(env):
        tries.append(1)
        return env["sale.order"].with_user(user).browse(order).action_submit()
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(yard.request, first)
        done.wait(10)
        two = pool.submit(yard.request, second)
        with Registry(yard.database).cursor() as cr:
            for _turn in range(200):
                cr.execute("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
                if cr.fetchone():
                    break
                cr.rollback()       # a transaction sees the activity of its first look
                time.sleep(0.02)
        go.set()
        one.result()
        answer = two.result()
    return [] if (answer, len(tries)) == (True, 1) else [f"the second of two presses answered {answer} after {len(tries)} tries"]


def own_stores(database, users, workers=1):
    """O02: every store has its own account, and every order is submitted from two windows at once: held once."""
    yard = OrderYard(database, users + 1, users)
    try:
        _warm(yard)
        again = _pressed_again(yard)
        orders = yard.drafts(range(users))
        total = yard.read(orders)[0][2]
        answers = yard.together([lambda o=order, u=user: yard.submit(o, u) for order, user in orders for _window in range(2)], users, workers)
        failures = _failures(answers)
        problems = again + failures + yard.problems()
        if {state for state, _missing, _total in yard.read(orders)} != {"submitted"}:
            problems.append(f"states {yard.read(orders)}")
        problems += [f"account {account}: {yard.figures(account)}" for account in yard.accounts[:-1]
                     if yard.figures(account) != (START, total, START - total)]
        return {"case": "O02", "users": users, "workers": workers, "accounts": users, "calls": len(answers), **_timed(answers),
                "errors": len(failures), "problems": problems}
    finally:
        yard.clean()


def order_cases(database, users, workers=1):
    """Both cases with so many users."""
    yield one_store(database, users, workers)
    yield own_stores(database, users, workers)


def main():
    """Run the long form, print a line a case."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", required=True)
    parser.add_argument("--users", type=int, default=48)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    options = parser.parse_args()
    odoo.tools.config.parse_config(["-d", options.database, "--no-http", "--max-cron-threads=0", "--log-level=critical"])
    Registry(options.database)
    failed = 0
    with pool_size(2 * options.users + 16):    # as the server does: two connections for each thread
        for figures in order_cases(options.database, options.users, options.workers):
            figures["problems"] += missed(figures)
            sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
            sys.stdout.flush()
            failed += bool(figures["problems"])
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
