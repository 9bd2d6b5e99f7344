"""J18: a second company with the small chart; its orders live on its own money and books, and its set-up leaves the first one alone."""
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.dealer_base.money import to_fen

from .common import OrderCommon

MODELS = (
    "prepaid.gl.mapping", "prepaid.bucket", "prepaid.account", "account.journal", "account.tax", "ir.sequence", "dealer.season",
    "dealer.price.version", "logistics.fee.rule", "logistics.contract", "stock.warehouse")


class BetaFirst(TransactionCase):
    """Before anything else of a test: HQ Beta, whose people and papers all that follows belongs to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alpha = cls.env.company
        cls.alpha._dealer_base_setup()
        cls.before = cls._rows_of_alpha()
        cls.beta = cls.env["res.company"].create({
            "name": "Test Beta", "country_id": cls.env.ref("base.cn").id, "currency_id": cls.env.ref("base.CNY").id})
        cls.env["account.chart.template"].try_loading("cn", company=cls.beta, install_demo=False)
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.beta.ids})

    @classmethod
    def _rows_of_alpha(cls):
        """Give what is stored about the first company: {(model, id): values}."""
        cls.env.flush_all()
        cls.env.invalidate_all()
        rows = {}
        for name in ("res.company", *MODELS):
            model = cls.env[name].sudo().with_company(cls.alpha).with_context(allowed_company_ids=cls.alpha.ids, active_test=False)
            columns = [key for key, field in model._fields.items() if field.store and field.column_type and key not in ("write_date", "write_uid")]
            own = [("id", "=", cls.alpha.id)] if name == "res.company" else [("company_id", "=", cls.alpha.id)]
            rows.update({(name, row["id"]): row for row in model.search(own).read(columns, load=None)})
        return rows


class CompanyCommon(OrderCommon, BetaFirst):
    """All that is built belongs to HQ Beta; Dealer One has money with HQ Alpha, too."""

    def _alpha_user(self, role):
        return new_test_user(
            self.env, f"t_alpha_{role}", groups=f"base.group_user,dealer_base.group_{role}", tz="Asia/Shanghai",
            company_id=self.alpha.id, company_ids=[Command.set(self.alpha.ids)])

    def _alpha_account(self):
        """Dealer One pays 5,000.00 to Alpha and takes 680.00 back."""
        self.alpha._receiving_accounts().prepaid_method = "online"
        users = {role: self._alpha_user(role) for role in ("fin_cashier", "fin_confirmer", "fin_manager")}

        def as_(role, model):
            return self.env[model].with_user(users[role]).with_context(allowed_company_ids=self.alpha.ids)
        proof = as_("fin_cashier", "ir.attachment").create({"name": "slip.pdf", "raw": b"%PDF-1.4 alpha"})
        topup = as_("fin_cashier", "prepaid.topup").create({
            "partner_id": self.d1.id, "amount": 5000, "payer_name": "Payer", "remark": "Test West", "bank_serial": "ALPHA1", "company_id": self.alpha.id,
            "proof_ids": [Command.set(proof.ids)]})
        topup.action_submit()
        as_("fin_confirmer", "prepaid.topup").browse(topup.id).action_confirm()
        document = as_("fin_cashier", "prepaid.withdrawal").create({"account_id": topup.account_id.id, "amount": 680, "reason": "asked for it"})
        document.action_submit()
        as_("fin_manager", "prepaid.withdrawal").browse(document.id).action_approve()
        paid = as_("fin_confirmer", "prepaid.withdrawal").browse(document.id)
        paid.bank_reference = "ALPHA2"
        paid.action_pay()
        return topup.account_id.sudo(), users


@tagged("post_install", "-at_install")
class TestOrderCompanies(CompanyCommon):
    def test_the_set_up_leaves_the_first_company_alone(self):
        after = self._rows_of_alpha()
        self.assertGreater(len(self.before), 25)
        self.assertEqual(after.keys(), self.before.keys())
        for key, row in self.before.items():
            self.assertEqual(after[key], row, key)

    def test_journey_18_order_of_beta(self):
        alpha_account, users = self._alpha_account()
        self.assertEqual((alpha_account.company_id, to_fen(alpha_account.available)), (self.alpha, 432_000))
        order = self._order()
        self.assertEqual((order.company_id, order.available_amount), (self.beta, 5000), "Beta's money only")
        order.action_submit()
        self.assertLedger(self.account, 5000, 680, 4320)
        order.with_user(self.cs_b).action_approve()
        picking = self._ship(order)
        self.assertLedger(self.account, 4320, 0, 4320)
        invoice = picking.sudo().dealer_invoice_id
        self.assertEqual(invoice.company_id, self.beta)
        books = {}
        for line in invoice.line_ids:
            code = line.account_id.with_company(self.beta).code
            books[code] = books.get(code, 0) + to_fen(line.balance)
        self.assertEqual({code: books[code] for code in ("112200", "500100", "505100", "222100")}, {
            "112200": 68_000, "500100": -53_097, "505100": -4_248 - 2_832, "222100": -7_823})
        self.env.invalidate_all()
        self.assertEqual(to_fen(alpha_account.available), 432_000, "Alpha's money is untouched")
        theirs = self.env(user=users["fin_manager"].id, context={"allowed_company_ids": self.alpha.ids})
        for model, ids in (("sale.order", order.ids), ("prepaid.account", self.account.ids), ("account.move", invoice.ids),
                           ("prepaid.entry", self.account.sudo().entry_ids.ids)):
            self.assertFalse(theirs[model].search([("id", "in", ids)]), f"people of Alpha see no {model} of Beta")
