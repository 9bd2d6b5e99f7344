"""N10: a return says which lots get its money back before anybody decides about it: the last one used first, and what expires with that."""
import datetime
import re

from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestReturnLots(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        day = cls.company._dealer_today() + datetime.timedelta(days=30)
        cls.account._post_entries("gift,preview", [
            {"kind": "gift", "amount_fen": 40_000, "label": "Gift", "bucket": "gift", "expires_on": day}], "res.partner", cls.d1.id)
        cls.order = cls._received_order()  # 680.00: 400.00 of the gift, 280.00 cash
        cls.gift = cls.account.sudo().lot_ids.filtered(lambda lot: lot.bucket == "gift")
        cls.cash = cls.account.sudo().lot_ids - cls.gift

    def _rows(self, record):
        record.invalidate_recordset(["lots_preview"])
        rows = re.findall(
            r"<tr><td>(.*?)</td><td>(.*?)</td><td>.*?</td><td class='text-end'>(.*?)</td><td class='.*?'>(.*?)</td>", str(record.lots_preview or ""))
        return [tuple(row) for row in rows]

    def test_last_used_first(self):
        """D11: 300.00 back: 280.00 of cash were used last, 20.00 go to the gift; postage and handling come out of the cash given back."""
        record = self._return(self.order)
        day = self.gift.expires_on
        rows = [
            ("goes back to", self.cash.display_name, "280.00", ""), ("goes back to", self.gift.display_name, "20.00", f"Usable until {day}."),
            ("charge paid from", self.cash.display_name, "18.00", ""), ("charge paid from", self.cash.display_name, "10.00", "")]
        self.assertEqual(self._rows(record), rows)
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        record.with_user(self.warehouse_user).action_receive()
        self.assertEqual(self._rows(record.with_user(self.users["fin_confirmer"])), rows)
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertEqual(self._rows(record.with_user(self.users["fin_confirmer"])), rows, "what was shown is what was booked")
        self.gift.invalidate_recordset()
        self.assertEqual((self.gift.free, self.cash.free), (20, 5000 - 280 + 280 - 28))

    def test_gift_whose_last_day_is_over(self):
        self.env.cr.execute("UPDATE prepaid_lot SET expires_on = %s WHERE id = %s", [self.company._dealer_today() - datetime.timedelta(days=1), self.gift.id])
        self.gift.invalidate_recordset()
        record = self._return(self.order)
        self.assertEqual([row[3] for row in self._rows(record)][:2], ["", "Its last day is over: it expires in the coming night."])

    def test_who_sees_it(self):
        record = self._return(self.order)
        for role in ("cs_aftersale", "fin_confirmer", "auditor"):
            self.assertTrue(record.with_user(self.users[role]).lots_preview)
        for role in ("wh_operator",):
            self.assertNotIn("lots_preview", record.with_user(self.users[role]).fields_get())

    def test_rejected_return_moves_nothing(self):
        record = self._return(self.order)
        record.action_submit()
        record.with_user(self.other_aftersale).action_reject("too late")
        self.assertEqual(self._rows(record), [])
