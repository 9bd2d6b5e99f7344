"""Prices, bills and parcels in the browser, in Chinese, each step by the person whose job it is."""
import base64
from datetime import timedelta

from odoo.tests import HttpCase, tagged

from .bill_common import BillCase, sheet
from .test_import import FLAT, flat_rows, xlsx


@tagged("post_install", "-at_install")
class TestLogisticsTours(BillCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.aftersale = cls._user("aftersale", "dealer_base.group_cs_aftersale")
        for user in cls.accountant | cls.manager | cls.second | cls.aftersale:
            user.lang = "zh_CN"
        cls.sf.with_context(lang="zh_CN").name = "T-SF"

    def _serve(self, name, content):
        """Let the browser fetch a sheet, as the person has it on the disk."""
        self.env["ir.attachment"].create({
            "name": name, "datas": base64.b64encode(content), "url": f"/logistics_tour/{name}", "type": "binary", "public": True})

    def test_tariff_from_the_sheet_to_the_second_person(self):
        self._serve("tariff.xlsx", xlsx(FLAT, flat_rows(("SF",))))
        self.start_tour("/odoo/logistics-import", "logistics_tariff_import", login=self.accountant.login)
        version = self.env["logistics.contract.version"].search([("carrier_id", "=", self.sf.id), ("state", "=", "draft")], order="id desc", limit=1)
        self.assertEqual((version.author_ids, version.source_file), (self.accountant, "tariff.xlsx"))
        self.start_tour("/odoo/logistics-tariffs", "logistics_tariff_activate", login=self.manager.login)
        self.assertEqual((version.state, version.activated_by_id), ("active", self.manager))

    def test_bill_from_the_file_to_the_vendor_bill(self):
        first, _last = self.company._dealer_last_month()
        day = str(first + timedelta(days=4))
        contract = self._cost()
        contract.write({
            "bill_partner_id": self.env["res.partner"].create({"name": "SF"}).id,
            "bill_account_id": self.env["account.account"].create({"name": "Freight", "code": "660100T", "account_type": "expense"}).id,
            "bill_tax_id": self.env["account.tax"].create({
                "name": "6 % in", "type_tax_use": "purchase", "amount": 6, "price_include_override": "tax_included"}).id})
        contract.with_user(self.manager).action_agree_payee()
        for number in range(1, 4):
            self._parcel(f"SF000000000{number}", shipped_date=day)
        self._serve("bill.xlsx", sheet([
            self.row("SF0000000001", 32, day=day), self.row("SF0000000002", 40, day=day), self.row("SF0000000003", 32, day=day),
            self.row("SF0000000099", 12, day=day)]))
        self.start_tour("/odoo/carrier-bills", "logistics_bill_enter", login=self.accountant.login)
        bill = self.env["logistics.bill"].search([("carrier_id", "=", self.sf.id)], limit=1)
        self.assertEqual((bill.state, bill.disputed, bill.payable, bill.open_count), ("matched", 20, 96, 0))
        self.start_tour("/odoo/carrier-bills", "logistics_bill_approve", login=self.manager.login)
        self.start_tour("/odoo/carrier-bills", "logistics_bill_invoice", login=self.accountant.login)
        self.assertEqual((bill.state, bill.move_id.amount_total, bill.approved_by_id), ("invoiced", 96, self.manager))

    def test_parcel_is_followed(self):
        today = self.company._dealer_today()
        parcel = self._parcel("SF0000000001", shipped_date=today, state="label_created", promised_date=today + timedelta(days=2))
        self.start_tour("/odoo/logistics-parcels", "logistics_parcel_follow", login=self.aftersale.login)
        self.assertEqual((parcel.state, parcel.delivered_date, parcel.punctuality), ("delivered", today, "in_time"))
        self.assertEqual((parcel.event_ids.place, parcel.event_ids.source, parcel.event_ids.create_uid), ("成都武侯", "manual", self.aftersale))
        self.start_tour("/odoo/logistics-on-time", "logistics_on_time", login=self.aftersale.login)
