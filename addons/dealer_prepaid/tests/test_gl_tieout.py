"""Templates on both charts, voucher preview, tie-out certificate (J28, G03, G04, I19)."""
from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.dealer_base.money import to_fen

from ..ledger import posting
from .test_gl_batch import GlCommon

# Code of each role in the charts of the small enterprise and of the enterprise standard (ledger.md d).
CODES = {
    "opening": ("999900", "999900"), "bank": ("100200", "100200"), "advance": ("220300", "220300"), "receivable": ("112200", "112200"),
    "vat": ("222100", "222100"), "vat_pending": (None, "222190"), "contract_liability": (None, "220400"), "unidentified": ("224100", "224100"),
    "deposit": ("224100", "224100"), "rebate_payable": ("224100", "224100"), "goods_income": ("500100", "600100"),
    "other_income": ("505100", "605100"), "cost": ("540100", "640100"), "inventory": ("140500", "140500"), "goods_shipped": (None, "140600"),
    "expense": ("560100", "660100"), "carrier_payable": ("220200", "220200"), "carrier_accrual": ("220200", "220200"),
    "other_receivable": ("122100", "122100"), "non_operating_income": ("530100", "630100"), "provision": (None, "280100"),
    "finance_expense": ("560300", "660300"),
}
SHIPPED = [("goods_income", -100_000), ("other_income", -8_000), ("other_income", -1_593), ("vat", -14_247)]
# The items of each template for the design's example: debit above zero. Admin fees are other income, as the settings begin.
ITEMS = {
    "E00": [("opening", 500_000), ("advance", -500_000)],
    "E01": [("bank", 500_000), ("advance", -500_000)],
    "E02": [("bank", 300_000), ("unidentified", -300_000)],
    "E03": [("unidentified", 300_000), ("advance", -300_000)],
    "E03b": [("unidentified", 300_000), ("bank", -300_000)],
    "E04": [],
    "E05": [("advance", 123_840), *SHIPPED],
    "E05b": [("advance", 123_840), ("goods_income", -100_000), ("other_income", -8_528), ("other_income", -1_698), ("vat", -13_000), ("vat", -614)],
    "E06": [("cost", 62_000), ("inventory", -62_000)],
    "E06b": [("goods_shipped", 62_000), ("inventory", -62_000)],
    "E06c": [("cost", 62_000), ("goods_shipped", -62_000)],
    "E07": [("advance", 113_840), ("goods_income", -91_150), ("other_income", -8_000), ("other_income", -1_593), ("vat", -13_097)],
    "E08": [("advance", 100_000), ("receivable", 23_840), *SHIPPED],
    "E09": [("advance", -122_040), ("goods_income", 100_000), ("other_income", 8_000), ("vat", 14_040)],
    "E09b": [("advance", 2_450), ("other_income", -885), ("other_income", -1_283), ("vat", -282)],
    "E09c": [("cost", -62_000), ("inventory", 62_000)],
    "E10": [("advance", -123_840), ("goods_income", 100_000), ("other_income", 8_000), ("other_income", 1_593), ("vat", 14_247)],
    "E10b": [("expense", 1_450), ("carrier_payable", -1_450)],
    "E11": [("advance", -113_000), ("goods_income", 100_000), ("vat", 13_000), ("advance", 113_000), ("goods_income", -100_000), ("vat", -13_000)],
    "E12": [("advance", 480_000), ("bank", -480_000)],
    "E13": [("expense", 1_226), ("carrier_accrual", -1_226)],
    "E13b": [("expense", -1_226), ("carrier_accrual", 1_226)],
    "E13c": [("expense", 1_321), ("vat", 79), ("carrier_payable", -1_400)],
    "E13d": [("advance", 200), ("other_income", -177), ("vat", -23)],
    "E13e": [("carrier_accrual", 640), ("expense", -640)],
    "E13f": [("other_receivable", 36_000), ("expense", -36_000)],
    "E13g": [("bank", 30_000), ("expense", 6_000), ("other_receivable", -36_000)],
    "E13h": [("expense", 36_000), ("inventory", -36_000)],
    "E13i": [("expense", -36_000), ("inventory", 36_000)],
    "E13j": [("expense", 40_680), ("inventory", -36_000), ("vat", -4_680)],
    "E14": [("bank", 200_000), ("deposit", -200_000)],
    "E15": [("deposit", 200_000), ("advance", -150_000), ("bank", -50_000)],
    "E16": [("advance", 50_000), ("advance", -50_000)],
    "E17": [("receivable", 30_000), ("advance", -30_000)],
    "E18": [("goods_income", 20_000), ("rebate_payable", -20_000), ("rebate_payable", 20_000), ("advance", -20_000)],
    "E19": [("advance", 1_250), ("non_operating_income", -1_250)],
    "E20": [("advance", 123_840), ("contract_liability", -109_593), ("vat_pending", -14_247)],
    "E21": [("goods_income", 10_000), ("provision", -10_000), ("cost", -6_000), ("goods_shipped", 6_000)],
    "E22": [],
    "E23": [],
    "E24": [("bank", 497_000), ("finance_expense", 3_000), ("advance", -500_000)],
}


@tagged("post_install", "-at_install")
class TestTemplatesPost(GlCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.small = cls.env["res.company"].create({
            "name": "Small", "currency_id": cls.company.currency_id.id, "country_id": cls.env.ref("base.cn").id})
        cls.env["account.chart.template"].try_loading("cn", cls.small, install_demo=False)
        cls.small._dealer_base_setup()

    def _post_all(self, company):
        journal, service = company.prepaid_journal_id, self.env["prepaid.posting"]
        done = {}
        for code, found in posting.TEMPLATES.items():
            if company.prepaid_standard in found.standards:
                done[code] = service._post_event(company, journal, code, found.sample, code, partners={"owner": self.d1, "other": self.partners["D2"]})
        return done

    def test_every_template_posts_on_both_charts(self):
        """G03: all post, balanced, on the accounts of the design's table."""
        self.assertEqual((self.company.chart_template, self.small.chart_template), ("cn_large_bis", "cn"))
        big, small = self._post_all(self.company), self._post_all(self.small)
        self.assertEqual({*big} - {*small}, {"E06b", "E06c", "E20", "E21"}, "what the small enterprise standard does not know")
        silent = {"E04", "E22", "E23"}
        for done in (big, small):
            self.assertEqual({code for code, move in done.items() if not move}, silent)
            self.assertEqual(set(self.env["account.move"].union(*done.values()).mapped("state")), {"posted"})
        for company, done, place in ((self.small, small, 0), (self.company, big, 1)):
            accounts = self.env["prepaid.gl.mapping"]._accounts(company)
            used = {role for items in ITEMS.values() for role, _fen in items} & {*accounts}
            self.assertEqual({role: accounts[role].with_company(company).code for role in used}, {role: CODES[role][place] for role in used})
            for code, move in done.items():
                self.assertEqual(self._lines(move), sorted((CODES[role][place], fen) for role, fen in ITEMS[code]), f"{code} of {company.name}")
        self.assertEqual({*ITEMS}, {*posting.TEMPLATES}, "a new template has its items here")
        self.assertEqual(
            sorted((to_fen(line.balance), line.partner_id) for line in big["E16"].line_ids), [(-50_000, self.partners["D2"]), (50_000, self.d1)])
        red = big["E10"].line_ids.filtered(lambda line: line.account_id.code == "220300")
        self.assertEqual((to_fen(red.debit), to_fen(red.credit)), (-123_840, 0), "red on its own side")

    def test_missing_role_is_named(self):
        self.env["prepaid.gl.mapping"].search([("company_id", "=", self.company.id), ("role", "=", "deposit")]).unlink()
        with self.assertRaisesRegex(UserError, "Security deposits"):
            self.env["prepaid.posting"]._post_event(self.company, self.company.prepaid_journal_id, "E14", {"amount": 100}, "x")
        self.company._prepaid_gl_fill()
        self.assertTrue(self.env["prepaid.posting"]._post_event(self.company, self.company.prepaid_journal_id, "E14", {"amount": 100}, "x"))

    def test_preview_says_what_posting_does(self):
        previews = self.env["prepaid.voucher.preview"].with_user(self.users["fin_settlement"])
        preview = previews.browse(previews.action_open()["res_id"])
        for code, found in posting.TEMPLATES.items():
            preview.write({"code": code, "input_ids": [Command.clear(), *(
                Command.create({"part": part, "amount": fen / 100}) for part, fen in found.sample.items())]})
            move = self.env["prepaid.posting"]._post_event(self.company, self.company.prepaid_journal_id, code, found.sample, code)
            self.assertEqual(
                sorted((line["account"], line["debit_fen"], line["credit_fen"]) for line in preview._preview_lines()),
                sorted((line.account_id.display_name, to_fen(line.debit), to_fen(line.credit)) for line in move.line_ids), code)
        preview.write({"code": "E20", "chart": "cn"})
        self.assertIn("does not exist", preview.entry_html)
        preview.write({"code": "E05", "chart": "cn", "input_ids": [Command.clear(), Command.create({"part": "goods", "amount": 113})]})
        self.assertIn("500100", preview.entry_html)
        preview.chart = "cn_large_bis"
        self.assertIn("600100", preview.entry_html)
        preview.write({"code": "E22", "input_ids": [Command.clear()]})
        self.assertIn("Nothing is booked", preview.entry_html)
        with self.assertRaises(AccessError):
            self.env["prepaid.voucher.preview"].with_user(self.users["fin_cashier"]).action_open()


@tagged("post_install", "-at_install")
class TestTieout(GlCommon):
    def _certificate(self, role="fin_settlement"):
        certificates = self.env["prepaid.tieout"].with_user(self.users[role])
        return certificates.browse(certificates.action_make()["res_id"])

    def test_green(self):
        """R3-100: ledger and general ledger agree, account by account."""
        self._ship(1)
        waiting = self._certificate("auditor")
        self.assertEqual((waiting.state, to_fen(waiting.waiting_total)), ("green", -123_840))
        self._post_now()
        done = self._certificate()
        self.assertEqual((done.state, done.difference_count, to_fen(done.waiting_total)), ("green", 0, 0))
        self.assertEqual(to_fen(done.ledger_total), to_fen(done.gl_total))
        line = done.line_ids.filtered(lambda rec: rec.partner_id == self.d1)
        self.assertEqual([to_fen(line[name]) for name in ("ledger_amount", "gl_amount", "difference_amount")], [4_876_160, 4_876_160, 0])
        self.assertEqual(done.available_total + done.held_total, done.ledger_total)
        done.action_sign()
        self.assertEqual(done.signer_id, self.users["fin_settlement"])
        html = self.env["ir.actions.report"].with_user(self.users["auditor"])._render_qweb_html("dealer_prepaid.prepaid_tieout_report", done.ids)[0].decode()
        for text in (done.name, "48,761.60", self.d1.name, self.users["fin_settlement"].name, done.digest):
            self.assertIn(text, html)
        with self.assertRaisesRegex(AccessError, "stays as it was made"):
            done.explanation = "later"
        with self.assertRaisesRegex(AccessError, "stays as it was made"):
            waiting.with_user(self.users["fin_manager"]).state = "red"
        with self.assertRaises(AccessError):
            self._certificate("cs_presale")
        with self.assertRaisesRegex(UserError, "stays for the record"):
            done.sudo().unlink()

    def test_third_leg_names_what_proves_the_topups(self):
        """N7: what the ledger was credited with = seen on the bank's list + told by a provider + by slip alone; a reversal lowers it."""
        before = self._certificate()
        line = self._from_bank({"serial": "LEG3", "amount": 700, "partner_id": self.d1.id})
        typed = self.env["prepaid.bank.line"].with_user(self.users["fin_cashier"]).create(
            {"serial": "LEG4", "amount": 60, "date": self.company._dealer_today(), "partner_id": self.d1.id, "owner_reason": "he called"})
        (line | typed).action_make_topups()
        typed.topup_id.proof_ids = self._proof()
        typed.topup_id.action_submit()
        (line | typed).topup_id.with_user(self.users["fin_confirmer"]).action_confirm()
        self._topup(self.d1, 300)
        done = self._certificate()
        legs = ("topup_total", "bank_total", "online_total", "typed_total", "slip_total")
        self.assertEqual([to_fen(done[name]) - to_fen(before[name]) for name in legs], [106_000, 70_000, 0, 6_000, 30_000])
        self.assertEqual(to_fen(done.topup_total), sum(to_fen(done[name]) for name in legs[1:]))
        shown = self.env["prepaid.topup"].search(done.action_open_slips()["domain"])
        self.assertEqual(sum(to_fen(amount) for amount in shown.mapped("amount")), to_fen(done.slip_total) + to_fen(done.typed_total))
        self.assertNotIn(line.topup_id, shown)
        self.assertIn(typed.topup_id, shown)

    def test_manual_entry_is_named(self):
        """G04, J28: somebody posts to 2203 by hand; the certificate names owner, amounts and the entry."""
        advance, expense = (self.env["prepaid.gl.mapping"]._account(self.company, role) for role in ("advance", "expense"))
        move = self.env["account.move"].create({"move_type": "entry", "journal_id": self.company.prepaid_journal_id.id, "line_ids": [
            Command.create({"account_id": advance.id, "partner_id": self.d1.id, "credit": 12.5}),
            Command.create({"account_id": expense.id, "debit": 12.5})]})
        move.action_post()
        red = self._certificate()
        self.assertEqual((red.state, red.difference_count), ("red", 1))
        self.assertIn(move.name, red.difference_ids.message)
        self.assertEqual((red.difference_ids.partner_id, to_fen(red.difference_ids.difference_amount)), (self.d1, -1_250))
        with self.assertRaisesRegex(UserError, "write down what they are"):
            red.action_sign()
        red.explanation = "typed by mistake, reversed tomorrow"
        red.action_sign()
        self.assertTrue(red.signer_id)

    def test_manual_entry_needs_a_decision(self):
        """One person of finance books nothing on the advances of dealers; the company may let him for what has no document."""
        advance, expense = (self.env["prepaid.gl.mapping"]._account(self.company, role) for role in ("advance", "expense"))
        for role in ("fin_cashier", "fin_manager"):
            move = self.env["account.move"].with_user(self.users[role]).create({
                "move_type": "entry", "journal_id": self.company.prepaid_journal_id.id, "line_ids": [
                    Command.create({"account_id": advance.id, "partner_id": self.d1.id, "debit": 5}),
                    Command.create({"account_id": expense.id, "credit": 5})]})
            with self.subTest(role), self.assertRaisesRegex(UserError, "by hand: use a top-up"):
                move.action_post()
            with self.subTest(role, way="later"), self.assertRaisesRegex(UserError, "by hand: use a top-up"):
                move.sudo().write({"auto_post": "at_date"})
                move.sudo()._post()
            move.sudo().auto_post = "no"
            with self.subTest(role, way="state"), self.assertRaisesRegex(UserError, "by hand: use a top-up"):
                move.write({"state": "posted"})
        other = self.env["account.move"].with_user(self.users["fin_manager"]).create({
            "move_type": "entry", "journal_id": self.company.prepaid_journal_id.id, "line_ids": [
                Command.create({"account_id": expense.id, "debit": 5}), Command.create({"account_id": expense.id, "credit": 5})]})
        other.action_post()
        with self.assertRaisesRegex(UserError, "by hand: use a top-up"), self.env.cr.savepoint():
            other.line_ids[:1].write({"account_id": advance.id})
        self.env.invalidate_all()
        self.company.prepaid_hand_entries = True
        move.action_post()
        self.assertEqual(move.state, "posted")
        self.assertIn(move.name, self._certificate().difference_ids.message)

    def test_an_allowed_entry_stays_as_it_is(self):
        """What was allowed for a while is not undone by one person afterwards: reset, cancelled, deleted, dated anew or extended."""
        advance, expense = (self.env["prepaid.gl.mapping"]._account(self.company, role) for role in ("advance", "expense"))
        self.company.prepaid_hand_entries = True
        move = self.env["account.move"].with_user(self.users["fin_manager"]).create({
            "move_type": "entry", "journal_id": self.company.prepaid_journal_id.id, "line_ids": [
                Command.create({"account_id": advance.id, "partner_id": self.d1.id, "debit": 5}),
                Command.create({"account_id": expense.id, "credit": 5})]})
        move.action_post()
        self.company.prepaid_hand_entries = False
        line = move.line_ids.filtered(lambda rec: rec.account_id == advance)
        forced, late = move.with_context(force_delete=True), move.with_context(skip_readonly_check=True)
        for role in ("fin_cashier", "fin_manager"):
            for way, step in (
                    ("reset", lambda user: move.with_user(user).button_draft()), ("cancel", lambda user: move.with_user(user).button_cancel()),
                    ("state", lambda user: move.with_user(user).write({"state": "draft"})), ("delete", lambda user: forced.with_user(user).unlink()),
                    ("line", lambda user: forced.line_ids.with_user(user).unlink()), ("date", lambda user: late.with_user(user).write({"date": "2020-01-01"})),
                    ("owner", lambda user: line.with_user(user).write({"partner_id": self.partners["D2"].id})),
                    ("new lines", lambda user: late.with_user(user).write({"line_ids": [
                        Command.create({"account_id": advance.id, "partner_id": self.partners["D2"].id, "credit": 5}),
                        Command.create({"account_id": advance.id, "partner_id": self.d1.id, "debit": 5})]}))):
                with self.subTest(role, way=way), self.assertRaisesRegex(UserError, "by hand: use a top-up"), self.env.cr.savepoint():
                    step(self.users[role])
                self.env.invalidate_all()
        self.assertEqual((move.state, line.partner_id, len(move.line_ids)), ("posted", self.d1, 2))
        self.company.prepaid_hand_entries = True
        move.button_draft()
        self.assertEqual(move.state, "draft")

    def _by_hand(self, debit, credit, amount, user=None, **vals):
        """Make an entry as a person types it."""
        moves = self.env["account.move"].with_user(user) if user else self.env["account.move"]
        return moves.create({"move_type": "entry", "journal_id": self.company.prepaid_journal_id.id, "line_ids": [
            Command.create({"account_id": debit.id, "debit": amount, **vals}), Command.create({"account_id": credit.id, "credit": amount, **vals})]})

    def _deposit_and_parked(self):
        """2,000.00 of a deposit, 300.00 of an unknown payer, both approved."""
        cashier, confirmer = self.users["fin_cashier"], self.users["fin_confirmer"]
        made = []
        for model, vals in (("prepaid.deposit", {"partner_id": self.d1.id, "amount": 2000, "reason": "contract"}), ("prepaid.unidentified", {"amount": 300})):
            document = self.env[model].with_user(cashier).create({**vals, "proof_ids": [Command.set(self._proof().ids)]})
            document.action_submit()
            document.with_user(confirmer).action_approve()
            made.append(document)
        return made

    def test_accounts_beside_the_advances(self):
        """Deposits and parked money against their account, which other business shares: what no document made is named, and no difference."""
        payable, expense = (self.env["prepaid.gl.mapping"]._account(self.company, role) for role in ("deposit", "expense"))
        self.assertFalse(self._certificate().role_ids)
        deposit, _parked = self._deposit_and_parked()
        place = self._certificate().role_ids
        figures = ("ledger_amount", "gl_amount", "other_amount", "difference_amount")
        self.assertEqual((place.gl_account_id, [to_fen(place[name]) for name in figures]), (payable, [230_000, 230_000, 0, 0]))
        self.assertIn("2000.00", place.message.replace(",", ""))
        wages = self._by_hand(expense, payable, 12.5, self.users["fin_manager"])
        wages.action_post()
        self.assertIn("Entered by hand on", "".join(wages.message_ids.mapped("body")))
        green = self._certificate()
        self.assertEqual((green.state, [to_fen(green.role_ids[name]) for name in figures]), ("green", [230_000, 231_250, 1_250, 0]))
        self.assertIn(wages.name, green.role_ids.message)
        self.env.cr.execute("UPDATE account_move_line SET parent_state = 'draft' WHERE move_id = %s", [deposit.move_id.id])
        self.env.invalidate_all()
        red = self._certificate()
        lost = red.difference_ids.filtered(lambda line: line.kind == "role")
        self.assertEqual((red.state, to_fen(lost.difference_amount), to_fen(red.role_ids.difference_amount)), ("red", 200_000, 200_000))
        self.assertIn(f"Not posted: {deposit.move_id.name}", lost.message)

    def test_an_account_of_deposits_alone(self):
        """On an account that deposits have for themselves an entry by hand is refused, and once allowed it is a difference; booking over is none."""
        mapping, manager = self.env["prepaid.gl.mapping"], self.users["fin_manager"]
        payable, expense = (mapping._account(self.company, role) for role in ("deposit", "expense"))
        self._deposit_and_parked()
        alone = payable.copy({"code": "224177", "name": "Deposits of dealers"})
        self.company.prepaid_hand_entries = True
        self._by_hand(payable, alone, 2000, manager, partner_id=self.d1.id).action_post()
        role = mapping.search([("company_id", "=", self.company.id), ("role", "=", "deposit")])
        self.env.cr.execute("UPDATE prepaid_gl_mapping SET account_id = %s WHERE id = %s", [alone.id, role.id])
        self.env["prepaid.gl.mapping.change"].sudo().create({
            "company_id": self.company.id, "role": "deposit", "old_account_id": payable.id, "new_account_id": alone.id, "reason": "own account",
            "user_id": manager.id, "changed_at": "2026-01-01"})
        self.env.invalidate_all()
        self.assertEqual(self._certificate().state, "green", "booked over by hand")
        self.company.prepaid_hand_entries = False
        typed = self._by_hand(expense, alone, 5, manager)
        with self.assertRaisesRegex(UserError, "by hand: use a security deposit"):
            typed.action_post()
        self.company.prepaid_hand_entries = True
        typed.action_post()
        red = self._certificate()
        self.assertEqual([(line.kind, to_fen(line.difference_amount)) for line in red.difference_ids], [("role", -500)])
        self.assertIn(typed.name, red.difference_ids.message)
        self.assertEqual([to_fen(amount) for amount in red.role_ids.sorted("id").mapped("difference_amount")], [-500, 0])

    def test_line_without_partner_and_lost_batch(self):
        self._ship(1)
        batch = self._post_now()
        self.env.cr.execute("UPDATE account_move_line SET partner_id = NULL WHERE move_id = %s", [batch.move_id.id])
        self.env.invalidate_all()
        kinds = sorted((diff["kind"], diff["left_fen"] - diff["right_fen"]) for diff in self.env["prepaid.check"]._differences(self.company))
        self.assertEqual(kinds, [("gl", -123_840), ("gl", 123_840)])
        self.env.cr.execute("UPDATE account_move SET state = 'draft' WHERE id = %s", [batch.move_id.id])
        self.env.cr.execute("UPDATE account_move_line SET parent_state = 'draft' WHERE move_id = %s", [batch.move_id.id])
        self.env.invalidate_all()
        found = self.env["prepaid.check"]._differences(self.company)
        self.assertIn("batch", [diff["kind"] for diff in found])
        self.assertIn(batch.name, "".join(diff["message"] for diff in found))

    def test_night(self):
        self.env["prepaid.tieout"]._cron_make()
        certificate = self.env["prepaid.tieout"].search([("company_id", "=", self.company.id)], limit=1)
        self.assertEqual((certificate.state, certificate.date), ("green", self.company._dealer_today()))
        self.assertLess(certificate.date, self.company._dealer_today() + timedelta(days=1))
