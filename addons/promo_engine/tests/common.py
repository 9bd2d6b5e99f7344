from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.dealer_base.tests.people import new_test_user

START, END = "2020-01-01 00:00:00", "2020-01-20 00:00:00"


class ReplayLaw(TransactionCase):
    """Laws that hold after every test."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self._replay_all)

    def _replay_all(self):
        """Law of every test: each order that was given something is worked out again to the same hash, and its shares are what came off."""
        for given in self.env["promo.application"].sudo().search([("company_id", "=", self.company.id)]):
            self.assertEqual(given._replay().result_hash, given.result_hash, given.order_id.name)
            self.assertEqual(given._compared()[0], "success", given.order_id.name)
            shares = given.share_ids.filtered(lambda share: share.kind == "goods")
            self.assertEqual(round(sum(shares.mapped("amount")), 2), round(given.amount, 2), given.order_id.name)


class PromoCommon(ReplayLaw):
    """A company with goods, two people of operations and builders of campaigns."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Promo HQ", "currency_id": cls.env.ref("base.CNY").id, "promo_longest_days": 0})
        cls.env.ref("base.CNY").active = True
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": [cls.company.id]})
        cls.env.user.write({"company_ids": [Command.link(cls.company.id)], "company_id": cls.company.id})
        cls._books()
        cls.ops = cls._user("ops_a", "ops")
        cls.manager = cls._user("ops_boss", "ops_manager")
        cls.categ = cls.env["product.category"].create({"name": "Appliances"})
        cls.goods = cls._product("Kettle", 100.0, cls.categ)
        cls.other = cls._product("Cup", 50.0)
        cls.buyer = cls.env["res.partner"].create({"name": "Buyer"})

    @classmethod
    def _books(cls):
        """What an invoice needs, without a chart of accounts."""
        account = cls.env["account.account"].create
        income = account({"name": "Income", "code": "600100", "account_type": "income"})
        debtors = account({"name": "Debtors", "code": "112200", "account_type": "asset_receivable", "reconcile": True})
        cls.env["account.journal"].create({"name": "Sales", "code": "SAL", "type": "sale", "company_id": cls.company.id, "default_account_id": income.id})
        cls.env["ir.default"].set("res.partner", "property_account_receivable_id", debtors.id, company_id=cls.company.id)

    @classmethod
    def _user(cls, login, *roles):
        groups = ",".join(f"dealer_base.group_{role}" for role in roles)
        return new_test_user(cls.env, login=f"promo_{login}", groups=groups, company_id=cls.company.id, company_ids=[Command.set([cls.company.id])])

    @classmethod
    def _product(cls, name, price, categ=None):
        return cls.env["product.product"].create({
            "name": name, "list_price": price, "taxes_id": [Command.clear()], "invoice_policy": "order", "type": "consu",
            **({"categ_id": categ.id} if categ else {})})

    @classmethod
    def _campaign(cls, *rules, approve=True, **values):
        """Make a campaign that runs now; rules are dicts with rewards and conditions as lists of dicts."""
        campaign = cls.env["promo.campaign"].with_user(cls.ops).create({
            "name": "Test campaign", "background": "b", "aim": "a", "audience_note": "all", "needs": "none", "theme": "t", "target_orders": 10,
            "budget_amount": 100000, "date_start": "2020-01-01 00:00:00", "date_end": "2099-01-01 00:00:00",
            "rule_ids": [Command.create(cls._rule(rule)) for rule in rules], **values})
        if approve:
            cls._approve(campaign)
        return campaign.with_user(cls.env.user)

    @classmethod
    def _approve(cls, campaign):
        campaign.with_user(cls.ops).action_submit()
        campaign.with_user(cls.manager).action_approve()

    @staticmethod
    def _rule(rule):
        values = {"name": "Rule", **rule}
        for name in ("rewards", "conditions"):
            parts = values.pop(name, ())
            values[f"{name[:-1]}_ids"] = [Command.create(part) for part in parts]
        return values

    @classmethod
    def _order(cls, *lines, partner=None, **values):
        """:param lines: (product, qty) or (product, qty, price)."""
        return cls.env["sale.order"].create({
            "partner_id": (partner or cls.buyer).id, "company_id": cls.company.id,
            "order_line": [Command.create({"product_id": line[0].id, "product_uom_qty": line[1], "price_unit": line[2] if len(line) > 2 else line[0].list_price,
                                           "tax_ids": [Command.clear()]}) for line in lines], **values})


class CreditCommon(PromoCommon):
    """Orders that are invoiced and credited."""

    def _invoiced(self, *lines, **values):
        order = self._order(*lines, **values)
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        return order, invoice

    def _credit(self, invoice, pieces, line=0):
        """A credit note of some pieces of one line, as the wizard of Odoo makes it and a person then writes the pieces."""
        note = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        goods = note.invoice_line_ids.sorted("sequence")
        keep = goods.filtered(lambda one: one.sale_line_ids.product_id == invoice.invoice_line_ids.sorted("sequence")[line].product_id)
        note.write({"invoice_line_ids": [Command.delete(one.id) for one in goods - keep] + [Command.update(keep.id, {"quantity": pieces})]})
        note.action_post()
        return note

    def _used(self, campaign):
        self.env.invalidate_all()
        return {limit.kind: limit.confirmed for limit in self.env["promo.limit"].search([("campaign_id", "=", campaign.id)])}
