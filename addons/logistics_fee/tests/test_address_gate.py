"""Addresses read with doubt: no freight by a guess, a person confirms or chooses, or the company takes the province's price."""
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import LogisticsCase

UNSURE = "武侯科华北路8号"
SEVERAL = "朝阳区建国路88号"


@tagged("post_install", "-at_install")
class TestAddressGate(LogisticsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._activate(cls._version(cls._contract()))
        cls.store = cls.env["res.partner"].create({"name": "Gate store", "country_id": cls.env.ref("base.cn").id})
        cls.goods = cls.env["product.product"].create({"name": "Gate coat", "type": "consu", "weight": 1.6})

    def _rate(self, user=None):
        order = self.env["sale.order"].create({
            "partner_id": self.store.id, "order_line": [Command.create({"product_id": self.goods.id, "product_uom_qty": 1})]})
        return self.carriers["SF"].with_user(user or self.presale).hq_contract_rate_shipment(order.with_user(user or self.presale))

    def test_a_doubtful_region_blocks_until_confirmed(self):
        answer = self.store.with_user(self.presale).paste_address(UNSURE)
        self.assertEqual((answer["code"], answer["sure"], self.store.division_unsure), ("510107", False, True))
        rate = self._rate()
        self.assertEqual((rate["success"], rate["price"]), (False, 0.0))
        self.assertIn("not sure", rate["error_message"])
        self.assertIn("武侯区", rate["error_message"])
        self.store.with_user(self.presale).action_confirm_division()
        self.assertEqual(self._rate()["price"], 32.0)

    def test_several_candidates_are_chosen_from(self):
        self.store.with_user(self.presale).paste_address(SEVERAL)
        self.assertFalse(self.store.division_id)
        self.assertEqual(sorted(self.store.division_candidate_ids.mapped("code")), ["110105", "220104"])
        self.assertIn("朝阳区", self._rate()["error_message"])
        with self.assertRaisesRegex(UserError, "choose one of"):
            self.store.action_confirm_division()
        self.store.with_user(self.presale).division_id = self.wuhou
        self.assertFalse(self.store.division_unsure or self.store.division_candidate_ids)
        self.assertTrue(self._rate()["success"])

    def test_the_price_of_the_province_by_setting(self):
        self.company.unsure_address = "province"
        self.store.paste_address(UNSURE)
        self.assertEqual(self._rate()["price"], 32.0)
        self.store.paste_address(SEVERAL)
        self.store.division_id = False
        self.store.division_unsure = True
        self.assertFalse(self._rate()["success"], "candidates in two provinces have no common price")

    def test_the_form(self):
        with Form(self.env["res.partner"].with_user(self.presale)) as form:
            form.name = "Form store"
            form.pasted_address = UNSURE
            self.assertTrue(form.division_unsure)
            self.assertEqual(form.division_id, self.wuhou)
        partner = form.record
        self.assertTrue(partner.division_unsure)
        self.assertTrue(partner.street)
        with Form(partner) as form:
            form.pasted_address = "四川省成都市武侯区科华北路8号"
        self.assertFalse(partner.division_unsure)

    def test_who_may_not_write_the_address_may_not_confirm_it(self):
        self.store.paste_address(UNSURE)
        portal = new_test_user(self.env, "gate_portal", groups="base.group_portal")
        for call in ("action_confirm_division", "paste_address"):
            with self.subTest(call), self.assertRaises(AccessError):
                getattr(self.store.with_user(portal), call)(*(["x"] if call == "paste_address" else []))
        self.assertTrue(self.store.division_unsure)
