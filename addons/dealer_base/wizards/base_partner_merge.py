from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """The channel is not merged: what two dealers or stores are unique by would be deleted, what is frozen rewritten."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Refuse a merge that would take orders, balances or the way through the funnel from a member of the channel.

        :raises UserError: naming the members and the next step.
        """
        channel = self.env["res.partner"].browse(partner_ids).exists().filtered("dealer_level")
        if len(channel) > 1 or channel and channel != dst_partner:
            raise UserError(self.env._(
                "%s: sales companies, dealers and stores are not merged, their orders, balances and history would be mixed or lost. Archive the one that was "
                "entered twice; a plain contact is merged into the one that stays (choose it as destination).", ", ".join(channel.mapped("display_name"))))
        return super()._merge(partner_ids, dst_partner, extra_checks)
