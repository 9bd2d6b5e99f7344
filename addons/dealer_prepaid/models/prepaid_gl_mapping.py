from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.dealer_base.money import to_fen, yuan

ROLES = [
    ("bank", "Bank"),
    ("advance", "Advances from customers"),
    ("receivable", "Receivable"),
    ("goods_income", "Goods income"),
    ("other_income", "Other income (fees)"),
    ("cost", "Cost of goods sold"),
    ("inventory", "Inventory"),
    ("expense", "Selling expense"),
    ("vat", "VAT payable"),
    ("vat_pending", "VAT pending"),
    ("contract_liability", "Contract liability"),
    ("unidentified", "Unidentified receipts (other payable)"),
    ("deposit", "Security deposits (other payable)"),
    ("rebate_payable", "Rebates payable (other payable)"),
    ("other_payable", "Other payable"),
    ("other_receivable", "Other receivable"),
    ("goods_shipped", "Goods shipped"),
    ("carrier_payable", "Carrier payable"),
    ("carrier_accrual", "Carrier accrual"),
    ("provision", "Provision for returns"),
    ("finance_expense", "Finance expense (gateway fees)"),
    ("non_operating_income", "Non-operating income"),
    ("non_operating_expense", "Non-operating expense"),
    ("opening", "Opening balance clearing"),
]
# Suffixes of the accounts' xml ids in (both charts) or (enterprise standard, small enterprise); codes are padded there, so they are
# never searched by code. A role that a chart lacks is not needed under its standard.
CHINA = {
    "bank": ("common_account_1002",),
    "advance": ("common_account_2203",),
    "receivable": ("common_account_1122",),
    "inventory": ("common_account_1405",),
    "goods_income": ("large_bis_account_6001", "account_5001"),
    "other_income": ("large_bis_account_6051", "account_5051"),
    "cost": ("large_bis_account_6401", "account_5401"),
    "expense": ("large_bis_account_6601", "account_5601"),
    "vat": ("common_account_2221",),
    "contract_liability": ("large_bis_account_2204",),
    "unidentified": ("common_account_2241",),
    "deposit": ("common_account_2241",),
    "rebate_payable": ("common_account_2241",),
    "other_payable": ("common_account_2241",),
    "other_receivable": ("common_account_1221",),
    "goods_shipped": ("large_bis_account_1406",),
    "carrier_payable": ("common_account_2202",),
    "carrier_accrual": ("common_account_2202",),
    "provision": ("large_bis_account_2801",),
    "finance_expense": ("large_bis_account_6603", "account_5603"),
    "non_operating_income": ("large_bis_account_6301", "account_5301"),
    "non_operating_expense": ("large_bis_account_6711", "account_5711"),
}
KEPT = ("advance", "unidentified", "deposit")  # roles on which money of others lies
PENDING = ("contract_liability", "vat_pending", "goods_shipped")  # roles out of which later entries take what stands there
MATCHED = ("advance", "contract_liability", "unidentified", "deposit", "rebate_payable")
VAT_PENDING = {"code": "222190", "account_type": "liability_current"}
# No chart has it: the accountant's own opening entry takes it back to zero.
OPENING = {"code": "999900", "account_type": "equity"}


class PrepaidGlMapping(models.Model):
    """Which account plays which role in a company's prepaid entries. Filled for the Chinese charts, editable by finance."""

    _name = "prepaid.gl.mapping"
    _description = "Prepaid account role"
    _order = "company_id, role"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company, index=True)
    role = fields.Selection(ROLES, required=True)
    account_id = fields.Many2one("account.account", required=True, check_company=True)

    _role_uniq = models.Constraint("UNIQUE(company_id, role)", "This role has an account in this company already.")

    @api.ondelete(at_uninstall=False)
    def _unlink_without_balance(self):
        self._refuse_with_balance()

    def _refuse_with_balance(self, account_id=None):
        """Refuse to move a role away from the account on which dealers' money lies: ledger and books would differ at once."""
        for mapping in self.filtered(lambda rec: rec.role in KEPT and rec.account_id.id != account_id):
            sums = self.env["account.move.line"].sudo()._read_group([  # sudo: the figures belong to the refusal
                ("company_id", "=", mapping.company_id.id), ("account_id", "=", mapping.account_id.id), ("parent_state", "=", "posted")],
                ["partner_id"], ["balance:sum"], having=[("balance:sum", "!=", 0)])
            if sums:
                raise UserError(self.env._(
                    "%(role)s of %(company)s stays on %(account)s: %(count)s owners have money there. Book it over to the new account first.",
                    role=self._role_name(mapping.role), company=mapping.company_id.name, account=mapping.account_id.display_name, count=len(sums)))
        for mapping in self.filtered(lambda rec: rec.role in PENDING and rec.account_id.id != account_id):
            balance = self.env["account.move.line"].sudo()._read_group([  # sudo: the figure belongs to the refusal
                ("company_id", "=", mapping.company_id.id), ("account_id", "=", mapping.account_id.id), ("parent_state", "=", "posted")],
                [], ["balance:sum"])[0][0]
            if to_fen(balance or 0):
                raise UserError(self.env._(
                    "%(role)s of %(company)s stays on %(account)s: %(balance)s CNY stand there and will be taken out of it. Book them over first.",
                    role=self._role_name(mapping.role), company=mapping.company_id.name, account=mapping.account_id.display_name,
                    balance=yuan(to_fen(balance))))

    @api.model
    def _account(self, company, role):
        """Give the account of a role.

        :param company: one res.company.
        :param role: code of ROLES.
        :return: one account.account.
        :raises UserError: when the role has no account yet.
        """
        account = self._accounts(company).get(role)
        if not account:
            raise UserError(self.env._(
                "%(company)s has no account for the role %(role)s: choose one under Prepaid > Configuration > Prepaid account roles.",
                company=company.name, role=self._role_name(role)))
        return account

    @api.model
    def _accounts(self, company):
        """Give the accounts of all roles.

        :param company: one res.company.
        :return: {role: account.account}; roles without an account are left out.
        """
        mappings = self.sudo().search([("company_id", "=", company.id)])  # sudo: shipping staff read no settings
        return {mapping.role: mapping.account_id for mapping in mappings}

    @api.model
    def _role_name(self, role):
        """Name a role in the user's language."""
        return dict(self._fields["role"]._description_selection(self.env)).get(role, role)

    @api.model
    def _sale_tax(self, company, part=None):
        """Give the tax-included sale tax of goods or of a fee (open point G25, choice P2).

        :param company: one res.company.
        :param part: admin, logistics or another part of a settlement; the tax of goods by default.
        :return: one account.tax.
        :raises UserError: when the company has none.
        """
        if not company.prepaid_sale_tax_id:
            raise UserError(self.env._(
                "%s has no tax for dealer invoices: choose a tax-included sale tax in the prepaid settings.", company.name))
        rate = company._prepaid_terms().rate(part or "goods")
        if part and round(company.prepaid_sale_tax_id.amount * 100) != rate:
            tax = self.env["account.tax"].sudo().search([  # sudo: shipping staff read no taxes
                *self.env["account.tax"]._check_company_domain(company), ("type_tax_use", "=", "sale"), ("amount_type", "=", "percent"),
                ("amount", "=", rate / 100), ("price_include_override", "=", "tax_included")], limit=1)
            if not tax:
                raise UserError(self.env._(
                    "%(company)s has no tax-included sale tax of %(rate)s %%: make one under Accounting > Taxes.",
                    company=company.name, rate=f"{rate / 100:g}"))
            return tax
        return company.prepaid_sale_tax_id

    @api.model
    def _fill_from_chart(self, company):
        """Map the roles that are still open from a Chinese chart of accounts.

        :param company: one res.company.
        :return: the created records.
        """
        known = set(self.search([("company_id", "=", company.id)]).mapped("role"))
        vals_list = []
        for role, names in CHINA.items():
            account = self.env["account.account"]
            for name in names if role not in known else ():
                account = account or self.env.ref(f"account.{company.id}_l10n_cn_{name}", raise_if_not_found=False) or account
            if account:
                vals_list.append({"company_id": company.id, "role": role, "account_id": account.id})
        if company.chart_template == "cn_large_bis" and "vat_pending" not in known:
            account = self._own_account(company, VAT_PENDING, self.env._("VAT Pending"))
            vals_list.append({"company_id": company.id, "role": "vat_pending", "account_id": account.id})
        if company.chart_template in ("cn", "cn_large_bis") and "opening" not in known:
            account = self._own_account(company, OPENING, self.env._("Opening Balance Clearing"))
            vals_list.append({"company_id": company.id, "role": "opening", "account_id": account.id})
        created = self.create(vals_list)
        for account in created.filtered(lambda m: m.role in MATCHED).account_id:
            if not account.reconcile:
                account.reconcile = True  # receipts and what uses them up are matched by owner
        return created

    def _own_account(self, company, vals, name):
        """Find or make an account that no chart has: of VAT that is not due yet, of opening balances."""
        accounts = self.env["account.account"].with_company(company)
        return accounts.search([("code", "=", vals["code"]), ("company_ids", "in", company.ids)], limit=1) or accounts.create(
            {**vals, "name": name, "company_ids": [Command.link(company.id)]})
