"""What an order counts in the funnel: what has left and stayed away, goods for goods are no second order, a rest given up is not ordered."""
import importlib.util
from datetime import timedelta

from odoo.modules import get_module_path
from odoo.tests import tagged

from odoo.addons.online_offline_order.tests.amend_common import AmendCommon
from odoo.addons.online_offline_order.tests.test_return_exchange import ExchangeCommon


@tagged("post_install", "-at_install")
class TestFunnel(ExchangeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.record = cls.env["activation.record"].create({
            "partner_id": cls.order.partner_id.id, "user_id": cls.users["sales_rep"].id, "phone": "13800000099"})

    def _row(self, order):
        self.env.invalidate_all()
        return self.env["activation.order"].search([("order_id", "=", order.id)])

    def _exchanged(self):
        record = self._approved_exchange()
        self._came(record)
        record.action_accept_exchange()
        return record

    def test_exchange_is_no_second_order(self):
        """One of two coats of 300.00 comes back, a long coat of 360.00 goes out: one order of 660.00."""
        self.assertEqual(self._row(self.order).net_amount, 600)
        record = self._exchanged()
        self.assertEqual((self._row(self.order).net_amount, self._row(record.exchange_order_id)), (600, self.env["activation.order"]))
        self._replaced(record)
        self.assertEqual((self._row(self.order).net_amount, self._row(record.exchange_order_id)), (660, self.env["activation.order"]))
        self.assertEqual((self.record.order_count, self.record.net_amount), (1, 660))
        both = self.order | record.exchange_order_id
        [found] = self.env["perf.sales.report"].sudo()._read_group(
            [("order_id", "in", both.ids)], [], ["order_count:sum", "average_order:avg", "net_goods:sum"])
        self.assertEqual(found, (1, self.order.settlement_total, 660), "R1-174: the goods that went out count, a second order does not")
        value = self.env["perf.dealer.value"].sudo().search([("dealer_id", "=", self.order.dealer_id.id)])
        self.assertEqual((value.orders, value.orders_90, value.repeats, value.stage), (1, 1, 0, "new"), "R3-113, R4-057")
        consumer = self.env["perf.consumer"].sudo().search([("event_ids.order_id", "in", both.ids)])
        self.assertEqual((consumer.order_count, consumer.level, consumer.repeat_rate, consumer.last_order_at),
                         (1, "once", 0, self.order.submitted_at), "R4-019: who exchanged has not bought again")
        self.assertEqual(consumer.event_ids.filtered(lambda one: one.kind == "order").order_id, both, "the history has both")

    def test_goods_for_exchanged_goods(self):
        """The long coat is changed once more, for a coat: still one order, of 600.00."""
        first = self._exchanged()
        self._replaced(first)
        self.order = first.exchange_order_id
        self.order.with_user(self.aftersale).action_received()
        second = self._requested(self.coat)
        second.action_submit()
        second.with_user(self.other_aftersale).action_approve()
        self._came(second)
        second.action_accept_exchange()
        self._replaced(second)
        whole = first.order_id
        self.assertEqual(self._row(whole).net_amount, 600)
        self.assertEqual((self.record.order_count, self.record.net_amount), (1, 600))

    def test_a_rest_given_up_is_not_ordered(self):
        order = self._approved()
        self.assertEqual(self._row(order).net_amount, 600)
        self._ship(order, {self.coat: 1})
        self.assertEqual(self._row(order).net_amount, 600, "the other one still leaves")
        order.action_cancel_rest("out of stock")
        self.assertEqual((self._row(order).net_amount, self._row(order).is_counted), (300, True))

    def test_portrait_of_settled_orders(self):
        """What was credited, less what came back, and nothing of an order that has not shipped; worked out over night (R4-047)."""
        waiting = self._approved()
        self.coat.categ_id, self.long_coat.categ_id = self.env["product.category"].create([{"name": "Coats"}, {"name": "Long coats"}])
        half = self._approved([(self.coat, 2), (self.long_coat, 1)])
        self._ship(half, {self.coat: 1})
        for spent, mean, number in ((900, 450, 2), (960, 480, 2)):
            self.record.sudo()._cron_refresh()
            self.env.invalidate_all()
            lines = self.env["dealer.attribution"].search([("role", "=", "store"), ("store_id", "=", self.record.partner_id.id)])
            self.assertEqual(sum(lines.mapped("amount")), spent)
            self.assertEqual((self.record.spent_amount, self.record.average_amount), (spent, mean))
            self.assertEqual(self.record.order_frequency, round(number * 30 / 180, 2))
            self.assertEqual(self.record.top_categories, "Coats" if spent == 900 else "Coats, Long coats", "not what has not left")
            if spent == 900:
                self._replaced(self._exchanged())
        self.assertEqual((self.record.order_count, self._row(waiting).is_counted), (3, True), "the funnel counts what was ordered")

    def test_many_orders_are_counted_at_once(self):
        """The number of queries does not grow with the orders."""
        orders = self.order | self._received_order()
        more = orders | self._received_order() | self._received_order()
        counts = []
        for some in (orders, more):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.sudo()._activation_nets()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_upgrade(self):
        """Rows that counted goods for goods as orders go; what was counted of a rest given up is counted anew."""
        record = self._exchanged()
        self._replaced(record)
        order = self._approved()
        self._ship(order, {self.coat: 1})
        order.action_cancel_rest("out of stock")
        rows = self.env["activation.order"].sudo()
        rows.create({"record_id": self.record.id, "order_id": record.exchange_order_id.id, "date": order.date_order, "net_amount": 360, "is_counted": True})
        self._row(self.order).sudo().net_amount = 600
        self._row(order).sudo().net_amount = 600
        self.record.sudo()._note_orders()
        self.assertEqual((self.record.order_count, self.record.net_amount), (3, 1_560))
        path = f"{get_module_path('dealer_performance')}/migrations/19.0.1.1.0/post-funnel.py"
        spec = importlib.util.spec_from_file_location("script", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual((self.record.order_count, self.record.net_amount), (2, 960))
        self.assertFalse(self._row(record.exchange_order_id))

    def test_upgrade_of_order_dates(self):
        submitted = self.order.submitted_at
        self._row(self.order).sudo().date = submitted + timedelta(days=3)
        self.record.sudo()._note_orders()
        self.env.flush_all()
        path = f"{get_module_path('dealer_performance')}/migrations/19.0.1.2.0/post-order_dates.py"
        spec = importlib.util.spec_from_file_location("script", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.assertEqual((self._row(self.order).date, self.record.first_order_at), (submitted, submitted))


@tagged("post_install", "-at_install")
class TestFunnelAmended(AmendCommon):
    """An order that changes while it is confirmed counts what it is now, not first at its next step."""

    def _entered(self, order):
        return self.env["activation.record"].create({
            "partner_id": order.partner_id.id, "user_id": self.users["sales_rep"].id, "phone": "13800000098"})

    def _counted(self, order):
        self.env.invalidate_all()
        row = self.env["activation.order"].search([("order_id", "=", order.id)])
        return row.net_amount, row.is_counted

    def test_amended_between_parcels(self):
        second = self._user("cs_presale", login="t_cs_funnel")
        order = self._approved()
        record = self._entered(order)
        self._ship(order, {self.coat: 1})
        self.assertEqual(self._counted(order), (600, True))
        for pieces in (3, 4):
            self._change(order, {self.coat: pieces}, consent="Ms Li by phone").with_user(second).action_apply()
            self.assertEqual((order.dealer_state, self._counted(order)), ("partial", (300 * pieces, True)))
            self.assertEqual((record.net_amount, record.stage), (300 * pieces, "first_order"))
        self._ship(order, tracking="SF9000000001")
        self.assertEqual(self._counted(order), (1200, True))

    def test_amended_before_it_ships(self):
        """Back under review it counts no more; where the company lets it keep its approval it counts at once."""
        for keeps, want in ((True, (900, True)), (False, (0, False))):
            self.company.amend_keeps_approval = keeps
            order = self._approved()
            if keeps:
                self._entered(order)
            self._applied(order, {self.coat: 3})
            with self.subTest(keeps=keeps):
                self.assertEqual(self._counted(order), want)
