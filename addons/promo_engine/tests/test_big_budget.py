from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import PromoCommon

TENTH = {"name": "Tenth off", "rewards": [{"kind": "percent", "rate": 10}]}
BILLION = 1_000_000_000.00


@tagged("post_install", "-at_install")
class TestBigBudget(PromoCommon):
    """Budgets are counted in fen: a billion yuan is more than 32 bits hold."""

    def _limit(self, campaign):
        self.env.invalidate_all()
        return self.env["promo.limit"].search([("campaign_id", "=", campaign.id), ("kind", "=", "budget")])

    def test_billion(self):
        campaign = self._campaign(TENTH, budget_amount=BILLION)
        limit = self._limit(campaign)
        self.assertEqual((limit.capacity, limit.left), (100_000_000_000, 100_000_000_000))

        order = self._order((self.goods, 1, 6_000_000_000.00))
        self.assertEqual(order.promo_total, 600_000_000)
        order.action_confirm()
        self.assertEqual(self._limit(campaign).confirmed, 60_000_000_000)
        self.assertEqual(self._order((self.goods, 1, 4_000_000_000.10)).promo_total, 0, "one fen more than is left")
        self.assertEqual(self._order((self.goods, 1, 4_000_000_000.00)).promo_total, 400_000_000)

        invoice = order._create_invoices()
        invoice.action_post()
        invoice._reverse_moves([{"invoice_date": invoice.invoice_date}]).action_post()
        self.assertEqual(self._limit(campaign).confirmed, 0)

    def test_columns_of_before_the_upgrade(self):
        """Columns of 32 bits are converted with what is in them."""
        campaign = self._campaign(TENTH, budget_amount=500)
        self._order((self.goods, 1)).action_confirm()
        columns = [("promo.limit", name) for name in ("capacity", "reserved", "confirmed")] + [("promo.reservation", "amount")]
        for model, name in columns:
            record = self.env[model]
            table, column = SQL.identifier(record._table), SQL.identifier(name)
            self.env.cr.execute(SQL("ALTER TABLE %s ALTER COLUMN %s TYPE int4", table, column))
            record._fields[name].update_db_column(record, {"udt_name": "int4", "is_nullable": "YES"})
            self.env.cr.execute(SQL("SELECT data_type FROM information_schema.columns WHERE table_name = %s AND column_name = %s", record._table, name))
            self.assertEqual(self.env.cr.fetchone()[0], "bigint", (model, name))
        limit = self._limit(campaign)
        self.assertEqual((limit.capacity, limit.confirmed), (50_000, 1_000))
        self.assertEqual(self.env["promo.reservation"].search([("limit_id", "=", limit.id)]).amount, 1_000)

    def test_budget_of_a_rule_and_a_place(self):
        campaign = self._campaign({**TENTH, "limit_budget": BILLION}, budget_amount=2 * BILLION, payer_ids=[Command.create({"who": "hq", "rate": 100})])
        self.assertEqual(sorted(self._limit(campaign).mapped("capacity")), [100_000_000_000, 200_000_000_000])
