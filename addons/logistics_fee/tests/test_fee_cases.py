"""Fee, free shipping and bearer cases of the case files, through records: what the core expresses, the models express too."""
import json
from datetime import date
from pathlib import Path

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_base.money import to_fen

from .common import DAY, LogisticsCase

# edge-cases.json is for the core alone: fees of other names, and rules of one priority, which records refuse
FILES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((Path(__file__).parent / "cases").glob("*.json")) if path.name != "edge-cases.json"]


def cases(group):
    """Yield (file, case) of a group of all files."""
    for data in FILES:
        for case in data[f"{group}_cases"]:
            yield data, case


def bp(percent):
    """:return: basis points of a percentage as text."""
    return round(float(percent) * 100)


@tagged("post_install", "-at_install")
class TestFeeCases(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.categories, cls.grades, cls.dealers = {}, {}, {}

    def _category(self, name):
        if name not in self.categories:
            self.categories[name] = self.env["product.category"].create({"name": name})
        return self.categories[name]

    def _grade(self, name):
        if name not in self.grades:
            self.grades[name] = self.env["logistics.dealer.grade"].create({"name": f"Case {name}"})
        return self.grades[name]

    def _reason(self, code):
        reasons = self.env["logistics.fee.reason"]
        return reasons.search([("code", "=", code)]) or reasons.create({"code": code, "name": code})

    def _dealer(self, grade):
        if grade not in self.dealers:
            top = self.env["res.partner"].create({"name": f"SC {grade}", "is_company": True, "dealer_level": "sales_company"})
            top.fee_grade_id = self._grade(grade)
            self.dealers[grade] = self.env["res.partner"].create({
                "name": f"D {grade}", "is_company": True, "dealer_level": "dealer", "parent_id": top.id})
        return self.dealers[grade]

    def _rule_values(self, row):
        when = row.get("when") or {}
        kind = row["kind"]
        return {
            "name": "case", "code": row["code"], "event": row["event"], "kind": kind, "base": row.get("base") or "ex_factory",
            "scope": row.get("scope") or "order", "priority": row.get("priority") or 0, "date_from": row["valid_from"], "date_to": row.get("valid_to"),
            "rate_bp": bp(row["value"]) if kind == "percent" else 0, "amount": float(row["value"]) if kind in ("fixed", "per_item") else 0,
            "tier_ids": [Command.create({"upto": float(tier["to"] or 0), "is_open": tier["to"] is None, "rate_bp": bp(tier["percent"])})
                         for tier in row.get("tiers") or ()],
            "min_amount": float(row.get("min") or 0), "max_amount": float(row.get("max") or 0),
            "order_min_amount": float(row.get("order_min") or 0), "order_max_amount": float(row.get("order_max") or 0),
            "min_on_zero": row.get("min_on_zero", True), "bearer": row.get("bearer") or "dealer",
            "categ_ids": [Command.set([self._category(name).id for name in when.get("categories") or ()])],
            "grade_ids": [Command.set([self._grade(name).id for name in when.get("dealer_levels") or ()])],
            "reason_ids": [Command.set([self._reason(code).id for code in when.get("reason") or ()])],
            "division_ids": [Command.set([self._division(code).id for code in when.get("divisions") or ()])],
            "order_base_from": float(when.get("order_base_from") or 0), "order_base_upto": float(when.get("order_base_upto") or 0),
        }

    def _own_company(self, name):
        """:return: a company without rules; both persons of finance work for it."""
        company = self.env["res.company"].create({"name": f"Case {name}"})
        (self.accountant | self.manager).company_ids |= company
        return company

    def test_fee_cases(self):
        tried = 0
        for data, case in cases("fee"):
            company = self._own_company(case["id"])
            with self.subTest(case["id"]):
                rules = self.env["logistics.fee.rule"].with_user(self.accountant).create(
                    [{**self._rule_values(row), "company_id": company.id} for row in data["fee_rules"][case["rules"]]])
                rules.with_user(self.manager).action_activate()
                event = case["event"]
                answer = self.env["logistics.fee.rule"]._fees(
                    company, event["event"], date.fromisoformat(event["date"]), [{
                        "ex_factory_fen": to_fen(line["ex_factory"]), "qty": line["qty"],
                        "categ_id": self._category(line["category"]).id if line.get("category") else None,
                        "retail_fen": to_fen(line["retail"]) if line.get("retail") else None,
                    } for line in event["lines"]],
                    partner=self._dealer(event["dealer_level"]) if event.get("dealer_level") else None,
                    reason=event.get("reason"), division=self._division(event["code"]) if event.get("code") else None,
                    freight_fen=to_fen(event["freight"]) if event.get("freight") else None)
                found = {}
                for fee in answer["fees"] + answer["borne"] if answer["ok"] else ():
                    found[fee["code"]] = found.get(fee["code"], 0) + fee["fen"]
                    self.assertTrue(all(fee["steps"]))
                self.assertEqual(found, case["expected_fen"])
                self.assertEqual(answer["ok"], bool(case["expected_fen"]))
                self.assertEqual(bool(answer.get("message")), not answer["ok"])
                tried += 1
        self.assertGreaterEqual(tried, 15)

    def test_free_shipping_cases(self):
        for _data, case in cases("free_shipping"):
            company, rule = self._own_company(case["id"]), case["rule"]
            with self.subTest(case["id"]):
                self.env["logistics.free.rule"].with_user(self.accountant).create({
                    "name": "case", "company_id": company.id, "date_from": "2026-01-01", "from_amount": float(rule.get("from") or 0),
                    "from_pieces": int(rule.get("from_pieces") or 0), "max_weight_g": round(float(rule.get("max_kg") or 0) * 1000),
                    "division_ids": [self._division(code).id for code in rule.get("include") or ()],
                    "excluded_division_ids": [self._division(code).id for code in rule.get("exclude") or ()],
                }).with_user(self.manager).action_activate()
                found = self.env["logistics.bearing"]._bear(
                    company, "order", DAY, 860, division=self._division(case["code"]), goods_fen=to_fen(case["goods"]),
                    weight_g=round(float(case["kg"]) * 1000), pieces=int(case.get("pieces") or 1))
                self.assertEqual(found["free"], case["expected"])
                self.assertEqual([found["parts"][who] for who in ("dealer", "hq", "consumer")], [0, 860, 0] if case["expected"] else [860, 0, 0])

    def test_bearer_cases(self):
        for _data, case in cases("bearer"):
            company = self._own_company(case["id"])
            with self.subTest(case["id"]):
                self.env["logistics.bearer.rule"].with_user(self.accountant).create({
                    "name": "case", "company_id": company.id, "date_from": "2026-01-01", "event": "order",
                    "share_ids": [Command.create(self._share_values(row)) for row in case["rule"]["shares"]],
                }).with_user(self.manager).action_activate()
                found = self.env["logistics.bearing"]._bear(company, "order", DAY, case["freight_fen"])
                self.assertEqual(found["parts"], {"dealer": 0, "hq": 0, "consumer": 0, **case["expected_fen"]})
                self.assertEqual(sum(found["parts"].values()), case["freight_fen"])

    def _share_values(self, row):
        kind = "rest" if row.get("rest") else "percent" if row.get("percent") else "fixed" if row.get("fixed") else "all"
        return {
            "who": row["who"], "kind": kind, "rate_bp": bp(row.get("percent") or 0), "amount": float(row.get("fixed") or 0),
            "cap": float(row.get("max") or 0)}
