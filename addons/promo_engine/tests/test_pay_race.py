"""Points and vouchers under real concurrency: real cursors, real commits, cleaned up afterwards."""
import threading

from odoo import api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged

CLIENTS = 50


@tagged("post_install", "-at_install")
class TestPayRace(TransactionCase):
    """Fifty orders at once: points are never spent twice, a voucher is used by one order."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, 1, {"tracking_disable": True})
            company = env["res.company"].search([], limit=1)
            partner = env["res.partner"].create({"name": "Race"})
            orders = env["sale.order"].create([{"partner_id": partner.id, "company_id": company.id} for _number in range(CLIENTS)])
            batch = env["promo.voucher.batch"].create({"name": "Race", "company_id": company.id})
            voucher = batch._make([{}])
            env["promo.points.account"]._book(company, partner, 250, "adjusted", "start")
            self.partner_id, self.order_ids, self.batch_id, self.voucher_id = partner.id, orders.ids, batch.id, voucher.id
        self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            for statement in (
                    "DELETE FROM promo_points_entry WHERE account_id IN (SELECT id FROM promo_points_account WHERE partner_id = %(partner)s)",
                    "DELETE FROM promo_points_account WHERE partner_id = %(partner)s", "DELETE FROM promo_voucher WHERE batch_id = %(batch)s",
                    "DELETE FROM promo_voucher_batch WHERE id = %(batch)s", "DELETE FROM sale_order WHERE partner_id = %(partner)s",
                    "DELETE FROM res_partner WHERE id = %(partner)s"):
                cr.execute(statement, {"partner": self.partner_id, "batch": self.batch_id})

    def _together(self, work):
        found = []

        def run(order_id):
            try:
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, 1, {})
                    found.append(retrying(lambda: work(env["sale.order"].browse(order_id)), env))
            except Exception as problem:
                found.append(problem)
        threads = [threading.Thread(target=run, args=(order_id,)) for order_id in self.order_ids]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return found

    def _expect(self, found, good):
        self.assertEqual(len([answer for answer in found if answer == "given"]), good, found)
        self.assertEqual(len([answer for answer in found if isinstance(answer, UserError)]), CLIENTS - good, found)

    def test_points(self):
        """250 points, fifty orders that want 100 each: two get them; who gives them back twice gets them once."""
        def spend(order):
            order._promo_take_points(100)
            return "given"
        self._expect(self._together(spend), 2)
        with self.registry.cursor() as cr:
            account = api.Environment(cr, 1, {})["promo.points.account"].search([("partner_id", "=", self.partner_id)])
            self.assertEqual((account.balance, sum(account.entry_ids.mapped("points"))), (50, 50))

        for _time in range(2):
            self._together(lambda order: order._promo_take_points(0))
        with self.registry.cursor() as cr:
            account = api.Environment(cr, 1, {})["promo.points.account"].search([("partner_id", "=", self.partner_id)])
            self.assertEqual((account.balance, sum(account.entry_ids.mapped("points"))), (250, 250))

    def test_voucher(self):
        def hold(order):
            order._promo_hold_vouchers(order.env["promo.voucher"].browse(self.voucher_id), "2099-01-01 00:00:00")
            return "given"
        self._expect(self._together(hold), 1)

        def use(order):
            order.env["promo.voucher"].browse(self.voucher_id)._use(order)
            return "given"
        self._expect(self._together(use), 1)
