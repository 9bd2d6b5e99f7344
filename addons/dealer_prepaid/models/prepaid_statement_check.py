from odoo import api, models

from ..sql import statement as book


class PrepaidStatementCheck(models.AbstractModel):
    """Proof of the statements: each opens with the closing before, adds up, and is sealed as it says (I17)."""

    _inherit = "prepaid.check"

    @api.model
    def _differences(self, company):
        found = super()._differences(company)
        for row in book.broken_statements(self.env.cr, company.id):
            account = self.env["prepaid.account"].sudo().browse(row["account_id"])  # sudo: the proof covers every account of the company
            names = {"account": account.display_name, "name": row["name"]}
            found.append({
                "kind": "statement", "account_id": row["account_id"], "partner_id": row["partner_id"], "left_fen": 0, "right_fen": 0,
                "message": self.env._(
                    "%(account)s: statement %(name)s does not follow from the one before and its entries: somebody changed the database.", **names)
                if row["sealed"] else self.env._(
                    "%(account)s: statement %(name)s is not as it was sealed: somebody changed the database.", **names)})
        return found
