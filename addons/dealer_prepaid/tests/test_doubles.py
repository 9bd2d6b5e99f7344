"""J24, N9: a payment that looks like one recorded before waits for the finance manager."""
import base64
import io

import psycopg2
from PIL import Image, ImageDraw

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..adapters import slip_image
from .common import PrepaidCommon


def slip(lines, size=(600, 900), form="PNG"):
    """Draw a slip as a bank's application shows it."""
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, size[0], size[1] // 9), fill="navy")
    for number, text in enumerate(lines):
        scale = size[1] // 900
        mask = Image.new("L", (60, 12))
        ImageDraw.Draw(mask).text((0, 0), text, fill=255)
        image.paste("black", (40 * scale, (140 + 80 * number) * scale), mask.resize((420 * scale, 60 * scale)))
    out = io.BytesIO()
    image.save(out, form)
    return out.getvalue()


TEXT = ("Transfer", "5000.00", "West D1", "Bank 6222", "09:30", "Serial 77", "Done")


@tagged("post_install", "-at_install")
class TestDoubles(PrepaidCommon):
    def _file(self, raw, name="slip.png"):
        return self.env["ir.attachment"].with_user(self.users["fin_cashier"]).create({"name": name, "datas": base64.b64encode(raw)})

    def _with(self, raw, partner=None, amount=5000, **vals):
        return self._submitted_topup(
            partner or self.d1, amount, payer_name=vals.pop("payer_name", "Somebody"), proof_ids=[Command.set(self._file(raw).ids)], **vals)

    def test_same_serial_needs_the_finance_manager(self):
        first = self._submitted_topup(self.d1, 5000, bank_serial="ser 1")
        self.assertEqual(first.bank_serial, "SER1")
        first.with_user(self.users["fin_confirmer"]).action_confirm()
        second = self._submitted_topup(self.partners["D2"], 5000, bank_serial="SER1", payer_name="Another")
        self.assertEqual(second.sudo().warning_ids.mapped("code"), ["serial"])
        self.assertTrue(second.is_suspicious)
        self.assertIn("already recorded in " + first.name, second.sudo().warning_ids.message)
        confirmer = second.with_user(self.users["fin_confirmer"])
        with self.assertRaisesRegex(UserError, "already recorded.*finance manager"):
            confirmer.action_confirm()
        for role in ("fin_cashier", "fin_confirmer", "fin_settlement", "cs_presale", "sales_rep", "business_admin", "auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                second.with_user(self.users[role]).action_release("because")
        manager = second.with_user(self.users["fin_manager"])
        with self.assertRaisesRegex(UserError, "Say why"):
            manager.action_release(" ")
        wizard = self.env["dealer.reason"].with_user(self.users["fin_manager"]).browse(manager.action_ask_release()["res_id"])
        wizard.reason = "the bank used the number twice"
        wizard.action_apply()
        self.assertFalse(second.is_suspicious)
        confirmer.action_confirm()
        self.assertLedger(second.account_id, 5000, 0, 5000)
        self.assertEqual(second.sudo().warning_ids.released_by_id, self.users["fin_manager"])

    def test_who_recorded_it_does_not_release_it(self):
        manager = self.users["fin_manager"]
        self._submitted_topup(self.d1, 50, bank_serial="S")
        own = self.env["prepaid.topup"].with_user(manager).create({
            "partner_id": self.d1.id, "amount": 50, "bank_serial": "S", "proof_ids": [Command.set(self._proof(user=manager).ids)]})
        own.action_submit()
        with self.assertRaisesRegex(AccessError, "Another person must release"):
            own.action_release("mine")

    def test_same_file_across_dealers(self):
        first = self._with(slip(TEXT))
        second = self._with(slip(TEXT), self.partners["D2"], 300)
        self.assertEqual(second.sudo().warning_ids.mapped("code"), ["file"])
        self.assertEqual(second.sudo().warning_ids.other_id, first)
        first.with_user(self.users["fin_confirmer"]).action_reject("never arrived")
        self.assertFalse(second.is_suspicious, "a rejected payment is no double")
        second.with_user(self.users["fin_confirmer"]).action_confirm()

    def test_same_picture_saved_again(self):
        self._with(slip(TEXT))
        for name, raw in (("smaller", slip(TEXT, (1200, 1800))), ("other format", slip(TEXT, form="JPEG"))):
            with self.subTest(name):
                self.assertIn("picture", self._with(raw, self.partners["D2"]).sudo().warning_ids.mapped("code"))
        other = slip(("Receipt", "12.34", "East D2 and more", "Alipay", "", "23", "Success", "x"))
        self.assertFalse(self._with(other, self.partners["D2"]).sudo().warning_ids)

    def test_same_amount_payer_and_minute(self):
        vals = {"bank_serial": False, "payer_name": "Zhang San", "paid_at": "2026-11-20 01:30:10"}
        self._submitted_topup(self.d1, 500, **vals)
        same = self._submitted_topup(self.partners["D2"], 500, **{**vals, "paid_at": "2026-11-20 01:30:50"})
        self.assertEqual(same.sudo().warning_ids.mapped("code"), ["payment"])
        self.assertFalse(self._submitted_topup(self.d1, 500, **{**vals, "paid_at": "2026-11-20 01:31:10"}).sudo().warning_ids)

    def test_hostile_files_are_no_pictures(self):
        bomb = io.BytesIO()
        Image.new("1", (9000, 9000)).save(bomb, "PNG")
        for name, raw in (("text", b"no picture"), ("empty", b""), ("half", slip(TEXT)[:200]), ("too many pixels", bomb.getvalue())):
            with self.subTest(name):
                self.assertEqual(slip_image.fingerprint(raw), "")
        self.assertTrue(slip_image.fingerprint(slip(TEXT)))

    def test_nobody_writes_findings_by_hand(self):
        topup = self._submitted_topup(self.d1, 5, bank_serial="A")
        twin = self._submitted_topup(self.d1, 5, bank_serial="A")
        for role in ("fin_cashier", "fin_manager", "business_admin"):
            user = self.users[role]
            with self.subTest(role):
                with self.assertRaises(AccessError):
                    self.env["prepaid.topup.warning"].with_user(user).create({"topup_id": topup.id, "other_id": twin.id, "code": "file"})
                with self.assertRaises(AccessError):
                    twin.sudo().warning_ids.with_user(user).write({"state": "released"})
                with self.assertRaises(AccessError):
                    self.env["prepaid.topup.slip"].with_user(user).create({"topup_id": topup.id, "name": "x", "checksum": "y"})
                with self.assertRaises(AccessError):
                    twin.with_user(user).write({"serial_released": True})

    def test_two_confirmed_with_one_serial_are_impossible(self):
        one, two = self._submitted_topup(self.d1, 5, bank_serial="A"), self._submitted_topup(self.d1, 6, bank_serial="A")
        two.sudo().warning_ids.sudo().write({"state": "released"})
        one.with_user(self.users["fin_confirmer"]).action_confirm()
        with self.assertRaises(psycopg2.errors.UniqueViolation), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            two.with_user(self.users["fin_confirmer"]).action_confirm()
            self.env.flush_all()

    # -- across the kinds of document

    def _document(self, model, raw=None, **vals):
        document = self.env[model].with_user(self.users["fin_cashier"]).create({
            "amount": 333, "proof_ids": [Command.set((self._file(raw) if raw else self._proof()).ids)], **vals})
        document.action_submit()
        return document

    def _receipt(self, **vals):
        channel = self.env.ref("dealer_prepaid.receipt_channel_bank")
        return self._document("prepaid.receipt", partner_id=self.d1.id, channel_id=channel.id, **vals)

    def _refused_until_released(self, document, other, step):
        confirmer, manager = document.with_user(self.users["fin_confirmer"]), document.with_user(self.users["fin_manager"])
        self.assertEqual(document.twin_name, other.name)
        self.assertIn(other.name, document.twin_hint)
        with self.assertRaisesRegex(UserError, f"{other.name}.*finance manager"):
            getattr(confirmer, step)()
        for role in ("fin_cashier", "fin_confirmer", "fin_settlement", "business_admin", "auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                document.with_user(self.users[role]).action_release_twin("because")
        with self.assertRaises(UserError):
            manager.action_release_twin(" ")
        with self.assertRaises(AccessError):
            document.write({"twin_released_by_id": self.env.uid})
        manager.action_release_twin("the bank used the number twice")
        self.assertFalse(document.twin_hint)
        getattr(confirmer, step)()

    def test_serial_of_a_topup_parked_again(self):
        topup = self._topup(self.d1, 333, bank_serial="SER9")
        for serial in ("ser-9", "\uff33\uff25\uff32\uff19", "S E R 9"):
            with self.subTest(serial):
                parked = self._document("prepaid.unidentified", serial=serial)
                self._refused_until_released(parked, topup, "action_approve")
                self.assertEqual(parked.state, "approved")

    def test_serial_of_a_topup_in_a_receipt(self):
        topup = self._topup(self.d1, 333, bank_serial="SER9")
        for serial in ("ser9", "\uff33\uff25\uff32\uff19", "SER-9"):
            with self.subTest(serial):
                self._refused_until_released(self._receipt(bank_serial=serial), topup, "action_confirm")

    def test_serial_in_another_form_is_the_same_for_topups(self):
        first = self._submitted_topup(self.d1, 5000, bank_serial="SER9")
        for serial in ("\uff33\uff25\uff32\uff19", "ser-9"):
            with self.subTest(serial):
                again = self._submitted_topup(self.partners["D2"], 70, bank_serial=serial, payer_name="Another")
                self.assertIn(first, again.sudo().warning_ids.other_id)
                self.assertTrue(again.is_suspicious)

    def test_topup_of_money_that_stands_elsewhere(self):
        parked = self._document("prepaid.unidentified", serial="U-1")
        receipt = self._receipt(bank_serial="r 1")
        deposit = self._document("prepaid.deposit", partner_id=self.d1.id, reason="deposit", bank_serial="D1")
        for serial, other in (("u1", parked), ("R1", receipt), ("d-1", deposit)):
            with self.subTest(serial):
                topup = self._submitted_topup(self.partners["D2"], 5, bank_serial=serial, payer_name="Another")
                self.assertEqual(topup.sudo().warning_ids.mapped("code"), ["serial"])
                self.assertIn(other.name, topup.sudo().warning_ids.message)
                self.assertEqual(topup.sudo().warning_ids.action_open_other()["res_model"], other._name)
                confirmer = topup.with_user(self.users["fin_confirmer"])
                with self.assertRaisesRegex(UserError, other.name):
                    confirmer.action_confirm()
                if other == deposit:
                    topup.with_user(self.users["fin_manager"]).action_release("another payment")
                else:
                    other.with_user(self.users["fin_confirmer"]).action_reject("never arrived")
                self.assertFalse(topup.is_suspicious)
                confirmer.action_confirm()

    def test_same_file_and_same_payment_across_kinds(self):
        raw = slip(TEXT)
        topup = self._with(raw)
        self._refused_until_released(self._document("prepaid.unidentified", raw, serial="X1"), topup, "action_approve")
        deposit = self._document("prepaid.deposit", raw, partner_id=self.d1.id, reason="deposit", amount=77)
        self._refused_until_released(deposit, topup, "action_approve")
        paid = self._submitted_topup(self.d1, 444, bank_serial=False, payer_name="Zhang San")
        parked = self._document("prepaid.unidentified", amount=444, payer_name="Zhang San")
        self._refused_until_released(parked, paid, "action_approve")

    def test_other_money_is_free(self):
        self._topup(self.d1, 333, bank_serial="A1")
        parked = self._document("prepaid.unidentified", serial="A2")
        self.assertFalse(parked.twin_name)
        parked.with_user(self.users["fin_confirmer"]).action_approve()
        deposit = self._document("prepaid.deposit", partner_id=self.d1.id, reason="deposit", amount=334)
        deposit.with_user(self.users["fin_confirmer"]).action_approve()
        self.assertEqual(deposit.state, "approved")

    def test_the_compared_form_is_not_written_by_hand(self):
        topup = self._topup(self.d1, 333, bank_serial="SER9")
        receipts = self.env["prepaid.unidentified"].with_user(self.users["fin_cashier"])
        vals = {"amount": 333, "serial": "ser9", "proof_ids": [Command.set(self._proof().ids)]}
        with self.assertRaises(AccessError):
            receipts.with_context(default_serial_key="Z").create({**vals})
        parked = receipts.create({**vals})
        with self.assertRaises(AccessError):
            parked.write({"serial_key": "Z"})
        parked.action_submit()
        self.assertEqual((parked.twin_name, parked.serial_key), (topup.name, "SER9"))

    def test_what_a_topup_brings_about(self):
        self.company.prepaid_first_in_one = False
        draft = self.env["prepaid.topup"].with_user(self.users["fin_cashier"]).new({"partner_id": self.d1.id, "amount": 4999.99})
        self.assertIn("0.01 CNY still missing", draft.effect_hint)
        season = self.env["dealer.season"]._season_at(self.company, self.company._dealer_today())
        draft.amount = 5000
        self.assertEqual(draft.effect_hint, f"Opens the account of season {season.name}.")
        self._topup(self.d1, 4000)
        draft.amount = 999.99
        draft.invalidate_recordset(["effect_hint"])
        self.assertEqual(draft.effect_hint, "Not enough to open the account: 0.01 CNY still missing after this top-up.", "smaller ones add up")
        draft.amount = 1000
        draft.invalidate_recordset(["effect_hint"])
        self.assertEqual(draft.effect_hint, f"Opens the account of season {season.name}.")
        self.d1.dealer_state = "frozen"
        draft.invalidate_recordset(["effect_hint"])
        self.assertIn("parked", draft.effect_hint)
