from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    amend_keeps_approval = fields.Boolean(
        string="Changed orders stay approved",
        help="An approved order that is changed goes to the warehouse at once: one person enters and applies the change alone. Otherwise another person "
             "reviews it again.")
    better_price = fields.Boolean(
        string="Orders take a better price", help="A price list that is lower lowers orders that have not shipped too; what is held too much is given back.")
    order_review_steps = fields.Selection(
        [("1", "One person"), ("2", "Two persons, one after the other")], string="Reviews of an order", required=True, default="1")
    gate_paid_before_review = fields.Boolean(
        string="Pay-now orders are reviewed when they are paid", help="Otherwise they may be reviewed while their payment is on its way.")
    gate_credit = fields.Boolean(
        string="Release beyond the credit limit", default=True, help="Orders on a term beyond the limit need the finance manager's release.")
    special_price_own_bp = fields.Integer(
        string="Special price by service (basis points)", help="So much off the list service gives of itself; 100 = 1 %.")
    special_price_manager_bp = fields.Integer(
        string="Special price by the service manager (basis points)", default=1000, help="So much off the list; beyond it the finance manager decides.")
    margin_flag_bp = fields.Integer(
        string="Low margin below (basis points of the cost)", default=10_000, help="10,000 marks prices below the cost; 12,000 those below 1.2 times it.")

    _price_limits_fit = models.Constraint(
        "CHECK(special_price_own_bp >= 0 AND special_price_manager_bp >= special_price_own_bp AND special_price_manager_bp <= 10000)",
        "The limits of special prices are 0 to 10,000 basis points, that of the manager at least that of service.")
