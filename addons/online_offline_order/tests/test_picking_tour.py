"""Journey J6 in the browser, in Chinese, each step by the person whose job it is: a part is asked for, released, shipped, handed over, received."""
import base64
import io

from PIL import Image

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestPickingTour(OrderCommon, HttpCase):
    def test_j6(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.company.receipt_needs_proof = True
        aftersale = self.users["cs_aftersale"]
        (self.cs_a | self.cs_b | self.warehouse_user | aftersale).lang = "zh_CN"
        self.carriers["sf"].with_context(lang="zh_CN").name = "T-SF"
        order = self._approved(consumer_name="张三", consumer_street="春熙路1号")
        self.assertLedger(self.account, 5000, 680, 4320)
        self._open_picking(order).do_unreserve()
        self._stock(self.coat, 1)

        self.start_tour("/odoo/dealer-deliveries", "dealer_part_ask", login=self.warehouse_user.login)
        picking = self._open_picking(order)
        self.assertEqual((picking.partial_state, picking.partial_asked_by), ("asked", self.warehouse_user))
        self.start_tour("/odoo/dealer-parts", "dealer_part_release", login=self.cs_b.login)
        self.assertEqual((picking.partial_state, picking.partial_answer), ("released", "门店同意先发一件"))
        self.start_tour("/odoo/dealer-deliveries", "dealer_part_ship", login=self.warehouse_user.login)
        self.assertEqual(order.dealer_state, "partial")
        self.assertLedger(self.account, 4660, 340, 4320)

        self.start_tour("/odoo/dealer-manifests", "dealer_manifest", login=self.warehouse_user.login)
        manifest = self.env["dealer.manifest"].search([("driver_name", "=", "王师傅")])
        self.assertEqual(manifest.line_ids.filtered("is_there").mapped("tracking"), ["SF6000000001"])
        out = io.BytesIO()
        Image.new("RGB", (40, 20), "blue").save(out, "PNG")
        manifest = manifest.with_user(self.warehouse_user)
        manifest.signature = base64.b64encode(out.getvalue())
        manifest.action_hand_over()

        self._stock(self.coat, 1)
        self._ship(order, tracking="SF6000000002")
        self.assertLedger(self.account, 4320, 0, 4320)
        for parcel in order.sudo().picking_ids.parcel_ids:
            self.env["logistics.parcel.event"].with_user(self.warehouse_user).create(
                {"parcel_id": parcel.id, "state": "delivered", "time": fields.Datetime.now()})
        self.start_tour("/odoo/dealer-arrivals", "dealer_arrival", login=aftersale.login)
        self.assertEqual((order.dealer_state, order.received_source, order.received_note), ("received", "manual", "李女士电话确认"))
        self.assertOrderBalanced(order)
