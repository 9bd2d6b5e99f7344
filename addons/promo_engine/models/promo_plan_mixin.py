from odoo import api, models


class PromoPlanMixin(models.AbstractModel):
    """A part of a campaign's plan: changed only while the campaign is a draft, and its editor is remembered."""

    _name = "promo.plan.mixin"
    _description = "Part of the plan of a campaign"

    def _plan_campaign(self):
        """:return: campaigns of the records. Models give the way to it."""
        return self.campaign_id

    @api.model_create_multi
    def create(self, vals_list):
        """As Odoo, for drafts of campaigns alone."""
        records = super().create(vals_list)
        records._need_plan()
        return records

    def write(self, vals):
        """As Odoo, for drafts of campaigns alone."""
        self._need_plan()
        result = super().write(vals)
        self._need_plan()  # where it has come to is a plan too
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_plan(self):
        self._need_plan()

    def _need_plan(self):
        """Refuse a change of a campaign that is no draft, and keep who made it.

        :raises UserError: naming the campaign and its state.
        """
        if self.env.su:
            return
        for campaign in self._plan_campaign():
            campaign._need_state("draft")
            campaign._remember_editor()
