from odoo import api, fields, models

from ..returns import Policy, best_policy, class_selection


class DealerReturnPolicy(models.Model):
    """How long goods of a category can come back, and which cannot: the nearest category wins over the company's own days.

    Kept by service manager and operations manager; every change stands in the timeline.
    """

    _name = "dealer.return.policy"
    _description = "Return policy"
    _inherit = ["mail.thread"]
    _order = "company_id, categ_id, reason_class, id"
    _rec_name = "categ_id"

    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    categ_id = fields.Many2one(
        "product.category", string="Category", index=True, ondelete="restrict", tracking=True, help="With all below it; empty: all goods.")
    reason_class = fields.Selection(class_selection(), string="Class", tracking=True, help="Empty: every class.")
    days = fields.Integer(string="Return period (days)", required=True, default=7, tracking=True)
    is_excluded = fields.Boolean(string="Cannot come back", tracking=True, help="Goods such as underwear: no return of this class.")
    needs_evidence = fields.Boolean(string="Photo needed", tracking=True)
    note = fields.Char(string="What to check", tracking=True, help="Shown to the warehouse with the return.")
    active = fields.Boolean(default=True)

    _days_positive = models.Constraint("CHECK(days >= 0)", "A return period is zero or more days.")
    _one_row = models.UniqueIndex(
        "(company_id, COALESCE(categ_id, 0), COALESCE(reason_class, '')) WHERE active", "There is a policy for this category and class already.")

    @api.model
    def _policies_of(self, company, products, reason_class):
        """Find the policies of goods.

        :param company: res.company. :param products: product.product. :param reason_class: code of the class.
        :return: {product.product: dealer.return.policy in sudo, maybe empty}.
        """
        records = self.sudo().search([("company_id", "=", company.id)])  # sudo: the policy holds whoever asks for a return
        rows = [Policy(record.id, record.categ_id.id or 0, record.reason_class or "") for record in records]
        found = {}
        for product in products:
            category, path = product.categ_id, []
            while category:
                path.append(category.id)
                category = category.parent_id
            found[product] = records.browse(best_policy(rows, path, reason_class))
        return found
