from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

MANAGER, OPERATOR = "dealer_base.group_wh_manager", "dealer_base.group_wh_operator"


class StockPicking(models.Model):
    """Transfers between warehouses have a maker and a reviewer (duty rule S27): who entered or changed one does not let it move the stock.

    What an operator of the warehouse entered is reviewed by a warehouse manager; what others entered by anybody else of the warehouse. Transfers
    that the program made alone, by routes or for returns, have no maker and are the warehouse's as ever.
    """

    _inherit = "stock.picking"

    transfer_editor_ids = fields.Many2many(
        "res.users", "stock_picking_transfer_editor_rel", "picking_id", "user_id", string="Transfer entered by", readonly=True, copy=False,
        groups="base.group_user", help="Who entered or changed goods, pieces or places of a transfer; between warehouses they do not validate it.")

    def write(self, vals):
        if "transfer_editor_ids" in vals and not self.env.su:
            raise AccessError(self.env._("Who entered a transfer is recorded by the program."))
        return super().write(vals)

    def _add_transfer_editors(self, users):
        """Keep users among those who entered these transfers.

        :param users: res.users.
        """
        for picking in self.sudo():  # sudo: nobody writes the list by hand
            new = users - picking.transfer_editor_ids
            if new:
                picking.write({"transfer_editor_ids": [Command.link(user.id) for user in new]})

    def _is_transfer_reviewer(self, editors):
        """Say whether the current user may let a transfer move the stock.

        :param editors: res.users, who entered it.
        """
        user = self.env.user
        if user in editors or not user.has_group(OPERATOR):
            return False
        return user.has_group(MANAGER) or not any(one.has_group(OPERATOR) and not one.has_group(MANAGER) for one in editors)
