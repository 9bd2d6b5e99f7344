from odoo import fields, models


class LogisticsBillLine(models.Model):
    """A credit line that is part of a month's rebate."""

    _inherit = "logistics.bill.line"

    rebate_id = fields.Many2one("logistics.rebate", string="Rebate", readonly=True, index="btree_not_null", ondelete="set null")
