from odoo import api, fields, models


class PromoPromise(models.Model):
    """Levels that orders earned come when the return window is over; a level nobody knows stays due."""

    _inherit = "promo.promise"

    days = fields.Integer(string="For so many days", readonly=True, aggregator=None, help="How long a level lasts; 0 = until it is changed.")

    def _give_levels(self):
        """Give what is due of these promises; again changes nothing. In sudo."""
        for promise in self.filtered(lambda record: record.kind == "upgrade" and record.state == "due"):
            level = self.env["promo.member.level"].search([("company_id", "=", promise.company_id.id), ("code", "=", promise.key)])
            if level:
                self.env["promo.member"]._of(promise.company_id, promise.partner_id)._give_level(level, promise.days)
                promise.write({"state": "done", "done_at": fields.Datetime.now()})

    @api.model
    def _cron_levels(self):
        """Job of the night: levels that are due."""
        waiting = self.sudo().search([("kind", "=", "upgrade"), ("state", "=", "due")])  # sudo: a job
        waiting._promised_until_today()._give_levels()
        self.env["promo.member"]._cron_levels()
