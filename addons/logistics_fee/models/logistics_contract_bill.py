from odoo import fields, models


class LogisticsContract(models.Model):
    """What a cost contract says about the vendor bill that becomes of a carrier's bill."""

    _inherit = "logistics.contract"

    bill_partner_id = fields.Many2one("res.partner", string="Billed by", help="The carrier as vendor.", check_company=True)
    bill_account_id = fields.Many2one(
        "account.account", string="Expense account", domain="[('account_type', 'in', ('expense', 'expense_direct_cost'))]", check_company=True)
    bill_tax_id = fields.Many2one(
        "account.tax", string="Input tax", domain="[('type_tax_use', '=', 'purchase')]", check_company=True,
        help="6 % for courier services, 9 % for transport. Included in the price when the carrier bills with tax, on top when without.")
    bill_journal_id = fields.Many2one("account.journal", string="Purchase journal", domain="[('type', '=', 'purchase')]", check_company=True)
