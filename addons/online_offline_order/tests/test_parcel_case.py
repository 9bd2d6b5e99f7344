"""J27 and J8e: parcels that were lost, refused at the door, late, sent wrong. The order's debit stays, nothing is charged again."""
import importlib.util
import pathlib
from ast import literal_eval
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestParcelCase(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._approved()
        cls.parcel = cls._ship_now(cls.order).parcel_ids
        cls.bank = cls.env["account.journal"].search([("company_id", "=", cls.company.id), ("type", "=", "bank")], limit=1)
        cls.settlement = cls.users["fin_settlement"]

    def _told(self, state, parcel=None, user=None, **hours):
        """The carrier's message, typed by after-sale service."""
        self.env["logistics.parcel.event"].with_user(user or self.aftersale).create({
            "parcel_id": (parcel or self.parcel).id, "state": state, "time": fields.Datetime.now() - timedelta(**hours)})
        return (parcel or self.parcel).case_ids.with_user(self.aftersale)

    def _case(self, kind, user=None, **vals):
        return self.env["dealer.parcel.case"].with_user(user or self.aftersale).create({"parcel_id": self.parcel.id, "kind": kind, **vals})

    def _again(self, case, tracking="SF000000099999"):
        """Ship what goes out again, as the warehouse."""
        picking = case.sudo().transfer_ids.filtered(lambda one: one.is_case_delivery and one.state != "cancel").with_user(self.warehouse_user).sudo(False)
        picking.carrier_tracking_ref = tracking
        picking.button_validate()
        self.assertEqual(picking.state, "done")
        return picking

    def _told_of(self, record):
        return self.env["dealer.notice"].search([("res_model", "=", "dealer.return"), ("res_id", "=", record.id)]).mapped("code")

    # -- J27 lost

    def test_j27_lost(self):
        """HQ sends again; the dealer is not charged; the claim on the carrier is Dr 122100 / Cr 660100; the original debit stays."""
        self.assertLedger(self.account, 4320, 0, 4320)
        case = self._told("lost")
        self.assertEqual((case.kind, case.state, case.order_id, case.reported_by), ("lost", "open", self.order, self.aftersale))
        self.assertEqual((case.line_ids.product_id, case.line_ids.quantity), (self.coat, 2))
        entries = self.env["prepaid.entry"].sudo().search_count([])
        invoices = self.order.sudo().invoice_ids

        case.with_user(self.other_aftersale).action_reship()
        case.with_user(self.other_aftersale).action_reship()
        picking = self._again(case)

        self.assertEqual((case.state, len(case.sudo().transfer_ids)), ("reshipped", 1))
        self.assertLedger(self.account, 4320, 0, 4320)
        self.assertEqual(self.env["prepaid.entry"].sudo().search_count([]), entries, "ledger 0.00")
        self.assertEqual((self.order.sudo().invoice_ids, self.order.captured_total, self.order.dealer_state), (invoices, 680, "shipped"))
        self.assertMove(picking.sudo().case_move_ids, [("660100", 360), ("140500", -360)])
        parcel = picking.sudo().parcel_ids
        self.assertEqual((parcel.charge_amount, parcel.bearer, parcel.state, parcel.weight_g), (0, "hq", "label_created", 1600))
        self.assertEqual(self.coat.with_company(self.company).qty_available, 46)
        self.assertEqual(self.order.sudo().order_line[:1].qty_delivered, 2)

        case.claim_amount = 360
        case.action_claim()
        case.with_user(self.settlement).action_book_claim()
        self.assertMove(case.sudo().claim_move_id, [("122100", 360), ("660100", -360)])
        self.assertLedger(self.account, 4320, 0, 4320)
        self.assertOrderBalanced(self.order)

    def test_a_parcel_that_was_sent_again_is_lost_too(self):
        case = self._told("lost")
        case.with_user(self.other_aftersale).action_reship()
        second = self._again(case).sudo().parcel_ids
        again = self._told("lost", second)
        self.assertEqual((again.order_id, again.line_ids.quantity), (self.order, 2))
        again.with_user(self.other_aftersale).action_reship()
        self._again(again, "SF000000088888")
        self.assertLedger(self.account, 4320, 0, 4320)

    def test_a_message_opens_one_case(self):
        case = self._told("lost", hours=3)
        self._told("lost", hours=2)
        self.assertEqual(len(self.parcel.case_ids), 1)
        self._told("delivered", hours=1)
        self.assertEqual(case.parcel_state, "delivered")
        self.assertIn("Delivered", " ".join(case.message_ids.mapped("body")))
        case.action_close("It came after all")
        case.action_close("It came after all")
        self.assertEqual((case.state, case.closed_by), ("closed", self.aftersale))
        self.assertFalse(self._told("in_transit").filtered(lambda one: one.state != "closed"))

    def test_back_or_unshipped_parcels_open_none(self):
        parcel = self.env["logistics.parcel"].create({"carrier_id": self.carriers["sf"].id, "company_id": self.company.id, "tracking": "SF000000077777"})
        self._told("lost", parcel)
        self.assertFalse(parcel.case_ids)
        with self.assertRaisesRegex(UserError, "dealer order"):
            self.env["dealer.parcel.case"].with_user(self.aftersale).create({"parcel_id": parcel.id, "kind": "late"})

    # -- who may

    def test_who_reported_does_not_send_again(self):
        case = self._told("lost")
        with self.assertRaisesRegex(AccessError, "Another person"):
            case.action_reship()
        with self.assertRaises(AccessError):
            case.with_user(self.cs_a).action_reship()
        case.with_user(self.other_aftersale).line_ids.quantity = 1
        with self.assertRaisesRegex(AccessError, "Another person"):
            case.with_user(self.other_aftersale).action_reship()
        case.with_user(self.users["cs_manager"]).action_reship()
        self.assertEqual(case.sudo().transfer_ids.move_ids.product_uom_qty, 1)
        with self.assertRaisesRegex(AccessError, "decided"):
            case.line_ids.quantity = 2

    def test_only_the_warehouse_ships_it_and_all_of_it(self):
        case = self._told("lost")
        case.with_user(self.other_aftersale).action_reship()
        picking = case.sudo().transfer_ids
        stock = self._plain_user("stock.group_stock_user")
        with self.assertRaisesRegex(AccessError, "warehouse"):
            picking.with_user(stock).sudo(False).button_validate()
        mine = picking.with_user(self.warehouse_user).sudo(False)
        with self.assertRaisesRegex(UserError, "tracking"):
            mine.button_validate()
        mine.carrier_tracking_ref = "SF000000099999"
        mine.move_ids.quantity = 1
        with self.assertRaisesRegex(UserError, "leave together"):
            mine.button_validate()
        for vals in ({"partner_id": self.d1.id}, {"parcel_case_id": False}, {"location_dest_id": self._warehouse().lot_stock_id.id}):
            with self.assertRaises(AccessError):
                mine.write(vals)
        with self.assertRaises(AccessError):
            mine.move_ids.product_uom_qty = 5
        with self.assertRaises(AccessError):
            self.env["stock.move"].with_user(self.warehouse_user).create({
                "picking_id": picking.id, "product_id": self.long_coat.id, "product_uom_qty": 1, "location_id": picking.location_id.id,
                "location_dest_id": picking.location_dest_id.id})
        mine.move_ids.quantity = 2
        mine.button_validate()
        self.assertEqual(picking.state, "done")

    def test_flow_fields_are_closed(self):
        case = self._told("lost")
        for vals in ({"state": "closed"}, {"claim_state": "booked"}, {"order_id": False}, {"reported_by": self.other_aftersale.id}, {"claim_paid": 5}):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                case.write(vals)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._case("late", claim_state="booked")
        with self.assertRaises(UserError):
            case.sudo().unlink()

    def test_who_reads_and_calls(self):
        case = self._told("lost")
        readers = {"fin_settlement", "fin_manager", "cs_presale", "cs_aftersale", "cs_manager", "ops", "ops_manager", "wh_operator", "wh_manager", "auditor"}
        service, finance = {"cs_aftersale", "cs_manager"}, {"fin_settlement", "fin_manager"}
        steps = (("action_reship", (), service), ("action_return", (), service), ("action_claim", (), service), ("action_close", ("x",), service),
                 ("action_book_claim", (), finance), ("action_reject_claim", ("x",), finance), ("action_answer_claim", (), finance),
                 ("action_reopen_answer", (), finance), ("action_settle_claim", (), finance))
        case.sudo().reported_by = self.env.ref("base.user_admin")
        for role, user in self.users.items():
            with self.subTest(role):
                self.env.invalidate_all()
                if role not in ("sales_rep", "sales_manager", "sc_manager"):
                    self.assertEqual(case.with_user(user).has_access("read"), role in readers)
                self.assertEqual(self.env["dealer.parcel.case"].with_user(user).has_access("create"), role in service)
                for method, args, allowed in steps:
                    with self.env.cr.savepoint() as savepoint:
                        try:
                            getattr(case.with_user(user), method)(*args)
                            denied = False
                        except AccessError:
                            denied = True
                        except UserError:
                            denied = False  # the role is right, the state is not
                        self.assertEqual(denied, role not in allowed, method)
                        savepoint.rollback()

    def test_other_company(self):
        case = self._told("lost")
        far = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self._user("cs_aftersale", login="t_far")
        stranger.write({"company_ids": [Command.set(far.ids)], "company_id": far.id})
        self.env.invalidate_all()
        self.assertFalse(self.env["dealer.parcel.case"].with_user(stranger).search([("id", "=", case.id)]))

    # -- twice is refused

    def test_sent_again_or_returned_once(self):
        lost = self._told("lost")
        damaged = self._case("damaged")
        lost.with_user(self.other_aftersale).action_reship()
        with self.assertRaisesRegex(UserError, "0 of that delivery"):
            damaged.with_user(self.other_aftersale).action_reship()
        with self.assertRaisesRegex(UserError, "0 of that delivery"):
            damaged.action_return()
        with self.assertRaisesRegex(UserError, "not done"):
            lost.action_close("done")

    def test_returned_goods_are_not_sent_again(self):
        self._approved_return(self.order, 1)
        case = self._told("lost")
        with self.assertRaisesRegex(UserError, "1 of that delivery"):
            case.with_user(self.other_aftersale).action_reship()

    def test_cancelled_before_it_leaves(self):
        case = self._told("lost")
        case.with_user(self.other_aftersale).action_reship()
        with self.assertRaises(AccessError):
            case.with_user(self.cs_a).action_cancel_reship()
        for _press in range(2):
            case.action_cancel_reship()
        self.assertEqual((case.state, case.reshipped_by.id, case.sudo().transfer_ids.state), ("open", False, "cancel"))
        case.with_user(self.other_aftersale).action_reship()
        self._again(case)
        with self.assertRaisesRegex(UserError, "nothing waits"):
            case.action_cancel_reship()
        case.action_close("sent again")

    # -- the claim

    def _booked(self, amount=360):
        case = self._told("lost")
        case.claim_amount = amount
        case.action_claim()
        case.with_user(self.settlement).action_book_claim()
        return case

    def test_claim_needs_an_amount_and_two_people(self):
        case = self._told("lost")
        with self.assertRaisesRegex(UserError, "what the carrier shall pay"):
            case.action_claim()
        case.claim_amount = 360
        case.action_claim()
        self.assertEqual((case.state, case.claim_state), ("claimed", "proposed"))
        with self.assertRaises(AccessError):
            case.claim_amount = 900
        both = self._user("cs_aftersale", login="t_both")
        both.group_ids = [Command.link(self.env.ref("dealer_base.group_fin_settlement").id)]
        case.sudo().claimed_by = both
        with self.assertRaisesRegex(AccessError, "Another person"):
            case.with_user(both).action_book_claim()
        case.with_user(self.settlement).action_reject_claim("too late for it")
        self.assertEqual((case.state, case.claim_state, case.sudo().claim_move_id.id), ("open", "none", False))

    def test_claim_paid_in_part(self):
        case = self._booked()
        with self.assertRaisesRegex(UserError, "not settled"):
            case.action_close("done")
        mine = case.with_user(self.settlement)
        mine.write({"claim_answer": "paid", "claim_paid": 300})
        with self.assertRaisesRegex(UserError, "bank"):
            mine.action_answer_claim()
        mine.claim_journal_id = self.bank
        mine.action_answer_claim()
        with self.assertRaisesRegex(AccessError, "Another person"):
            mine.action_settle_claim()
        case.with_user(self.manager_b).action_settle_claim()
        case.with_user(self.manager_b).action_settle_claim()
        self.assertEqual((case.claim_state, case.claim_lost), ("settled", 60))
        bank = self.bank.default_account_id.code
        self.assertMove(case.sudo().answer_move_id, [(bank, 300), ("660100", 60), ("122100", -360)])
        with self.assertRaises(UserError):
            case.sudo().answer_move_id.with_user(self.manager_b).button_draft()
        case.action_close("paid")

    def test_claim_refused_or_set_off(self):
        case = self._booked()
        mine = case.with_user(self.settlement)
        mine.write({"claim_answer": "refused", "claim_paid": 5})
        with self.assertRaisesRegex(UserError, "does not fit"):
            mine.action_answer_claim()
        mine.claim_paid = 0
        mine.action_answer_claim()
        mine.action_reopen_answer()
        mine.write({"claim_answer": "set_off", "claim_paid": 361})
        with self.assertRaisesRegex(UserError, "does not fit"):
            mine.action_answer_claim()
        mine.write({"claim_answer": "refused", "claim_paid": 0})
        mine.action_answer_claim()
        case.with_user(self.manager_b).action_settle_claim()
        self.assertMove(case.sudo().answer_move_id, [("660100", 360), ("122100", -360)])
        self.assertEqual(case.claim_state, "refused")

    def test_claim_set_off(self):
        case = self._booked()
        mine = case.with_user(self.settlement)
        mine.write({"claim_answer": "set_off", "claim_paid": 360})
        mine.action_answer_claim()
        case.with_user(self.manager_b).action_settle_claim()
        self.assertMove(case.sudo().answer_move_id, [("220200", 360), ("122100", -360)])

    # -- J8e refused at the door

    def test_j8e_refused_at_the_door(self):
        """A return not for quality of all pieces: goods 600.00 back, admin 48.00 and outbound 32.00 stay, postage 18.00, handling 20.00."""
        case = self._told("refused")
        self.assertEqual((case.kind, case.line_ids.quantity), ("refused", 2))
        with self.assertRaisesRegex(UserError, "change the kind"):
            case.with_user(self.other_aftersale).action_reship()
        case.action_return()
        case.action_return()
        record = case.return_id
        self.assertEqual((record.reason_class, record.reason_id.code, record.create_uid), ("non_quality", "refused_at_door", self.aftersale))
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        self.assertEqual(self._told_of(record), ["return_accepted"], "what the store never had it does not send")
        with self.assertRaisesRegex(UserError, "not refunded"):
            case.action_close("done")
        record.with_user(self.warehouse_user).action_receive(quantities={record.line_ids.id: 2}, postage=18)
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertEqual((record.credit_amount, record.postage_amount, record.handling_amount, record.net_amount), (600, 18, 20, 562))
        self.assertLedger(self.account, 4320 + 562, 0, 4882)
        case.action_close("returned")
        self.assertOrderBalanced(self.order)

    # -- J27 wrong

    def test_j27_sent_wrong(self):
        """The right goods leave and the wrong ones come back; HQ bears all: ledger 0.00, stock as before."""
        stock = self.coat.with_company(self.company).qty_available
        case = self._case("wrong", goods_back=True)
        case.with_user(self.other_aftersale).action_reship()
        self._again(case)
        back = case.sudo().transfer_ids.filtered(lambda one: not one.is_case_delivery).with_user(self.warehouse_user).sudo(False)
        back.move_ids.quantity = 2
        back.button_validate()
        self.assertEqual(back.state, "done")
        self.assertMove(back.sudo().case_move_ids, [("660100", -360), ("140500", 360)])
        self.assertEqual(self.coat.with_company(self.company).qty_available, stock)
        self.assertLedger(self.account, 4320, 0, 4320)
        case.action_close("exchanged")
        self.order.with_user(self.aftersale).action_received()
        record = self._refunded_return(self.order, 1)
        self.assertEqual(record.net_amount, 272, "the right goods can come back as any others")

    def test_wrong_as_a_return(self):
        case = self._case("wrong")
        case.action_return()
        self.assertEqual((case.return_id.reason_class, case.return_id.reason_id.code), ("quality", "sent_wrong"))
        self.assertEqual(case.return_id.net_amount, 680)

    # -- J27 late

    def test_j27_late(self):
        """Over 5 days: listed, no money."""
        self.parcel.shipped_date = self.company._dealer_today() - timedelta(days=6)
        report = self.env["logistics.parcel.report"]
        self.env.flush_all()
        domain = self.env.ref("online_offline_order.logistics_parcel_report_action_late").domain
        self.assertIn(self.parcel, report.search(literal_eval(domain)).parcel_id)
        self.parcel.shipped_date += timedelta(days=1)
        self.env.flush_all()
        self.assertNotIn(self.parcel, report.search([("over_limit", "=", 1)]).parcel_id)
        case = self._case("late")
        with self.assertRaisesRegex(UserError, "came late"):
            case.action_return()
        case.action_close("listed")
        self.assertLedger(self.account, 4320, 0, 4320)

    # -- on the screen

    def test_form_and_buttons(self):
        action = self.parcel.with_user(self.aftersale).action_open_cases()
        with Form(self.env["dealer.parcel.case"].with_user(self.aftersale).with_context(**action["context"])) as form:
            form.kind = "lost"
        case = form.record
        self.assertEqual((case.parcel_id, self.parcel.case_count, self.order.parcel_case_count), (self.parcel, 1, 1))
        case.with_user(self.other_aftersale).action_reship()
        domain = self.env.ref("online_offline_order.stock_picking_action_to_ship").domain
        found = self.env["stock.picking"].with_user(self.warehouse_user).search(literal_eval(domain))
        self.assertIn(case.sudo().transfer_ids.id, found.ids)
        for method in ("action_open_order", "action_open_transfers", "action_open_close"):
            self.assertEqual(getattr(case, method)()["type"], "ir.actions.act_window")
        self.assertEqual(case.sudo().action_open_claim_moves()["res_model"], "account.move")
        self.assertEqual(self.order.action_open_parcel_cases()["domain"], [("order_id", "=", self.order.id)])

    def test_numbers_of_companies_from_before(self):
        sequences = self.env["ir.sequence"].search([("code", "=", "dealer.parcel.case"), ("company_id", "=", self.company.id)])
        sequences.unlink()
        path = pathlib.Path(__file__).parents[1] / "migrations" / "19.0.1.2.0" / "post-cases.py"
        spec = importlib.util.spec_from_file_location("post_cases", path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, "19.0.1.1.0")
        self.assertRegex(self._told("lost").name, r"^PC/\d{4}/00001$")
