from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PacketCommon


@tagged("post_install", "-at_install")
class TestAccounts(PacketCommon):
    def test_chosen_for_a_company_with_a_chart(self):
        """A new company can receive deposits; what its accountant chose stays."""
        roles = self.env["prepaid.gl.mapping"]._accounts(self.company)
        kept, self.company.promo_asset_account_id = roles["other_income"], roles["other_income"]
        self.company.promo_deposit_account_id = self.company.promo_deposit_income_id = False
        self.company._dealer_prepaid_setup()
        self.assertEqual((self.company.promo_asset_account_id, self.company.promo_deposit_account_id, self.company.promo_deposit_income_id),
                         (kept, roles["other_payable"], roles["non_operating_income"]))


@tagged("post_install", "-at_install")
class TestCashBack(PacketCommon):
    """Cash back of a dealer order becomes a rebate on the account that paid it, after the return window and two persons of finance."""

    def test_credited(self):  # R3-063
        self._packet(rewards=({"kind": "amount", "amount": 50}, {"kind": "cash_back", "amount": 5}))
        order = self._submitted()
        promise = order.sudo().promo_promise_ids
        self.assertEqual((promise.kind, promise.total, promise.state), ("cash_back", 5, "due"))
        promise.due_date = "2020-01-01"
        before = self.account.available

        clerk, boss = self._user("fin_settlement", login="cash_back_clerk"), self._user("fin_manager", login="cash_back_boss")
        promise.with_user(clerk).action_done()
        grant = promise.grant_id
        self.assertEqual((grant.state, grant.amount, grant.account_id, grant.bucket), ("submitted", 5, self.account, "rebate"))
        self.assertEqual(self.account.available, before)
        with self.assertRaises(AccessError):
            grant.with_user(clerk).action_approve()
        grant.with_user(boss).action_approve()
        self.account.invalidate_recordset()
        self.assertEqual(self.account.available, before + 5)

    def test_others_are_paid(self):
        campaign = self._packet(settles=False, rewards=({"kind": "cash_back", "amount": 5},))
        promise = self.env["promo.promise"].sudo().create({
            "rule_id": campaign.rule_ids.id, "receiver_id": self.env["res.partner"].create({"name": "Somebody"}).id, "kind": "cash_back", "count": 1,
            "value": 5, "due_date": "2020-01-01"})
        promise.with_user(self._user("fin_settlement", login="cash_back_clerk")).action_done()
        self.assertEqual((promise.state, promise.grant_id.id), ("done", False))
