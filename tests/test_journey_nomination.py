"""J1 in the browser, in Chinese, each step by the person whose job it is: nominated, approved twice, opened by the first money, invited."""
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.online_offline_order.tests.return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestJourneyNomination(ReturnCommon, HttpCase):
    def test_j1(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        west = self.users["sc_manager"]
        (west | self.users["hq_channel"] | self.users["ops_manager"] | self.users["fin_confirmer"]).lang = "zh_CN"
        self.company.prepaid_first_in_one = False  # this company lets first payments add up
        dealer = self.env["res.partner"].create({
            "name": "Dealer Nine", "dealer_code": "T-D9", "dealer_level": "dealer", "is_company": True, "dealer_state": "approved",
            "parent_id": self.partners["West"].id, "user_id": self.users["sales_rep"].id, "division_id": self.chengdu.id})
        store = self.env["res.partner"].create({
            "name": "Store 9A", "dealer_code": "T-9A", "dealer_level": "store", "is_company": True, "parent_id": dealer.id, "division_id": self.chengdu.id})

        self.start_tour("/odoo/dealer-nominations", "activation_nominate", login=west.login)
        nomination = self.env["dealer.nomination"].search([("partner_id", "=", store.id)])
        self.assertEqual((nomination.state, nomination.submitted_by_id, nomination.phone, nomination.has_missed), ("submitted", west, "13800000909", False))
        with self.assertRaisesRegex(UserError, "another person"):
            nomination.with_user(self._twice(west)).action_approve_hq()
        self.start_tour("/odoo/dealer-nominations", "activation_nomination_hq", login=self.users["hq_channel"].login)
        self.start_tour("/odoo/dealer-nominations", "activation_nomination_ops", login=self.users["ops_manager"].login)
        self.assertEqual((nomination.state, store.dealer_state), ("approved", "approved"))

        early = self.env["sale.order"].with_user(self.cs_a).create({
            "partner_id": store.id, "order_line": [Command.create({"product_id": self.coat.id, "product_uom_qty": 1})]})
        with self.assertRaises(UserError):
            early.action_submit()
        account = self._topup(dealer, 4999.99).account_id.with_user(self.env.user)
        self.assertEqual((account.state, f"{account.missing_to_open:.2f}", nomination.state), ("draft", "0.01", "approved"))
        last = self._submitted_topup(dealer, 0.01)
        with self.assertRaises(UserError):
            last.action_confirm()
        last.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertLedger(account, 5000, 0, 5000)
        self.assertEqual((account.state, nomination.state), ("open", "invited"))

        self.start_tour(f"/odoo/dealer-nominations/{nomination.id}", "activation_nomination_link", login=west.login)
        record = store.activation_ids
        self.assertEqual((record.stage, record.source, record.account_state), ("invited", "nomination", "pending"))

    def test_ordering_customers_are_those_of_the_goods_report(self):
        """J20's rule: what was given back counts nothing, to the fen of the attribution; who gave back everything is no ordering customer."""
        record = self.env["activation.record"].create({"partner_id": self.store_1a.id, "user_id": self.users["sales_rep"].id})
        order = self._received_order()
        for pieces, net, counts in ((0, 600, True), (1, 300, True), (1, 0, False)):
            if pieces:
                self._refunded_return(order, pieces)
            credited = sum(order.sudo().attribution_ids.filtered(lambda line: line.role == "store").mapped("amount"))
            self.assertEqual((record.net_amount if counts else 0, credited, record.has_ordered), (net, net, counts))
        self.assertEqual((record.order_ids.net_amount, record.stage), (0, "new"))

    def _twice(self, user):
        """Give the nominator the approver's role, too: it helps him nothing."""
        self._exception(user)
        user.sudo().group_ids = [Command.link(self.env.ref("dealer_base.group_hq_channel").id)]
        return user
