"""What goods cost changes by two people: purchasing enters it, a finance manager approves (duty rule S19, R1-204)."""
from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .import_common import GOODS_HEAD, ImportCase


@tagged("post_install", "-at_install")
class TestCostChange(ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_manager = cls._user("imp_finmanager_b", "group_fin_manager")
        cls.coat, cls.scarf = cls.env["product.product"].create([{"name": "Coat", "standard_price": 180}, {"name": "Scarf"}])

    def _change(self, user=None, cost=190, **vals):
        return self.env["dealer.cost.change"].with_user(user or self.buyer).create({
            "reason": "the vendor asks more", "line_ids": [Command.create({"product_id": self.coat.id, "new_cost": cost})], **vals})

    def test_a_first_cost_is_entered(self):
        self.scarf.with_user(self.buyer).standard_price = 20
        self.assertEqual(self.scarf.standard_price, 20)
        for user in (self.buyer, self.env.ref("base.user_admin")):
            for goods in (self.scarf, self.scarf.product_tmpl_id):
                with self.subTest(user.login), self.assertRaisesRegex(UserError, "20.00"), self.env.cr.savepoint():
                    goods.with_user(user).write({"standard_price": 21})
        self.scarf.with_user(self.buyer).write({"standard_price": 20})

    def test_two_people(self):
        change = self._change()
        self.assertEqual(change.line_ids.old_cost, 180)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            change.with_user(self.manager).action_approve()
        for user in (self.presale, self.settlement):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                change.with_user(user).action_submit()
        change.action_submit()
        change.action_submit()
        for user in (self.buyer, self.settlement, self.presale):
            for step in (lambda user=user: change.with_user(user).action_approve(), lambda user=user: change.with_user(user).action_refuse("no")):
                with self.subTest(user.login), self.assertRaises(AccessError), self.env.cr.savepoint():
                    step()
        self.assertEqual(self.coat.standard_price, 180)
        change.with_user(self.manager).action_approve()
        change.with_user(self.manager).action_approve()
        self.assertEqual((self.coat.standard_price, change.state, change.decided_by, change.line_ids.old_cost), (190, "approved", self.manager, 180))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            change.write({"reason": "other"})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            change.line_ids.new_cost = 1
        with self.assertRaises(UserError), self.env.cr.savepoint():
            change.unlink()

    def test_who_wrote_does_not_decide(self):
        own = self._change(self.manager)
        own.action_submit()
        edited = self._change()
        edited.with_user(self.manager).line_ids.new_cost = 1
        edited.action_submit()
        added = self._change()
        added.with_user(self.manager).write({"line_ids": [Command.create({"product_id": self.scarf.id, "new_cost": 5})]})
        added.action_submit()
        for change in (own, edited, added):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                change.with_user(self.manager).action_approve()
            change.with_user(self.other_manager).action_refuse("ask the vendor again")
            self.assertEqual((change.state, self.coat.standard_price), ("refused", 180))

    def test_figures_are_the_programs(self):
        for vals in ({"state": "approved"}, {"decided_by": self.manager.id}):
            with self.subTest(vals), self.assertRaises(AccessError), self.env.cr.savepoint():
                self._change(**vals)
        for vals in ({"is_decided": True, "frozen_cost": 189}, {"frozen_pieces": 1}):
            with self.subTest(vals), self.assertRaises(AccessError), self.env.cr.savepoint():
                self._change().line_ids.write(vals)

    def test_what_is_refused(self):
        for change, text in (
                (lambda: self._change(reason=" ").action_submit(), "why they change"), (lambda: self._change(line_ids=[]).action_submit(), "enter the goods"),
                (lambda: self._change(cost=180).action_submit(), "already"), (lambda: self._change(cost=180.005), "two decimals")):
            with self.subTest(text), self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
                change()
        change = self._change()
        change.action_submit()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            change.with_user(self.manager).action_refuse(" ")
        change.action_cancel()
        self.assertEqual((change.state, self.coat.standard_price), ("cancelled", 180))

    def test_a_sheet_proposes_other_costs(self):
        """The first cost is written, another one goes into the draft of who imports, once."""
        category = self.env["product.category"].create({"name": "羽绒服成本"})

        def run(cost):
            job = self._job(self.buyer, "goods", [GOODS_HEAD, ["CCA", "大衣", None, None, category.name, None, None, None, 599, cost, 1, None]])
            job.action_check()
            job.action_import()
            return self._counts(job)
        drafts = self.env["dealer.cost.change"].with_user(self.buyer)
        self.assertEqual(run(180), (1, 0, 0, 0))
        goods = self.env["product.product"].search([("default_code", "=", "CCA")])
        self.assertEqual((goods.standard_price, drafts.search_count([])), (180, 0))
        self.assertEqual((run(190), run(190), run(195)), ((0, 1, 0, 0), (0, 0, 1, 0), (0, 1, 0, 0)))
        change = drafts.search([])
        self.assertEqual((goods.standard_price, change.line_ids.new_cost, change.state), (180, 195, "draft"))
        change.action_submit()
        change.with_user(self.manager).action_approve()
        self.assertEqual((goods.standard_price, run(195)), (195, (0, 0, 1, 0)))
