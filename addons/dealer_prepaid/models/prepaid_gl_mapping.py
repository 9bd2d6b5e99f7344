from odoo import api, fields, models
from odoo.exceptions import UserError

ROLES = [
    ("bank", "Bank"),
    ("advance", "Advances from customers"),
    ("receivable", "Receivable"),
    ("goods_income", "Goods income"),
    ("other_income", "Other income (fees)"),
    ("cost", "Cost of goods sold"),
    ("inventory", "Inventory"),
    ("expense", "Selling expense"),
]
# Suffix of the account's xml id in both Chinese charts (codes are padded there, so they are never searched by code).
CHINA = {
    "bank": ("common_account_1002",),
    "advance": ("common_account_2203",),
    "receivable": ("common_account_1122",),
    "inventory": ("common_account_1405",),
    "goods_income": ("large_bis_account_6001", "account_5001"),
    "other_income": ("large_bis_account_6051", "account_5051"),
    "cost": ("large_bis_account_6401", "account_5401"),
    "expense": ("large_bis_account_6601", "account_5601"),
}


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

    @api.model
    def _account(self, company, role):
        """Give the account of a role.

        :param company: one res.company.
        :param role: code of ROLES.
        :return: one account.account.
        :raises UserError: when the role has no account yet.
        """
        mapping = self.sudo().search([("company_id", "=", company.id), ("role", "=", role)])  # sudo: shipping staff read no settings
        if not mapping:
            raise UserError(self.env._(
                "%(company)s has no account for the role %(role)s: choose one under Settings > Prepaid account roles.",
                company=company.name, role=dict(self._fields["role"]._description_selection(self.env))[role]))
        return mapping.account_id

    @api.model
    def _sale_tax(self, company):
        """Give the tax-included sale tax of goods and fees (open point G25).

        :param company: one res.company.
        :return: one account.tax.
        :raises UserError: when the company has none.
        """
        if not company.prepaid_sale_tax_id:
            raise UserError(self.env._(
                "%s has no tax for dealer invoices: choose a tax-included sale tax in the prepaid settings.", company.name))
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
        created = self.create(vals_list)
        advance = created.filtered(lambda m: m.role == "advance").account_id
        if advance and not advance.reconcile:
            advance.reconcile = True  # top-ups and clearings of one owner are matched on it
        return created
