from odoo.tests import tagged

from ..sql import gate, journal, lots, receipt
from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestMigration(PrepaidCommon):
    """An upgrade from the release before lots keeps balances, holds and the chain (J28)."""

    def setUp(self):
        super().setUp()
        self.account = self._open_account(self.d1)
        self.account._hold("old", 68_000, "res.partner", self.d1.id, "old")
        self._capture("old", 30_000, "p1")
        self._as_before_lots()

    def _capture(self, key, fen, name):
        entry = self.account._capture(
            key, fen, operation_key=name, label=name, res_model="res.partner", res_id=self.d1.id, order_model="res.partner", order_id=self.d1.id)
        self.account._gl_entry(
            self.company.prepaid_journal_id, [(self.account._role("advance"), fen), (self.account._role("goods_income"), -fen)], name)
        return entry

    def _as_before_lots(self):
        """Take away what the first release did not know, as its superuser could, and seal the entries as it did."""
        cr = self.env.cr
        self.env.flush_all()
        cr.execute("SET LOCAL session_replication_role = replica")
        cr.execute("DELETE FROM prepaid_hold_line WHERE hold_id IN (SELECT id FROM prepaid_hold WHERE account_id = %s)", [self.account.id])
        cr.execute("DELETE FROM prepaid_lot WHERE account_id = %s", [self.account.id])
        cr.execute(
            """UPDATE prepaid_entry SET lots = NULL, bucket = NULL, memo = NULL, hash = NULL, prev_hash = NULL, sequence = NULL
                WHERE account_id = %s""", [self.account.id])
        cr.execute("SET LOCAL session_replication_role = DEFAULT")
        cr.execute(gate.seal(self.account.id))
        self.env.invalidate_all()

    def test_upgrade_keeps_the_money(self):
        lots.make_opening_lots(self.env.cr)
        self.env.invalidate_all()
        self.assertLedger(self.account, 4700, 380, 4320)
        (lot,) = self.account.lot_ids
        self.assertEqual((lot.initial, lot.free, lot.bucket), (4700, 4320, "cash"))
        lots.make_opening_lots(self.env.cr)
        self.env.invalidate_all()
        self.assertEqual(len(self.account.lot_ids), 1, "a second run changes nothing")
        for _twice in range(2):
            lots.find_sources(self.env.cr)
        self.env.invalidate_all()
        first = self.account.entry_ids.sorted("id")[0]
        self.assertEqual((lot.entry_id, first.kind, lot.created_on), (first, "topup", first.date), "the source of its age")

        self._capture("old", 10_000, "p2")
        self.account._release("old", "the rest is cancelled")
        self.assertLedger(self.account, 4600, 0, 4600)
        self.account._post_entries(
            "r1", [{"kind": "refund", "amount_fen": 5_000, "label": "back"}], "res.partner", self.d1.id, "res.partner", self.d1.id)
        self.account._gl_entry(
            self.company.prepaid_journal_id, [(self.account._role("goods_income"), 5_000), (self.account._role("advance"), -5_000)], "r1")
        self.assertLedger(self.account, 4650, 0, 4650)

    def test_lots_of_before_get_the_rule_of_now(self):
        """19.0.1.5.0: a lot outside the books stays there whatever its bucket's rule says since; a second run changes nothing."""
        cr = self.env.cr
        lots.make_opening_lots(cr)
        self.env["prepaid.lot"].invalidate_model()
        cash = self.account.lot_ids
        cr.execute(
            """INSERT INTO prepaid_lot (account_id, company_id, currency_id, bucket, memo, initial, free, settled, restored, created_on)
               SELECT account_id, company_id, currency_id, b, m, 1, 0, 1, 0, created_on FROM prepaid_lot l,
                      (VALUES ('gift', TRUE), ('gift', FALSE), ('rebate', TRUE), ('expense', FALSE)) x(b, m) WHERE l.id = %s""", [cash.id])
        lots.freeze_rules(cr)
        self.env["prepaid.bucket"].search([("company_id", "=", self.company.id), ("code", "=", "gift")]).close_policy = "carry"
        self.env.flush_all()
        lots.freeze_rules(cr)
        self.env.invalidate_all()
        found = sorted((lot.bucket, lot.memo, lot.gl_treatment, lot.close_policy) for lot in self.account.lot_ids)
        self.assertEqual(found, [
            ("cash", False, "cash", "refund"), ("expense", False, "expense", "carry"), ("gift", False, "income", "expire"),
            ("gift", True, "memo", "expire"), ("rebate", True, "memo", "carry")])

    def test_lots_of_booked_grants_keep_their_place_in_the_books(self):
        """A grant that was booked as an expense stays one, although the rule says income since."""
        entry = self.account._post_entries(
            "g1", [{"kind": "rebate", "amount_fen": 900, "label": "g1", "bucket": "rebate"}], "res.partner", self.d1.id)
        entry._link_move(self.account._gl_entry(
            self.company.prepaid_journal_id, [(self.account._role("expense"), 900), (self.account._role("advance"), -900)], "g1"))
        rule = self.env["prepaid.bucket"].search([("company_id", "=", self.company.id), ("code", "=", "rebate")])
        lot = self.env["prepaid.lot"].search([("entry_id", "=", entry.id)])
        self.assertEqual((rule.gl_treatment, lot.memo), ("income", False))
        self.env.flush_all()
        self.env.cr.execute("UPDATE prepaid_lot SET gl_treatment = NULL, close_policy = NULL WHERE id = %s", [lot.id])
        lots.freeze_rules(self.env.cr)
        self.env.invalidate_all()
        self.assertEqual((lot.gl_treatment, lot.close_policy), ("expense", rule.close_policy))

    def test_entries_of_before_keep_their_seal(self):
        self.assertEqual([d for d in self.env["prepaid.check"]._differences(self.company) if d["kind"] == "chain"], [])

    def test_remittances_without_a_sheet_were_typed(self):
        imported, typed = self._from_bank({"serial": "M1", "amount": 5}, {"serial": "M2", "amount": 5})
        self.env["dealer.import.job"].sudo().create({"layout": "remittances", "file": "eA==", "filename": "bank.xlsx"}).sudo().write({
            "state": "done", "result_model": "prepaid.bank.line", "result_ids": imported.ids})
        self.env["dealer.import.job"].sudo().create({"layout": "remittances", "file": "eA==", "filename": "none.xlsx"})
        self.env.flush_all()
        self.env.cr.execute("UPDATE prepaid_bank_line SET by_hand = NULL WHERE id IN %s", [(imported.id, typed.id)])
        receipt.mark_typed_remittances(self.env.cr)
        self.env.invalidate_all()
        self.assertEqual([line.by_hand for line in (imported, typed)], [False, True])

    def test_companies_get_numbers_of_their_own(self):
        """A company with documents goes on where the common numbers stand, so that no number comes twice; one without begins with 1."""
        sequences = self.env["ir.sequence"].search([("code", "in", ("prepaid.topup", "prepaid.writeoff"))])
        common = sequences.filtered(lambda one: not one.company_id)
        (sequences - common).unlink()
        common.number_next_actual = 58
        self.company._ensure_own_numbers()
        self.company._ensure_own_numbers()
        own = self.env["ir.sequence"].search([("code", "in", common.mapped("code")), ("company_id", "=", self.company.id)])
        self.assertEqual({one.code: one.number_next_actual for one in own}, {"prepaid.topup": 58, "prepaid.writeoff": 1})
        self.assertTrue(self._submitted_topup(self.d1, 5).name.endswith("-00058"))
        self.assertEqual(common.mapped("number_next_actual"), [58, 58], "other companies' numbers are left alone")


@tagged("post_install", "-at_install")
class TestMigrationOfHints(PrepaidCommon):
    """What dealers are told was translated once: the upgrade keeps the text they read, not an older one of another language."""

    def test_the_text_of_the_companys_language_stays(self):
        account, cr = self.company._receiving_accounts()[:1], self.env.cr
        journal.keep_one_hint(cr)
        account.prepaid_payment_hint = "old number"
        for lang, shown in (("zh_CN", "new number"), ("en_US", "old number"), (None, "new number")):
            self.company.partner_id.lang = lang
            self.env.flush_all()
            cr.execute("ALTER TABLE account_journal ALTER COLUMN prepaid_payment_hint TYPE jsonb USING jsonb_build_object('en_US', prepaid_payment_hint)")
            cr.execute(
                """UPDATE account_journal SET prepaid_payment_hint = '{"en_US": "old number", "zh_CN": "new number"}' WHERE id = %s""", [account.id])
            cr.execute("UPDATE ir_model_fields SET translate = 'standard' WHERE model = 'account.journal' AND name = 'prepaid_payment_hint'")
            journal.keep_one_hint(cr)
            cr.execute("SELECT translate FROM ir_model_fields WHERE model = 'account.journal' AND name = 'prepaid_payment_hint'")
            self.assertIsNone(cr.fetchone()[0], "else the next upgrade would make the column translated again")
            account.invalidate_recordset(flush=False)
            self.assertEqual(account.prepaid_payment_hint, shown)
