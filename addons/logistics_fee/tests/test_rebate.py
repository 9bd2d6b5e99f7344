"""A month's rebate of a carrier beside what it credits in its bills or by a note of its own."""
from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .bill_common import BillCase


@tagged("post_install", "-at_install")
class TestRebate(BillCase):
    def setUp(self):
        super().setUp()
        self.contract = self._cost()
        for number in range(4):
            self._parcel(f"SF000000050{number}")

    def _rule(self, **values):
        return self.env["logistics.rebate.rule"].with_user(self.accountant).create({
            "name": "Volume", "contract_id": self.contract.id, "kind": "whole_amount", "date_from": "2026-01-01", "tier_ids": [
                Command.create({"sequence": 1, "upto_amount": 100, "percent": 2}), Command.create({"sequence": 2, "is_open": True, "percent": 5})], **values})

    def _rebate(self, rule, month="2026-11-15"):
        return self.env["logistics.rebate"].with_user(self.accountant).create({"rule_id": rule.id, "month": month})

    def _paid(self, rows, **values):
        bill = self._matched(rows, **values)
        bill.line_ids.filtered(lambda line: line.decision == "open").action_accept()
        bill.with_user(self.manager).action_approve()
        return bill

    def test_accrued_and_credited(self):
        self._paid([self.row(f"SF000000050{number}", 32) for number in range(4)])
        rebate = self._rebate(self._rule())
        rebate.action_compute()
        self.assertEqual((rebate.month, rebate.parcels, rebate.freight, rebate.accrued, rebate.result), (date(2026, 11, 1), 4, 128, 6.4, "not_credited"))
        december = {"date_from": date(2026, 12, 1), "date_to": date(2026, 12, 31)}
        credit = self._paid([self.row("", -6, fee="返利")], **december)
        rebate.action_compute()
        self.assertEqual((rebate.in_bills, rebate.difference, rebate.result, rebate.line_ids), (6, -0.4, "credited_less", credit.line_ids))
        with self.assertRaisesRegex(UserError, "say in the remark"):
            rebate.action_done()
        rebate.in_notes = 0.4
        rebate.action_done()
        self.assertEqual((rebate.result, rebate.state, rebate.done_by_id), ("matched", "done", self.accountant))
        with self.assertRaisesRegex(UserError, "settled"):
            rebate.in_notes = 1
        other = self._rebate(self._rule(name="Second"), "2026-12-01")
        other.action_compute()
        self.assertEqual((other.in_bills, other.parcels, other.result), (0, 0, "matched"))

    def test_parcels_above_a_number(self):
        self._paid([self.row(f"SF000000050{number}", 32) for number in range(4)])
        rebate = self._rebate(self._rule(kind="per_parcel_over", over=3, fee=0.5, tier_ids=False))
        rebate.action_compute()
        self.assertEqual(rebate.accrued, 0.5)
        by_count = self._rebate(self._rule(kind="whole_percent", tier_ids=[
            Command.create({"sequence": 1, "upto_count": 3, "percent": 1}), Command.create({"sequence": 2, "is_open": True, "percent": 10})]))
        by_count.action_compute()
        self.assertEqual(by_count.accrued, 12.8)

    def test_refusals_and_roles(self):
        with self.assertRaises(ValidationError):
            self._rule(tier_ids=[
                Command.create({"sequence": 1, "is_open": True, "percent": 5}), Command.create({"sequence": 2, "upto_amount": 9, "percent": 1})])
        rule = self._rule()
        with self.assertRaisesRegex(UserError, "not in force in 2025-11"):
            self._rebate(rule, "2025-11-01").action_compute()
        rebate = self._rebate(rule)
        with self.assertRaises(AccessError):
            rebate.write({"accrued": 1})
        for role, rights in (("group_auditor", "r"), ("group_cs_presale", ""), ("group_fin_manager", "cru")):
            user = new_test_user(self.env, f"logi_rebate_{role}", groups=f"dealer_base.{role}")
            names = {"c": "create", "r": "read", "u": "write", "d": "unlink"}
            found = "".join(letter for letter, name in names.items() if self.env["logistics.rebate"].with_user(user).has_access(name))
            self.assertEqual(found, rights, role)
        auditor = self.env["res.users"].search([("login", "=", "logi_rebate_group_auditor")])
        with self.assertRaises(AccessError):
            rebate.with_user(auditor).action_compute()
        other = self.env["res.company"].create({"name": "HQ Beta"})
        beta = new_test_user(self.env, "logi_rebate_beta", groups="dealer_base.group_fin_settlement", company_id=other.id, company_ids=other.ids)
        self.assertFalse(self.env["logistics.rebate"].with_user(beta).search([("id", "=", rebate.id)]))
