"""Several receiving accounts: imports, channels and methods keep each payment on the account it came in on."""
import base64
import io

import xlsxwriter

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .test_receipt import ReceiptCommon

REMITTANCES = ("交易日期", "流水号", "收入金额", "对方户名", "附言", "收款账户", "交易渠道")
RECEIPTS = ("收款日期", "流水号", "收款金额", "客户编码", "收款方式", "订单号", "付款人", "备注", "收款账户")


class ReceivingCommon(ReceiptCommon):
    """A company with a bank account, an Alipay wallet and a cash box."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        journals = cls.env["account.journal"]
        cls.bank_journal = cls.company._receiving_accounts()[:1].sudo(False)
        cls.wallet = journals.create({
            "name": "Alipay T", "type": "bank", "code": "ALIT", "company_id": cls.company.id, "is_prepaid_receiving": True,
            "prepaid_method": "alipay", "prepaid_payment_hint": "Alipay pay@example.com", "sequence": 90})
        cls.cash_box = journals.search([("company_id", "=", cls.company.id), ("type", "=", "cash")], limit=1) or journals.create({
            "name": "Cash T", "type": "cash", "code": "CSHT", "company_id": cls.company.id})

    def _sheet(self, layout, header, rows, **vals):
        out = io.BytesIO()
        with xlsxwriter.Workbook(out) as book:
            sheet = book.add_worksheet("S")
            for number, row in enumerate((header, *rows)):
                for column, value in enumerate(row):
                    sheet.write(number, column, value)
        return self.env["dealer.import.job"].with_user(self.users["fin_cashier"]).create({
            "layout": layout, "file": base64.b64encode(out.getvalue()), "filename": f"{layout}.xlsx", **vals})

    def _run(self, job):
        job.action_check()
        self.assertFalse(job.error_ids, job.error_ids.mapped("reason"))
        job.action_import()
        return self.env[job.result_model].browse(job.result_ids)


@tagged("post_install", "-at_install")
class TestReceiving(ReceivingCommon):
    def test_two_accounts_must_be_told_apart(self):
        job = self._sheet("remittances", REMITTANCES, [("2026-11-20", "S1", 5000, "Zhang", "?", "", "")])
        self.assertFalse(job.money_journal_id, "with two receiving accounts nobody guesses")
        job.action_check()
        self.assertIn("On which account", job.error_ids.reason)
        job.money_journal_id = self.wallet
        self.assertEqual(job.state, "draft")
        line = self._run(job)
        self.assertEqual(line.journal_id, self.wallet)
        with self.assertRaises(UserError):
            job.money_journal_id = self.bank_journal

    def test_the_account_of_the_sheet_must_receive_money_too(self):
        """A row may not name an account on which dealers do not pay; the account chosen for the whole sheet may not either."""
        rent = self.env["account.journal"].create({"name": "Rent T", "type": "bank", "code": "RENT", "company_id": self.company.id})
        job = self._sheet(
            "remittances", REMITTANCES, [("2026-11-20", "S1", 5000, "Zhang", "?", "", ""), ("2026-11-20", "S2", 5000, "Zhang", "?", "Alipay T", "")],
            money_journal_id=rent.id)
        job.action_check()
        self.assertEqual([(error.row, error.code) for error in job.error_ids], [(2, "chosen_account")])
        self.assertIn("Rent T", job.error_ids.reason)
        self.assertIn("Alipay T", job.error_ids.reason)
        job.action_import()
        self.assertEqual(self.env[job.result_model].browse(job.result_ids).journal_id, self.wallet)

    def test_the_only_account_is_taken(self):
        self.wallet.is_prepaid_receiving = False
        line = self._run(self._sheet("remittances", REMITTANCES[:5], [("2026-11-20", "S1", 5000, "Zhang", "?")]))
        self.assertEqual(line.journal_id, self.bank_journal)

    def test_the_column_wins_and_serials_count_per_account(self):
        rows = [("2026-11-20", "S1", 5000, "Zhang", "?", "ALIT", "支付宝"), ("2026-11-20", "S1", 70, "Li", "?", "", "网上银行")]
        lines = self._run(self._sheet("remittances", REMITTANCES, rows, money_journal_id=self.bank_journal.id))
        self.assertEqual(lines.sorted("amount").mapped("journal_id"), self.bank_journal | self.wallet)
        self.assertEqual(lines.sorted("amount").mapped("method"), ["online", "alipay"])
        again = self._sheet("remittances", REMITTANCES, rows, money_journal_id=self.bank_journal.id)
        again.action_check()
        self.assertEqual((again.unchanged_count, again.error_count), (2, 0))
        wrong = self._sheet("remittances", REMITTANCES, [
            ("2026-11-20", "S5", 5, "", "", "Nowhere bank", ""), ("2026-11-20", "S6", 5, "", "", "", ""),
            ("2026-11-20", "S6", 5, "", "", self.bank_journal.name, "")], money_journal_id=self.bank_journal.id)
        wrong.action_check()
        self.assertEqual(sorted(wrong.error_ids.mapped("row")), [2, 4])
        self.assertIn("Nowhere bank", wrong.error_ids.sorted("row")[0].reason)

    def test_alipay_list_matches_the_alipay_topup(self):
        topup = self._submitted_topup(self.d1, 5000, journal_id=self.wallet.id, bank_serial="S1")
        self.assertEqual(topup.method, "alipay")
        line = self._run(self._sheet("remittances", REMITTANCES[:5], [("2026-11-20", "S1", 5000, "Zhang", "?")], money_journal_id=self.wallet.id))
        self.assertEqual(self.env["prepaid.match"].search([("bank_line_id", "=", line.id)]).topup_id, topup)

    def test_receipts_follow_their_channel(self):
        self._settlement(self.d1, "pay_now")
        rows = [
            ("2026-11-20", "R1", 680, "T-D1", "bank", "", "", "", ""), ("2026-11-20", "R2", 680, "T-D1", "cash", "", "", "", ""),
            ("2026-11-20", "R3", 680, "T-D1", "alipay", "", "", "", "")]
        receipts = self._run(self._sheet("receipts", RECEIPTS, rows, money_journal_id=self.bank_journal.id))
        self.assertEqual(receipts.sorted("bank_serial").mapped("journal_id"), self.bank_journal | self.cash_box | self.wallet)
        cash = receipts.filtered(lambda rec: rec.bank_serial == "R2").with_user(self.users["fin_cashier"])
        cash.proof_ids = [Command.set(self._slip().ids)]
        cash.action_submit()
        cash.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertIn(self.cash_box.default_account_id, cash.move_id.sudo().line_ids.account_id)
        wrong = self._sheet("receipts", RECEIPTS, [("2026-11-20", "R4", 5, "T-D1", "cash", "", "", "", "ALIT")])
        wrong.action_check()
        self.assertIn(self.cash_box.name, wrong.error_ids.reason)

    def test_channel_and_account_may_not_contradict(self):
        cash = self.env.ref("dealer_prepaid.receipt_channel_cash")
        receipt = self._receipt(self.d1, 680, channel_id=cash.id, journal_id=self.bank_journal.id)
        with self.assertRaisesRegex(UserError, self.cash_box.name):
            receipt.action_submit()
        receipt.channel_id = self.env.ref("dealer_prepaid.receipt_channel_alipay")
        self.assertEqual(receipt.journal_id, self.wallet)
        receipt.channel_id = self.bank
        self.assertEqual(receipt.journal_id, self.bank_journal)
        self.bank.sudo().journal_ids = self.wallet
        receipt.journal_id = self.bank_journal
        with self.assertRaisesRegex(UserError, "Alipay T"):
            receipt.action_submit()
        with Form(self.env["prepaid.receipt"].with_user(self.users["cs_presale"])) as form:
            form.partner_id, form.amount = self.d1, 5
            form.channel_id = cash
            self.assertEqual(form.journal_id, self.cash_box)
            self.assertIn("pay@example.com", form.pay_to)

    def test_method_is_chosen(self):
        """R0-031: a top-up says by which method it was paid."""
        self.bank_journal.prepaid_method = False
        topup = self.env["prepaid.topup"].with_user(self.users["fin_cashier"]).create({
            "partner_id": self.d1.id, "amount": 5000, "proof_ids": [Command.set(self._proof().ids)]})
        self.assertFalse(topup.method)
        with self.assertRaisesRegex(UserError, "how it was paid"):
            topup.action_submit()
        topup.method = "counter"
        topup.action_submit()
        line = self._from_bank({
            "journal_id": self.wallet.id, "date": "2026-11-20", "serial": "S9", "amount": 70, "partner_id": self.d1.id, "owner_reason": "phone"})
        line.action_make_topups()
        self.assertEqual(line.topup_id.method, "alipay")

    def test_only_accounts_of_the_company_that_are_in_use(self):
        """R0-030: what dealers are told to pay into is configuration of their own company."""
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.env["account.journal"].create({
            "name": "Foreign T", "type": "bank", "code": "FORT", "company_id": other.id, "is_prepaid_receiving": True, "prepaid_payment_hint": "foreign"})
        self.wallet.active = False
        self.assertEqual(self.company._receiving_accounts(), self.bank_journal)
        self.assertNotIn("foreign", " ".join(self.company._pay_to_lines(self.d1)))
        for journal in (self.wallet, foreign):
            topup = self.env["prepaid.topup"].create({
                "partner_id": self.d1.id, "amount": 5, "method": "online", "proof_ids": [Command.set(self._proof().ids)]})
            with self.assertRaises(UserError), self.env.cr.savepoint():
                topup.journal_id = journal
                topup.with_user(self.users["fin_cashier"]).action_submit()

    def test_one_currency(self):
        usd = self.env.ref("base.USD")
        usd.active = True
        with self.assertRaisesRegex(ValidationError, "currency of its company"):
            self.env["prepaid.account"].create({
                "company_id": self.company.id, "partner_id": self.partners["D2"].id, "season_id": self._account(self.d1).season_id.id, "currency_id": usd.id})
        foreign = self.env["account.journal"].create({
            "name": "Dollar T", "type": "bank", "code": "USDT", "company_id": self.company.id, "currency_id": usd.id, "is_prepaid_receiving": True})
        self.assertNotIn(foreign, self.company._receiving_accounts())
        self.assertNotIn(foreign, self.bank._accounts(self.company))

    def test_a_role_without_accounting_imports_its_own_sheets(self):
        user = new_test_user(self.env, "t_ops_import", groups="base.group_user,dealer_base.group_ops")
        job = self.env["dealer.import.job"].with_user(user).create({"layout": "goods"})
        self.assertFalse(job.money_journal_id)


@tagged("post_install", "-at_install")
class TestReceivingChange(ReceivingCommon):
    """What dealers are told takes two persons and leaves a record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls._user("fin_manager", login="t_receiving_second")

    def _change(self, journal, **vals):
        manager = self.users["fin_manager"]
        action = journal.with_user(manager).action_change_receiving()
        change = self.env["prepaid.receiving.change"].with_user(manager).browse(action["res_id"])
        change.write({"reason": "new account", **vals})
        return change

    def test_two_persons_change_what_dealers_are_told(self):
        change = self._change(self.bank_journal, payment_hint="Bank of Tests 6222 0000")
        change.action_propose()
        change.action_propose()
        self.assertNotIn("6222", " ".join(self.company._pay_to_lines(self.d1)))
        with self.assertRaisesRegex(AccessError, "Another person"):
            change.action_confirm()
        with self.assertRaises(UserError):
            change.payment_hint = "mine"
        for role in ("fin_cashier", "fin_settlement", "cs_presale", "ops_manager", "business_admin"):
            with self.assertRaises(AccessError):
                change.with_user(self.users[role]).action_confirm()
        change.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertIn("6222", " ".join(self.company._pay_to_lines(self.d1)))
        self.assertIn("Test West Test Dealer One", self.company._pay_to_lines(self.d1)[-1])
        self.assertEqual((change.state, change.decider_id), ("done", self.users["fin_confirmer"]))
        self.assertIn(self.bank_journal.name, change.before)

    def test_nobody_writes_it_alone(self):
        accountant = new_test_user(self.env, "t_accountant", groups="base.group_user,account.group_account_manager")
        for vals in ({"is_prepaid_receiving": False}, {"prepaid_payment_hint": "mine"}):
            with self.assertRaisesRegex(AccessError, "two persons"):
                self.wallet.with_user(accountant).write(vals)
        with self.assertRaises(AccessError):
            self.env["account.journal"].with_user(accountant).create({"name": "Mine", "type": "bank", "code": "MINE", "is_prepaid_receiving": True})
        self.wallet.with_user(accountant).write({"is_prepaid_receiving": True, "name": "Wallet"})
        for role in ("fin_cashier", "fin_confirmer", "cs_presale", "business_admin"):
            with self.assertRaises(AccessError):
                self.wallet.with_user(self.users[role]).action_change_receiving()
        with self.assertRaises(AccessError):
            self.env["prepaid.receiving.change"].with_user(self.users["fin_manager"]).create({"journal_id": self.wallet.id, "state": "proposed"})

    def test_nobody_changes_the_account_behind_it_alone(self):
        """Where no text is entered, dealers are told holder, number and bank of the account itself."""
        partner, bank = self.company.partner_id, self.env["res.bank"].create({"name": "Bank T"})
        told, mine = self.env["res.partner.bank"].create([
            {"acc_number": number, "partner_id": partner.id, "acc_holder_name": "Holder"} for number in ("6222 7777", "6222 8888")])
        free = self.env["account.journal"].create({"name": "Rent T", "type": "bank", "code": "RENT", "company_id": self.company.id})
        self.wallet.write({"prepaid_payment_hint": False, "bank_account_id": told.id})
        groups = "base.group_user,account.group_account_manager,base.group_partner_manager,account.group_validate_bank_account"
        accountant = new_test_user(self.env, "t_accountant_bank", groups=groups)
        before = self.company._pay_to_lines(self.d1)
        self.assertIn("6222 7777", " ".join(before))
        for record, vals in (
                (self.wallet, {"bank_account_id": mine.id}), (self.wallet, {"bank_account_id": False}), (self.wallet, {"bank_acc_number": "6222 9"}),
                (self.wallet, {"bank_id": bank.id}), (told, {"acc_number": "6222 9"}), (told, {"acc_holder_name": "Me"}), (told, {"bank_id": bank.id})):
            with self.subTest(vals), self.assertRaisesRegex(AccessError, "Receiving accounts"):
                record.with_user(accountant).write(vals)
        self.env.invalidate_all()
        self.assertEqual(self.company._pay_to_lines(self.d1), before)
        told.bank_id = bank
        for step in (lambda: bank.with_user(accountant).write({"name": "Bank Me"}), bank.with_user(accountant).unlink):
            with self.assertRaisesRegex(AccessError, "bank's name stays as it is"), self.env.cr.savepoint():
                step()
        bank.with_user(accountant).write({"name": "Bank T", "street": "Main road"})
        told.bank_id = False
        bank.with_user(accountant).name = "Bank of T"
        told.with_user(accountant).write({"acc_number": "6222 7777", "acc_holder_name": "Holder"})
        mine.with_user(accountant).write({"acc_holder_name": "Other", "bank_id": bank.id})
        free.with_user(accountant).bank_account_id = mine
        self.wallet.active = False
        with self.assertRaises(AccessError):
            told.with_user(accountant).acc_number = "6222 9"

    def test_nobody_translates_it_alone(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        accountant = new_test_user(self.env, "t_accountant_words", groups="base.group_user,account.group_account_manager")
        self.wallet.with_user(accountant).update_field_translations("prepaid_payment_hint", {"zh_CN": "mine", "en_US": "mine"})
        for lang in ("zh_CN", "en_US"):
            self.assertEqual(self.wallet.with_context(lang=lang).prepaid_payment_hint, "Alipay pay@example.com")
            self.assertNotIn("mine", " ".join(self.company.with_context(lang=lang)._pay_to_lines(self.d1)))

    def test_two_persons_of_two_languages(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.wallet.with_context(lang="zh_CN").name = "支付宝"
        self.users["fin_manager"].lang = "zh_CN"
        change = self._change(self.wallet.with_context(lang="zh_CN"), payment_hint="Alipay new@example.com")
        self.assertEqual(change.account_name, "支付宝")
        change.action_propose()
        change.with_user(self.users["fin_confirmer"]).with_context(lang="en_US").action_confirm()
        self.assertEqual(change.state, "done")
        for lang, name in (("zh_CN", "支付宝"), ("en_US", "Alipay T")):
            self.assertEqual(self.wallet.with_context(lang=lang).name, name, "the name stays in the language it was shown in")
            self.assertIn("new@example.com", " ".join(self.company.with_context(lang=lang)._pay_to_lines(self.d1)))
        again = self._change(self.wallet, payment_hint="Alipay third@example.com")
        again.action_propose()
        self.assertTrue(again.before_values)
        with self.assertRaises(AccessError):
            self._change(self.bank_journal).write({"before_values": {}})
        self.wallet.bank_account_id = self.env["res.partner.bank"].create({"acc_number": "6222 5", "partner_id": self.company.partner_id.id})
        with self.assertRaisesRegex(UserError, "changed since"):
            again.with_user(self.users["fin_confirmer"]).action_confirm()

    def test_proposals_of_before_the_upgrade_are_proposed_anew(self):
        old, new = self._change(self.wallet, payment_hint="Alipay old@example.com"), self._change(self.bank_journal, payment_hint="other")
        for change in (old, new):
            change.action_propose()
        self.env.flush_all()
        self.env.cr.execute("UPDATE prepaid_receiving_change SET before_values = NULL WHERE id = %s", [old.id])
        self.env.invalidate_all()
        for _turn in (1, 2):
            self.env["prepaid.receiving.change"]._reject_without_values()
        self.assertEqual((old.state, new.state), ("rejected", "proposed"))
        self.assertIn("propose it anew", old.reject_reason)

    def test_new_account_archiving_and_rejection(self):
        manager = self.users["fin_manager"]
        change = self.env["prepaid.receiving.change"].with_user(manager).create({"account_name": "Second bank", "acc_number": "6222 1111", "reason": "more"})
        change.action_propose()
        change.with_user(self.second).action_confirm()
        journal = change.journal_id.sudo()
        self.assertEqual((journal.company_id, journal.type, journal.is_prepaid_receiving), (self.company, "bank", True))
        self.assertIn("6222 1111", " ".join(self.company._pay_to_lines(self.d1)), "the bank account itself is told where no text is")
        archive = self._change(journal, is_active=False)
        archive.action_propose()
        other = self._change(journal, payment_hint="x")
        with self.assertRaisesRegex(UserError, "waits already"):
            other.action_propose()
        archive.with_user(self.second).action_reject("still in use")
        self.assertTrue(journal.active)
        archive = self._change(journal, is_active=False)
        archive.action_propose()
        archive.with_user(self.second).action_confirm()
        self.assertFalse(journal.active)
        self.assertNotIn("6222 1111", " ".join(self.company._pay_to_lines(self.d1)))

    def test_refusals(self):
        for vals, words in (({}, "nothing would change"), ({"reason": " ", "payment_hint": "x"}, "Say why")):
            with self.assertRaisesRegex(UserError, words):
                self._change(self.wallet, **vals).action_propose()
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.env["account.journal"].create({"name": "Foreign T", "type": "bank", "code": "FORT", "company_id": other.id})
        with self.assertRaises(AccessError):
            foreign.with_user(self.users["fin_manager"]).action_change_receiving()
        change = self._change(self.wallet, payment_hint="x")
        change.action_propose()
        self.wallet.prepaid_payment_hint = "meanwhile"
        with self.assertRaisesRegex(UserError, "changed since"):
            change.with_user(self.second).action_confirm()

    def test_the_owner_is_told(self):
        account = self._open_account(self.d1)
        for role in ("wh_operator", "auditor", "purchase_clerk"):
            with self.assertRaises(AccessError):
                account.with_user(self.users[role]).action_send_payment_details()
        answer = account.with_user(self.users["cs_presale"]).action_send_payment_details()
        self.assertIn("pay@example.com", answer["params"]["message"], "without an address the text is shown")
        self.d1.email = "owner@example.com"
        answer = account.with_user(self.users["cs_presale"]).action_send_payment_details()
        message = account.message_ids[:1]
        self.assertIn("pay@example.com", message.body)
        self.assertIn(self.d1, message.partner_ids)
        self.company._receiving_accounts().write({"is_prepaid_receiving": False})
        with self.assertRaisesRegex(UserError, "Receiving accounts"):
            account.with_user(self.users["cs_presale"]).action_send_payment_details()

    def test_who_wrote_the_dialog_does_not_confirm_it(self):
        """A change that another finance manager wrote into the dialog is his: he cannot be its second person."""
        one, two = self.users["fin_manager"], self.second_manager
        change = self.env["prepaid.receiving.change"].with_user(one).create({"journal_id": self.bank_journal.id, "reason": "new bank"})
        change.with_user(two).write({"payment_hint": "Account of somebody else"})
        change.action_propose()
        self.assertTrue(change.with_user(two).is_own)
        with self.assertRaisesRegex(AccessError, "Another person"):
            change.with_user(two).action_confirm()
        change.with_user(self.users["fin_confirmer"]).action_confirm()
        self.assertEqual(change.state, "done")
