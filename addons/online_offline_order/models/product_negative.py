from odoo import fields, models


class ProductTemplate(models.Model):
    """Whether goods are sold beyond the stock, where they differ from the company's habit (R1-027)."""

    _inherit = "product.template"

    dealer_negative_sale = fields.Selection(
        [("inherit", "As the company"), ("allow", "Allowed"), ("forbid", "Forbidden")], string="Orders beyond the stock", required=True,
        default="inherit", tracking=True, groups="base.group_user", help="Whether dealers may order more than is free in the warehouse.")

    def _sells_beyond_stock(self, company):
        """Say whether the goods may be ordered when they are not in stock.

        :param company: one res.company.
        :return: bool.
        """
        self.ensure_one()
        own = self.sudo().dealer_negative_sale  # sudo: a setting, whoever orders
        return own == "allow" or own != "forbid" and company.sudo().dealer_negative_sale  # sudo: as above
