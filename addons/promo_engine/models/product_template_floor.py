from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.dealer_base.money import to_fen

PLANNERS = ",".join(f"dealer_base.group_{role}" for role in ("ops", "ops_manager", "purchase_clerk", "fin_settlement", "auditor")) + ",base.group_system"


class ProductTemplate(models.Model):
    """How far promotions may lower the price of a piece, and since when it is new."""

    _inherit = "product.template"

    promo_floor_price = fields.Float(
        string="Lowest price of promotions", company_dependent=True, digits="Product Price", groups=PLANNERS, copy=False,
        help="No piece is sold below it by promotions, whatever meets; counted like the retail price. Each company has its own. 0 = no limit.")

    promo_launch_date = fields.Date(
        string="Launch day", groups=PLANNERS, copy=False, help="Since when the goods are new, for rules about new goods. Empty = since they were entered.")

    @api.constrains("promo_floor_price")
    def _check_promo_floor(self):
        for product in self.sudo():  # sudo: who saves goods need not see it
            if product.promo_floor_price < 0:
                raise ValidationError(self.env._("%s: the lowest price of promotions is not negative.", product.display_name))

    def _promo_floor_fen(self, company):
        """Give the lowest price that promotions leave.

        :param company: res.company that sells.
        :return: fen in the currency of the company, 0 = no limit.
        """
        return to_fen(round(self.sudo().with_company(company).promo_floor_price, 2))  # sudo: it holds whoever enters the order
