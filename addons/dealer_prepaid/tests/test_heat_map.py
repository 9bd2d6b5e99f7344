"""N19: who decides whose documents, and which pair should be looked at."""
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestHeatMap(PrepaidCommon):
    def _map(self, role="auditor", **vals):
        maps = self.env["prepaid.heat.map"].with_user(self.users[role])
        self.env.flush_all()
        return maps.browse(maps.action_open()["res_id"]) if not vals else maps.create(vals)

    def _pairs(self, **wanted):
        self.env.flush_all()
        pairs = self.env["prepaid.pair"].with_user(self.users["auditor"]).search([])
        return pairs.filtered(lambda pair: all(pair[name] == value for name, value in wanted.items()))

    def test_every_kind_of_document_is_counted(self):
        account = self._open_account(self.d1)
        self._withdraw(account, 100)
        document = self.env["prepaid.freeze"].with_user(self.users["fin_cashier"]).create(
            {"account_id": account.id, "kind": "amount", "amount": 20, "reason": "a dispute"})
        document.action_submit()
        document.with_user(self.users["fin_manager"]).action_approve()
        cashier, confirmer, manager = (self.users[role] for role in ("fin_cashier", "fin_confirmer", "fin_manager"))
        for model, checker, amount in (("prepaid.topup", confirmer, 5000), ("prepaid.withdrawal", manager, 100), ("prepaid.freeze", manager, 20)):
            with self.subTest(model):
                pair = self._pairs(res_model=model, maker_id=cashier, checker_id=checker)[:1]
                self.assertEqual(pair.amount, amount)
                self.assertTrue(pair.document)
                self.assertEqual(pair.action_open_document()["res_model"], model)
        documents = {
            name for name, model in self.env.registry.items()
            if not model._abstract and model._auto and {"submitter_id", "approver_id"} <= set(model._fields)}
        sources = {source.model for source in self.env["prepaid.pair"]._pair_sources()}
        self.assertLessEqual({name for name in documents if "approved_at" in self.env[name]._fields}, sources)

    def test_map_and_hints(self):
        for _each in range(10):
            self._topup(self.d1, 1000)
        self.env.flush_all()
        self.env.cr.execute("UPDATE prepaid_topup SET create_date = confirmed_at - interval '40 seconds' WHERE confirmed_at IS NOT NULL")
        shown = self._map(kind="prepaid.topup", date_from="2020-01-01")
        self.assertIn("<b>10</b>", shown.map_html)
        self.assertIn("10,000.00", shown.map_html)
        self.assertIn("decided 10 of the 10 documents of", shown.hint_html)
        self.assertIn("decided 10 documents of", shown.hint_html)
        action = shown.action_open_pairs()
        self.assertEqual(self.env["prepaid.pair"].search_count(action["domain"]), 10)
        nothing = self._map(date_from="2001-01-01", date_to="2001-01-02")
        self.assertIn("No document was decided", nothing.map_html)
        self.assertFalse(nothing.hint_html)

    def test_each_other(self):
        """Two finance managers who approve each other's transfers are named."""
        account, other = self._open_account(self.d1), self._account(self.store_1a)
        one, two = self.users["fin_manager"], self.second_manager
        for maker, checker in ((one, two), (two, one)):
            document = self.env["prepaid.withdrawal"].with_user(self.users["fin_cashier"]).create(
                {"account_id": account.id, "amount": 10, "reason": "asked for it"})
            document.sudo().write({"submitter_id": maker.id, "approver_id": checker.id, "approved_at": "2026-01-05 10:00:00", "state": "rejected"})
        self.assertTrue(other)
        hints = str(self._map(kind="prepaid.withdrawal", date_from="2026-01-01", date_to="2026-01-31").hint_html)
        self.assertIn("decide each other's documents: 1 one way, 1 the other", hints.replace("&#39;", "'"))

    def test_who_may_look(self):
        self._map("fin_manager")
        for role in ("fin_cashier", "fin_confirmer", "fin_settlement", "cs_presale", "sales_manager", "business_admin"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["prepaid.heat.map"].with_user(self.users[role]).action_open()
            with self.subTest(role), self.assertRaises(AccessError):
                self.env["prepaid.pair"].with_user(self.users[role]).search([])
