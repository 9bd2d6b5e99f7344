from odoo import api, fields, models
from odoo.exceptions import AccessError


class PromoRuleVersion(models.Model):
    """A rule as it was approved: what orders are priced by, and what they can be replayed with years later. Never changed."""

    _name = "promo.rule.version"
    _description = "Frozen version of a promotion rule"
    _order = "rule_id, number desc"

    rule_id = fields.Many2one("promo.rule", required=True, index=True, ondelete="restrict", readonly=True)
    campaign_id = fields.Many2one(related="rule_id.campaign_id", store=True, index=True)
    company_id = fields.Many2one(related="rule_id.company_id", store=True, index=True)
    number = fields.Integer(string="Version number", readonly=True)
    source = fields.Json(string="Frozen rule", readonly=True)
    places = fields.Json(string="Quotas of places", readonly=True, help="Whom each quota is set aside for: {counter: [rule, place, key]}.")
    checksum = fields.Char(readonly=True, help="SHA-256 of the rule as it was approved.")
    is_current = fields.Boolean(string="In force", readonly=True, index=True)
    approved_by = fields.Many2one("res.users", readonly=True)
    approved_at = fields.Datetime(readonly=True)
    ended_at = fields.Datetime(readonly=True)

    _one_current = models.UniqueIndex("(rule_id) WHERE is_current", "A rule has one version in force.")
    _number_uniq = models.UniqueIndex("(rule_id, number)", "This version exists already.")

    @api.depends("rule_id", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = f"{version.rule_id.name} v{version.number}"

    def write(self, vals):
        """Refuse everything but the end of a version."""
        if not self.env.su or vals.keys() - {"is_current", "ended_at"}:
            raise AccessError(self.env._("An approved version is never changed: plan the change in the campaign and have it approved."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        raise AccessError(self.env._("Approved versions are kept for the orders that were priced by them."))

    def _end(self):
        """Put the versions out of force."""
        self.write({"is_current": False, "ended_at": fields.Datetime.now()})
