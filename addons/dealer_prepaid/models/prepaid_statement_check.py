from odoo import api, models

from ..sql import statement as book
from ..statements import statement_hash


class PrepaidStatementCheck(models.AbstractModel):
    """Proof of the statements: each opens with the closing before, adds up, and is sealed as it says (I17)."""

    _inherit = "prepaid.check"

    @api.model
    def _differences(self, company):
        found = super()._differences(company)
        statements = self.env["prepaid.statement"].sudo()  # sudo: the proof covers every account of the company
        for row in book.broken_statements(self.env.cr, company.id):
            statement = statements.browse(row["id"])
            found.append({
                "kind": "statement", "account_id": row["account_id"], "partner_id": statement.partner_id.id, "left_fen": 0, "right_fen": 0,
                "message": self.env._(
                    "%(account)s: statement %(name)s does not follow from the one before and its entries: somebody changed the database.",
                    account=statement.account_id.display_name, name=row["name"])})
        for statement in statements.search([("company_id", "=", company.id), ("state", "!=", "draft")]):
            if statement.hash != statement_hash(statement._figures()):
                found.append({
                    "kind": "statement", "account_id": statement.account_id.id, "partner_id": statement.partner_id.id, "left_fen": 0, "right_fen": 0,
                    "message": self.env._(
                        "%(account)s: statement %(name)s is not as it was sealed: somebody changed the database.",
                        account=statement.account_id.display_name, name=statement.name)})
        return found
