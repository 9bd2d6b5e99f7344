"""Counters under real concurrency: real cursors, real commits, cleaned up afterwards."""
import threading

from psycopg2.errors import SerializationFailure

from odoo import api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from ..sql.limits import touch

CLIENTS, CAPACITY = 50, 20


@tagged("post_install", "-at_install")
class TestLimitsRace(TransactionCase):
    """Fifty clients and twenty pieces: never one too many, never one lost."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.env.ref("base.user_root").id, {"tracking_disable": True})
            campaign = env["promo.campaign"].create({"name": "Race", "date_start": "2020-01-01", "date_end": "2020-01-02"})
            rule = env["promo.rule"].create({"name": "Race", "campaign_id": campaign.id, "limit_quota": CAPACITY, "limit_customer": 2, "limit_budget": 60})
            rule._sync_limits()
            self.campaign_id, self.key = campaign.id, f"rule{rule.id}"
        self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            api.Environment(cr, 1, {})["promo.campaign"].browse(self.campaign_id).unlink()

    def _request(self, func):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, 1, {})
            return retrying(lambda: func(env["promo.limit"]), env)

    def _together(self, funcs):
        found, gate = [None] * len(funcs), threading.Barrier(len(funcs))

        def run(index, func):
            gate.wait()
            try:
                found[index] = self._request(func)
            except Exception as error:
                found[index] = error
        threads = [threading.Thread(target=run, args=pair) for pair in enumerate(funcs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return found

    def _counter(self, kind, holder=""):
        with self.registry.cursor() as cr:
            limit = api.Environment(cr, 1, {})["promo.limit"].search([("key", "=", f"{self.key}:{kind}"), ("holder", "=", holder)])
            return limit.reserved, limit.confirmed, limit.capacity

    def _buy(self, document, customer):
        def work(limits):
            refused = limits._reserve(document, ((f"{self.key}:quota", 1), (f"{self.key}:customer", 1)), {"customer": customer})
            if refused:
                raise ValueError(refused)
            limits._confirm(document)
            return "given"
        return work

    def test_never_over(self):  # R3-025
        found = self._together([self._buy(f"race,{number}", f"r{number}") for number in range(CLIENTS)])

        given = [answer for answer in found if answer == "given"]
        self.assertEqual(len(given), CAPACITY, found)
        self.assertEqual(self._counter("quota"), (0, CAPACITY, CAPACITY))
        self.assertFalse([answer for answer in found if answer != "given" and not isinstance(answer, ValueError)], "only a clear no, no technical failure")

    def test_money_of_a_budget(self):
        """Fifty clients want 1.00 to 5.06 each of 60.00: never a fen too much; who was refused wanted more than is left; half of it comes back."""
        wants = {f"race,{number}": 100 * (number % 5 + 1) + number % 7 for number in range(CLIENTS)}

        def spend(document, fen):
            def work(limits):
                if refused := limits._reserve(document, ((f"{self.key}:budget", fen),)):
                    raise ValueError(refused)
                limits._confirm(document)
                return document
            return work

        found = self._together([spend(*pair) for pair in wants.items()])

        given = [answer for answer in found if isinstance(answer, str)]
        self.assertFalse([answer for answer in found if not isinstance(answer, str | ValueError)], "only a clear no, no technical failure")
        used = sum(wants[document] for document in given)
        self.assertEqual(self._counter("budget"), (0, used, 6_000))
        self.assertLess(6_000 - used, min(fen for document, fen in wants.items() if document not in given))

        self._together([lambda limits, name=name: limits._use_now(name, {f"{self.key}:budget": wants[name] // 2}) for name in given] * 2)
        self.assertEqual(self._counter("budget"), (0, sum(wants[name] // 2 for name in given), 6_000))

    def test_one_customer(self):
        found = self._together([self._buy(f"race,{number}", "r1") for number in range(8)])

        self.assertEqual(found.count("given"), 2, found)
        self.assertEqual(self._counter("customer", "r1"), (0, 2, 2))
        self.assertEqual(self._counter("quota"), (0, 2, CAPACITY), "what was refused holds nothing of the other limits")

    def test_same_document_twice(self):
        found = self._together([self._buy("race,same", "r9") for _number in range(6)])

        self.assertEqual(found.count("given"), 6, found)
        self.assertEqual(self._counter("quota"), (0, 1, CAPACITY))

    def test_who_counted_before_begins_anew(self):
        """Two clerks count the requests of a rule: the second one, who began before the first one was done, is told to begin again."""
        rule_id = int(self.key[4:])
        with self.registry.cursor() as second:
            second.execute("SELECT COUNT(*) FROM promo_promise")
            with self.registry.cursor() as first:
                touch(first, rule_id)
            with self.assertRaises(SerializationFailure), mute_logger("odoo.sql_db"):
                touch(second, rule_id)
            second.rollback()

    def test_release_and_expiry(self):
        self._request(lambda limits: limits._reserve("race,a", ((f"{self.key}:quota", 5),), {}, "2020-01-01 00:00:00"))
        self._request(self._buy("race,b", "r2"))
        self.assertEqual(self._counter("quota"), (5, 1, CAPACITY))

        self._together([lambda limits: limits._cron_release_expired()] * 3 + [lambda limits: limits._release("race,b")] * 3)

        self.assertEqual(self._counter("quota"), (0, 0, CAPACITY))

    def test_flash_orders_confirmed_at_once(self):  # R3-025, R3-050
        """Six orders that were all shown the flash price are confirmed at once; two pieces are there: two get it, four are told that it changed."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, 1, {"tracking_disable": True})
            company = env["res.company"].search([], limit=1)
            product = env["product.product"].create({"name": "Race", "type": "service", "list_price": 100, "taxes_id": [Command.clear()]})
            partner = env["res.partner"].create({"name": "Race"})
            campaign = env["promo.campaign"].create({
                "name": "Flash race", "company_id": company.id, "date_start": "2020-01-01", "date_end": "2020-01-20", "rule_ids": [Command.create({
                    "name": "Flash", "level": "price", "limit_quota": 2, "product_ids": [Command.set(product.ids)],
                    "reward_ids": [Command.create({"kind": "fixed_price", "amount": 60, "target": "unit"})]})]})
            env.flush_all()
            cr.execute("UPDATE promo_campaign SET date_end = '2099-01-01', state = 'approved' WHERE id = %s", [campaign.id])
            env.invalidate_all()
            campaign.rule_ids._freeze()
            orders = env["sale.order"].create([{"partner_id": partner.id, "company_id": company.id, "order_line": [
                Command.create({"product_id": product.id, "price_unit": 100})]} for _number in range(6)])
            self.assertEqual(set(orders.mapped("promo_total")), {40})
            kept = {"orders": tuple(orders.ids), "product": product.id, "template": product.product_tmpl_id.id, "partner": partner.id,
                    "campaign": campaign.id, "rule": campaign.rule_ids.id}
        self.addCleanup(self._clean_flash, kept)
        found, gate = [], threading.Barrier(len(kept["orders"]))

        def confirm(order_id):
            gate.wait()
            try:
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, 1, {"tracking_disable": True})
                    found.append(retrying(lambda: env["sale.order"].browse(order_id).action_confirm(), env))
            except Exception as problem:
                found.append(problem)
        threads = [threading.Thread(target=confirm, args=(order_id,)) for order_id in kept["orders"]]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        self.assertEqual(len([answer for answer in found if answer is True]), 2, found)
        self.assertEqual(len([answer for answer in found if isinstance(answer, UserError)]), 4, found)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, 1, {})
            counter = env["promo.limit"].search([("key", "=", f"rule{kept['rule']}:quota")])
            self.assertEqual((counter.reserved, counter.confirmed, counter.capacity), (0, 2, 2))
            self.assertEqual(env["sale.order"].search_count([("id", "in", kept["orders"]), ("state", "=", "sale")]), 2)

    def _clean_flash(self, kept):
        with self.registry.cursor() as cr:
            for statement in (
                    "DELETE FROM promo_price_event WHERE order_id IN %(orders)s", "DELETE FROM promo_application WHERE order_id IN %(orders)s",
                    "DELETE FROM mail_message WHERE model = 'sale.order' AND res_id IN %(orders)s", "DELETE FROM sale_order WHERE id IN %(orders)s",
                    "DELETE FROM promo_rule_version WHERE rule_id = %(rule)s", "DELETE FROM promo_campaign WHERE id = %(campaign)s",
                    "DELETE FROM product_product WHERE id = %(product)s", "DELETE FROM product_template WHERE id = %(template)s",
                    "DELETE FROM res_partner WHERE id = %(partner)s"):
                cr.execute(statement, kept)

    def test_same_phone_under_other_names(self):
        """Four customers with one phone: two in all, whoever they say they are."""
        def buy(number):
            def work(limits):
                refused = limits._reserve(f"race,{number}", ((f"{self.key}:customer", 1),), {"customer": (f"r{number}", "phone")})
                if refused:
                    raise ValueError(refused)
                return "given"
            return work
        found = self._together([buy(number) for number in range(4)])
        self.assertEqual(found.count("given"), 2, found)
        self.assertEqual(self._counter("customer", "phone"), (2, 0, 2))
