"""Opening stock from a sheet, by the warehouse manager."""
import base64
import io

from openpyxl import Workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestImportStock(OrderCommon):
    def _job(self, rows, user=None):
        book, stream = Workbook(), io.BytesIO()
        for row in (("SKU编码", "仓库", "数量"), *rows):
            book.active.append(row)
        book.save(stream)
        jobs = self.env["dealer.import.job"].with_user(user or self.users["wh_manager"])
        return jobs.create({"layout": "stock", "filename": "stock.xlsx", "file": base64.b64encode(stream.getvalue())})

    def test_count(self):
        rows = [("T-COAT", self._warehouse().name, 70), ("T-LONG", "", 50)]
        job = self._job(rows)
        job.action_check()
        self.assertEqual((job.created_count, job.updated_count, job.unchanged_count, job.error_count), (0, 1, 1, 0))
        self.assertEqual(self.coat.qty_available, 50)
        job.action_import()
        self.env.invalidate_all()
        self.assertEqual((self.coat.qty_available, self.long_coat.qty_available), (70, 50))
        again = self._job(rows)
        again.action_check()
        self.assertEqual(again.unchanged_count, 2)

    def test_shelves_are_part_of_a_count(self):
        place = self._warehouse().lot_stock_id
        shelf = self.env["stock.location"].create({"name": "Shelf A", "location_id": place.id})
        quants = self.env["stock.quant"].with_context(inventory_mode=True)
        quants.create({"product_id": self.coat.id, "location_id": shelf.id, "inventory_quantity": 20}).action_apply_inventory()
        job = self._job([("T-COAT", "", 60), ("T-LONG", "", 50)])
        job.action_check()
        self.assertEqual((job.updated_count, job.unchanged_count), (1, 1))
        job.action_import()
        self.env.invalidate_all()
        self.assertEqual(self.coat.qty_available, 60)
        self.assertEqual(self.env["stock.quant"].search([("product_id", "=", self.coat.id), ("location_id", "=", shelf.id)]).quantity, 20)

    def test_bad_rows(self):
        job = self._job([("NO-SUCH", "", 1), ("T-COAT", "nowhere", 1), ("T-LONG", "", -1), ("T-LONG", "", "many")])
        job.action_check()
        self.assertEqual(job.error_count, 4)
        other = self.env["stock.warehouse"].create({"name": "Other place", "code": "OTH", "company_id": self.company.id, "sequence": 99})
        away = self._user("wh_manager", login="t_wh_manager_away", dealer_warehouse_ids=other.ids)
        job = self._job([("T-COAT", self._warehouse().name, 1), ("T-COAT", other.name, 1), ("T-LONG", "", 1)], user=away)
        job.action_check()
        self.assertEqual((job.error_count, job.created_count), (1, 2), "counts of one's own warehouses alone")

    def test_only_the_warehouse_manager(self):
        with self.assertRaises(AccessError):
            self._job([("T-COAT", "", 1)], user=self.users["wh_operator"])
