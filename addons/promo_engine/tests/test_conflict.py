from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..engine import read_rule
from ..engine.meeting import meet
from .common import PromoCommon

TEN = {"name": "Tenth off", "rewards": [{"kind": "percent", "rate": 10}]}
TWENTY = {"name": "Twenty off", "rewards": [{"kind": "amount", "amount": 20}]}


@tagged("post_install", "-at_install")
class TestConflict(PromoCommon):
    """What happens when two rules meet, before they do."""

    def _rule_of(self, name, **row):
        return read_rule({"id": name, "level": "order", "rewards": [{"type": "amount", "value_fen": 100}], **row})

    def _buyers(self, field, *words):
        return {"conditions": [{"type": "customer", "field": field, "in": [*words]}]}

    def test_how_they_meet(self):
        first, second = "2026-11-01T00:00:00+08:00", "2026-11-11T00:00:00+08:00"
        for left, right, how, why in (
                ({}, {}, "stack", ""),
                ({"end": second}, {"start": second}, "never", "time"),
                ({"end": second}, {"start": first}, "stack", ""),
                (self._buyers("level", "dealer"), self._buyers("level", "store"), "never", "buyers"),
                (self._buyers("level", "dealer", "store"), self._buyers("level", "store"), "stack", ""),
                (self._buyers("group", "t1"), self._buyers("group", "t2"), "stack", ""),
                ({"conditions": [{"type": "org", "dealer": ["r1"]}]}, {"conditions": [{"type": "org", "dealer": ["r2"]}]}, "never", "buyers"),
                ({"not_with": ["b"]}, {}, "exclude", "not_with"),
                ({}, {"campaign": "c", "not_with": ["a"]}, "exclude", "not_with"),
                ({"exclusive": True}, {}, "exclude", "exclusive"),
                ({"exclusive": True}, {"level": "shipping"}, "stack", ""),
                ({"groups": [{"name": "G", "mode": "best"}]}, {"groups": [{"name": "G", "mode": "best"}]}, "best", "G"),
                ({"groups": [{"name": "G", "mode": "at_most", "n": 2}]}, {"groups": [{"name": "G", "mode": "at_most", "n": 2}]}, "stack", ""),
                ({"level": "price"}, {"level": "price"}, "price", ""),
                ({"level": "price"}, {"level": "price", "stack": True}, "stack", ""),
                ({"line_exclusive": True}, {"seq": 5}, "exclude", "line_exclusive"),
        ):
            with self.subTest(left=left, right=right):
                for one, two in ((self._rule_of("a", **left), self._rule_of("b", **right)),):
                    self.assertEqual(meet(one, two)[:2], (how, why))
                    if why != "line_exclusive":
                        self.assertEqual(meet(two, one)[:2], (how, why))

    def test_report(self):
        self.goods.sudo().with_company(self.company).standard_price = 75
        self._campaign(TEN)
        planned = self._campaign({**TEN, "name": "Plan"}, approve=False)
        campaign = self._campaign({**TWENTY, "product_ids": [Command.set(self.goods.ids)]},
                                  {**TEN, "name": "For cups", "product_ids": [Command.set(self.other.ids)]}, approve=False)

        campaign.with_user(self.ops).action_submit()

        found = {(row.rule_id.name, row.other_rule_id.name): row for row in campaign.conflict_ids}
        self.assertEqual(set(found), {
            ("Twenty off", "Tenth off"), ("Twenty off", "Plan"), ("For cups", "Tenth off"), ("For cups", "Plan")}, "rules without shared goods do not meet")
        row = found["Twenty off", "Tenth off"]
        self.assertEqual((row.how, row.product_id, row.lowest, row.is_below, row.goods_count), ("stack", self.goods, 70, True, 1))
        self.assertEqual(found["Twenty off", "Plan"].other_campaign_id, planned)
        self.assertEqual((campaign.conflict_count, campaign.conflict_below_count), (4, 2))

    def test_times_and_groups(self):
        group = self.env["promo.group"].create({"name": "One of", "mode": "best"})
        self._campaign({**TEN, "group_ids": [Command.set(group.ids)], "product_ids": [Command.set(self.goods.ids)]}, date_end="2026-12-01 04:00:00")
        campaign = self._campaign({**TWENTY, "group_ids": [Command.set(group.ids)], "product_ids": [Command.set(self.goods.ids)]}, approve=False,
                                  date_start="2026-12-01 03:59:00", date_end="2026-12-10 00:00:00")
        campaign.with_user(self.ops).action_find_conflicts()
        row = campaign.conflict_ids
        self.assertEqual((row.how, row.reason, row.lowest), ("best", "One of", 80))
        self.assertEqual((str(row.date_from), str(row.date_to)), ("2026-12-01 03:59:00", "2026-12-01 04:00:00"))

        campaign.with_user(self.ops).date_start = "2026-12-01 04:00:00"
        campaign.with_user(self.ops).action_find_conflicts()
        self.assertFalse(campaign.conflict_ids, "the end is not part of a campaign")
        self._approve(campaign)
        with self.assertRaisesRegex(UserError, "Approved"):
            campaign.with_user(self.ops).action_find_conflicts()
