"""An order with a deposit of 200.00 for two coats of 599.00, shipped to Store 1A; the store's people take the steps."""
import re
from unittest.mock import patch

from odoo import fields

from .sight_common import SightCommon

REPORT = "online_offline_order.order_receipt"


class PickupCommon(SightCommon):
    @classmethod
    def _deposit_values(cls, **vals):
        return {
            "dealer_mode": "store", "is_deposit_order": True, "deposit_amount": 200, "consumer_street": False, "consumer_division_id": False, **vals}

    def _deposit_order(self, **vals):
        """Approved and shipped, its receipt printed once by the store; give the order and the code on the paper."""
        order = self._approved(**self._deposit_values(**vals))
        code = self._code(order)
        self._ship_now(order)
        return order, code

    def _waiting(self, **vals):
        order, code = self._deposit_order(**vals)
        order.with_user(self.clerk).sudo(False).action_arrived()
        return order, code

    def _paper(self, order, user=None):
        """Print the consumer's receipt as a person of the store; give what stands on it."""
        person = user or self.clerk
        receipt = order.with_user(person).sudo(False)._issued_receipt()
        return self.env["ir.actions.report"].with_user(person).sudo()._render_qweb_html(REPORT, receipt.ids)[0].decode()

    def _code(self, order):
        found = re.search(r"fs-3\">(\d{6})<", self._paper(order))
        self.assertTrue(found, "the first print shows the code")
        return found[1]

    @staticmethod
    def _at(moment):
        return patch.object(fields.Datetime, "now", lambda: fields.Datetime.to_datetime(moment))
