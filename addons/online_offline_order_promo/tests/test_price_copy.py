from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PacketCommon


@tagged("post_install", "-at_install")
class TestPriceCopy(PacketCommon):
    """Only goods of which there are too many."""

    def test_overstocked(self):  # R2-036
        goods = self.env["product.product"].create([
            {"name": name, "is_storable": True, "list_price": 100.0, "taxes_id": [Command.clear()]} for name in ("Full shelf", "Few", "None")])
        full, few, none = goods
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", self.company.id)], limit=1)
        for product, pieces in ((full, 500), (few, 5)):
            self.env["stock.quant"]._update_available_quantity(product, warehouse.lot_stock_id, pieces)
        earlier = self._packet(
            rewards=[{"kind": "percent", "rate": 20, "target": "unit"}], conditions=(), rule={"level": "price", "product_ids": [Command.set(goods.ids)]})
        plan = self.env["promo.campaign"].with_user(self.ops).create({
            "name": "Return sale", "company_id": self.company.id, "date_start": "2026-02-01 00:00:00", "date_end": "2099-01-20 00:00:00"})

        def copied(**values):
            plan.rule_ids.unlink()
            self.env["promo.price.copy"].with_user(self.ops).create({"campaign_id": plan.id, "from_id": earlier.id, **values}).action_copy()
            return plan.rule_ids.product_ids

        self.assertEqual(copied(), goods)
        self.assertEqual(copied(least_stock=100), full)
        self.assertEqual(copied(least_stock=5), full | few)
        self.env["sale.order"].create({"partner_id": self.env["res.partner"].create({"name": "B"}).id, "company_id": self.company.id, "order_line": [
            Command.create({"product_id": few.id, "product_uom_qty": 90})]}).action_confirm()
        self.assertEqual(copied(least_days=30), full, "five pieces last five days")

    def test_a_rule_without_named_goods_is_not_widened(self):
        earlier = self._packet(rewards=[{"kind": "percent", "rate": 20, "target": "unit"}], conditions=(), rule={"level": "price"})
        plan = self.env["promo.campaign"].with_user(self.ops).create({
            "name": "Return sale", "company_id": self.company.id, "date_start": "2026-02-01 00:00:00", "date_end": "2099-01-20 00:00:00"})
        copy = self.env["promo.price.copy"].with_user(self.ops).create({"campaign_id": plan.id, "from_id": earlier.id, "least_stock": 10**6})
        with self.assertRaisesRegex(UserError, "no prices for these goods"):
            copy.action_copy()
        self.assertFalse(plan.rule_ids)
