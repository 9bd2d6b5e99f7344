from odoo import fields, models
from odoo.exceptions import UserError


class PromoCampaign(models.Model):
    """What is in force is never out of sight."""

    _inherit = "promo.campaign"

    def write(self, vals):
        """As before; what is in force is not archived, nor ended in the past."""
        if "active" in vals and not vals["active"]:
            for campaign in self.sudo():  # sudo: what is in force counts for every role
                if campaign.rule_ids.version_ids.filtered("is_current") and campaign.state not in ("closed", "cancelled"):
                    raise UserError(self.env._("%s is in force: close or cancel it before it is archived.", campaign.display_name))
        end = fields.Datetime.to_datetime(vals.get("date_end"))
        if end and end <= fields.Datetime.now() and not self.env.su:
            for campaign in self.sudo():  # sudo: as above
                if campaign.rule_ids.version_ids.filtered("is_current"):
                    raise UserError(self.env._("%s is in force: stop or cancel it instead of letting it end in the past.", campaign.display_name))
        return super().write(vals)
