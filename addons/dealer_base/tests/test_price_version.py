"""Ex-factory prices: four eyes, immutable once active, the newest that names the product counts."""
from datetime import timedelta

import psycopg2

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .import_common import ImportCase


@tagged("post_install", "-at_install")
class TestPriceVersion(ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.products = cls.env["product.product"].create([{"name": f"p{number}"} for number in range(3)])
        cls.today = cls.env.company._dealer_today()

    def _version(self, prices, user=None, days=0):
        return self.env["dealer.price.version"].with_user(user or self.settlement).create({
            "date_from": self.today + timedelta(days=days),
            "line_ids": [
                Command.create({"product_id": product.id, "ex_factory_price": price})
                for product, price in zip(self.products, prices, strict=False)
            ],
        })

    def _prices(self, days=0, user=None):
        versions = self.env["dealer.price.version"].with_user(user or self.env.user)
        found = versions._prices_fen(self.env.company, self.products, self.today + timedelta(days=days))
        return [found[product.id] for product in self.products]

    def test_four_eyes(self):
        version = self._version([300])
        for user in (self.settlement, self.presale, self.rep):
            with self.assertRaises(AccessError):
                version.with_user(user).action_activate()
        own = self._version([1], self.manager, days=1)
        with self.assertRaises(AccessError):
            own.with_user(self.manager).action_activate()
        edited = self._version([1], days=2)
        edited.line_ids.with_user(self.manager).ex_factory_price = 2
        with self.assertRaises(AccessError):
            edited.with_user(self.manager).action_activate()
        for number, touch in enumerate((  # what somebody else touched afterwards is still of who wrote it before
                lambda one: one.with_user(self.manager).write({"date_from": one.date_from + timedelta(days=20)}),
                lambda one: one.line_ids[0].with_user(self.manager).unlink(),
                lambda one: (one.line_ids[0].with_user(self.manager).write({"ex_factory_price": 7}),
                             one.line_ids[0].with_user(self.settlement).write({"ex_factory_price": 8})))):
            draft = self._version([1, 2], days=3 + number)
            touch(draft)
            with self.subTest(number), self.assertRaises(AccessError):
                draft.with_user(self.manager).action_activate()

        version.with_user(self.manager).action_activate()

        self.assertEqual((version.state, version.activated_by_id), ("active", self.manager))

    def test_state_is_guarded_whatever_the_way(self):
        version = self._version([300])
        with self.assertRaises(AccessError):
            version.with_user(self.settlement).write({"state": "active"})
        with self.assertRaises(UserError):
            version.with_user(self.manager).write({"state": "closed"})
        with self.assertRaises(UserError):
            version.with_user(self.settlement).write({"activated_by_id": self.manager.id})
        with self.assertRaises(UserError):
            self.env["dealer.price.version"].with_user(self.settlement).create({"state": "active"})

    def test_immutable_once_active(self):
        version = self._version([300, 200])
        version.with_user(self.manager).action_activate()
        line, mine = version.line_ids[0], version.with_user(self.settlement)
        for change in (
            lambda: mine.write({"date_from": self.today + timedelta(days=9)}),
            lambda: mine.write({"line_ids": [Command.clear()]}),
            lambda: line.with_user(self.settlement).write({"ex_factory_price": 1}),
            lambda: line.with_user(self.settlement).unlink(),
            lambda: line.with_user(self.settlement).copy({"product_id": self.products[2].id}),
            lambda: mine.unlink(),
        ):
            with self.assertRaises(UserError):
                change()
        version.with_user(self.manager).action_close()
        with self.assertRaises(UserError):
            version.with_user(self.manager).write({"state": "active"})

    def test_empty_past_and_double_day(self):
        with self.assertRaises(UserError):
            self._version([]).with_user(self.manager).action_activate()
        with self.assertRaises(UserError):
            self._version([1], days=-1).with_user(self.manager).action_activate()
        first, second = self._version([1]), self._version([2])
        first.with_user(self.manager).action_activate()
        with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"):
            second.with_user(self.manager).action_activate()
            second.flush_recordset()

    def test_newest_that_names_the_product(self):
        self._version([300, 200]).with_user(self.manager).action_activate()
        self._version([310], days=5).with_user(self.manager).action_activate()
        self._version([1, 1, 1], days=3)
        self.assertEqual(self._prices(-1), [None, None, None])
        self.assertEqual(self._prices(), [30_000, 20_000, None])
        self.assertEqual(self._prices(4), [30_000, 20_000, None])
        self.assertEqual(self._prices(5), [31_000, 20_000, None])
        self.assertEqual(self._prices(5, self._user("imp_wh2", "group_wh_operator")), [31_000, 20_000, None])
        with self.assertQueryCount(1):
            self.env.invalidate_all()
            self._prices(5)

    def test_price_above_zero(self):
        for price in (0, -1):
            with self.assertRaises(psycopg2.IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self._version([price])

    def test_who_sees_prices(self):
        version = self._version([300])
        for user in (self.presale, self.rep, self.manager):
            self.assertTrue(version.with_user(user).line_ids.mapped("ex_factory_price"))
        for user in (self.buyer, self._user("imp_wh3", "group_wh_operator"), self._user("imp_cashier", "group_fin_cashier")):
            with self.assertRaises(AccessError):
                version.with_user(user).read(["name"])

    def test_shelf(self):
        goods = self.products[0].product_tmpl_id
        self.assertEqual(goods.shelf_state, "off")
        with self.assertRaises(AccessError):
            goods.with_user(self.rep).action_shelf_on()
        goods.list_price = 0
        with self.assertRaises(UserError):
            goods.with_user(self.presale).action_shelf_on()
        goods.list_price = 10
        goods.with_user(self.presale).action_shelf_on()
        self.assertEqual(goods.shelf_state, "on")
