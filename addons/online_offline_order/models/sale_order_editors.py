from odoo import fields, models
from odoo.fields import Command


class SaleOrder(models.Model):
    """Four eyes count for what is in an order, not only for who entered it: who wrote a draft does not approve it."""

    _inherit = "sale.order"

    dealer_editor_ids = fields.Many2many(
        "res.users", "sale_order_dealer_editor_rel", "order_id", "user_id", string="Edited by", readonly=True, copy=False, groups="base.group_user",
        help="Who wrote goods, consumer or carrier of the draft; they do not approve the order.")

    def _flow_fields(self):
        return super()._flow_fields() | {"dealer_editor_ids"}

    def _no_approvers(self):
        return super()._no_approvers() | self.sudo().dealer_editor_ids  # sudo: the list counts for every role

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su and vals.keys() & (self._draft_fields() - self._free_fields()):
            self._remember_editor()
        return result

    def _remember_editor(self):
        """Keep the current user among those who wrote these dealer orders."""
        user = self.env.user
        new = self.sudo().filtered(lambda order: order.is_dealer_order and user not in order.dealer_editor_ids)  # sudo: nobody writes the list by hand
        if new:
            new.write({"dealer_editor_ids": [Command.link(user.id)]})
