"""J18 from the first to the last sentence: one dealer, two companies, each with goods, prices, numbers, people, money and books of its own."""
from lxml import html

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .test_order_companies import CompanyCommon

NEW = "/my/dealer_orders/new"


@tagged("post_install", "-at_install")
class TestCompanyJourney(CompanyCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = new_test_user(
            cls.env, "t_owner_18", groups="dealer_base.group_portal_dealer", company_id=cls.alpha.id,
            company_ids=[Command.set((cls.alpha | cls.beta).ids)], lang="en_US")
        cls.owner.partner_id.parent_id = cls.d1

    def setUp(self):
        super().setUp()
        self.alpha_account, self.alpha_users = self._alpha_account()

    def _as_alpha(self, role, record):
        return record.with_user(self.alpha_users[role]).with_context(allowed_company_ids=self.alpha.ids).sudo(False)

    def assertBalances(self, alpha, beta, held=0):
        self.assertLedger(self.alpha_account, alpha, 0, alpha)
        self.assertLedger(self.account, beta, held, beta - held)

    def _post(self, step, **values):
        return self.url_open(NEW, data={
            "key": "j18", "store": "T-1A", "qty_T-COAT": "2", "mode": "consumer", "name": "Ms Li", "phone": "13800000001",
            "address": "四川省成都市锦江区春熙路1号", "consent": "1", "carrier": "SF", "step": step, "csrf_token": http.Request.csrf_token(self), **values})

    def test_journey_18(self):
        self.assertBalances(4320, 5000)

        # the dealer's own login: both companies are his, and he has to say of which he orders
        self.authenticate(self.owner.login, self.owner.login)
        page = html.fromstring(self.url_open(NEW).text)
        self.assertEqual(page.xpath("//select[@name='company']/option/text()")[0], "Choose the supplier")
        self.assertFalse(page.xpath("//button[@value='submit']"), "nothing to press before")
        self.assertIn("Choose the supplier first", self._post("submit").text)
        self.assertFalse(self.env["sale.order"].sudo().search([("create_uid", "=", self.owner.id)]))
        seen = self._post("check", company=str(self.beta.id)).text
        self.assertIn("The account covers it.", seen)
        self.assertNotIn("4,320", seen, "Beta's money only")
        self._post("submit", company=str(self.beta.id), total="680.00")
        order = self.env["sale.order"].sudo().search([("create_uid", "=", self.owner.id)])
        self.assertEqual((order.company_id, order.dealer_state, order.available_amount), (self.beta, "submitted", 4320))
        self.assertBalances(4320, 5000, 680)
        order.with_user(self.cs_a).sudo(False).action_cancel_order("the dealer changed his mind")
        self.assertBalances(4320, 5000)

        # 1,000.00 from Alpha to Beta: asked for by the dealer, agreed by both finance managers, cash later
        settlement = self._alpha_user("fin_settlement")
        self.alpha_users["fin_settlement"] = settlement
        transfer = self._as_alpha("fin_settlement", self.env["prepaid.company.transfer"]).create({
            "account_id": self.alpha_account.id, "target_partner_id": self.beta.partner_id.id, "amount": 1000, "reason": "asked for by the dealer"})
        transfer.action_submit()
        self.assertLedger(self.alpha_account, 4320, 1000, 3320)
        self._as_alpha("fin_manager", transfer).action_approve()
        self.assertLedger(self.account, 5000, 0, 5000)
        transfer.with_user(self.users["fin_manager"]).with_context(allowed_company_ids=self.beta.ids).action_approve()
        self.assertBalances(3320, 6000)
        gives, takes = transfer.sudo().side_ids.sorted("role")
        self.assertMove(gives.move_id, [("220300", 1000), ("224100", -1000)])
        self.assertMove(takes.move_id, [("122100", 1000), ("220300", -1000)])
        self._cash(self._as_alpha("fin_settlement", gives), self.alpha, self.alpha_users["fin_confirmer"])
        self.assertEqual(transfer.sudo().state, "approved", "Beta has not recorded its cash")
        beta_side = takes.with_user(self.users["fin_settlement"]).with_context(allowed_company_ids=self.beta.ids).sudo(False)
        self._cash(beta_side, self.beta, self.users["fin_confirmer"])
        self.assertEqual(transfer.sudo().state, "settled")
        self.assertBalances(3320, 6000)

        # an order of Beta ships: its chart, its fees; Alpha's people see none of it
        order = self._approved()
        picking = self._ship(order)
        self.assertBalances(3320, 5320)
        self.assertMove(picking.sudo().dealer_invoice_id, [
            ("112200", 680), ("500100", -530.97), ("505100", -42.48), ("505100", -28.32), ("222100", -78.23), ("540100", 360), ("140500", -360)])
        for role in ("fin_cashier", "fin_manager"):
            for model, records in (("prepaid.account", self.account), ("prepaid.entry", self.account.sudo().entry_ids), ("sale.order", order),
                                   ("prepaid.company.transfer.side", takes), ("account.move", takes.move_id)):
                found = self._as_alpha(role, self.env[model]).search([("id", "in", records.ids)])
                self.assertFalse(found, f"{role} of Alpha sees no {model} of Beta")

    def _cash(self, side, company, confirmer):
        journal = self.env["account.journal"].sudo().search([("company_id", "=", company.id), ("type", "=", "bank")], limit=1)
        side.write({"journal_id": journal.id, "bank_reference": f"J18-{company.id}", "date_paid": company._dealer_today()})
        side.with_user(confirmer).action_settle()

    def test_numbers_contracts_seasons_and_prices_are_a_companys_own(self):
        self.assertEqual((self.account.season_id.company_id, self.alpha_account.season_id.company_id), (self.beta, self.alpha))
        topups = {company: self.env["prepaid.topup"].sudo().search([("company_id", "=", company.id)], order="id") for company in (self.alpha, self.beta)}
        for company, found in topups.items():
            numbers = [int(topup.name.rsplit("-", 1)[1]) for topup in found]
            self.assertEqual(numbers, list(range(numbers[0], numbers[0] + len(numbers))), f"{company.name} numbers without gaps of another company")
        self.assertTrue(topups[self.beta][0].name.endswith("-00001"), "a new company begins with 1")
        codes = self.alpha._own_number_codes()
        self.assertIn("dealer.manifest", codes)
        series = self.env["ir.sequence"].sudo().search([("code", "in", list(codes)), ("company_id", "in", (self.alpha | self.beta).ids)])
        self.assertEqual(len(series), 2 * len(codes), "one each")
        self.alpha._ensure_own_numbers()
        self.assertEqual(self.env["ir.sequence"].sudo().search_count([("code", "in", list(codes)), ("company_id", "=", self.alpha.id)]), len(codes))
        shared = self.env["ir.sequence"].sudo().search([("code", "=", "prepaid.company.transfer")])
        self.assertFalse(shared.company_id, "two companies see the same transfer")

        alpha_sales = self.env["sale.order"].with_user(self._alpha_user("cs_presale")).with_context(allowed_company_ids=self.alpha.ids)
        order = alpha_sales.create(self._order_values())
        self.assertEqual((order.company_id, order.available_amount), (self.alpha, 4320))
        self.assertIn("price", order.settlement_refusal, "Beta's price list is not Alpha's")
        self.assertFalse(self.env["dealer.price.version"].sudo().search([("line_ids.product_id", "=", self.coat.id)]).company_id - self.beta)
        with self.assertRaises(UserError):
            order.action_submit()
        self.assertBalances(4320, 5000)
