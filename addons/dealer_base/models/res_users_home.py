from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _dealer_home_action(self):
        """Give the home action of the first of the user's roles that has one; My work for others who see the dealers.

        :return: ir.actions.actions, empty for people outside the dealer applications.
        """
        self.ensure_one()
        groups = self.sudo().all_group_ids.filtered("dealer_home_action_id")  # sudo: what opens for oneself
        if groups:
            return groups.sorted(lambda group: (group.dealer_home_sequence, group.id))[0].dealer_home_action_id
        actions = self.env["ir.actions.actions"].sudo()  # sudo: as above
        if not self.has_group("dealer_base.group_dealer_viewer"):
            return actions
        return actions.browse(self.env.ref("dealer_base.dealer_work_action").id)
