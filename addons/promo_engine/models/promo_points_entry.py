from odoo import api, fields, models
from odoo.exceptions import AccessError

KINDS = [("earned", "Earned"), ("used", "Used"), ("expired", "Run out"), ("adjusted", "Adjusted"), ("returned", "Taken back"), ("won", "Won"),
         ("back", "Given back")]


class PromoPointsEntry(models.Model):
    """One change of a points account. Never changed, never removed."""

    _name = "promo.points.entry"
    _description = "Points entry"
    _order = "id desc"
    _rec_name = "kind"

    account_id = fields.Many2one("promo.points.account", required=True, readonly=True, index=True, ondelete="restrict")
    partner_id = fields.Many2one(related="account_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    points = fields.Integer(required=True, readonly=True)
    expires_on = fields.Date(string="Last day", readonly=True)
    order_id = fields.Many2one("sale.order", readonly=True, index="btree_not_null", ondelete="restrict")
    promise_id = fields.Many2one("promo.promise", readonly=True, index="btree_not_null", ondelete="restrict")
    reason = fields.Char(readonly=True)
    key = fields.Char(required=True, readonly=True, help="What it was booked for; booked once.")

    _key_uniq = models.UniqueIndex("(account_id, key)", "This was booked already.")

    def write(self, vals):
        """Refuse every change."""
        raise AccessError(self.env._("Entries of points are never changed: adjust the account, with a reason."))

    @api.ondelete(at_uninstall=False)
    def _keep(self):
        raise AccessError(self.env._("Entries of points are kept."))
