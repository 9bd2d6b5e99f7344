"""Builders shared by the ORM tests: persons, the four carriers' contracts of the story, orders."""
from datetime import date

from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.dealer_base.tests.people import new_test_user
from odoo.addons.logistics_fee.adapters.snapshot import band_values
from odoo.addons.logistics_fee.tariff.forms import compile_form

DAY = date(2026, 3, 2)
# Prices to Sichuan of the story: first weight, its price, step, price per step.
SICHUAN = {
    "SF": ("1", "22.00", "0.5", "5.00"),
    "EMS": ("0.5", "20.00", "0.5", "9.00"),
    "STO": ("1", "10.00", "1", "8.00"),
    "YTO": ("1", "10.00", "1", "7.00"),
}
J3_FEN = {"SF": 3_200, "EMS": 4_700, "STO": 1_800, "YTO": 1_700}


def first_continue(first_kg, first_fee, step_kg, fee):
    """:return: bands of one first and continued price."""
    return compile_form({
        "form": "first_continue", "first_kg": first_kg, "first_fee": first_fee,
        "continue": [{"to": None, "step_kg": step_kg, "fee": fee}]})[0]


class LogisticsCase(TransactionCase):
    """A finance team of two, service, and the four carriers; no demo data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.accountant = cls._user("accountant", "dealer_base.group_fin_settlement")
        cls.manager = cls._user("manager", "dealer_base.group_fin_manager")
        cls.presale = cls._user("presale", "dealer_base.group_cs_presale")
        cls.carriers = {code: cls.env.ref(f"logistics_fee.carrier_{code.lower()}") for code in SICHUAN}
        cls.chengdu = cls._division("510100")
        cls.wuhou = cls._division("510107")

    @classmethod
    def _user(cls, name, groups):
        return new_test_user(cls.env, f"logi_{name}", groups=groups, company_id=cls.company.id)

    @classmethod
    def _division(cls, code):
        return cls.env["dealer.division"].search([("code", "=", code)])

    @classmethod
    def _contract(cls, code="SF", side="charge", **values):
        return cls.env["logistics.contract"].with_user(cls.accountant).create({
            "name": f"{code} {side}", "carrier_id": cls.carriers[code].id, "side": side, **values})

    @classmethod
    def _version(cls, contract, bands=None, codes=("510000",), valid_from="2026-01-01", **values):
        """A draft with one zone, entered by the accountant."""
        bands = first_continue(*SICHUAN["SF"]) if bands is None else bands
        return cls.env["logistics.contract.version"].with_user(cls.accountant).create({
            "contract_id": contract.id,
            "valid_from": valid_from,
            "zone_ids": [Command.create({
                "code": "Z1",
                "line_ids": [Command.create({"division_id": cls._division(code).id}) for code in codes],
                "band_ids": [Command.create(band_values(band)) for band in bands],
            })],
            **values,
        })

    @classmethod
    def _activate(cls, version):
        for one in version.with_user(cls.manager):
            if one._changes_past():
                one.action_confirm_past()
            one.action_activate()
        return version

    @classmethod
    def _four_carriers(cls):
        """Active charge contracts of the four carriers, prices to Sichuan."""
        return {
            code: cls._activate(cls._version(cls._contract(code), first_continue(*price)))
            for code, price in SICHUAN.items()}

    @classmethod
    def _fee_rule(cls, **values):
        rule = cls.env["logistics.fee.rule"].with_user(cls.accountant).create({
            "name": "Admin fee 8 %", "code": "admin", "event": "order", "kind": "percent", "rate_bp": 800,
            "date_from": "2026-01-01", **values})
        return rule

    @classmethod
    def _request(cls, code="SF", parcels=(1_600,), division=None, **values):
        return {
            "carrier_id": cls.carriers[code].id, "division_id": (division or cls.wuhou).id, "parcels": list(parcels),
            "on_date": DAY, **values}
