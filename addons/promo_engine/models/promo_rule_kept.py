from odoo import api, models
from odoo.exceptions import UserError


class PromoRule(models.Model):
    """A rule that was approved stays: orders were priced by it."""

    _inherit = "promo.rule"

    @api.ondelete(at_uninstall=False)
    def _keep_approved(self):
        for rule in self.sudo():  # sudo: versions of every role count
            if rule.version_ids:
                raise UserError(self.env._(
                    "%s was approved once: its versions are kept for the orders that used them. Stop the rule instead; it gives nothing from then on.",
                    rule.name))
