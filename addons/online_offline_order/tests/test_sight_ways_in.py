"""A clerk of another store finds no way to an order: ids in URLs, RPC, JSON-2, reports, linked documents, attachments (roles.md 11, proof 4)."""
import datetime
import json

from odoo import fields
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .sight_common import SightCommon


@tagged("post_install", "-at_install")
class TestSightWaysIn(SightCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._shipped_order()
        cls.order.internal_remark = "watch the payer"
        cls.order.sudo().message_post(body="for HQ only", subtype_xmlid="mail.mt_note")
        cls.receipt = cls.env["dealer.order.receipt"]._issue(cls.order, "goods")
        cls.sister_clerk = cls._portal_user("portal_clerk", cls.partners["1B"], login="t_clerk_1b")  # another store of the same dealer
        cls.back = cls._return(cls.order)
        cls.back.action_submit()
        cls.complaint = cls.env["dealer.complaint"].create({"partner_id": cls.store_1a.id, "order_id": cls.order.id, "text": "inside HQ"})
        cls.paper = cls.env["ir.attachment"].create({"name": "inside.txt", "raw": b"inside HQ", "res_model": "sale.order", "res_id": cls.order.id})

    @classmethod
    def _shipped_order(cls):
        order = cls._approved()
        cls._ship_now(order)
        return order

    def _documents(self):
        order = self.order.sudo()
        return (order, order.order_line, order.picking_ids, order.picking_ids.move_ids, order.invoice_ids, order.partner_shipping_id,
                order.settlement_line_ids, order.picking_ids.parcel_ids, order.message_ids, self.paper, self.back, self.back.line_ids, self.complaint,
                order.picking_ids.move_line_ids, order.invoice_ids.line_ids, self.receipt, order.partner_id)

    def test_rpc_of_another_store(self):
        for user in (self.foreign_clerk, self.sister_clerk):
            self._nothing_by_rpc(user)

    def _nothing_by_rpc(self, user):
        self.authenticate(user.login, user.login)
        for records in self._documents():
            for method, args, kwargs in (
                    ("read", [records.ids, ["id", "display_name"]], {}), ("web_read", [records.ids, {"display_name": {}}], {}),
                    ("search_read", [[("id", "in", records.ids)], ["display_name"]], {}), ("export_data", [records.ids, ["id", "display_name"]], {}),
                    ("formatted_read_group", [[("id", "in", records.ids)], [], ["__count"]], {}), ("write", [records.ids, {}], {})):
                with self.subTest(user=user.login, model=records._name, method=method), mute_logger("odoo.http"):
                    try:
                        found = self.make_jsonrpc_request(f"/web/dataset/call_kw/{records._name}/{method}", {
                            "model": records._name, "method": method, "args": args, "kwargs": kwargs})
                    except JsonRpcException:
                        continue  # refused
                    if method == "formatted_read_group":
                        self.assertFalse(sum(row["__count"] for row in found))
                    else:
                        self.assertIn(found, ([], True) if method == "write" else ([], {"datas": []}))

    def test_rpc_of_the_own_store(self):
        """The own clerk reads what is named and nothing inside HQ, writes nothing."""
        self.authenticate(self.clerk.login, self.clerk.login)

        def call(method, *args):
            return self.make_jsonrpc_request(
                f"/web/dataset/call_kw/sale.order/{method}", {"model": "sale.order", "method": method, "args": args, "kwargs": {}})
        (row,) = call("read", self.order.ids, ["name", "settlement_total", "consumer_phone"])
        self.assertEqual((row["settlement_total"], row["consumer_phone"]), (680.0, "13800000001"))
        self.assertNotIn("internal_remark", call("fields_get"))
        for method, args in (
                ("read", (self.order.ids, ["internal_remark"])), ("search_read", ([("internal_remark", "like", "payer")], ["name"])),
                ("write", (self.order.ids, {"note": "x"})), ("action_submit", (self.order.ids,)), ("action_cancel_order", (self.order.ids, "x")),
                ("unlink", (self.order.ids,)), ("_flow", (self.order.ids,))):
            with self.subTest(method), mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
                call(method, *args)

    def test_json2_with_a_key(self):
        """JSON-2 asks the same rights: a key opens what its user may, nothing more (proof 12)."""
        until = fields.Datetime.now() + datetime.timedelta(days=1)
        for user, status in ((self.cs_a, 200), (self.users["fin_settlement"], 200), (self.clerk, 200), (self.foreign_clerk, 403)):
            key = self.env["res.users.apikeys"].with_user(user).sudo()._generate("rpc", "test", until)
            for method, body, wanted in (
                    ("read", {"ids": self.order.ids, "fields": ["name"]}, status), ("dealer_status", {"ids": self.order.ids}, status),
                    ("read", {"ids": self.order.ids, "fields": ["consumer_phone"]}, 200 if user in (self.cs_a, self.clerk) else 403),
                    ("read", {"ids": self.order.ids, "fields": ["internal_remark"]}, status if not user.share else 403),
                    ("action_reject", {"ids": self.order.ids, "reason": "x"}, 422 if user == self.cs_a else 403)):
                with self.subTest(user=user.login, method=method, body=body), mute_logger("odoo.http"):
                    answer = self.url_open(
                        f"/json/2/sale.order/{method}", data=json.dumps(body),
                        headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"})
                    self.assertEqual(answer.status_code, wanted, answer.text[:300])

    def test_odoos_file_of_an_order_gives_no_prices(self):
        """Odoo's own file for other programs names ex-factory prices, whoever opens it."""
        order = self.order.sudo()
        for user in (self.clerk, self.owner, self.foreign_clerk):
            self.authenticate(user.login, user.login)
            with self.subTest(user.login):
                answer = self.url_open(f"/my/orders/{order.id}/download_edi")
                self.assertNotIn("xml", answer.headers["Content-Type"].replace("xhtml", ""))
                self.assertNotIn("PriceAmount", answer.text)
                self.assertNotIn("download_edi", self.url_open(f"/my/orders/{order.id}").text)

    def test_urls(self):
        order, picking = self.order.sudo(), self.order.sudo().picking_ids
        invoice = order.invoice_ids[:1]
        urls = (
            f"/my/orders/{order.id}", f"/my/orders/{order.id}?report_type=html", f"/my/invoices/{invoice.id}?report_type=html",
            f"/my/picking/pdf/{picking.id}", f"/report/html/online_offline_order.order_slip/{order.id}",
            f"/report/html/online_offline_order.order_receipt/{self.receipt.id}", f"/report/html/stock.report_deliveryslip/{picking.id}",
            f"/my/returns/{self.back.id}", f"/web/content/{self.paper.id}", f"/web/content/sale.order/{order.id}/internal_remark",
            f"/web/image/res.partner/{order.partner_shipping_id.id}/name")
        for user in (self.foreign_clerk, self.sister_clerk):
            self.authenticate(user.login, user.login)
            for url in urls:
                self._tells_nothing(user, url)

    def _tells_nothing(self, user, url):
        with self.subTest(user=user.login, url=url), mute_logger("odoo.http", "odoo.addons.base.models.ir_actions_report"):
            text = self.url_open(url).content.decode(errors="replace")
            for secret in (self.order.name, "13800000001", "680.00", "inside HQ", "watch the payer"):
                self.assertNotIn(secret, text)
