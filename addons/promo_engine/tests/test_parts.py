from datetime import datetime, timedelta

from odoo.tests import tagged

from ..adapters.parts import HIDDEN, NOT_OFFERED, columns_of
from ..engine import CONDITIONS, REWARDS, read_rule, rule_row
from .common import PromoCommon

SPECIAL = {"scope", "get_scope", "company", "sales_company", "dealer", "store", "salesman", "region", "venue", "channel"}


@tagged("post_install", "-at_install")
class TestParts(PromoCommon):
    """Every parameter of every kind has a column of its own on the form."""

    def test_columns(self):
        for model, kinds in (("promo.reward", REWARDS), ("promo.condition", CONDITIONS)):
            fields = self.env[model]._fields
            for kind in kinds.values():
                columns = columns_of(kind)
                with self.subTest(kind.code):
                    self.assertEqual(len(set(columns.values())), len(columns), f"two parameters share a column: {columns}")
                    missing = {column for column in columns.values() if column not in fields and column not in SPECIAL}
                    self.assertFalse(missing)
        self.assertTrue(HIDDEN)

    def test_labels(self):
        for model, kinds in (("promo.reward", REWARDS), ("promo.condition", CONDITIONS)):
            self.assertEqual(dict(self.env[model]._fields["kind"].selection),
                             {code: kind.label for code, kind in kinds.items() if code not in NOT_OFFERED})

    def test_choices_fit(self):
        """Every word that the form offers for a kind is one the engine knows, or is hidden; the engine's words are on the form."""
        from dataclasses import fields as declared

        for model, kinds in (("promo.reward", REWARDS), ("promo.condition", CONDITIONS)):
            for kind in kinds.values():
                for item in declared(kind.spec):
                    words = item.metadata.get("choices")
                    column = columns_of(kind).get(item.name)
                    if not words or not column:
                        continue
                    offered = {word for word, _label in self.env[model]._fields[column].selection}
                    with self.subTest(f"{kind.code}.{item.name}"):
                        self.assertTrue(offered & set(words))

    def test_round_trip_of_a_share(self):
        row = {"id": "r", "level": "payment", "rewards": [{"type": "pay", "asset": "voucher", "account": "a", "max_share": "20"}]}

        rule = read_rule(row)

        self.assertEqual(rule.rewards[0].max_share_bp, 2000)
        self.assertEqual(read_rule(rule_row(rule)), rule)

    def test_new_goods_by_their_launch_day(self):  # R3-064
        """Goods entered today are new today; with a launch day of their own they are new from that day on, for so many days."""
        self._campaign({"level": "price", "new_days": 30, "rewards": [{"kind": "percent", "rate": 10, "target": "unit"}]})
        today = self.company._dealer_today()
        for days, price in ((None, 90), (-31, 100), (-30, 90), (2, 100)):
            self.goods.product_tmpl_id.sudo().promo_launch_date = today + timedelta(days=days) if days is not None else False
            order = self._order((self.goods, 1))
            self.assertEqual(order.amount_total, price, days)
        # At five in the afternoon in London it is tomorrow in China: the day that counts is the company's, whoever enters the order.
        for hour, day in ((15, "2026-01-01"), (17, "2026-01-02")):
            cart = self.env["promo.cart"].with_context(tz="America/New_York")._carts_of(order, datetime(2026, 1, 1, hour))[order]
            self.assertEqual(cart.at.date().isoformat(), day)
        self.assertEqual(self.env["promo.cart"]._launched(self.other, self.company), self.company._dealer_local(self.other.create_date).date().isoformat())
