"""Fees of the event "exchange" come beside those of the return that an exchange is."""
from odoo.tests import tagged

from .test_return_exchange import ExchangeCommon


@tagged("post_install", "-at_install")
class TestExchangeFee(ExchangeCommon):
    def test_rule_of_an_exchange(self):
        """J14 with 3.00 a piece for exchanging: -114.80 - 3.00; a plain return does not pay it."""
        rule = self.env["logistics.fee.rule"].with_user(self.users["fin_settlement"]).create({
            "name": "Exchange", "company_id": self.company.id, "code": "handling", "event": "exchange", "kind": "per_item", "amount": 3,
            "date_from": "2020-01-01"})
        rule.with_user(self.users["fin_manager"]).action_activate()
        record = self._requested()
        self.assertEqual((record.handling_amount, record.net_amount), (13, -117.8))
        self.assertEqual(self._return(self.order).handling_amount, 10)
