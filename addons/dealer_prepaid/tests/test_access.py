"""Who reads and writes what: roles, sales companies, portal users, companies. As roles.md sections 5 and 6 say."""
import csv
import pathlib

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import ROLES, PrepaidCommon

TABLE = pathlib.Path(__file__).with_name("access_matrix.csv")  # model, then a column a role: letters of OPERATIONS, as roles.md section 5 says
OPERATIONS = {"R": "read", "U": "write", "C": "create", "D": "unlink"}


@tagged("post_install", "-at_install")
class TestAccess(PrepaidCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.one = cls._open_account(cls.d1)
        cls.two = cls._open_account(cls.partners["D2"])
        cls.one._hold("a1", 1_000, "res.partner", cls.d1.id, "a1")
        cls.two._hold("a2", 1_000, "res.partner", cls.partners["D2"].id, "a2")

    def _table(self):
        with TABLE.open(newline="") as file:
            return {row.pop("model"): row for row in csv.DictReader(file)}

    def test_matrix(self):
        """R1-095: Every model of the addon stands in the table, and each role has just the rights that stand there."""
        table = self._table()
        ours = {name for name in self.env.registry if not self.env[name]._abstract and self.env[name]._original_module == "dealer_prepaid"}
        self.assertEqual(ours, set(table), "a model without a row in access_matrix.csv, or a row without a model")
        portal = ("portal_dealer", "portal_clerk", "portal_readonly")
        users = {role: self.users[role] for role in ROLES}
        users.update({role: new_test_user(self.env, f"t_{role}", groups=f"dealer_base.group_{role}") for role in portal})
        users["system"] = new_test_user(self.env, "t_system", groups="base.group_system")
        for name, rights in table.items():
            self.assertEqual(set(rights), set(users))
            for role, user in users.items():
                model = self.env[name].with_user(user)
                self.assertEqual("".join(sign for sign, op in OPERATIONS.items() if model.has_access(op)), rights[role], (name, role))

    def test_the_table_keeps_the_design(self):
        """roles.md 3.2 and 5 in words: what no table may allow, whoever edits it."""
        table = self._table()
        ledger = ("prepaid.entry", "prepaid.lot", "prepaid.hold", "prepaid.hold.line", "prepaid.operation", "prepaid.statement", "prepaid.statement.line")
        for name in ledger:
            self.assertFalse(table[name]["cs_aftersale"], name)
            self.assertIn(table[name]["wh_operator"], ("R",) if name == "prepaid.hold" else ("",), name)
        for name in ledger[:5]:
            self.assertFalse(set("".join(table[name].values())) - {"R"}, f"{name} is written by the ledger alone")
        for name, rights in table.items():
            self.assertFalse(rights["system"], f"{name}: who runs the machine handles no money")
            self.assertLessEqual({rights[role] for role in rights if role.startswith("portal")}, {"", "R"}, name)
            self.assertLessEqual(set(rights["auditor"]) - {"R"}, set("UCD") if self.env[name]._transient else set(), name)

    def test_companies_are_checked(self):
        """A field that names its company check is checked only where its model says so, whatever addons are installed."""
        ours = ("activation.", "dealer.", "logistics.", "perf.", "prepaid.", "promo.")
        deaf = {
            name for name, model in self.env.registry.items() if name.startswith(ours) and not model._abstract and not model._check_company_auto
            and any(field.relational and field.check_company for field in model._fields.values())}
        self.assertFalse(deaf, "set _check_company_auto")

    def _visible(self, user, model="prepaid.account"):
        self.env.invalidate_all()
        records = self.env[model].with_user(user).search([])
        owners = records.partner_id if model in ("prepaid.account", "prepaid.topup") else records.account_id.sudo().partner_id
        return {"D1": self.d1 in owners, "D2": self.partners["D2"] in owners}

    def test_own_tree_only(self):
        dealer = new_test_user(self.env, "t_portal_d1", groups="dealer_base.group_portal_dealer")
        dealer.partner_id.parent_id = self.d1
        clerk = new_test_user(self.env, "t_portal_1a", groups="dealer_base.group_portal_clerk")
        clerk.partner_id.parent_id = self.store_1a
        own = new_test_user(self.env, "t_portal_clerk_d1", groups="dealer_base.group_portal_clerk")
        plain = new_test_user(self.env, "t_portal_plain_d1", groups="base.group_portal")
        (own | plain).partner_id.parent_id = self.d1
        stranger = self._user("sales_rep", login="t_rep_other")
        self.partners["D2"].user_id = stranger
        for model in ("prepaid.account", "prepaid.entry", "prepaid.hold", "prepaid.topup"):
            for who, user, expected in (
                ("sales company West", self.users["sc_manager"], (True, False)), ("dealer one", dealer, (True, False)),
                ("clerk of a store without account", clerk, (False, False)), ("clerk where the account is", own, (False, False)),
                ("portal user without a role", plain, (False, False)), ("rep of dealer two", stranger, (False, True)),
                ("cashier", self.users["fin_cashier"], (True, True)), ("auditor", self.users["auditor"], (True, True)),
            ):
                with self.subTest(model=model, who=who):
                    self.assertEqual(tuple(self._visible(user, model).values()), expected)
        with self.assertRaises(AccessError):
            self.two.with_user(dealer).read(["available"])
        with self.assertRaises(AccessError):
            self.one.with_user(dealer).write({"min_first_topup": 1})

    def test_other_company_sees_nothing(self):
        beta = self.env["res.company"].create({"name": "Beta", "country_id": self.env.ref("base.cn").id})
        user = self._user("auditor", login="t_beta", company_id=beta.id, company_ids=[Command.set(beta.ids)])
        for model, rights in self._table().items():
            if "R" in rights["auditor"] and "company_id" in self.env[model]._fields:
                self.assertFalse(self.env[model].with_user(user).search_count([("company_id", "not in", (beta.id, False))]), model)
        with self.assertRaises(AccessError):
            self.one.with_user(user).read(["available"])
        self.assertFalse(self.env["prepaid.account"]._for_partner(beta, self.d1))

    def test_no_default_reaches_the_flow(self):
        """Neither a context key nor a stored default of the caller may skip a step (context keys, ir.default)."""
        cashier, confirmer = self.users["fin_cashier"], self.users["fin_confirmer"]
        expense = self.env["prepaid.gl.mapping"]._account(self.company, "expense")
        cases = (
            ("prepaid.topup", "submitted", {"partner_id": self.d1.id, "amount": 7}),
            ("prepaid.withdrawal", "approved", {"account_id": self.one.id, "amount": 7, "reason": "x"}),
            ("prepaid.transfer", "approved", {"account_id": self.one.id, "target_id": self.two.id, "amount": 7, "reason": "x"}),
            ("prepaid.adjustment", "approved", {"account_id": self.one.id, "amount": 7, "reason": "x", "counter_account_id": expense.id}),
            ("prepaid.freeze", "approved", {"account_id": self.one.id, "reason": "x"}),
        )
        for model, state, vals in cases:
            with self.subTest(model):
                self.env["ir.default"].set(model, "state", state, user_id=cashier.id)
                sly = self.env[model].with_user(cashier).with_context(
                    default_state=state, default_submitter_id=confirmer.id, default_account_id=self.two.id, default_approver_id=confirmer.id)
                document = sly.create(vals)
                self.assertEqual((document.state, document.submitter_id.id), ("draft", False))
        run = self.env["prepaid.season.close"].with_user(self.users["fin_settlement"]).with_context(
            default_state="approved", default_runner_id=confirmer.id).create({"season_id": self.one.season_id.id})
        self.assertEqual((run.state, run.runner_id.id), ("draft", False))
        line = self.env["prepaid.bank.line"].with_user(cashier).with_context(default_topup_id=1).create(
            {"date": "2026-11-20", "serial": "SLY", "amount": 5})
        self.assertFalse(line.topup_id)
        with self.assertRaises(AccessError):
            line.topup_id = self.env["prepaid.topup"].search([], limit=1)

    def test_books_of_the_ledger_stay(self):
        self.users["fin_manager"].group_ids += self.env.ref("account.group_account_manager")
        move = self.env["prepaid.topup"].search([("account_id", "=", self.one.id)]).move_id.with_user(self.users["fin_manager"])
        for step in ("button_draft", "button_cancel", "_reverse_moves"):
            with self.subTest(step), self.assertRaisesRegex(UserError, "stays as it is"):
                getattr(move, step)()

    def test_a_foreign_entry_is_named(self):
        expense = self.env["prepaid.gl.mapping"]._account(self.company, "expense")
        move = self.one._gl_entry(self.company.prepaid_journal_id, [(self.one._role("advance"), 100), (expense, -100)], "by hand")
        (difference,) = self.env["prepaid.check"]._differences(self.company)
        self.assertIn(move.name, difference["message"])

    def test_a_salesperson_records_a_topup(self):
        rep = self.users["sales_rep"]
        topup = self.env["prepaid.topup"].with_user(rep).create({
            "partner_id": self.d1.id, "amount": 5, "proof_ids": [Command.set(self._proof(user=rep).ids)]})
        topup.action_submit()
        self.assertEqual(topup.state, "submitted")

    def test_methods_for_other_programs(self):
        api = self.env["prepaid.account"].with_user(self.users["sc_manager"])
        self.assertEqual(api.read_balance("T-1A"), {
            "account": self.one.name, "owner": "T-D1", "state": "open", "balance": "5000.00", "held": "10.00",
            "available": "4990.00", "missing_to_open": "0.00"})
        self.assertEqual([line["balance_after"] for line in api.read_statement("T-D1")], ["5000.00"])
        self.assertEqual(api.read_statement("T-D1", date_to="2000-01-01"), [])
        hostile = ("' OR '1'='1", "T-D%", "T_1A", "%(name)s", "{0}", "{{ 7 * 7 }}", "T-1A'; DROP TABLE prepaid_entry; --", "\u202eA1-T", "甲" * 5000)  # S13
        for code in ("T-D2", "nothing", "", False, *hostile):
            with self.subTest(code), self.assertRaisesRegex(UserError, "no prepaid account"):
                api.read_balance(code)
        for key, value in (("limit", -1), ("offset", -5), ("limit", "many"), ("offset", None), ("limit", 1e300), ("date_from", "31.3.2026"),
                           ("date_to", 5), ("date_to", ["2026-03-31"])):
            with self.subTest(key, value=value), self.assertRaisesRegex(UserError, "is no date|is no number of entries"):
                api.read_statement("T-D1", **{key: value})
        for date in ("yesterday", 5, [1]):
            with self.subTest(date), self.assertRaisesRegex(UserError, "is no date"):
                self.one.with_user(self.users["sc_manager"]).balance_on(date)

    def test_refusals_say_nothing_of_others(self):
        """S15: who is refused learns neither names nor amounts of another dealer, nor how the program is built."""
        self.users["sc_manager"].sales_company_ids = self.partners["West"]
        for record in (self.two, self.two.entry_ids, self.two.hold_ids, self.two.lot_ids):
            for step in (lambda found: found.read(), lambda found: found.web_read({"display_name": {}}), lambda found: found.check_access("read")):
                with self.subTest(record._name), self.assertRaises(AccessError) as caught:
                    step(record.with_user(self.users["sc_manager"]).sudo(False))
                for word in (self.partners["D2"].name, self.two.name, "5000", "5,000", "4990", "Traceback", ".py", "SELECT"):
                    self.assertNotIn(word, str(caught.exception))

    def test_second_company_with_the_small_chart(self):
        beta = self.env["res.company"].create({
            "name": "Beta", "country_id": self.env.ref("base.cn").id, "currency_id": self.company.currency_id.id})
        self.env["account.chart.template"].try_loading("cn", beta, install_demo=False)
        roles = self.env["prepaid.gl.mapping"].search([("company_id", "=", beta.id)])
        codes = {mapping.role: mapping.account_id.with_company(beta).code for mapping in roles}
        self.assertEqual(codes, {
            "bank": "100200", "advance": "220300", "receivable": "112200", "inventory": "140500", "goods_income": "500100",
            "other_income": "505100", "cost": "540100", "expense": "560100", "carrier_accrual": "220200", "carrier_payable": "220200",
            "deposit": "224100", "finance_expense": "560300", "non_operating_expense": "571100", "non_operating_income": "530100",
            "opening": "999900",
            "other_payable": "224100", "other_receivable": "122100", "rebate_payable": "224100", "unidentified": "224100", "vat": "222100"})
        self.assertTrue(beta.prepaid_journal_id and beta.prepaid_sale_tax_id.price_include)
        both = {role: self._user(role, login=f"t2_{role}", company_id=beta.id, company_ids=[Command.set([beta.id, self.company.id])])
                for role in ("fin_cashier", "fin_confirmer")}
        topup = self.env["prepaid.topup"].with_user(both["fin_cashier"]).with_company(beta).create({
            "partner_id": self.d1.id, "amount": 5000, "company_id": beta.id, "method": "online",
            "proof_ids": [Command.set(self._proof(user=both["fin_cashier"]).ids)]})
        topup.action_submit()
        topup.with_user(both["fin_confirmer"]).with_company(beta).action_confirm()
        account = topup.account_id
        self.assertEqual((account.company_id, account.state), (beta, "open"))
        self.assertLedger(account.with_company(beta), 5000, 0, 5000)
        self.assertLedger(self.one, 5000, 10, 4990)
