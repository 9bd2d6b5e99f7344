import importlib.util
import json
from dataclasses import replace

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules import get_module_path
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..engine import outcome_row, read_outcome
from ..engine.outcome import ENGINE_VERSION
from .common import PromoCommon


@tagged("post_install", "-at_install")
class TestSmallThings(PromoCommon):
    """Limits of what may be entered, read and taken away."""

    def test_in_force_is_not_archived(self):
        campaign = self._campaign({"rewards": [{"kind": "amount", "amount": 5}]})
        with self.assertRaises(UserError):
            campaign.with_user(self.ops).active = False
        campaign.with_user(self.manager).action_cancel("over")
        campaign.with_user(self.ops).active = False
        self.assertFalse(campaign.active)

    def test_approved_rule_is_not_removed(self):
        campaign = self._campaign({"rewards": [{"kind": "amount", "amount": 5}]})
        campaign.with_user(self.ops).action_revise()
        with self.assertRaisesRegex(UserError, "Stop the rule"):
            campaign.rule_ids.with_user(self.ops).unlink()

    def test_numbers_of_a_reward(self):
        for values in ({"kind": "amount", "amount": -1}, {"kind": "percent", "rate": 101}, {"kind": "fixed_price", "price": -1}, {"kind": "issue", "count": 0}):
            with self.subTest(values), self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
                self._campaign({"rewards": [values]}, approve=False)

    def test_vouchers_of_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        batch = self.env["promo.voucher.batch"].create({"name": "Foreign", "company_id": other.id})
        with self.assertRaises(UserError):
            self._campaign({"level": "after", "rewards": [{"kind": "issue", "batch_id": batch.id}]}, approve=False)

    def test_codes_without_owner_are_hidden(self):
        batch = self.env["promo.voucher.batch"].with_user(self.ops).create({"name": "Twenty"})
        batch.make_count = 2
        batch.action_make_codes()
        batch._give(self.buyer)
        rep, cashier, service = self._user("rep", "sales_rep"), self._user("cashier", "fin_cashier"), self._user("service", "cs_presale")
        counts = [self.env["promo.voucher"].with_user(user).search_count([("batch_id", "=", batch.id)]) for user in (rep, cashier, service)]
        self.assertEqual(counts, [1, 1, 3])

    def test_picks_that_are_none(self):
        self._campaign({"rewards": [{"kind": "gift", "product_id": self.other.id, "qty": 1}]})
        order = self._order((self.goods, 1), promo_picks=["x"])
        self.assertTrue(order.promo_result)

    def test_many_orders_in_few_statements(self):
        batch = self.env["promo.voucher.batch"].with_user(self.ops).create({"name": "Twenty", "shared_code": "plus"})
        self._campaign({"level": "coupon", "batch_id": batch.id, "rewards": [{"kind": "amount", "amount": 20}]})
        orders = self.env["sale.order"].union(*(self._order((self.goods, 1), promo_codes=code) for code in ("plus", "PLUS ", "other", False)))
        self.assertEqual(orders.mapped("promo_total"), [20, 20, 0, 0])
        counts = []
        for some in (orders[:1], orders):
            self.env.flush_all()
            self.env.invalidate_all()
            some.mapped("order_line.product_id.categ_id")
            before = self.cr.sql_log_count
            some._promo_evaluate()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 3)

    def test_codes_of_before_the_upgrade(self):
        batch = self.env["promo.voucher.batch"].create({"name": "Old", "shared_code": "NEW"})
        self.env.flush_all()
        self.cr.execute("UPDATE promo_voucher_batch SET shared_code = 'old', prefix = 'ab' WHERE id = %s", [batch.id])
        self._upgrade("19.0.1.1.0/post-codes.py")
        self.assertEqual((batch.shared_code, batch.prefix), ("OLD", "AB"))

    def test_exclusive_rules_of_before_the_upgrade(self):
        """Companies that were there keep the first; what is chosen since stays."""
        other = self.env["res.company"].create({"name": "Later"})
        self.env.flush_all()
        self.cr.execute("ALTER TABLE res_company ALTER COLUMN promo_exclusive DROP NOT NULL")
        self.cr.execute("UPDATE res_company SET promo_exclusive = NULL WHERE id = %s", [self.company.id])
        self._upgrade("19.0.1.2.0/pre-exclusive.py")
        self.assertEqual((self.company.promo_exclusive, other.promo_exclusive), ("first", "best"))

    def test_revision_of_before_the_upgrade(self):
        """Priced orders get the revision that stands in their result; an earlier one is named, and what it gave stands."""
        self._campaign({"rewards": [{"kind": "amount", "amount": 5}]})
        order = self._order((self.goods, 1))
        order.action_confirm()
        given = order.promo_application_ids
        self.assertEqual((given.engine, given._compared()[0]), (ENGINE_VERSION, "success"))
        earlier = replace(read_outcome(given.outcome), engine="1", input_hash="counted otherwise")
        self._store(given, earlier)
        self._upgrade("19.0.1.2.0/post-engine.py")
        self.assertEqual((given.engine, given._compared()), (
            "1", ("success", f"Priced by revision 1 of the engine; revision {ENGINE_VERSION} of today gives the same, to the fen.")))
        line = earlier.lines[0]
        self._store(given, replace(earlier, lines=(line._replace(net_fen=line.net_fen + 1),)))
        self._upgrade("19.0.1.2.0/post-engine.py")
        kind, text = given._compared()
        self.assertEqual((kind, text[:38]), ("warning", "Priced by revision 1 of the engine; re"))
        self.assertIn("something else", text)
        self.cr.execute("UPDATE promo_application SET engine = %s WHERE id = %s", [ENGINE_VERSION, given.id])
        self.env.invalidate_all()
        self.assertEqual(given._compared()[0], "danger")
        self.cr.execute("UPDATE promo_rule_version SET source = jsonb_set(source, '{name}', '\"x\"') WHERE id = %s", [given.version_ids.id])
        self.env.invalidate_all()
        self.assertIn("stored version was changed", given._compared()[1])
        self.cr.execute("DELETE FROM promo_application_share WHERE application_id = %s", [given.id])  # the law of every test asks for its hash
        self.cr.execute("DELETE FROM promo_application WHERE id = %s", [given.id])

    def _store(self, given, outcome):
        self.env.flush_all()
        self.cr.execute("UPDATE promo_application SET outcome = %s, result_hash = %s, engine = NULL WHERE id = %s", [
            json.dumps(outcome_row(outcome)), outcome.result_hash, given.id])
        self.env.invalidate_all()

    def _upgrade(self, script_path):
        """Run a script of an upgrade, twice as a repeated one would."""
        spec = importlib.util.spec_from_file_location("script", f"{get_module_path('promo_engine')}/migrations/{script_path}")
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        for _time in range(2):
            script.migrate(self.cr, "19.0.1.0.0")
        self.env.invalidate_all()

    def test_state_is_not_written(self):
        """Whoever writes the state of an order instead of confirming it would pass by budgets and limits; Odoo's own steps write it."""
        self.goods.type = "service"  # nothing of a warehouse is in the way
        campaign = self._campaign({"rewards": [{"kind": "percent", "rate": 10}], "limit_total": 1})
        seller = self._user("state_rep", "sales_rep")
        seller.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        order = self._order((self.goods, 1)).with_user(seller)
        with self.assertRaisesRegex(UserError, f"{order.name}: its state is not written"):
            order.write({"state": "sale"})
        with self.assertRaisesRegex(UserError, "its state is not written"):
            order.with_context(promo_step=True).state = "sale"
        order.state = "sent"
        order.action_confirm()
        self.assertEqual((order.state, campaign.rule_ids.limit_ids.mapped("confirmed")), ("sale", [1]))
        with self.assertRaisesRegex(UserError, "to its customer, who stays"):
            order.partner_id = self.env["res.partner"].create({"name": "Somebody else"})
        for state in ("draft", "cancel"):
            with self.assertRaisesRegex(UserError, "its state is not written"):
                order.state = state
        order.with_context(disable_cancel_warning=True).action_cancel()
        self.assertEqual((order.state, campaign.rule_ids.limit_ids.mapped("left")), ("cancel", [1]))
        with self.assertRaisesRegex(UserError, "its state is not written"):
            order.state = "sale"
        order.action_draft()
        self.assertEqual((order.state, order.amount_total), ("draft", 90))
        placed = self.env["sale.order"].with_user(seller).create({
            "partner_id": self.buyer.id, "company_id": self.company.id, "state": "sale",
            "order_line": [Command.create({"product_id": self.goods.id, "price_unit": 100, "tax_ids": [Command.clear()]})]})
        self.assertEqual((placed.state, placed.amount_total, placed.promo_total), ("sale", 100, 0), "it was entered as it is: promotions gave nothing")
        campaign.with_user(self.manager).action_cancel("no rules")
        free = self._order((self.goods, 1)).with_user(seller)
        free.state = "sale"
        self.assertEqual(free.state, "sale", "without rules the state is Odoo's business")

    def test_waiting_row_is_given_back(self):
        """A release waits for who works on the row; only the job leaves such rows alone."""
        campaign = self._campaign({"rewards": [{"kind": "amount", "amount": 5}], "limit_total": 1})
        order = self._order((self.goods, 1))
        order.action_confirm()
        order._action_cancel()
        self.env.invalidate_all()
        self.assertEqual(set(self.env["promo.limit"].search([("campaign_id", "=", campaign.id)]).mapped("confirmed")), {0})
