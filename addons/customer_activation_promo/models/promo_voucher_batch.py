from odoo import fields, models


class PromoVoucherBatch(models.Model):
    """What a voucher is worth now, and to whom it was offered."""

    _inherit = "promo.voucher.batch"

    offer_ids = fields.One2many("activation.offer", "batch_id", string="Coupons against reasons", readonly=True)
    offer_count = fields.Integer(string="Number of coupons", compute="_compute_offer_count")

    def _compute_offer_count(self):
        counts = dict(self.env["activation.offer"]._read_group([("batch_id", "in", self.ids)], ["batch_id"], ["__count"]))
        for batch in self:
            batch.offer_count = counts.get(batch, 0)

    def action_open_offers(self):
        """Show to whom vouchers of this batch were offered, and why."""
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_activation_promo.activation_offer_action")
        return {**action, "domain": [("batch_id", "in", self.ids)], "context": {}}

    def _worth(self):
        """Name the rules that need this voucher now.

        :return: "campaign: rule" of approved campaigns that are not over and not stopped, separated by commas; False when there is none. A rule
            that a phase opens later is not stopped.
        """
        self.ensure_one()
        now = fields.Datetime.now()
        rules = self.env["promo.rule"].sudo().search([  # sudo: whether it is worth something, whoever offers it
            ("batch_id", "=", self.id), ("campaign_id.state", "=", "approved"), ("campaign_id.is_paused", "=", False),
            ("campaign_id.date_end", ">", now), ("version_ids.is_current", "=", True)])
        rules = rules.filtered(lambda rule: not rule.blocked_at and (not rule.is_paused or rule in rule.campaign_id._rules_to_open(now)))
        return ", ".join(f"{rule.campaign_id.name}: {rule.name}" for rule in rules) or False
