"""J27: goods that were lost and nobody wants again, their input VAT, and parcels lost before there were cases."""
import importlib.util
import pathlib

from odoo.exceptions import UserError
from odoo.tests import tagged

from . import test_parcel_case
from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestParcelLost(ReturnCommon):
    _told, _again = test_parcel_case.TestParcelCase._told, test_parcel_case.TestParcelCase._again

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._approved()
        cls.parcel = cls._ship_now(cls.order).parcel_ids
        cls.settlement = cls.users["fin_settlement"]

    def test_lost_and_the_money_back(self):
        """J27, the consumer wants no other coat: 680.00 are credited, nothing comes back, the cost and its input VAT are selling expense."""
        self.company.lost_goods_vat_out = True
        self.coat.supplier_taxes_id = self.env["account.tax"].create(
            {"name": "In 13", "amount": 13, "type_tax_use": "purchase", "company_id": self.company.id})
        plain = self._return(self.order, 1, reason_class="lost", postage=0)
        with self.assertRaisesRegex(UserError, "when a parcel case says so"):
            plain.action_submit()
        plain.unlink()
        case = self._told("lost")
        case.action_return()
        record = case.return_id
        self.assertEqual((record.reason_class, record.net_amount, record.create_uid), ("lost", 680, self.aftersale))
        record.action_submit()
        with self.assertRaises(UserError):
            case.with_user(self.other_aftersale).action_reship()
        stock = self.coat.with_company(self.company).qty_available
        record.with_user(self.other_aftersale).action_approve()
        told = self.env["dealer.notice"].search([("res_model", "=", "dealer.return"), ("res_id", "=", record.id)])
        self.assertEqual(told.mapped("code"), ["return_accepted"], "the store hears of it too, and is not asked to send anything")
        self.assertEqual((record.state, record.sudo().picking_ids.ids, self.coat.with_company(self.company).qty_available), ("received", [], stock))
        with self.assertRaisesRegex(UserError, "is not refunded"):
            case.action_close("money")
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 5000, 0, 5000)
        note = record.sudo().credit_note_id
        self.assertEqual((note.amount_total, sum(note.line_ids.filtered(lambda line: line.account_id.code == "640100").mapped("balance"))), (680, -360))
        self.assertMove(record.sudo().lost_move_ids, [("660100", 406.8), ("140500", -360), ("222100", -46.8)])
        self.assertFalse(record.sudo().parcel_ids)
        case.claim_amount = 360
        case.action_claim()
        case.with_user(self.settlement).action_book_claim()
        self.assertMove(case.sudo().claim_move_id, [("122100", 360), ("660100", -360)])

    def test_cost_where_the_books_are_made_by_the_day(self):
        """One coat of two is refunded as lost: its 180.00 leave the cost of goods, which the batch of the day books, for selling expense."""
        self.company.prepaid_gl_mode = "daily"
        order = self._approved()
        parcel = self._ship_now(order).parcel_ids
        case = self._told("lost", parcel)
        case.action_return()
        record = case.return_id
        record.line_ids.quantity = 1
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertFalse(record.sudo().credit_note_id)
        self.assertMove(record.sudo().lost_move_ids, [("660100", 180), ("640100", -180)])
        moves = self.env["prepaid.gl.batch"].sudo()._post_waiting(self.company).move_id | record.sudo().lost_move_ids
        for code, balance in (("660100", 180), ("640100", 180), ("140500", -360)):
            items = moves.line_ids.filtered(lambda one, code=code: one.account_id.code == code)
            self.assertEqual((code, sum(items.mapped("balance"))), (code, balance))

    def test_input_vat_of_goods_sent_again(self):
        self.company.lost_goods_vat_out = True
        self.coat.supplier_taxes_id = self.env["account.tax"].create(
            {"name": "In 13", "amount": 13, "type_tax_use": "purchase", "company_id": self.company.id})
        case = self._told("lost")
        case.with_user(self.other_aftersale).action_reship()
        moves = self._again(case).sudo().case_move_ids
        self.assertMove(moves, [("660100", 360), ("140500", -360), ("660100", 46.8), ("222100", -46.8)])

    def test_parcels_lost_before_there_were_cases(self):
        self.parcel.sudo().with_context(tracking_disable=True).state = "lost"
        self.assertFalse(self.parcel.case_ids)
        path = pathlib.Path(__file__).parents[1] / "migrations" / "19.0.1.3.0" / "post-lost.py"
        spec = importlib.util.spec_from_file_location("post_lost", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        for _again in range(2):
            script.migrate(self.env.cr, "19.0.1.2.0")
        self.assertEqual((self.parcel.case_ids.kind, self.parcel.case_ids.order_id, self.parcel.case_ids.line_ids.quantity), ("lost", self.order, 2))
