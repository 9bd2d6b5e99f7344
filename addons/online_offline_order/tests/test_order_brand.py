"""Accounts of one brand: each has its own money, queue and hints; imports, receipts and claims reach it."""
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_base.money import to_fen

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderBrand(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.prepaid_by_brand = True
        cls.north, cls.south = cls.env["dealer.brand"].create([{"name": "North"}, {"name": "South"}])
        cls.coat.dealer_brand_id, cls.long_coat.dealer_brand_id = cls.north, cls.south
        cls.own = {brand: cls._topup(cls.d1, 5000, brand_id=brand.id).account_id.with_user(cls.env.user) for brand in (cls.north, cls.south)}

    def _waiting(self, product, pieces):
        order = self._order([(product, pieces)])
        order.action_submit()
        self.assertEqual(order.dealer_state, "waiting")
        return order

    def _fresh(self, *records):
        self.env.flush_all()
        self.env.invalidate_all()
        return records

    def test_money_stays_with_its_brand(self):
        order = self._approved()
        self.assertLedger(self.own[self.north], 5000, 680, 4320)
        self._ship(order)
        self.assertLedger(self.own[self.north], 4320, 0, 4320)
        self.assertLedger(self.own[self.south], 5000, 0, 5000)
        self.assertLedger(self.account, 5000, 0, 5000)

    def test_queues_of_many_orders(self):
        """How many orders wait does not matter: the account of each brand is looked up once."""
        orders = self.env["sale.order"].union(*(self._waiting(product, 17) for product in (self.coat, self.long_coat) * 4))
        counts, orders = [], orders.sudo()
        for some in (orders[:2], orders):
            self._fresh()
            some.mapped("settlement_total"), some.order_line.product_id.mapped("dealer_brand_id.name"), self.account.waiting_count
            with patch.object(type(orders), "_find_account", autospec=True, side_effect=type(orders)._find_account) as find:
                totals = some.mapped("topup_to_release")
            counts.append(find.call_count)
        self.assertEqual(counts[0], counts[1])
        self.assertEqual(sorted(totals), sorted(set(totals)), "each later one needs more")

    def test_each_queue_alone(self):
        north, south = self._waiting(self.coat, 16), self._waiting(self.long_coat, 14)
        needed = {brand: to_fen(order.settlement_total) - 500_000 for brand, order in ((self.north, north), (self.south, south))}
        self._fresh()
        for brand, order in ((self.north, north), (self.south, south)):
            account = self.own[brand].sudo()
            self.assertEqual((account.waiting_count, to_fen(account.waiting_topup), account._waiting_orders().ids), (1, needed[brand], order.ids))
            self.assertEqual(to_fen(order.topup_to_release), needed[brand])
        self.assertEqual(self.account.sudo().waiting_count, 0)
        hint = self.env["prepaid.topup"].with_user(self.users["fin_cashier"]).new({
            "partner_id": self.d1.id, "amount": needed[self.south] / 100, "brand_id": self.south.id}).effect_hint
        self.assertIn(south.name, hint)
        self.assertNotIn(north.name, hint)

        self._topup(self.d1, needed[self.south] / 100, brand_id=self.south.id)
        for account in (self.account, *self.own.values()):
            account._fund_waiting()
        self.assertEqual((north.dealer_state, south.dealer_state), ("waiting", "submitted"))
        self.assertLedger(self.own[self.north], 5000, 0, 5000)

    def test_remittance_receipt_and_claim_reach_the_brand(self):
        cashier = self.users["fin_cashier"]
        line = self._from_bank({
            "date": self.company._dealer_today(), "serial": "BR1", "amount": 70, "partner_id": self.d1.id, "owner_reason": "phone", "brand_id": self.north.id})
        line.action_make_topups()
        line.topup_id.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertLedger(self.own[self.north], 5070, 0, 5070)

        order = self._waiting(self.long_coat, 14)
        missing = order.missing_amount
        receipt = self.env["prepaid.receipt"].with_user(cashier).create({
            "partner_id": self.d1.id, "order_id": order.id, "amount": missing, "proof_ids": [Command.set(self._proof().ids)]})
        receipt.action_submit()
        self.assertEqual(receipt.account_id, self.own[self.south])
        receipt.with_user(self.users["fin_confirmer"]).action_confirm()
        self.own[self.south]._fund_waiting()
        self.assertEqual(order.dealer_state, "submitted")
        plain = self.env["prepaid.receipt"].with_user(cashier).create({
            "partner_id": self.d1.id, "brand_id": self.north.id, "amount": 5, "proof_ids": [Command.set(self._proof().ids)]})
        plain.action_submit()
        self.assertEqual(plain.account_id, self.own[self.north])

        parked = self.env["prepaid.unidentified"].with_user(cashier).create({
            "serial": "BR2", "amount": 30, "proof_ids": [Command.set(self._proof().ids)]})
        parked.action_submit()
        parked.with_user(self.users["fin_confirmer"]).action_approve()
        parked.write({"claim_partner_id": self.d1.id, "claim_brand_id": self.north.id, "claim_reason": "phone"})
        parked.action_propose_claim()
        parked.with_user(self.users["fin_confirmer"]).action_claim()
        self.assertLedger(self.own[self.north], 5100, 0, 5100)
        self.assertLedger(self.account, 5000, 0, 5000)
