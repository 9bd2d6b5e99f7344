"""Parcels: numbers in one spelling and once per carrier, fixed when they travel; who packs, who looks."""
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import LogisticsCase


@tagged("post_install", "-at_install")
class TestParcel(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = cls._user("wh", "dealer_base.group_wh_operator")

    def _parcel(self, user=None, **values):
        return self.env["logistics.parcel"].with_user(user or self.operator).create({
            "carrier_id": self.carriers["SF"].id, "weight_g": 1_600, "division_id": self.wuhou.id, **values})

    def test_number_has_one_spelling(self):
        parcel = self._parcel(tracking=" sf 1234 567890 ")
        self.assertEqual((parcel.tracking, parcel.province_id.code), ("SF1234567890", "510000"))
        for wrong in ("1.2E+15", "12", "SF1/SF2"):
            with self.subTest(wrong), self.assertRaises(UserError):
                parcel.tracking = wrong

    def test_number_is_given_once(self):
        self._parcel(tracking="SF1234567890")
        self._parcel(tracking="SF1234567890", carrier_id=self.carriers["EMS"].id)
        with self.assertRaises(UserError):
            self._parcel(tracking="SF 1234567890")

    def test_people_pack_only(self):
        parcel = self._parcel()
        for vals in ({"state": "delivered"}, {"charge_amount": 1}, {"company_id": 1}):
            with self.subTest(vals), self.assertRaises(AccessError):
                parcel.write(vals)
        with self.assertRaises(AccessError):
            self._parcel(bearer="hq")
        parcel.weight_g = 1_700
        parcel.sudo().state = "in_transit"
        parcel.note = "handed over"
        with self.assertRaises(UserError):
            parcel.weight_g = 1
        with self.assertRaises(UserError):
            parcel.unlink()

    def test_document_is_one_that_the_person_may_read(self):
        """The message about a number that was given names the document, so nobody may have it name another's."""
        parcels = self.env["logistics.parcel"].with_user(self.operator)
        contract = self._contract(side="cost")
        for model, number, error in ((contract._name, contract.id, AccessError), ("no.such", 1, UserError), (contract._name, 0, UserError)):
            with self.subTest(model), self.assertRaises(error):
                parcels.create({"carrier_id": self.carriers["SF"].id, "tracking": "SF0000000009", "res_model": model, "res_id": number})

    def test_defaults_of_the_context_do_not_count(self):
        parcel = self.env["logistics.parcel"].with_user(self.operator).with_context(default_state="delivered").create(
            {"carrier_id": self.carriers["SF"].id})
        self.assertEqual(parcel.state, "draft")

    def test_mother_and_children(self):
        mother = self._parcel(tracking="SF1000000001")
        child = self._parcel(tracking="SF1000000002", parent_id=mother.id)
        self.assertEqual(mother.child_ids, child)
        for wrong in ({"parent_id": child.id}, {"parent_id": mother.id, "carrier_id": self.carriers["EMS"].id}):
            with self.subTest(wrong), self.assertRaises(ValidationError):
                self._parcel(**wrong)

    def test_roles(self):
        rights = {
            "group_fin_settlement": "r", "group_fin_manager": "r", "group_cs_presale": "r", "group_cs_aftersale": "crud",
            "group_wh_operator": "crud", "group_ops": "r", "group_auditor": "r", "group_sales_rep": "r", "group_sc_manager": "r",
            "group_fin_cashier": "", "group_purchase_clerk": "", "group_portal_dealer": ""}
        parcel = self._parcel()
        sees = {"group_fin_settlement", "group_fin_manager", "group_cs_presale", "group_cs_aftersale", "group_wh_operator", "group_ops", "group_auditor"}
        for role, wanted in rights.items():
            user = new_test_user(self.env, f"parcel_{role}", groups=f"dealer_base.{role}")
            records = self.env["logistics.parcel"].with_user(user)
            operations = {"c": "create", "r": "read", "u": "write", "d": "unlink"}
            with self.subTest(role):
                self.assertEqual("".join(key for key, name in operations.items() if records.has_access(name)), wanted)
                if wanted:
                    self.assertEqual(bool(records.search([("id", "=", parcel.id)])), role in sees)

    def test_cost_is_for_finance_and_audit(self):
        parcel = self._parcel()
        self.assertNotIn("cost_amount", parcel.with_user(self.presale).fields_get())
        self.assertIn("cost_amount", parcel.with_user(self.accountant).fields_get())

    def test_companies_are_apart(self):
        parcel = self._parcel()
        other = self.env["res.company"].create({"name": "HQ Beta"})
        user = new_test_user(self.env, "parcel_beta", groups="dealer_base.group_wh_operator", company_id=other.id, company_ids=other.ids)
        self.assertFalse(parcel.with_user(user).search([("id", "=", parcel.id)]))
        with self.assertRaises(AccessError):
            self._parcel(user, company_id=self.company.id)
