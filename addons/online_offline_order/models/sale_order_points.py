from odoo import fields, models


class SaleOrder(models.Model):
    """Orders that do not count for the resource points of stores and dealers (R0-039); who counts them is the addon of performance."""

    _inherit = "sale.order"

    is_point_excluded = fields.Boolean(
        string="Does not count for points", readonly=True, copy=False, groups="base.group_user",
        help="Sales of the order count for targets and commission, not for resource points. Set by campaigns that do not count, or by operations.")
