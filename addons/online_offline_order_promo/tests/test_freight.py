from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.promo_engine.tests.common import PromoCommon


@tagged("post_install", "-at_install")
class TestFreight(PromoCommon):
    """Two items go free of freight; who bears it is said. The freight line comes from Odoo's own delivery."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        product = cls._product("Freight", 12.0)
        product.type = "service"
        cls.carrier = cls.env["delivery.carrier"].create({
            "name": "Express", "product_id": product.id, "delivery_type": "fixed", "fixed_price": 12, "company_id": cls.company.id})

    def _carried(self, *lines):
        order = self._order(*lines)
        order.set_delivery_line(self.carrier, 12)
        order.flush_recordset()
        return order

    def test_two_items_go_free(self):  # R3-043
        self._campaign({"name": "Two go free", "level": "shipping", "rewards": [{"kind": "percent", "rate": 100, "target": "shipping"}],
                        "conditions": [{"kind": "min_qty", "qty": 2}]}, payer_ids=[Command.create({"who": "hq", "rate": 100})])
        self.assertEqual(self._carried((self.goods, 1)).amount_total, 112)
        order = self._carried((self.goods, 2))
        freight = order.order_line.filtered("is_delivery")
        self.assertEqual((order.amount_total, order.promo_total, freight.promo_discount, freight.price_subtotal), (200, 12, 12, 0))
        self.assertIn("12.00", order.promo_html)
        order.action_confirm()
        shares = order.promo_application_ids.share_ids
        self.assertEqual((shares.kind, shares.amount, shares.line_id), ("shipping", 12, freight))
        invoice = order._create_invoices()
        self.assertEqual(invoice.amount_total, 200)
        invoice.action_post()
        budget = self.env["promo.limit"].search([("campaign_id", "=", shares.campaign_id.id), ("kind", "=", "budget"), ("holder", "=", "")])
        self.assertEqual(budget.confirmed, 1200)
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        note.action_post()
        budget.invalidate_recordset()
        self.assertEqual((note.amount_total, shares.given_back, budget.confirmed), (200, 12, 0), "freight that is credited was not used up")
        note.button_draft()
        budget.invalidate_recordset()
        self.assertEqual((shares.given_back, budget.confirmed), (0, 1200))

    def test_a_method_and_never_below_nothing(self):
        """Ten off the freight of one carrier, twice: the second rule finds 2.00 only."""
        rule = {"name": "Ten off", "level": "shipping", "rewards": [{"kind": "amount", "amount": 10, "target": "shipping"}]}
        self._campaign({**rule, "conditions": [{"kind": "shipping_method", "words": "Express"}]}, rule)
        order = self._carried((self.goods, 1))
        self.assertEqual((order.amount_total, order.promo_total), (100, 12))
        self._campaign({**rule, "conditions": [{"kind": "shipping_method", "words": "Other"}]})
        order.action_update_promotions()
        self.assertEqual(order.promo_total, 12)
