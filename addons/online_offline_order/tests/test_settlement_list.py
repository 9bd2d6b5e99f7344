"""The settlement list ties shipment, debit, invoice and clearing; each debit says why it has its amount."""
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestSettlementList(ReturnCommon):
    def _rows(self, order):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["dealer.settlement"].with_user(self.users["fin_settlement"]).search([("order_id", "=", order.id)], order="id")

    def test_shipment_in_parts(self):
        """R1-094: the list of settlements, posted and reconciled."""
        order = self._approved()
        self.assertFalse(self._rows(order))
        self._ship(order, {self.coat: 1})
        self._ship(order)
        rows = self._rows(order)
        self.assertEqual(rows.mapped("total"), [340, 340])
        self.assertEqual([(row.goods, row.admin, row.logistics) for row in rows], [(300, 24, 16), (300, 24, 16)])
        self.assertEqual((set(rows.mapped("state")), set(rows.mapped("residual"))), ({"cleared"}, {0.0}))
        self.assertEqual(rows.move_id, order.picking_ids.dealer_invoice_id)
        self.assertTrue(rows.clearing_move_id and rows[0].partner_id == self.d1)
        self.assertEqual(rows[0].action_open_document()["res_id"], order.id, "the delivery would show the consumer's contact, which finance does not read")
        self.assertEqual(rows[0].action_open_entry()["res_id"], rows[0].entry_id.id)
        total = self.env["dealer.settlement"].with_user(self.users["auditor"]).formatted_read_group(
            [("order_id", "=", order.id)], ["partner_id"], ["total:sum", "residual:sum"])
        self.assertEqual((total[0]["total:sum"], total[0]["residual:sum"]), (680, 0))

    def test_each_debit_shows_its_formula(self):
        """R1-006, R1-116: each debit shows its order, its parts and the balance before and after; service reads it."""
        order = self._approved()
        self._ship(order, {self.coat: 1})
        self._ship(order)
        for role in ("fin_cashier", "cs_presale"):
            first, last = order.with_user(self.users[role]).sudo(False).ledger_entry_ids.sorted("id")
            self.assertIn("300.00", first.formula)
            self.assertIn("8", first.formula.split("\n")[1])
            self.assertIn("1 of 2 pieces", first.formula)
            self.assertIn("goods 300.00 of 600.00", first.formula)
            self.assertIn("admin fee 24.00 of 48.00", first.formula)
            self.assertEqual((first.balance_before, first.balance_after, last.balance_after), (5000, 4660, 4320))
        whole = self._approved()
        self._ship(whole)
        (entry,) = whole.ledger_entry_ids
        self.assertIn("600.00", entry.formula)
        self.assertNotIn("Share of", entry.formula)

    def test_formulas_are_worked_out_together(self):
        """The documents behind the entries of a list are looked up once a model, not once an entry."""
        for _number in range(4):
            self._ship(self._approved())
        entries = self.env["prepaid.entry"].search([("account_id", "=", self.account.id), ("kind", "=", "capture")])
        self.assertEqual(len(entries), 4)
        counts = []
        for some in (entries[:2], entries):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(all(some.mapped("formula")))
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_other_debits_give_their_reason(self):
        adjustment = self.env["prepaid.adjustment"].with_user(self.users["fin_cashier"]).create({
            "account_id": self.account.id, "amount": 5, "direction": "debit", "reason": "counted wrong",
            "counter_account_id": self.account._role("goods_income").id})
        adjustment.action_submit()
        adjustment.with_user(self.users["fin_manager"]).action_approve()
        self.assertEqual(adjustment.entry_id.formula, "counted wrong")

    def test_waits_for_its_batch(self):
        self.company.prepaid_gl_mode = "daily"
        order = self._approved()
        self._ship(order)
        row = self._rows(order)
        self.assertEqual((row.state, row.move_id.id), ("waiting", False))
        row.action_post_now()
        row = self._rows(order)
        self.assertEqual(row.state, "cleared")
        self.assertTrue(row.gl_batch_id and row.move_id)

    def test_on_a_term(self):
        self.d1.with_user(self.users["fin_manager"]).action_set_settlement("pay_later", "contract", days=30, limit=10_000)
        changes = self.env["prepaid.settlement.change"].with_user(self.users["fin_confirmer"])
        changes.search([("partner_id", "=", self.d1.id), ("state", "=", "proposed")]).action_confirm()
        order = self._approved()
        self._ship(order)
        row = self._rows(order)
        self.assertEqual((row.kind, row.state, row.total, row.residual), ("term", "open", 680, 680))
        with self.assertRaisesRegex(UserError, "on a term"):
            row.action_open_entry()

    def test_return_on_a_term(self):
        """Credit note and charges of a return stand beside the shipment: the list adds up to what the payer owes."""
        self.d1.with_user(self.users["fin_manager"]).action_set_settlement("pay_later", "contract", days=30, limit=10_000)
        changes = self.env["prepaid.settlement.change"].with_user(self.users["fin_confirmer"])
        changes.search([("partner_id", "=", self.d1.id), ("state", "=", "proposed")]).action_confirm()
        order = self._received_order()
        record = self._refunded_return(order)
        quality = self._refunded_return(order, reason_class="quality", evidence_ids=self._photo().ids)
        rows = self._rows(order)
        self.assertEqual(len(rows), 4)
        self.assertEqual(rows.filtered(lambda row: row.kind == "term").total, 680)
        notes = rows.filtered(lambda row: row.kind == "term_return").sorted("total")
        self.assertEqual([(row.return_id, row.total, row.goods, row.admin, row.logistics) for row in notes], [
            (quality, -340, -300, -24, -16), (record, -300, -300, 0, 0), (record, 28, 28, 0, 0)])
        self.assertEqual(notes.move_id, (record | quality).sudo().credit_note_id | record.sudo().charges_move_id)
        self.assertEqual(sum(rows.mapped("total")), 68)
        self.assertEqual(sum(rows.mapped("residual")), 68)
        action = notes[0].action_open_document()
        self.assertEqual((action["res_model"], action["res_id"]), ("dealer.return", quality.id))
        with self.assertRaisesRegex(UserError, "on a term"):
            notes[0].action_open_entry()
        record._take_billed_postage(2_050)
        for user in (self.users["fin_settlement"], self.manager_b):
            record.with_user(user).action_charge_postage()
        rows = self._rows(order)
        self.assertEqual((len(rows), sum(rows.mapped("total")), sum(rows.mapped("residual"))), (5, 70.5, 70.5))

    def test_only_finance_reads_it(self):
        for role in ("cs_presale", "wh_operator", "sales_rep", "fin_cashier"):
            with self.assertRaises(AccessError):
                self.env["dealer.settlement"].with_user(self.users[role]).search_count([])
        other = self.env["res.company"].create({"name": "Other"})
        self._ship(self._approved())
        self.users["fin_settlement"].company_ids = [(4, other.id)]
        self.env.invalidate_all()
        settlements = self.env["dealer.settlement"].with_user(self.users["fin_settlement"])
        self.assertFalse(settlements.with_context(allowed_company_ids=other.ids).search([]))
