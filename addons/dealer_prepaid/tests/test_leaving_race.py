"""Two documents by which cash leaves one account, submitted at the same instant: together they take back the bonus that is due."""
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from .race_common import RaceCommon

OWN = ("prepaid_withdrawal", "prepaid_topup", "prepaid_bonus_rule")


@tagged("post_install", "-at_install")
class TestLeavingRace(RaceCommon):
    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.env.ref("base.user_root").id, {"tracking_disable": True, "mail_notrack": True})
            account = env["prepaid.account"].browse(self.account_id)
            rule = env["prepaid.bonus.rule"].create({
                "name": "race", "min_amount": 3000, "mode": "fixed", "fixed_amount": 200, "date_to": "2000-01-02", "date_from": "2000-01-01"})
            rule.state = "active"
            gift = account._post_entries(
                f"racegift,{account.id}", [{"kind": "gift", "amount_fen": 20_000, "label": "race gift", "bucket": "gift"}],
                "res.partner", account.partner_id.id)
            topup = env["prepaid.topup"].create({
                "partner_id": account.partner_id.id, "account_id": account.id, "amount": 5000, "method": "online", "state": "confirmed",
                "entry_id": env["prepaid.entry"].search([("account_id", "=", account.id), ("kind", "=", "topup")]).id,
                "bonus_rule_id": rule.id, "bonus_amount": 200, "bonus_entry_id": gift.id})
            documents = env["prepaid.withdrawal"].create([{"account_id": account.id, "amount": 1500, "reason": "race"} for _each in range(2)])
            self.document_ids = documents.ids
            self.own = dict(zip(OWN, (documents.ids, topup.ids, rule.ids), strict=True))

    def _clean(self):
        with self.registry.cursor() as cr:
            cr.execute("SET LOCAL session_replication_role = replica")
            for table, ids in self.own.items():
                cr.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [ids])
        super()._clean()

    def _submit(self, document_id):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True, "mail_notrack": True})  # the test's own cursor is not for threads
            return retrying(lambda: env["prepaid.withdrawal"].browse(document_id).action_submit(), env)

    @mute_logger("odoo.service.model", "odoo.sql_db")
    def test_two_withdrawals_at_once_see_each_other(self):
        """Each alone leaves 3,500.00 of 5,000.00 and keeps the bonus of 200.00; both leave 2,000.00 and lose it."""
        with patch.object(type(self.env["prepaid.withdrawal"]), "_need", lambda document, groups: None):  # no user is made for good
            answers = self._parallel(*(lambda one=one: self._submit(one) for one in self.document_ids))
        refused = [answer for answer in answers if isinstance(answer, UserError)]
        self.assertEqual(len(refused), 1, answers)
        self.assertIn("have it decided first", str(refused[0]))
        with self.registry.cursor() as cr:
            env = api.Environment(cr, 1, {})
            documents = env["prepaid.withdrawal"].browse(self.document_ids)
            self.assertEqual(sorted(documents.mapped("state")), ["draft", "submitted"])
            open_one = documents.filtered(lambda one: one.state == "draft")
            self.assertEqual((open_one.clawback_gift, open_one.clawback_cash), (200, 0), "the second one shows what it takes back")
        self.assertEqual(self._figures(), (520_000, 150_000, 370_000))
