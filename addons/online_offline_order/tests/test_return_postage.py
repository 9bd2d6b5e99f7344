"""What the way back costs: entered, by the return contract until the bill comes, by the bill; the parcel of the return."""
import base64

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.logistics_fee.tests.bill_common import sheet

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestReturnPostage(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        accountant = cls.users["fin_settlement"]
        contract = cls.env["logistics.contract"].with_user(accountant).create({
            "name": "Return", "carrier_id": cls.carriers["sf"].id, "company_id": cls.company.id, "purpose": "return"})
        cls.version = cls.env["logistics.contract.version"].with_user(accountant).create({
            "contract_id": contract.id, "valid_from": "2020-01-01",
            "zone_ids": [Command.create({"code": "all", "is_default": True, "band_ids": [Command.create({"from_g": 0, "upto_g": 0, "base": 13})]})]})
        cls.version.with_user(cls.users["fin_manager"]).action_activate()
        cls.order = cls._received_order()

    def test_by_the_return_contract(self):
        record = self._approved_return(self.order, postage=0)
        record.with_user(self.warehouse_user).write({"return_tracking": "sf 9000 000001"})
        record.with_user(self.warehouse_user).action_receive()
        self.assertEqual((record.postage, record.postage_source, record.postage_provisional), (13, "contract", True), "never the 22.00 of the way out")
        self.assertEqual(record.net_amount, 277)
        parcel = record.parcel_ids
        self.assertEqual((parcel.direction, parcel.tracking, parcel.weight_g, parcel.state, parcel.charge_amount, parcel.bearer),
                         ("return", "SF9000000001", 800, "returned", 13, "dealer"))
        self.assertEqual(parcel.charge_quote_id.inputs["purpose"], "return")
        self.assertEqual(record._take_billed_postage(1_500), 200)
        self.assertEqual((record.postage, record.postage_source, record.postage_provisional, record.net_amount), (15, "bill", False, 275))
        self.assertEqual(record._take_billed_postage(1_500), 0)
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 4595, 0, 4595)

    def _bill(self, number, amount):
        bills = self.env["logistics.bill"].with_user(self.users["fin_settlement"])
        day = self.company._dealer_today()
        bill = bills.create({
            "carrier_id": self.carriers["sf"].id, "company_id": self.company.id, "date_from": day.replace(day=1), "date_to": day,
            "file": base64.b64encode(sheet([(number, str(day), "", "", 0.8, "", amount)])), "filename": "bill.xlsx"})
        bill.action_check()
        if not bill.mapping_id.is_confirmed:
            bill.action_confirm_columns()
        bill.action_import()
        bill.action_match()
        bill.line_ids.action_accept()
        return bill

    def test_approved_bill_corrects_the_postage(self):
        record = self._approved_return(self.order, postage=0)
        record.with_user(self.warehouse_user).write({"return_tracking": "SF9000000002"})
        record.with_user(self.warehouse_user).action_receive()
        bill = self._bill("SF9000000002", 15)
        self.assertEqual((bill.line_ids.parcel_id, record.postage, record.postage_source), (record.parcel_ids, 13, "contract"))
        manager = bill.with_user(self.manager_b)
        manager.action_approve()
        self.assertEqual((record.postage, record.postage_source, record.postage_provisional, record.net_amount), (15, "bill", False, 275))
        manager.action_approve()
        self.assertEqual(record.postage, 15)

    def test_bill_after_the_refund(self):
        record = self._refunded_return(self.order, postage=0)
        self.assertLedger(self.account, 4597, 0, 4597)
        self.assertEqual((record._take_billed_postage(1_500), record._take_billed_postage(1_500)), (200, 200))
        self.assertEqual((record.postage, record.postage_difference, record.postage_provisional), (13, 2, False))
        self.assertLedger(self.account, 4597, 0, 4597)

    def test_entered_postage_counts(self):
        record = self._refunded_return(self.order)
        self.assertEqual((record.postage, record.postage_source, record.postage_provisional), (18, "entered", False))
        self.assertEqual(record.parcel_ids.charge_amount, 18)

    def test_quality_is_borne_by_hq(self):
        record = self._approved_return(self.order, postage=0, reason_class="quality", evidence_ids=[Command.link(self._photo().id)])
        record.with_user(self.warehouse_user).action_receive()
        self.assertEqual((record.parcel_ids.bearer, record.parcel_ids.charge_amount, record.postage), ("hq", 0, 0))
        self.assertEqual(record._take_billed_postage(1_800), 0)

    def test_wrong_number(self):
        record = self._approved_return(self.order)
        with self.assertRaisesRegex(UserError, "no waybill number"):
            record.with_user(self.warehouse_user).return_tracking = "12"
