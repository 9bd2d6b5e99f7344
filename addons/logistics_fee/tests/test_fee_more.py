"""Fee rules: conditions beyond category and dealer, ranges, ties, cliffs, the dialog that tries them, new versions, roles."""
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import DAY, LogisticsCase


@tagged("post_install", "-at_install")
class TestFeeMore(LogisticsCase):
    def _live(self, **values):
        rule = self._fee_rule(**values)
        rule.with_user(self.manager).action_activate()
        return rule

    def _fees(self, lines=({"ex_factory_fen": 10_000, "qty": 1},), event="order", **values):
        return self.env["logistics.fee.rule"]._fees(self.company, event, DAY, list(lines), **values)

    def _tiers(self, *rows):
        return [Command.create({"upto": upto or 0, "is_open": upto is None, "rate_bp": rate}) for upto, rate in rows]

    def test_region_size_and_base(self):
        self._live()
        self._live(name="West", division_ids=self._division("510000").ids, rate_bp=900)
        self._live(name="Large", order_base_from=1000, order_base_upto=2000, rate_bp=700, priority=1)
        self._live(name="Retail", code="service", base="retail", rate_bp=500)
        lines = [{"ex_factory_fen": 10_000, "qty": 1, "retail_fen": 20_000}]
        cases = (
            ("everywhere", {}, 1, 800), ("in the west", {"division": self.wuhou}, 1, 900),
            ("from 1000", {"division": self.wuhou}, 10, 700), ("up to 2000", {}, 20, 700), ("above 2000", {}, 21, 800))
        for label, more, qty, rate in cases:
            with self.subTest(label):
                answer = self._fees([{**lines[0], "qty": qty}], **more)
                self.assertEqual([(fee["code"], fee["rate_bp"]) for fee in answer["fees"]], [("admin", rate), ("service", 500)])
                self.assertEqual(answer["fees"][1]["fen"], 1_000 * qty)
        self.assertEqual(self._fees()["code"], "no_base", "the retail price is not known")

    def test_freight_base_and_bearer(self):
        self._live()
        self._live(name="Packing", code="packing", base="freight", rate_bp=1000, bearer="hq")
        answer = self._fees(freight_fen=3_000)
        self.assertEqual([fee["fen"] for fee in answer["fees"]], [800])
        self.assertEqual([(fee["code"], fee["fen"], fee["bearer"]) for fee in answer["borne"]], [("packing", 300, "hq")])
        self.assertEqual(self._fees()["code"], "no_base")

    def test_reason(self):
        for code, kind, amount in (("non_quality", "per_item", 10), ("quality", "fixed", 0)):
            self._live(
                name=code, code="handling", event="return", kind=kind, rate_bp=0, amount=amount,
                reason_ids=self.env.ref(f"logistics_fee.reason_{code}").ids)
        found = {reason: self._fees(event="return", reason=reason) for reason in ("quality", "non_quality", None)}
        self.assertEqual([found[reason]["fees"][0]["fen"] for reason in ("quality", "non_quality")], [0, 1_000])
        self.assertEqual(found[None]["code"], "no_rule", "a return without a reason is not free by accident")

    def test_ranges_are_checked(self):
        for rows in ((), ((1000, 800),), ((None, 800), (None, 700)), ((1000, 800), (1000, 700), (None, 600))):
            with self.subTest(rows), self.assertRaises(ValidationError):
                self._fee_rule(kind="tier_whole", rate_bp=0, tier_ids=self._tiers(*rows))
        self.assertTrue(self._fee_rule(kind="tier_whole", rate_bp=0, tier_ids=self._tiers((1000, 800), (None, 400))).is_out_of_range)
        rule = self._live(kind="tier_marginal", rate_bp=0, tier_ids=self._tiers((1000, 800), (None, 600)))
        self.assertFalse(rule.is_out_of_range)
        answer = self._fees([{"ex_factory_fen": 150_000, "qty": 1}])
        self.assertIn("1,000.00 × 8 % + 500.00 × 6 %", answer["fees"][0]["explanation"])
        with self.assertRaises(UserError):
            rule.tier_ids[0].with_user(self.manager).rate_bp = 100
        with self.assertRaises(UserError):
            rule.tier_ids[0].with_user(self.manager).unlink()

    def test_who_changes_a_range_is_an_author(self):
        rule = self._fee_rule(kind="tier_whole", rate_bp=0, tier_ids=self._tiers((1000, 800), (None, 400)))
        rule.tier_ids[0].with_user(self.manager).rate_bp = 900
        self.assertIn(self.manager, rule.author_ids)
        with self.assertRaises(UserError):
            rule.with_user(self.manager).action_activate()

    def test_tie_stops_the_activation(self):
        self._live()
        twin = self._fee_rule(name="Twin", rate_bp=900)
        self.assertIn("neither wins", twin.finding_text)
        with self.assertRaisesRegex(UserError, "neither wins"):
            twin.with_user(self.manager).action_activate()
        twin.priority = 1
        twin.with_user(self.manager).action_activate()
        self.assertEqual(self._fees()["fees"][0]["rate_bp"], 900)

    def test_sizes_that_do_not_meet_are_no_tie(self):
        self._live(order_base_upto=1000)
        self._live(name="Large", order_base_from=1000.01, rate_bp=700)
        self.assertEqual([self._fees([{"ex_factory_fen": fen, "qty": 1}])["fees"][0]["rate_bp"] for fen in (100_000, 100_001)], [800, 700])

    def test_findings(self):
        self._live()
        large = self._fee_rule(name="Large", order_base_from=1000, rate_bp=600)
        self.assertIn("pays 80.00, one fen more only 60.00", large.finding_text)
        self.assertIn("it has more conditions", large.finding_text)
        june = self._fee_rule(name="June", date_to="2026-06-30", date_from="2025-01-01", company_id=self._beta().id)
        self.assertIn("no rule without conditions", june.finding_text)

    def _beta(self):
        company = self.env["res.company"].create({"name": "HQ Beta"})
        self.accountant.company_ids |= company
        return company

    def test_new_version(self):
        rule = self._live()
        with self.assertRaises(UserError):
            rule.with_user(self.accountant).rate_bp = 900
        action = rule.with_user(self.accountant).action_new_version()
        new = rule.browse(action["res_id"]).with_user(self.accountant)
        self.assertEqual((new.state, new.author_ids), ("draft", self.accountant))
        new.write({"rate_bp": 900, "date_from": "2026-03-02"})
        new.action_activate()
        rates = [self.env["logistics.fee.rule"]._fees(self.company, "order", day, [{"ex_factory_fen": 100, "qty": 1}])["fees"][0]["rate_bp"]
                 for day in (DAY.replace(day=1), DAY)]
        self.assertEqual(rates, [800, 900])

    def test_limits_are_told(self):
        self._live(min_amount=2, max_amount=50)
        texts = {}
        for fen in (1_000, 100_000, 10_000):
            texts[fen] = " ".join(self._fees([{"ex_factory_fen": fen, "qty": 1}])["fees"][0]["steps"])
        self.assertIn("minimum of 2.00", texts[1_000])
        self.assertIn("maximum of 50.00", texts[100_000])
        self.assertNotIn("imum", texts[10_000])

    def test_dialog(self):
        self._live()
        draft = self._fee_rule(name="Cheaper", rate_bp=600, priority=9)
        late = self._live(name="Later", rate_bp=700, date_from="2027-01-01")
        form = Form(self.env["logistics.fee.trial"].with_user(self.presale))
        form.on_date, form.amount, form.quantity = DAY, 100, 3
        self.assertIn("24.00", form.result)
        self.assertIn("not in force yet", form.result)
        self.assertNotIn(draft.name, form.result)
        form.draft_ids.add(draft)
        self.assertIn("18.00", form.result)
        self.assertIn("higher priority", form.result)
        form.on_date = "2025-01-01"
        self.assertIn("No rule for the fee", form.result)
        self.assertIn(late.name, form.result)
        context = draft.action_try()["context"]
        self.assertEqual(context["default_draft_ids"], draft.ids)

    def test_roles_and_companies(self):
        grade = self.env["logistics.dealer.grade"].create({"name": "Gold"})
        dealer = self.env["res.partner"].create({"name": "SC", "is_company": True, "dealer_level": "sales_company"})
        with self.assertRaises(AccessError):
            dealer.with_user(self.presale).write({"fee_grade_id": grade.id})
        dealer.with_user(new_test_user(self.env, "fee_admin", groups="dealer_base.group_business_admin")).write({"fee_grade_id": grade.id})
        rule = self._fee_rule(kind="tier_whole", rate_bp=0, tier_ids=self._tiers((1000, 800), (None, 700)))
        with self.assertRaises(AccessError):
            rule.with_user(self.presale).action_activate()
        beta = self._beta()
        user = new_test_user(self.env, "fee_beta", groups="dealer_base.group_fin_manager", company_id=beta.id, company_ids=beta.ids)
        for record in (rule, rule.tier_ids):
            self.assertFalse(record.with_user(user).search([("id", "in", record.ids)]))
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            rule.with_user(user).action_activate()
