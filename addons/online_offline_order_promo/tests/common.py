from odoo.fields import Command

from odoo.addons.online_offline_order.tests.return_common import ReturnCommon
from odoo.addons.promo_engine.tests.common import ReplayLaw


class PacketCommon(ReturnCommon, ReplayLaw):
    """The first-order packet of journey J19: 50.00 off the first order from 500.00 on, paid by headquarters out of a budget of 1,000.00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.promo_longest_days = 0
        cls.ops, cls.boss = cls._user("ops", login="promo_ops"), cls._user("ops_manager", login="promo_boss")

    @classmethod
    def _packet(cls, clawback="reprice", rewards=({"kind": "amount", "amount": 50},), conditions=None, rule=None, finance=None, **values):
        conditions = ({"kind": "min_amount", "amount": 500}, {"kind": "nth_order", "qty": 1}) if conditions is None else conditions
        campaign = cls.env["promo.campaign"].with_user(cls.ops).create({
            "name": "First order", "background": "b", "aim": "a", "audience_note": "all", "needs": "-", "theme": "t", "target_orders": 1, "budget_amount": 1000,
            "date_start": "2026-01-01 00:00:00", "date_end": "2099-01-20 00:00:00", "company_id": cls.company.id, "settles": True,
            "rule_ids": [Command.create({
                "name": "Red packet", "clawback": clawback, "reward_ids": [Command.create(row) for row in rewards],
                "condition_ids": [Command.create(row) for row in conditions], **(rule or {})})], **values})
        campaign.with_user(cls.ops).action_submit()
        if finance:  # accepts that goods may go below their cost
            campaign.with_user(finance).action_accept_below()
        campaign.with_user(cls.boss).action_approve()
        return campaign

    def _budget(self, campaign):
        return self._used(campaign, "budget")

    def _used(self, campaign, kind):
        self.env.invalidate_all()
        return sum(self.env["promo.limit"].search([("campaign_id", "=", campaign.id), ("kind", "=", kind)]).mapped("confirmed"))
