"""What follows from other fields cannot be written past its formula, whatever rights a caller has on the record."""
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .amend_common import AmendCommon


@tagged("post_install", "-at_install")
class TestDerived(AmendCommon):
    def _refused(self, record, values):
        for name, value in values.items():
            with self.subTest(model=record._name, field=name), self.assertRaisesRegex(AccessError, "nobody writes it"):
                record.write({name: value})

    def test_written_by_rpc(self):
        change = self._change(self._submitted(), {self.coat: 1}).sudo(False)
        self._refused(change, {"company_id": self.env.company.id, "partner_id": self.partners["D2"].id})
        guide = self.env["dealer.guide"].with_user(self.cs_a).create({"name": "G", "work_number": "G9", "store_id": self.store_1a.id})
        self._refused(guide, {"sales_company_id": self.partners["D2"].id, "dealer_id": self.partners["D2"].id})

    def test_given_when_it_is_made(self):
        values = {"name": "G", "work_number": "G8", "store_id": self.store_1a.id}
        guides = self.env["dealer.guide"].with_user(self.cs_a)
        with self.assertRaisesRegex(AccessError, "nobody writes it"):
            guides.create({**values, "dealer_id": self.partners["D2"].id})
        with self.assertRaisesRegex(AccessError, "nobody writes it"):
            guides.with_context(default_dealer_id=self.partners["D2"].id).create(values)
        self.env["ir.default"].set("dealer.guide", "dealer_id", self.partners["D2"].id, user_id=self.cs_a.id)
        self.assertEqual(guides.create(values).dealer_id, self.d1)
        self.assertNotIn("dealer_id", guides.default_get(["dealer_id", "name"]))

    def test_odoos_own_fields_stay_as_they_are(self):
        self.assertFalse({"amount_total", "amount_tax", "currency_rate"} & self.env["sale.order"]._derived_fields())
