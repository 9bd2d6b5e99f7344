"""Reason codes (feature 33): a closed list, chosen on every document by hand, kept with the entry under its seal."""
import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..sql import chain
from .common import PrepaidCommon


@tagged("post_install", "-at_install")
class TestReason(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = cls._open_account(cls.d1)
        cls.reasons = cls.env["prepaid.reason"]
        cls.cashier, cls.manager = cls.users["fin_cashier"], cls.users["fin_manager"]

    @classmethod
    def _reason(cls, code):
        return cls.env.ref(f"dealer_prepaid.reason_{code}")

    def _adjustment(self, code=None, **vals):
        values = {"account_id": self.account.id, "amount": 10, "direction": "credit", **vals,
                  "counter_account_id": self.env["prepaid.gl.mapping"]._account(self.company, "other_income").id}
        if code:
            values["reason_id"] = self._reason(code).id
        return self.env["prepaid.adjustment"].with_user(self.cashier).create(values)

    def _approved(self, document):
        document.action_submit()
        document.with_user(self.manager).action_approve()
        self.env.flush_all()
        return document

    def test_the_entry_keeps_the_reason(self):
        document = self._approved(self._adjustment("wrong_amount"))
        self.assertEqual((document.entry_id.reason_id, document.entry_id.reason_code), (self._reason("wrong_amount"), "wrong_amount"))
        self.assertEqual(document.entry_id.formula, "Booked with a wrong amount", "a reason says enough without words")
        groups = self.env["prepaid.entry"]._read_group([("account_id", "=", self.account.id)], ["reason_id"], ["amount:sum"])
        self.assertEqual({reason.code: amount for reason, amount in groups}, {"sys_topup": 5_000, "wrong_amount": 10})
        self.assertLedger(self.account, 5_010, 0, 5_010)

    def test_words_where_the_reason_asks_for_them(self):
        with self.assertRaisesRegex(UserError, "“Other” needs words"):
            self._adjustment("other").action_submit()
        with self.assertRaisesRegex(UserError, "needs words"):
            self._adjustment("penalty", reason="  ").action_submit()
        with self.assertRaisesRegex(UserError, "choose the reason"):
            self._adjustment(reason_id=False, reason="because").action_submit()
        self._approved(self._adjustment("penalty", reason="late delivery of the contract"))

    def test_words_alone_are_other(self):
        document = self._approved(self._adjustment(reason="as agreed"))
        self.assertEqual((document.reason_id.code, document.entry_id.reason_code), ("other", "other"))

    def test_a_reason_fits_its_document(self):
        with self.assertRaisesRegex(ValidationError, "not for this kind"):
            self._adjustment("small_unclaimed")
        with self.assertRaisesRegex(ValidationError, "not for this kind"):
            self._adjustment("sys_topup")
        self._reason("debt").with_user(self.manager).active = False
        with self.assertRaisesRegex(ValidationError, "is archived"):
            self._adjustment("debt")
        draft = self._adjustment("price_difference")
        self._reason("price_difference").active = False
        with self.assertRaisesRegex(ValidationError, "is archived"):
            draft.action_submit()

    def test_form_needs_a_reason(self):
        form = Form(self.env["prepaid.freeze"].with_user(self.cashier))
        form.account_id = self.account
        with self.assertRaises(AssertionError):
            form.save()
        form.reason_id = self._reason("debt")
        document = form.save()
        self.assertFalse(document.reason)
        self._approved(document)
        self.assertEqual(self.account.state, "frozen")

    def test_every_document_has_its_reasons(self):
        kinds = self.env["prepaid.reason.kind"].search([])
        for name, model in self.env.registry.items():
            if "prepaid.document" in getattr(model, "_inherit_module", ()) or not name.startswith("prepaid.") or model._abstract:
                continue
            if "reason_id" in model._fields and model._fields["reason_id"].comodel_name == "prepaid.reason" and name != "prepaid.entry":
                with self.subTest(name):
                    needed = self.env[name]._reason_needed
                    self.assertEqual(name in kinds.mapped("model"), needed)
                    if needed:
                        self.assertIn(name, self._reason("other").kind_ids.mapped("model"))
                        self.assertIn("reason_id", self.env[name].get_views([(False, "form")])["models"][name]["fields"])

    def test_system_movements(self):
        self.assertEqual(self.account.entry_ids.reason_code, "sys_topup")
        self.account._hold("k", 1_000, "res.partner", self.d1.id, "k")
        entry = self.account._capture("k", 1_000, operation_key="p", label="p", res_model="res.partner", res_id=self.d1.id)
        self.assertEqual(entry.reason_code, "sys_shipment")

    def test_a_withdrawal_and_what_the_bank_sends_back(self):
        document = self._withdraw(self.account, 100)
        self.assertEqual(document.entry_id.reason_code, "other")
        document.with_user(self.users["fin_settlement"]).sudo()._take_back()
        self.assertIn("sys_bank_return", self.account.entry_ids.mapped("reason_code"))

    def test_the_seal_covers_it(self):
        entry = self._approved(self._adjustment("wrong_amount")).entry_id
        self.assertEqual(chain.broken_links(self.env.cr, self.company.id), [])
        cr = self.env.cr
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError), cr.savepoint():
            cr.execute("UPDATE prepaid_entry SET reason_code = 'campaign' WHERE id = %s", [entry.id])
        cr.execute("SET LOCAL session_replication_role = replica")
        cr.execute("UPDATE prepaid_entry SET reason_code = 'campaign' WHERE id = %s", [entry.id])
        cr.execute("SET LOCAL session_replication_role = DEFAULT")
        self.assertEqual([row["entry_id"] for row in chain.broken_links(cr, self.company.id)], [entry.id])

    def test_entries_of_before_keep_their_seal(self):
        """What was hashed before there were reasons, original dates, roles of persons and versions of the seal is hashed the same way now."""
        cr, entry = self.env.cr, self.account.entry_ids.sudo()
        roles = f"{entry.actor_roles}/{entry.approver_roles}"
        cr.execute("SELECT prepaid_entry_text(e, 1, '') FROM prepaid_entry e WHERE id = %s", [entry.id])
        (text,) = cr.fetchone()
        cr.execute("SET LOCAL session_replication_role = replica")
        cr.execute(
            "UPDATE prepaid_entry SET reason_code = NULL, reason_id = NULL, actor_roles = NULL, approver_roles = NULL, seal_version = NULL WHERE id = %s",
            [entry.id])
        cr.execute("SET LOCAL session_replication_role = DEFAULT")
        cr.execute("SELECT prepaid_entry_text(e, 1, '') FROM prepaid_entry e WHERE id = %s", [entry.id])
        place = "|".join(str(part) for part in (
            2, entry.partner_id.id, entry.company_id.id, entry.currency_id.id, entry.season_id.id, entry.gl_mode, "", entry.reason_id.id, ""))
        self.assertEqual(text, cr.fetchone()[0] + f"|reason|sys_topup|roles|{roles}|place|{place}")

    def test_old_documents_are_filled(self):
        document, draft = self._approved(self._adjustment("wrong_amount")), self._adjustment("wrong_amount")
        self.env.flush_all()
        self.env.cr.execute("UPDATE prepaid_adjustment SET reason_id = NULL WHERE id IN %s", [(document.id, draft.id)])
        self.env.invalidate_all()
        self.reasons._fill_old_documents()
        self.env.invalidate_all()
        self.assertEqual((document.reason_id.code, draft.reason_id), ("other", self.reasons), "a draft is still to choose")

    def test_who_keeps_the_list(self):
        own = self.reasons.with_user(self.manager).create({
            "code": "gift_card", "name": "Gift card", "kind_ids": [Command.set(self.env.ref("dealer_prepaid.reason_kind_grant").ids)]})
        own.name = "Gift cards"
        own.active = False
        for role in ("fin_cashier", "fin_settlement", "fin_confirmer", "ops_manager", "auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                self.reasons.with_user(self.users[role]).create({"code": "mine", "name": "Mine"})
            with self.subTest(role), self.assertRaises(AccessError):
                self._reason("debt").with_user(self.users[role]).write({"name": "x"})
            self.assertTrue(self._reason("debt").with_user(self.users[role]).name)
        for step, error in (
                (lambda: own.write({"code": "other_code"}), UserError), (own.unlink, UserError),
                (lambda: self._reason("other").with_user(self.manager).write({"active": False}), UserError),
                (lambda: self._reason("sys_topup").with_user(self.manager).write({"text_required": True}), UserError),
                (lambda: self.reasons.with_user(self.manager).create({"code": "sys_own", "name": "x"}), AccessError),
                (lambda: self.reasons.with_user(self.manager).create({"code": "Große Sache", "name": "x"}), ValidationError)):
            with self.assertRaises(error):
                step()
        self._reason("other").with_user(self.manager).name = "Something else"

    def test_a_reason_of_another_company(self):
        other = self.env["res.company"].create({"name": "Second"})
        own = self.reasons.create({"code": "second_only", "name": "Second only", "company_id": other.id,
                                   "kind_ids": [Command.set(self.env.ref("dealer_prepaid.reason_kind_adjustment").ids)]})
        self.assertFalse(self.reasons.with_user(self.cashier).search([("code", "=", "second_only")]))
        with self.assertRaises(UserError):
            self._adjustment(reason_id=own.id)

    def test_correction_of_a_dispute(self):
        statement = self.env["prepaid.statement"].with_user(self.users["fin_settlement"]).create({
            "account_id": self.account.id, "date_to": self.company._dealer_today()})
        self.env.flush_all()
        statement.action_issue()
        dispute = self.env["prepaid.statement.dispute"].sudo().create({"line_id": statement.line_ids[:1].id, "reason": "not mine"})
        context = dispute.with_user(self.manager).action_correct()["context"]
        self.assertEqual(context["default_reason_id"], self._reason("statement_dispute").id)
