"""Who bears a freight: dates, dealers, free shipping with a cap, second person, roles and companies."""
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import DAY, LogisticsCase

HALF = ({"who": "hq", "kind": "percent", "rate_bp": 5000, "cap": 3}, {"who": "dealer", "kind": "rest"})


@tagged("post_install", "-at_install")
class TestBearing(LogisticsCase):
    def _free_rule(self, **values):
        return self.env["logistics.free.rule"].with_user(self.accountant).create({
            "name": "Spring", "date_from": "2026-01-01", "from_amount": 99, **values})

    def _bearer_rule(self, *shares, **values):
        return self.env["logistics.bearer.rule"].with_user(self.accountant).create({
            "name": "Half", "date_from": "2026-01-01", "share_ids": [Command.create(share) for share in shares or HALF], **values})

    def _bear(self, freight=860, event="order", day=DAY, **values):
        return self.env["logistics.bearing"]._bear(self.company, event, day, freight, **{"goods_fen": 9_900, "weight_g": 1_000, "pieces": 1, **values})

    def test_without_a_rule_the_dealer_pays(self):
        found = self._bear()
        self.assertEqual((found["parts"], found["explanation"], found["free"]), ({"dealer": 860, "hq": 0, "consumer": 0}, [], False))

    def test_free_shipping_keeps_the_price(self):
        rule = self._free_rule(cap=5)
        self.assertFalse(self._bear()["free"], "a draft does not count")
        rule.with_user(self.manager).action_activate()
        found = self._bear()
        self.assertEqual(found["parts"], {"dealer": 360, "hq": 500, "consumer": 0})
        self.assertIn("8.60", found["explanation"][0])
        self.assertIn("HQ bears 5.00", found["explanation"][0])
        self.assertEqual(self._bear(400)["parts"]["hq"], 400)
        near = self._bear(goods_fen=9_000)
        self.assertEqual((near["free"], near["missing_fen"]), (False, 900))
        self.assertIn("9.00", near["explanation"][-1])
        self.assertFalse(self._bear(event="return")["free"], "free shipping is about orders")

    def test_shares_and_dates(self):
        self._bearer_rule(date_to="2026-03-02").with_user(self.manager).action_activate()
        self.assertEqual(self._bear()["parts"], {"dealer": 560, "hq": 300, "consumer": 0})
        self.assertEqual(self._bear(day=DAY.replace(day=3))["parts"]["hq"], 0)
        self._free_rule().with_user(self.manager).action_activate()
        self.assertEqual(self._bear()["parts"]["hq"], 860, "free shipping goes first")

    def test_reason_and_dealer(self):
        top = self.env["res.partner"].create({"name": "SC", "is_company": True, "dealer_level": "sales_company"})
        dealer = self.env["res.partner"].create({"name": "D", "is_company": True, "dealer_level": "dealer", "parent_id": top.id})
        everybody = self._bearer_rule({"who": "consumer", "kind": "rest"}, name="Consumer", event="return")
        quality = self._bearer_rule({"who": "hq", "kind": "rest"}, name="HQ", event="return", reason_ids=self.env.ref("logistics_fee.reason_quality").ids)
        own = self._bearer_rule({"who": "dealer", "kind": "rest"}, name="Own", event="return", partner_ids=top.ids, priority=5)
        (everybody | quality | own).with_user(self.manager).action_activate()
        for reason, partner, who in (("quality", None, "hq"), ("non_quality", None, "consumer"), ("quality", dealer, "dealer")):
            with self.subTest(reason=reason, who=who):
                self.assertEqual(self._bear(event="return", reason=reason, partner=partner)["parts"][who], 860)

    def test_shares_are_checked(self):
        for shares in (({"who": "hq", "kind": "percent", "rate_bp": 5000},), ({"who": "hq", "kind": "rest"}, {"who": "dealer", "kind": "rest"})):
            with self.subTest(shares), self.assertRaises(ValidationError):
                self._bearer_rule(*shares)
        with self.assertRaises(ValidationError):
            self.env["logistics.bearer.rule"].create({"name": "Empty", "date_from": "2026-01-01"})

    def test_what_hq_bears_needs_a_second_person(self):
        for rule in (self._free_rule(), self._bearer_rule()):
            with self.assertRaises(UserError):
                rule.with_user(self.accountant).action_activate()
            rule.with_user(self.manager).action_activate()
            with self.assertRaises(UserError):
                rule.with_user(self.accountant).name = "Other"
        with self.assertRaises(UserError):
            rule.share_ids[0].with_user(self.accountant).cap = 100
        self._bearer_rule({"who": "consumer", "kind": "rest"}, priority=1).with_user(self.accountant).action_activate()

    def test_roles_and_companies(self):
        free, half = self._free_rule(), self._bearer_rule()
        readers = dict.fromkeys(("cs_presale", "cs_aftersale", "ops", "auditor"), "r")
        for role, rights in {"fin_settlement": "crud", **readers, "sales_rep": "", "wh_operator": ""}.items():
            user = new_test_user(self.env, f"bear_{role}", groups=f"dealer_base.group_{role}")
            for record in (free, half, half.share_ids[0]):
                with self.subTest(role=role, model=record._name):
                    names = {"c": "create", "r": "read", "u": "write", "d": "unlink"}
                    self.assertEqual("".join(letter for letter, name in names.items() if record.with_user(user).browse().has_access(name)), rights)
        beta = self.env["res.company"].create({"name": "HQ Beta"})
        user = new_test_user(self.env, "bear_beta", groups="dealer_base.group_fin_manager", company_id=beta.id, company_ids=beta.ids)
        for record in (free, half, half.share_ids):
            self.assertFalse(record.with_user(user).search([("id", "in", record.ids)]))
        with self.assertRaises(AccessError):
            free.with_user(user).action_activate()
