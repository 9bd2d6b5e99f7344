from odoo import api, fields, models

BETWEEN = {"other_payable": "common_account_2241", "other_receivable": "common_account_1221"}


class PrepaidGlMapping(models.Model):
    """The roles that transfers between companies need: what the companies owe each other until the cash moves."""

    _inherit = "prepaid.gl.mapping"

    role = fields.Selection(
        selection_add=[("other_payable", "Other payables"), ("other_receivable", "Other receivables")],
        ondelete={"other_payable": "cascade", "other_receivable": "cascade"})

    @api.model
    def _fill_from_chart(self, company):
        created = super()._fill_from_chart(company)
        known = set(self.search([("company_id", "=", company.id)]).mapped("role"))
        for role, name in BETWEEN.items():
            account = self.env.ref(f"account.{company.id}_l10n_cn_{name}", raise_if_not_found=False)
            if account and role not in known:
                created |= self.create({"company_id": company.id, "role": role, "account_id": account.id})
        return created
