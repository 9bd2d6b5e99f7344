from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PromoCommon


@tagged("post_install", "-at_install")
class TestLottery(PromoCommon):
    """Draws: a table that another person approved, a stock that is never overdrawn, a log that proves itself."""

    def _table(self, *prizes, approve=True, name="Wheel"):
        prizes = prizes or (
            {"name": "Kettle", "odds": 1, "stock": 1, "kind": "goods", "value": 100}, {
                "name": "Ten points", "odds": 99, "is_endless": True, "is_fallback": True, "kind": "points", "points": 10})
        table = self.env["promo.prize.table"].with_user(self.ops).create({
            "name": name, "company_id": self.company.id, "prize_ids": [Command.create(prize) for prize in prizes]})
        if approve:
            table.action_submit()
            table.with_user(self.manager).action_approve()
        return table

    def _promise(self, count=1):
        self._campaign({"level": "after", "rewards": [{"kind": "lottery", "key": "Wheel", "count": count}]})
        order = self._order((self.goods, 1))
        order.action_confirm()
        return order.promo_promise_ids

    def test_drawn(self):  # R3-035
        table, service = self._table(), self._user("cs", "cs_presale")
        promise = self._promise(3)
        with patch("odoo.addons.promo_engine.models.promo_draw.secrets.randbelow", side_effect=[50, 50, 9_999]):
            promise.with_user(service).action_draw()
        draws = self.env["promo.draw"].search([("table_id", "=", table.id)], order="id")
        self.assertEqual(draws.mapped("hit_id.name"), ["Kettle", "Ten points"])
        self.assertEqual([draw.prize_id.name for draw in draws], ["Kettle", "Ten points", "Ten points"], "the only kettle is gone")
        self.assertEqual((promise.state, table.prize_ids.mapped("given")), ("done", [1, 2]))
        self.assertEqual(self.env["promo.points.account"].search([("partner_id", "=", self.buyer.id)]).balance, 20)
        self.assertTrue(promise.activity_ids)
        with self.assertRaises(UserError):
            promise.with_user(service).action_draw()

    def test_every_form_on_one_order(self):  # R3-067, R3-096
        """R0-002, R3-017, R4-028: a limited time, a discount, a gift, a draw, a coupon and a donation: tried first, then all on one order."""
        self._table()
        batch = self.env["promo.voucher.batch"].create({"name": "Twenty", "shared_code": "TWENTY"})
        campaign = self._campaign(
            {"name": "This hour", "level": "price", "product_ids": [Command.set(self.goods.ids)], "date_start": "2020-01-01 00:00:00",
             "date_end": fields.Datetime.now() + timedelta(hours=1), "rewards": [{"kind": "fixed_price", "amount": 90, "target": "unit"}]},
            {"name": "Ten off", "rewards": [{"kind": "amount", "amount": 10}]},
            {"name": "A cup", "rewards": [{"kind": "gift", "product_id": self.other.id, "qty": 1, "worth": 50}]},
            {"name": "Code", "level": "coupon", "batch_id": batch.id, "rewards": [{"kind": "amount", "amount": 20}]},
            {"name": "A draw", "level": "after", "rewards": [{"kind": "lottery", "key": "Wheel", "count": 1}]},
            {"name": "For the school", "level": "after", "rewards": [{"kind": "donation", "key": "school", "amount": 1}]},
            venue_ids=[Command.create({"name": "Market square", "company_id": self.company.id})])
        order = self._order((self.goods, 1), promo_venue_id=campaign.venue_ids.id)
        tried = self.env["promo.what.if"].with_context(order.action_promo_what_if()["context"]).create({"order_id": order.id, "codes": "twenty"})
        for name in ("This hour", "Ten off", "A cup", "Code", "A draw"):
            self.assertIn(name, tried.result_html)
        order.promo_codes = "twenty"
        self.assertEqual(order.amount_total, 60)
        order.action_confirm()
        self.assertEqual(order.order_line.filtered("is_promo_gift").product_id, self.other)
        self.assertEqual({promise.kind: (promise.key, promise.total) for promise in order.promo_promise_ids}, {"draw": ("Wheel", 0), "donation": ("school", 1)})

    def test_each_order_says_what_it_won(self):
        self._table()
        promises = self._promise(2)
        order = self._order((self.goods, 1))
        order.action_confirm()
        promises |= order.promo_promise_ids
        promises.action_draw()
        for promise in promises:
            (note,) = promise.message_ids.filtered(lambda message: "Drawn" in (message.body or ""))
            self.assertEqual(note.body.count("points") + note.body.count("Kettle"), 2)

    def test_log_proves_itself(self):  # R3-035
        table = self._table()
        self._promise(3).action_draw()
        draws = self.env["promo.draw"]
        self.assertTrue(draws._log_ok(table))
        line = draws.search([("table_id", "=", table.id)], limit=1, offset=1)
        for change in (lambda: line.write({"number": 1}), line.unlink):
            with self.assertRaises(AccessError):
                change()
        self.env.cr.execute("UPDATE promo_draw SET number = (number + 1) %% 10000 WHERE id = %s", [line.id])
        self.env.invalidate_all()
        self.assertFalse(draws._log_ok(table))
        self.assertEqual(table.action_check_log()["params"]["type"], "danger")

    def test_table_is_whole(self):  # R3-035
        for prizes in (
                [{"name": "A", "odds": 99, "is_endless": True, "is_fallback": True, "kind": "none"}], [{"name": "A", "odds": 100, "stock": 1}],
                [{"name": "A", "odds": 100, "is_endless": True, "is_fallback": True, "value": 60_000}]):
            with self.subTest(prizes), self.assertRaises(UserError):
                self._table(*prizes, name=str(prizes))

    def test_four_eyes(self):
        table = self._table(approve=False)
        table.action_submit()
        with self.assertRaises(AccessError):
            table.action_approve()
        with self.assertRaises(UserError):
            table.prize_ids[0].with_user(self.manager).odds = 50
        table.with_user(self.manager).action_send_back()
        table.prize_ids[0].with_user(self.manager).odds = 1
        table.with_user(self.manager).action_submit()
        with self.assertRaises(AccessError):
            table.with_user(self.manager).action_approve()
        with self.assertRaises(AccessError):
            table.prize_ids[0].with_user(self.ops).given = 1
        with self.assertRaises(AccessError):
            table.with_user(self._user("rep", "sales_rep")).action_submit()

    def test_who_sets_up_prizes_neither_draws_nor_wins(self):
        """S12: author, who changed a prize, and who submitted, also where they serve customers as well (S11 only warns)."""
        table, editor, service = self._table(approve=False), self._user("ops_b", "ops"), self._user("cs_b", "cs_presale")
        table.prize_ids[0].with_user(editor).value = 90
        submitter = self._user("ops_c", "ops")
        table.with_user(submitter).action_submit()
        table.with_user(self.manager).action_approve()
        promise = self._promise()
        with self.assertRaises(AccessError):
            promise.with_user(self.ops).action_draw()  # operations alone draws nothing
        for user in (self.ops, editor, submitter):
            user.group_ids = [Command.link(self.env.ref("dealer_base.group_cs_presale").id)]
            with self.subTest(user.login), self.assertRaisesRegex(AccessError, "another person must draw"):
                promise.with_user(user).action_draw()
        for winner in (editor, service):
            promise.sudo().receiver_id = winner.partner_id
            with self.subTest(winner.login), self.assertRaisesRegex(AccessError, "takes no part"):
                promise.with_user(service).action_draw()
        promise.sudo().receiver_id = False
        promise.with_user(service).action_draw()
        self.assertEqual(promise.state, "done")

    def test_no_table_in_force(self):
        table = self._table()
        promise = self._promise()
        table.with_user(self.manager).action_close()
        with self.assertRaises(UserError):
            promise.action_draw()
