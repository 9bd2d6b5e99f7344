from unittest.mock import patch

from odoo.tests import tagged

from .common import PacketCommon


@tagged("post_install", "-at_install")
class TestDealerReturn(PacketCommon):
    """Journey J19: one of two coats comes back, not for quality; the packet is withdrawn or kept as its rule says."""

    def test_withdrawn(self):
        self._packet()
        order = self._received_order()
        record = self._return(order)
        self.assertEqual((record.credit_amount, record.net_amount, record.discount_withdrawn), (250, 222, 25))
        self.assertIn("222.00", record.preview_text)
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        record.with_user(self.warehouse_user).action_receive()
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertEqual((self.account.balance, record.sudo().credit_note_id.amount_total), (4374 + 222, 250))

        second = self._refunded_return(order)
        self.assertEqual((second.credit_amount, second.discount_withdrawn), (300, -25))
        self.assertEqual(self.account.balance, 4374 + 222 + 272)
        self.assertOrderBalanced(order)

    def test_charged_before_the_engine_changed(self):
        """One of three coats broke the threshold and was charged for. By an engine that prices the order otherwise the next one pays nothing of it
        back, and the budget stays free; the last one pays all of it back."""
        campaign = self._packet(rewards=[{"kind": "amount", "amount": 60}], conditions=[{"kind": "min_amount", "amount": 900}])
        order = self._received_order([(self.coat, 3)])
        first = self._refunded_return(order)
        self.assertEqual((first.discount_withdrawn, self._budget(campaign)), (40, 0))
        given = order.sudo().promo_application_ids
        with patch.object(type(given), "_gives_the_same", lambda record, outcome: False):
            second = self._refunded_return(order)
            self.assertEqual((second.discount_withdrawn, self._budget(campaign), given.share_ids.given_back), (0, 0, 60))
            self.assertEqual(self._refunded_return(order).discount_withdrawn, -40)

    def test_kept(self):
        self._packet(clawback="keep")
        record = self._refunded_return(self._received_order())
        self.assertEqual((record.credit_amount, record.net_amount, self.account.balance), (275, 247, 4374 + 247))

    def test_quality_withdraws_nothing(self):
        self._packet()
        record = self._return(self._received_order(), reason_class="quality", evidence_ids=[self._photo().id])
        self.assertEqual((record.goods_amount, record.discount_withdrawn), (275, 0))

    def test_uneven(self):
        """Three coats, 350.01 off in all from 900.00 on: what stays costs its list price to the fen."""
        self._packet(rewards=[{"kind": "amount", "amount": 350.01}], conditions=[{"kind": "min_amount", "amount": 900}])
        order = self._received_order([(self.coat, 3)])
        record = self._return(order)
        self.assertEqual(record.goods_amount, 0)  # 549.99 paid, 600.00 would stay to be paid: nothing comes back
        record.sudo().unlink()
        both = self._return(order, 2)
        self.assertEqual(both.goods_amount, 249.99)
        whole = self._return(order, 3)
        self.assertEqual(whole.goods_amount, 549.99)

    def test_like_for_like_costs_nothing(self):
        self._packet()
        order = self._received_order()
        record = self._return(
            order, reason_class="quality", evidence_ids=[self._photo().id], exchange_kind="after", exchange_line_ids=[
                (0, 0, {"product_id": self.coat.id, "quantity": 1})])
        self.assertEqual(record.net_amount, 0)

    def test_budget_follows(self):
        """What is withdrawn, and what came off goods that came back, is there for others again; of a replacement it stays used."""
        campaign = self._packet()
        order = self._received_order()
        self._refunded_return(order)
        self.assertEqual((self._budget(campaign), order.sudo().promo_application_ids.share_ids.given_back), (0, 50))
        self._refunded_return(order)
        self.assertEqual((self._budget(campaign), order.sudo().promo_application_ids.share_ids.given_back), (0, 50))

    def test_budget_of_kept_share(self):
        campaign = self._packet(clawback="keep")
        order = self._received_order()
        self._refunded_return(order)
        self.assertEqual(self._budget(campaign), 2500)
