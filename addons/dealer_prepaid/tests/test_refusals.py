"""Every refusal says what to do next, and one for lack of a role names the roles that may (issue 3)."""
import re

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..adapters import messages
from .common import PrepaidCommon

# findings: to be known, not refused
NOTES = {"remittances_open", "statements_unanswered", "statements_disputed", "changed_since_approval", "orders_wait_topup"}


def tells_next_step(text):
    """Whether a sentence goes on after the fact: a clause behind a semicolon, a colon or a full stop."""
    if "top up " in text:
        return True
    fact = re.sub(r"^%\((account|names|labels)\)s: ", "", text)
    return bool(re.search(r"[;:.] ?\S+ \S+", fact) or re.match(r"(?:Order|Delivery) %\(\w+\)s:? ?\S+ \S+", text))


@tagged("post_install", "-at_install")
class TestRefusals(PrepaidCommon):
    def test_every_code_tells_the_next_step(self):
        silent = [code for code, text in messages.SENTENCES.items() if code not in NOTES and not tells_next_step(self.env._(text))]
        self.assertEqual(silent, [])

    def test_a_missing_role_is_named(self):
        topup = self._submitted_topup(self.d1, 5)
        receipt = self.env["prepaid.receipt"].with_user(self.users["fin_cashier"]).create({"partner_id": self.d1.id, "amount": 5})
        account = self._open_account(self.d1)
        adjustment = self.env["prepaid.adjustment"].with_user(self.users["fin_cashier"]).create({
            "account_id": account.id, "amount": 5, "reason": "x", "direction": "credit", "counter_account_id": account._role("goods_income").id})
        close = self.env["prepaid.season.close"].create({"season_id": account.season_id.id})
        steps = (
            (topup, "action_confirm", "Receipt confirmer", ()), (topup, "action_reject", "Receipt confirmer", ("x",)),
            (receipt, "action_submit", "Cashier", ()), (receipt, "action_confirm", "Receipt confirmer", ()),
            (adjustment, "action_approve", "Finance manager", ()),
            (close, "action_start", "Settlement accountant", ()), (close, "action_bank_list", "Settlement accountant", ()))
        for record, method, role, arguments in steps:
            with self.subTest(method=method, model=record._name), self.assertRaises(AccessError) as caught:
                getattr(record.with_user(self.users["auditor"]), method)(*arguments)
            self.assertIn("It belongs to: ", str(caught.exception))
            self.assertIn(role.lower(), str(caught.exception).lower())
