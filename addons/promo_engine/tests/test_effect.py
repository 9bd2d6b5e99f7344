"""R4-059: orders, turnover and buyers before, during and after a campaign, of those who took part and of the others."""
from datetime import timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PromoCommon

MIGRATION = Path(__file__).parent.parent / "migrations" / "19.0.1.1.0" / "post-later.py"


@tagged("post_install", "-at_install")
class TestEffect(PromoCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now().replace(microsecond=0)
        cls.other_buyer = cls.env["res.partner"].create({"name": "Other buyer"})
        cls.campaign = cls._campaign(
            {"name": "Ten off", "rewards": [{"kind": "amount", "amount": 10}], "conditions": [{"kind": "min_amount", "amount": 200}]},
            date_start=cls.now - timedelta(days=5), date_end=cls.now + timedelta(days=5))

    def _sold(self, pieces, days, partner=None):
        order = self._order((self.goods, pieces), partner=partner)
        order.action_confirm()
        order.date_order = self.now + timedelta(days=days)
        return order

    def _table(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env["promo.effect"].with_user(user or self.ops)._read_group(
            [("campaign_id", "=", self.campaign.id)], ["part", "phase"], ["order_count:sum", "turnover:sum", "buyer_count:sum"])
        return {(part, phase): (orders, turnover, buyers) for part, phase, orders, turnover, buyers in rows}

    def test_before_during_after(self):  # R3-040
        self._sold(1, -14.9)
        self._sold(1, -15.1)
        self._sold(2, -1)
        self._sold(2, 0)
        self._sold(1, 6)
        self._sold(1, -2, self.other_buyer)
        self._sold(1, 15.1, self.other_buyer)

        self.assertEqual(self._table(), {
            ("in", "before"): (1, 100, 1), ("in", "during"): (2, 380, 1), ("in", "after"): (1, 100, 1), ("out", "during"): (1, 100, 1)})

        response = self.env["promo.effect"].search(self.campaign.with_user(self.ops).action_open_effect()["domain"]).filtered("response")
        self.assertEqual((len(response), set(response.mapped("phase"))), (2, {"during"}))

    def test_what_comes_back_is_no_turnover(self):
        """In the figures of the campaign, in the table around it, and among the buyers that are ranked."""
        order = self._sold(2, 0)
        whole = self._sold(2, 0, self.other_buyer)
        for sold, pieces in ((order, 1), (whole, 2)):
            invoice = sold._create_invoices()
            invoice.action_post()
            note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
            note.invoice_line_ids.quantity = pieces
            note.action_post()
        self.assertEqual(self._table(), {("in", "during"): (2, 95, 2)})
        self.assertEqual((self.campaign.actual_orders, self.campaign.actual_turnover), (2, 95))
        phase = self.env["promo.phase"].new({"campaign_id": self.campaign.id})
        self.assertEqual(phase._ranking(), [(self.buyer, 95)])
        again = whole._create_invoices()
        again.invoice_line_ids.quantity = 1
        again.action_post()
        self.assertEqual(self._table(), {("in", "during"): (2, 190, 2)}, "what was invoiced again is kept after all")
        phase = self.env["promo.phase"].new({"campaign_id": self.campaign.id})
        self.assertEqual(dict(phase._ranking()), {self.buyer: 95, self.other_buyer: 95})

    def test_cancelled_orders_and_drafts_of_campaigns_are_not_in_it(self):
        self._sold(2, 0)._action_cancel()
        self.assertFalse(self._table())
        self.campaign.sudo().state = "cancelled"
        self._sold(1, 0)
        self.assertFalse(self._table())

    def test_what_is_given_for_later_counts(self):
        """Campaigns that take nothing off the order: points, cash back, vouchers at once, and money of the buyer that pays."""
        batch = self.env["promo.voucher.batch"].with_user(self.ops).create({"name": "Next time", "valid_days": 30})
        voucher = {"kind": "issue", "batch_id": batch.id, "worth": 8, "count": 2}
        found = {}
        for name, reward, cost in (("points", {"kind": "points"}, 0), ("cash", {"kind": "cash_back", "rate": 5}, 5), ("voucher", voucher, 16)):
            found[name] = self._campaign({"name": name, "level": "after", "rewards": [reward]}, name=name), cost
        order = self._sold(1, 0)
        refused = self._sold(1, 0, self.other_buyer)
        refused.promo_promise_ids.filtered(lambda promise: promise.kind == "cash_back").sudo().state = "void"
        self._sold(1, 0)._action_cancel()
        self.env.invalidate_all()
        for name, (campaign, cost) in found.items():
            each = 2 if name != "cash" else 1
            with self.subTest(name):
                self.assertEqual((campaign.actual_orders, campaign.actual_turnover, campaign.actual_cost), (2, 200, cost * each))
                phase = self.env["promo.phase"].new({"campaign_id": campaign.id})
                self.assertEqual(len(phase._ranking()), 2)
        self.campaign = found["points"][0]
        self.campaign.sudo().write({"date_start": self.now - timedelta(days=5), "date_end": self.now + timedelta(days=5)})
        rows = self.env["promo.effect"].search([("campaign_id", "=", self.campaign.id), ("response", "=", 1)])
        self.assertEqual(rows.order_id, order | refused)

    def test_orders_of_before_the_upgrade(self):
        """Rows that earlier orders do not have are written once, with the version that priced them."""
        points = self._campaign({"level": "after", "rewards": [{"kind": "points"}]})
        order = self._sold(2, 0)
        given = order.sudo().promo_application_ids
        given.share_ids.filtered(lambda share: share.kind == "later").unlink()
        self.env.invalidate_all()
        self.assertEqual(points.actual_orders, 0)
        spec = spec_from_file_location("post_later", MIGRATION)
        script = module_from_spec(spec)
        spec.loader.exec_module(script)
        for _time in range(2):
            script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        row = given.share_ids.filtered(lambda share: share.kind == "later")
        self.assertEqual((points.actual_orders, len(row), row.version_id, row.amount, row.state), (1, 1, points.rule_ids.version_ids, 0, "confirmed"))

    def test_who_reads_it(self):
        self._sold(2, 0)
        self.assertTrue(self._table(self.manager))
        with self.assertRaises(AccessError):
            self._table(self._user("effect_rep", "sales_rep"))
        other = self.env["res.company"].create({"name": "Other effect"})
        self.ops.write({"company_ids": [(4, other.id)]})
        self.assertFalse(self.env["promo.effect"].with_user(self.ops).with_context(allowed_company_ids=other.ids).search([]))
