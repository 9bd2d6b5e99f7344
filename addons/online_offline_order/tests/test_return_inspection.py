from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .return_common import ReturnCommon


class InspectionCommon(ReturnCommon):
    """Quality returns are inspected, as a company begins."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.return_inspection = "quality"
        cls.order = cls._received_order()

    def _received(self, pieces=1, order=None, postage=18, **vals):
        vals = {"reason_class": "quality", "evidence_ids": [Command.set(self._photo().ids)], **vals}
        record = self._approved_return(order or self.order, pieces, **vals)
        record.with_user(self.warehouse_user).action_receive(postage=postage)
        return record

    def _inspect(self, record, good=0, worn=0, defect=0, user=None):
        line = record.inspection_ids.with_user(user or self.warehouse_user)
        line.write({"good_qty": good, "worn_qty": worn, "defect_qty": defect, "note": "seam"})
        if worn:
            photo = self.env["ir.attachment"].with_user(user or self.warehouse_user).create({"name": "worn.pdf", "raw": b"%PDF-1.4 worn"})
            line.photo_ids = [Command.link(photo.id)]
        record.with_user(user or self.warehouse_user).action_inspect()

    def _free(self):
        self.env.invalidate_all()
        return self.coat._dealer_free_stock(self._warehouse())[self.coat.id]


@tagged("post_install", "-at_install")
class TestReturnInspection(InspectionCommon):

    def test_j12_the_class_stands(self):
        free = self._free()
        record = self._received()
        self.assertEqual((record.state, record.inspection_ids.defect_qty, record.inspection_ids.received_qty), ("inspecting", 1, 1))
        self.assertEqual(record.picking_ids.location_dest_id, self.company.quarantine_location_id)
        self.assertEqual(self._free(), free, "what lies in quarantine is not sold")
        with self.assertRaisesRegex(UserError, "inspected first"):
            record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertFalse(record.postage_move_id)

        record.with_user(self.warehouse_user).action_inspect()
        self.assertEqual((record.state, record.net_amount, record.inspected_by), ("received", 340, self.warehouse_user))
        self.assertTrue(record.postage_move_id, "E10b: the company bears the postage")
        record.with_user(self.users["fin_confirmer"]).action_refund()

        self.assertLedger(self.account, 4660, 0, 4660)
        self.assertMove(record.credit_note_id, [
            ("112200", -340), ("600100", 265.48), ("605100", 21.24), ("605100", 14.16), ("222100", 39.12), ("640100", -180), ("140500", 180)])
        defect = self.env["dealer.defect"].search([("return_id", "=", record.id)])
        self.assertEqual((defect.kind, defect.quantity, defect.product_id, defect.state), ("defect", 1, self.coat, "new"))
        self.assertEqual(self._free(), free)
        self.assertOrderBalanced(self.order)

    def test_j12_worn_and_the_store_agrees(self):
        record = self._received()
        with self.assertRaisesRegex(UserError, "add a photo"), self.env.cr.savepoint():
            record.inspection_ids.with_user(self.warehouse_user).write({"worn_qty": 1, "defect_qty": 0})
            record.with_user(self.warehouse_user).action_inspect()
        self._inspect(record, worn=1)

        self.assertEqual((record.state, record.reason_class, record.claimed_class), ("downgraded", "non_quality", "quality"))
        self.env["res.lang"]._activate_lang("zh_CN")
        word = self.env["ir.model.fields.selection"].search([
            ("field_id.model", "=", "dealer.return"), ("field_id.name", "=", "reason_class"), ("value", "=", "quality")])
        word.with_context(lang="zh_CN").name = "质量退货"
        names = record.with_context(lang="zh_CN").fields_get(["claimed_class"], ["selection"])["claimed_class"]["selection"]
        self.assertEqual(dict(names)["quality"], "质量退货", "the same words in every language")
        self.assertEqual((record.net_amount, record.preview_text), (272, "300.00 - 18.00 - 10.00 = 272.00"))
        self.assertFalse(record.postage_move_id)
        self.assertEqual(record.parcel_ids.bearer, "dealer")
        with self.assertRaisesRegex(UserError, "inspected first"):
            record.with_user(self.users["fin_confirmer"]).action_refund()
        with self.assertRaisesRegex(UserError, "reason"):
            record.action_accept_downgrade(" ")
        record.action_accept_downgrade("agreed by phone")
        record.action_accept_downgrade("again")
        self.assertEqual((record.state, record.downgrade_answer), ("received", "agreed by phone"))
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertLedger(self.account, 4592, 0, 4592)
        self.assertOrderBalanced(self.order)

    def test_j12_worn_and_the_goods_go_back(self):
        record = self._received()
        self._inspect(record, worn=1)
        record.action_send_back("wants the coat back")
        record.action_send_back("again")

        self.assertEqual((record.state, record.back_postage), ("sent_back", 22))
        self.assertLedger(self.account, 4280, 0, 4280)
        entries = self.env["prepaid.entry"].search([("res_model", "=", "dealer.return"), ("res_id", "=", record.id)])
        self.assertEqual([(entry.kind, entry.amount) for entry in entries], [("postage", -40)])
        self.assertMove(record.back_move_id, [("112200", 40), ("605100", -15.93), ("605100", -19.47), ("222100", -4.6)])
        picking = record.back_picking_ids
        self.assertEqual((picking.location_id, picking.move_ids.product_uom_qty), (self.company.quarantine_location_id, 1))
        self.assertFalse(picking.is_dealer_delivery, "nothing is debited for it again")
        picking.move_ids.picked = True
        picking.with_user(self.warehouse_user).button_validate()
        self.assertEqual(picking.state, "done")
        self.assertLedger(self.account, 4280, 0, 4280)
        self.assertOrderBalanced(self.order)

        again = self._refunded_return(self.order, 2, reason="both after all")
        self.assertEqual(again.net_amount, 562)

    def test_pieces_of_two_deliveries(self):
        """One of two pieces is as new: one goes back on stock, the defective one stays, though each came by a move of its own."""
        order = self._approved()
        self._ship(order, {self.coat: 1})
        self._ship(order)
        order.with_user(self.aftersale).action_received()
        record = self._received(2, order)
        self.assertEqual(len(record._quarantined()), 2)
        free = self._free()

        self._inspect(record, good=1, defect=1)
        record.with_user(self.aftersale).action_accept_downgrade("Ms Wang agrees by phone")

        self.assertEqual(self._free(), free + 1)
        place = self.company.quarantine_location_id
        lying = self.env["stock.quant"].search([("location_id", "=", place.id), ("product_id", "=", self.coat.id)])
        self.assertEqual(sum(lying.mapped("quantity")), 1)

    def test_quality_without_any_fault_is_none(self):
        record = self._received()
        self._inspect(record, good=1)
        self.assertEqual((record.state, record.reason_class), ("downgraded", "non_quality"))

    def test_sent_wrong_comes_back_as_new(self):
        free = self._free()
        record = self._received(reason_id=self.env.ref("logistics_fee.reason_sent_wrong").id)
        self.assertEqual(record.inspection_ids.good_qty, 1)
        record.with_user(self.warehouse_user).action_inspect()
        self.assertEqual((record.state, record.net_amount), ("received", 340))
        self.assertEqual(self._free(), free + 1, "as new: on stock again")

    def test_all_returns_and_none(self):
        self.company.return_inspection = "all"
        record = self._received(reason_class="non_quality", evidence_ids=False)
        self.assertEqual((record.state, record.inspection_ids.good_qty), ("inspecting", 1))
        self._inspect(record, worn=1)
        self.assertEqual((record.state, record.reason_class), ("downgraded", "non_quality"))
        with self.assertRaises(AccessError):
            record.with_user(self.users["sales_rep"]).action_accept_downgrade("worn goods of no claim: after-sale service alone")
        record.action_accept_downgrade("taken all the same")
        self.assertEqual(record.state, "received")
        self.company.return_inspection = "none"
        self.assertEqual(self._received().state, "received")

    def test_who_inspects(self):
        record = self._received()
        both = self._user("cs_aftersale", login="t_both_inspect")
        self._exception(both, "S5")
        both.group_ids = [Command.link(self.env.ref("dealer_base.group_wh_operator").id)]
        photo = self.env["ir.attachment"].with_user(both).create({"name": "seam.pdf", "raw": b"%PDF-1.4 photo"})
        own = self._return(self.order, user=both, reason_class="quality", evidence_ids=[Command.set(photo.ids)])
        own.action_submit()
        own.with_user(self.other_aftersale).action_approve()
        own.with_user(self.warehouse_user).action_receive()
        for case, person in (("service", self.aftersale), ("approver", self.other_aftersale), ("finance", self.users["fin_confirmer"])):
            with self.subTest(case), self.assertRaises(AccessError):
                record.with_user(person).action_inspect()
        with self.assertRaisesRegex(AccessError, "another person"):
            own.with_user(both).action_inspect()
        for vals in ({"good_qty": 0}, {"return_id": own.id}):
            with self.subTest(vals), self.assertRaises(AccessError):
                record.inspection_ids.with_user(self.aftersale).write(vals)
        record.with_user(self.warehouse_user).action_inspect()
        with self.assertRaises(AccessError):
            record.inspection_ids.with_user(self.warehouse_user).good_qty = 1
        with self.assertRaises(AccessError):
            self.env["dealer.return.inspection"].with_user(self.warehouse_user).create({"return_id": record.id, "line_id": record.line_ids.id})

    def test_counts_by_the_method(self):
        record = self._received(2)
        line = record.inspection_ids
        with self.assertRaisesRegex(UserError, "2 pieces of .* have come, 1 are inspected"), self.env.cr.savepoint():
            record.with_user(self.warehouse_user).action_inspect({str(line.id): {"defect_qty": 1}})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            record.with_user(self.warehouse_user).action_inspect({str(line.id): {"received_qty": 1}})
        record.with_user(self.warehouse_user).action_inspect({line.id: {"defect_qty": 1, "good_qty": 1}})
        self.assertEqual(record.state, "downgraded")

    def _lies_at(self, place):
        return sum(self.env["stock.quant"].search([("location_id", "=", place.id), ("product_id", "=", self.coat.id)]).mapped("quantity"))

    def test_defects_on_the_list_of_purchasing(self):
        record = self._received()
        record.with_user(self.warehouse_user).action_inspect()
        buyer = self.users["purchase_clerk"]
        defect = self.env["dealer.defect"].with_user(buyer).search([("return_id", "=", record.id)])
        self.assertTrue(defect.photo_ids.has_access("read"))
        with self.assertRaises(AccessError):
            defect.state = "scrapped"
        with self.assertRaises(AccessError):
            defect.with_user(self.aftersale).action_report("told them")
        defect.action_report("claim of today")
        defect.action_close_returned("credited")
        self.assertEqual((defect.state, defect.answer, defect.closed_by), ("returned", "credited", buyer))
        with self.assertRaisesRegex(UserError, "Back to the vendor"):
            defect.action_report("once more")
        picking = defect.sudo().picking_id
        defect.action_close_returned("pressed twice")
        self.assertEqual(defect.sudo().picking_id, picking)
        place = self.company._quarantine_location()
        self.assertEqual((picking.state, picking.location_id, picking.location_dest_id.usage, picking.origin), ("draft", place, "supplier", record.name))
        self.assertEqual((picking.move_ids.product_id, picking.move_ids.product_uom_qty), (self.coat, 1))
        before = self._lies_at(place)
        transfer = picking.with_user(self.warehouse_user)
        transfer.action_confirm()
        transfer.action_assign()
        transfer.move_ids.picked = True
        transfer.button_validate()
        self.assertEqual((picking.state, self._lies_at(place)), ("done", before - 1))

    def test_label(self):
        record = self._received()
        html = self.env["ir.actions.report"]._render_qweb_html("online_offline_order.return_label", record.ids)[0].decode()
        self.assertIn(f"RETURN <span>{record.name}</span>", html)


@tagged("post_install", "-at_install")
class TestReturnClasses(InspectionCommon):

    def test_refused_at_the_door_comes_back_as_a_whole(self):
        order = self._shipped()
        record = self._return(order, 1, reason_class="refused_at_door")
        with self.assertRaisesRegex(UserError, "as a whole"):
            record.action_submit()
        record.line_ids.quantity = 2
        record.action_submit()
        record.with_user(self.other_aftersale).action_approve()
        record.with_user(self.warehouse_user).action_receive()
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertEqual((record.credit_amount, record.postage_amount, record.handling_amount, record.net_amount), (600, 18, 20, 562))
        self.assertOrderBalanced(order)

    def test_stock_of_the_store_needs_finance(self):
        self.order._flow().received_at = fields.Datetime.now() - timedelta(days=60)
        record = self._return(self.order, reason_class="stock", reason="slow")
        record.action_submit()
        approve = record.with_user(self.other_aftersale)
        with self.assertRaisesRegex(UserError, "settlement accountant"):
            approve.action_approve()
        with self.assertRaises(AccessError):
            record.with_user(self.other_aftersale).action_release_stock()
        settlement = self.users["fin_settlement"]
        self.assertTrue(record.with_user(settlement).needs_release)
        record.with_user(settlement).action_release_stock()
        approve.action_approve()
        self.assertEqual((record.state, record.released_by), ("approved", settlement))
        record.with_user(self.warehouse_user).action_receive()
        with self.assertRaises(AccessError):
            record.with_user(settlement).action_refund()
        record.with_user(self.users["fin_confirmer"]).action_refund()
        self.assertEqual(record.net_amount, 272)

    def test_only_stock_is_released(self):
        record = self._return(self.order)
        record.action_submit()
        with self.assertRaisesRegex(UserError, "not possible"):
            record.with_user(self.users["fin_settlement"]).action_release_stock()
