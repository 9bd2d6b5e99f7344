from odoo import api, fields, models


class SaleOrder(models.Model):
    """Orders that do not count for resource points (R0-039) or commission (R3-093); who counts them is the addon of performance."""

    _inherit = "sale.order"

    is_point_excluded = fields.Boolean(
        string="Does not count for points", readonly=True, copy=False, groups="base.group_user",
        help="Sales of the order count for targets and commission, not for resource points. Set by campaigns that do not count, or by operations.")
    is_commission_excluded = fields.Boolean(
        string="Earns no commission", readonly=True, copy=False, groups="base.group_user",
        help="Sales of the order count for targets and reports, nobody gets commission for them. Set by campaigns without commission.")

    @api.model
    def _flow_fields(self):
        return super()._flow_fields() | {"is_point_excluded", "is_commission_excluded"}
