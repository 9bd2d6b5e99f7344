from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.dealer_base.money import to_fen

PAYERS = [("hq", "HQ"), ("sales_company", "Sales company"), ("dealer", "Dealer"), ("store", "Store"), ("supplier", "Supplier"), ("marketing",
    "Marketing budget")]


class PromoPayer(models.Model):
    """Who bears which part of what a campaign costs; the last one bears the rest of every rounding."""

    _name = "promo.payer"
    _description = "Bearer of a campaign's cost"
    _inherit = ["promo.plan.mixin"]
    _order = "sequence, id"

    campaign_id = fields.Many2one("promo.campaign", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="campaign_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    who = fields.Selection(PAYERS, string="Borne by", required=True, default="hq")
    partner_id = fields.Many2one("res.partner", string="Name", help="The supplier or partner that pays, when it is a certain one.")
    rate = fields.Float(string="Share (%)", digits=(5, 2), required=True, default=100, aggregator=None)

    _rate = models.Constraint("CHECK (rate > 0 AND rate <= 100)", "A share lies between 0 and 100 %.")

    @api.constrains("rate")
    def _check_whole(self):
        for campaign in self.campaign_id:
            shares = sum(to_fen(round(payer.rate, 2)) for payer in campaign.payer_ids)
            if shares > 10_000:
                raise ValidationError(self.env._(
                    "%(campaign)s: the shares of its cost are %(sum)s %%, more than the whole.", campaign=campaign.display_name, sum=shares / 100))

    def _payer_rows(self):
        """:return: rows of the engine."""
        return [{"who": f"{payer.who}:{payer.partner_id.id}" if payer.partner_id else payer.who, "share_bp": to_fen(round(payer.rate, 2))} for payer in self]
