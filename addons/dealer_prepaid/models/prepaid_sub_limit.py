from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PrepaidSubLimit(models.Model):
    """Caps of one store on the account of its dealer: per order, per day, per season. The gate checks them exactly."""

    _name = "prepaid.sub.limit"
    _description = "Limit of a store"
    _inherit = ["mail.thread", "dealer.amount.mixin"]
    _order = "account_id, partner_id"
    _rec_name = "partner_id"

    account_id = fields.Many2one("prepaid.account", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="account_id.currency_id")
    partner_id = fields.Many2one("res.partner", string="Store", required=True, ondelete="restrict", domain=[("dealer_level", "=", "store")], tracking=True)
    per_order = fields.Monetary(tracking=True, help="0.00 means no limit.")
    per_day = fields.Monetary(tracking=True, help="0.00 means no limit.")
    per_season = fields.Monetary(tracking=True, help="0.00 means no limit.")
    active = fields.Boolean(default=True, tracking=True)

    _store_uniq = models.UniqueIndex("(account_id, partner_id)", "This store has a limit on this account already.")
    _not_negative = models.Constraint("CHECK(per_order >= 0 AND per_day >= 0 AND per_season >= 0)", "A limit is not negative.")

    @api.constrains("account_id", "partner_id")
    def _check_store(self):
        for limit in self:
            if limit.account_id.partner_id not in limit.partner_id._dealer_chain():
                raise ValidationError(self.env._(
                    "%(store)s does not order from the account of %(owner)s: choose a store below that owner.",
                    store=limit.partner_id.name, owner=limit.account_id.partner_id.name))
