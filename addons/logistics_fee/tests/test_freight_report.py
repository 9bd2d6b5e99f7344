"""Freight charged, cost and margin: sums by carrier, unknown costs, who sees what."""
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import DAY, LogisticsCase


@tagged("post_install", "-at_install")
class TestFreightReport(LogisticsCase):
    def _bill(self, code):
        return self.env["logistics.bill"].sudo().create({"carrier_id": self.carriers[code].id, "company_id": self.company.id})

    def _parcel(self, code, charge, cost=0.0, billed=0.0, **values):
        parcel = self.env["logistics.parcel"].create({
            "carrier_id": self.carriers[code].id, "division_id": self.wuhou.id, "weight_g": 1_500, "company_id": self.company.id, **values})
        parcel.sudo().write({"shipped_date": DAY, "charge_amount": charge, "cost_amount": cost, "billed_amount": billed,
                             "bill_id": self._bill(code).id if billed else False})
        return parcel

    def _sums(self, user, parcels, *measures):
        report = self.env["logistics.freight.report"].with_user(user)
        rows = report._read_group([("parcel_id", "in", parcels.ids)], ["carrier_id"], [f"{name}:sum" for name in measures], order="carrier_id")
        return {carrier: tuple(sums) for carrier, *sums in rows}

    def test_sums(self):
        sf = self._parcel("SF", 32, 25) | self._parcel("SF", 32, 25, 27) | self._parcel("SF", 10)
        sto = self._parcel("STO", 0, 9, bearer="hq")
        self._parcel("STO", 5, 5).sudo().state = "cancelled"
        self.env.flush_all()
        found = self._sums(self.accountant, sf | sto, "parcels", "charge_amount", "cost_amount", "margin_amount", "no_cost", "weight_kg")
        self.assertEqual(found[self.carriers["SF"]], (3, 74, 52, 12, 1, 4.5), "paid before expected, unknown costs left out")
        self.assertEqual(found[self.carriers["STO"]], (1, 0, 9, -9, 0, 1.5))
        row = self.env["logistics.freight.report"].search([("parcel_id", "=", sto.id)])
        self.assertEqual((row.province_id.code, row.bearer), ("510000", "hq"))

    def test_a_contract_without_tax_costs_more_than_its_prices(self):
        """Dealers are charged with tax: the expected cost is lifted by its own version, or the newest; what bills pay is with tax already."""
        contract = self._contract(side="cost")
        old = self._activate(self._version(contract, tax_included=False, tax_rate_bp=900))
        self._activate(self._version(contract, valid_from="2026-02-01", tax_included=False))
        quoted, plain, billed = self._parcel("SF", 40, 25), self._parcel("SF", 40, 25), self._parcel("SF", 40, 25, 27)
        requests = [self._request(parcels=[1_600], on_date=date(2026, 1, 15))]
        answers = self.env["logistics.quoting"]._quote_many(self.company, requests, side="cost")
        quoted.sudo().cost_quote_id = self.env["logistics.quote"]._store(self.company, requests, answers, side="cost")[0]
        self.assertEqual(quoted.sudo().cost_quote_id.version_id, old)
        other = self._parcel("STO", 10, 8)
        self.env.flush_all()
        rows = self.env["logistics.freight.report"].with_user(self.accountant).search([("parcel_id", "in", (quoted | plain | billed | other).ids)])
        found = {row.parcel_id: (row.cost_amount, row.margin_amount) for row in rows}
        self.assertEqual(found, {quoted: (27.25, 12.75), plain: (26.5, 13.5), billed: (27, 13), other: (8, 2)})

    def test_cost_is_for_finance_and_audit(self):
        parcel = self._parcel("SF", 32, 25)
        self.env.flush_all()
        for role, sees in (("fin_settlement", True), ("fin_manager", True), ("auditor", True), ("cs_presale", False), ("ops", False)):
            user = new_test_user(self.env, f"fr_{role}", groups=f"dealer_base.group_{role}")
            with self.subTest(role):
                self.assertEqual(self._sums(user, parcel, "charge_amount")[self.carriers["SF"]], (32,))
                names = self.env["logistics.freight.report"].with_user(user).fields_get()
                self.assertEqual("cost_amount" in names, sees)
                for kind in ("pivot", "list", "search"):
                    arch = self.env["logistics.freight.report"].with_user(user).get_views([(False, kind)])["views"][kind]["arch"]
                    self.assertEqual("margin_amount" in arch, sees, kind)
                if not sees:
                    with self.assertRaises(AccessError):
                        self._sums(user, parcel, "margin_amount")
        for role in ("fin_cashier", "purchase_clerk", "portal_dealer"):
            user = new_test_user(self.env, f"fr_{role}", groups=f"dealer_base.group_{role}")
            self.assertFalse(self.env["logistics.freight.report"].with_user(user).has_access("read"), role)

    def test_salespersons_see_their_customers(self):
        rep = new_test_user(self.env, "fr_rep", groups="dealer_base.group_sales_rep")
        top = self.env["res.partner"].create({"name": "SC", "is_company": True, "dealer_level": "sales_company"})
        mine, other = self.env["res.partner"].create([
            {"name": name, "is_company": True, "dealer_level": "dealer", "parent_id": top.id, "user_id": user} for name, user in (("A", rep.id), ("B", False))])
        stores = self.env["res.partner"].create([
            {"name": f"S {dealer.name}", "is_company": True, "dealer_level": "store", "parent_id": dealer.id} for dealer in (mine, other)])
        parcels = self._parcel("SF", 32, partner_id=stores[0].id) | self._parcel("SF", 10, partner_id=stores[1].id)
        self.env.flush_all()
        self.assertEqual(self._sums(rep, parcels, "charge_amount"), {self.carriers["SF"]: (32,)})

    def test_companies(self):
        parcel = self._parcel("SF", 32, 25)
        beta = self.env["res.company"].create({"name": "HQ Beta"})
        user = new_test_user(self.env, "fr_beta", groups="dealer_base.group_fin_manager", company_id=beta.id, company_ids=beta.ids)
        self.env.flush_all()
        self.assertFalse(self._sums(user, parcel, "charge_amount"))
