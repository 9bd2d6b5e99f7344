"""What upgrades bring up to date."""
import importlib.util

from odoo.modules import get_module_path
from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestUpgrade(ReturnCommon):
    def _migrate(self, path, version):
        spec = importlib.util.spec_from_file_location("script", f"{get_module_path('online_offline_order')}/migrations/{path}")
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        self.env.flush_all()
        script.migrate(self.env.cr, version)
        self.env.invalidate_all()

    def test_parcels_know_their_warehouse(self):
        """B13: the first contract of a warehouse shows the parcels of the month before, whenever they were shipped."""
        record = self._refunded_return(self._received_order())
        parcels = record.order_id.sudo().picking_ids.parcel_ids.filtered("shipped_date") | record.parcel_ids
        self.assertEqual(sorted(parcels.mapped("direction")), ["out", "return"])
        parcels.sudo().warehouse_id = False
        contract = self.env["logistics.contract"].with_user(self.users["fin_settlement"]).create({
            "name": "Own", "carrier_id": self.carriers["sf"].id, "company_id": self.company.id, "side": "cost", "warehouse_id": self._warehouse().id})
        domain = [("id", "in", parcels.ids), *contract._parcel_scope()]
        self.assertFalse(self.env["logistics.parcel"].search(domain))
        for _run in range(2):
            self._migrate("19.0.1.2.0/post-warehouses.py", "19.0.1.1.0")
            self.assertEqual(self.env["logistics.parcel"].search(domain), parcels.sudo(False).sorted(lambda one: (one.shipped_date, one.id), reverse=True))
