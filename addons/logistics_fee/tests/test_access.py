"""Who may do what: role x model x operation, cost contracts, companies."""
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import LogisticsCase

MODELS = (
    "logistics.contract", "logistics.contract.version", "logistics.zone", "logistics.zone.line", "logistics.band",
    "logistics.surcharge", "logistics.surcharge.tier", "logistics.weight.step", "logistics.fee.rule", "logistics.quote")
PARTS = MODELS[:8]  # of a contract, and as secret as it is
CHECKS = tuple(f"logistics.version.{part}" for part in ("report", "finding", "coverage", "change", "effect"))
REPLAYS = ("logistics.replay", "logistics.replay.line", "logistics.replay.parcel")
FULL, READ, NONE = "crud", "r", ""
OPERATIONS = {"c": "create", "r": "read", "u": "write", "d": "unlink"}
# role: rights per model, in the order of MODELS
TABLE = {
    "group_fin_cashier": (NONE,) * 10,
    "group_fin_confirmer": (NONE,) * 10,
    "group_fin_settlement": (FULL,) * 9 + (READ,),
    "group_fin_manager": (FULL,) * 9 + (READ,),
    "group_cs_presale": (READ,) * 10,
    "group_cs_aftersale": (NONE,) * 8 + (READ,) * 2,
    "group_sales_rep": (NONE,) * 10,
    "group_ops": (READ,) * 10,
    "group_wh_operator": (NONE,) * 10,
    "group_purchase_clerk": (NONE,) * 10,
    "group_sc_manager": (NONE,) * 10,
    "group_business_admin": (NONE,) * 10,
    "group_auditor": (READ,) * 10,
    "group_portal_dealer": (NONE,) * 10,
}

EXTRAS = {
    "surcharge_ids": [Command.create({
        "code": "insured", "kind": "value_table", "tier_ids": [Command.create({"is_open": True, "percent": 0.5})]})],
    "weight_step_ids": [Command.create({"step_g": 500})],
}


@tagged("post_install", "-at_install")
class TestAccess(LogisticsCase):
    def test_table(self):
        for role, rights in TABLE.items():
            user = new_test_user(self.env, f"logi_{role}", groups=f"dealer_base.{role}")
            for model, wanted in zip(MODELS, rights, strict=True):
                with self.subTest(role=role, model=model):
                    records = self.env[model].with_user(user)
                    found = "".join(letter for letter, name in OPERATIONS.items() if records.has_access(name))
                    self.assertEqual(found, wanted)

    def test_checks_and_replays(self):
        """Nobody writes a report; replays show what the company pays, so service and operations do not see them."""
        readers = {"group_fin_settlement", "group_fin_manager", "group_cs_presale", "group_ops", "group_auditor"}
        runners = {"group_fin_settlement": FULL, "group_fin_manager": FULL, "group_auditor": READ}
        for role in TABLE:
            user = new_test_user(self.env, f"logi_check_{role}", groups=f"dealer_base.{role}")
            wanted = dict.fromkeys(CHECKS, READ if role in readers else NONE)
            wanted |= {model: runners.get(role, NONE) if model == REPLAYS[0] else READ if role in runners else NONE for model in REPLAYS}
            for model, rights in wanted.items():
                with self.subTest(role=role, model=model):
                    records = self.env[model].with_user(user)
                    self.assertEqual("".join(letter for letter, name in OPERATIONS.items() if records.has_access(name)), rights)

    def test_presale_does_not_make_carriers_dear_or_cheap(self):
        """Prices and limits of a carrier decide on freights: they are finance's (roles.md 3)."""
        carrier = self.carriers["SF"].with_user(self.presale)
        for values in ({"fixed_price": 5}, {"parcel_max_g": 900}, {"delivery_type": "fixed"}, {"free_over": True}):
            with self.subTest(values), self.assertRaisesRegex(AccessError, "finance enters"):
                carrier.write(values)
        with self.assertRaisesRegex(AccessError, "finance enters"):
            carrier.create({"name": "Cheap", "product_id": carrier.product_id.id, "delivery_type": "hq_contract", "parcel_max_g": 1})
        carrier.create({"name": "Plain", "product_id": carrier.product_id.id, "delivery_type": "hq_contract", "parcel_max_g": 0, "takes_cod": True})
        settlement = self._user("settlement_carrier", "dealer_base.group_fin_settlement")
        carrier.with_user(settlement).write({"parcel_max_g": 900})
        self.assertEqual(self.carriers["SF"].parcel_max_g, 900)

    def test_presale_keeps_carriers_and_touches_no_rates(self):
        """R1-131: the list of carriers is hers, the prices are not, and what she changes on a carrier is noted with her name."""
        version = self._version(self._contract("SF"), **EXTRAS)
        carrier = self.carriers["SF"].with_user(self.presale)
        carrier.write({"carton_max_g": 5_000, "name": "SF Express West"})
        self.env.flush_all()
        self.cr.precommit.run()
        message = carrier.message_ids[:1]
        self.assertEqual(message.author_id, self.presale.partner_id)
        self.assertEqual(set(message.sudo().tracking_value_ids.field_id.mapped("name")), {"carton_max_g", "name"})
        made = self.env["delivery.carrier"].with_user(self.presale).create({
            "name": "Van", "delivery_type": "hq_contract", "dealer_code": "VAN", "product_id": carrier.product_id.id})
        self.assertTrue(made)
        for record, values in ((version.contract_id, {"name": "x"}), (version, {"min_g": 1} if "min_g" in version._fields else {"valid_from": "2026-01-02"}),
                               (version.zone_ids[:1].band_ids[:1], {"base": 1})):
            with self.subTest(record._name), self.assertRaises(AccessError):
                record.with_user(self.presale).write(values)

    def test_cost_side_is_for_finance_and_audit(self):
        charge, cost = self._contract("SF"), self._contract("SF", side="cost")
        for contract in (charge, cost):
            self._version(contract, **EXTRAS)
        seen = {"group_fin_settlement": 2, "group_fin_manager": 2, "group_auditor": 2, "group_cs_presale": 1, "group_ops": 1}
        for role, count in seen.items():
            user = new_test_user(self.env, f"logi_side_{role}", groups=f"dealer_base.{role}")
            for model in PARTS:
                domain = {
                    "logistics.contract": [("id", "in", (charge | cost).ids)],
                    "logistics.contract.version": [("contract_id", "in", (charge | cost).ids)],
                    "logistics.zone": [("version_id.contract_id", "in", (charge | cost).ids)],
                    "logistics.zone.line": [("zone_id.version_id.contract_id", "in", (charge | cost).ids)],
                    "logistics.band": [("zone_id.version_id.contract_id", "in", (charge | cost).ids)],
                    "logistics.surcharge": [("version_id.contract_id", "in", (charge | cost).ids)],
                    "logistics.surcharge.tier": [("surcharge_id.version_id.contract_id", "in", (charge | cost).ids)],
                    "logistics.weight.step": [("version_id.contract_id", "in", (charge | cost).ids)],
                }[model]
                with self.subTest(role=role, model=model):
                    found = self.env[model].with_user(user).search(domain)
                    expected = self.env[model].search(domain)
                    expected = expected if count == 2 else expected.filtered(lambda record: record.side == "charge")
                    self.assertEqual(found, expected)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            cost.with_user(self.presale).read(["name"])

    def test_companies_are_apart(self):
        contract = self._contract("SF")
        version = self._version(contract, **EXTRAS)
        version.action_check()
        report = version.report_ids
        rule = self._fee_rule()
        other = self.env["res.company"].create({"name": "HQ Beta"})
        user = new_test_user(
            self.env, "logi_beta", groups="dealer_base.group_fin_settlement", company_id=other.id, company_ids=other.ids)
        for record in (contract, contract.version_ids, contract.version_ids.zone_ids, contract.version_ids.zone_ids.band_ids, rule,
                       version.surcharge_ids, version.surcharge_ids.tier_ids, version.weight_step_ids, report, report.finding_ids, report.coverage_ids):
            with self.subTest(record._name):
                self.assertFalse(record.with_user(user).search([("id", "in", record.ids)]))
