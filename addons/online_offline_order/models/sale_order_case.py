from odoo import fields, models


class SaleOrder(models.Model):
    """The parcel cases of an order."""

    _inherit = "sale.order"

    parcel_case_ids = fields.One2many("dealer.parcel.case", "order_id", string="Parcel cases", groups="base.group_user")
    parcel_case_count = fields.Integer(compute="_compute_parcel_case_count", groups="base.group_user")

    def _compute_parcel_case_count(self):
        counts = dict(self.env["dealer.parcel.case"].sudo()._read_group(  # sudo: a number on a button, the list itself asks for rights
            [("order_id", "in", self.ids)], ["order_id"], ["__count"]))
        for order in self:
            order.parcel_case_count = counts.get(order, 0)

    def action_open_parcel_cases(self):
        """Show the parcel cases of the order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("online_offline_order.dealer_parcel_case_action")
        return {**action, "domain": [("order_id", "=", self.id)], "context": {}}
