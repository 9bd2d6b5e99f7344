from odoo import api, fields, models

from .prepaid_lot import BUCKETS


class PrepaidOpeningLine(models.Model):
    """One opening balance with its original date, or one movement of its history, which is shown and proven but not booked."""

    _name = "prepaid.opening.line"
    _description = "Line of opening balances"
    _inherit = ["dealer.part.mixin", "dealer.flow.mixin"]
    _part_of = "opening_id"
    _flow_strict = True
    _order = "opening_id desc, id"
    _check_company_auto = True

    opening_id = fields.Many2one("prepaid.opening", required=True, index=True, ondelete="cascade", string="Document")
    company_id = fields.Many2one(related="opening_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(related="opening_id.state", store=True)
    kind = fields.Selection([("balance", "Opening balance"), ("history", "History, for information")], required=True, default="balance")
    partner_id = fields.Many2one(
        "res.partner", string="Account owner", required=True, index=True, ondelete="restrict", domain=[("dealer_level", "in", ("dealer", "store"))])
    brand_id = fields.Many2one("dealer.brand", ondelete="restrict", help="For an account of one brand; empty for the owner's common account.")
    bucket = fields.Selection(BUCKETS, required=True, default="cash")
    amount = fields.Monetary(required=True, help="Opening balance above 0.00; a movement of the history below 0.00 where it took money.")
    date = fields.Date(string="Original date", required=True, help="Business date in the old system; lots are as old as this.")
    reference = fields.Char(string="Original reference")
    expires_on = fields.Date(string="Last day of use")
    has_stated = fields.Boolean(string="Balance named")
    stated = fields.Monetary(string="Balance there", help="Balance of the whole account in the old system, where its sheet names one.")
    remark = fields.Char()
    account_id = fields.Many2one("prepaid.account", string="Account", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    entry_id = fields.Many2one("prepaid.entry", string="Ledger entry", readonly=True, copy=False, ondelete="restrict")

    _owner = models.Index("(partner_id, state)")

    @api.depends("partner_id", "bucket", "date")
    def _compute_display_name(self):
        words = dict(self._fields["bucket"]._description_selection(self.env))
        for line in self:
            line.display_name = f"{line.partner_id.name or ''} {words.get(line.bucket, '')} {line.date or ''}".strip()

    def _owner_name(self):
        """Name the account as people do: code, name, brand."""
        self.ensure_one()
        return " ".join(filter(None, (self.partner_id.dealer_code, self.partner_id.name, self.brand_id.name)))

    def _label(self):
        """Give the text of the ledger entry."""
        self.ensure_one()
        if self.reference:
            return self.env._("Opening balance %(name)s: %(reference)s of %(date)s", name=self.opening_id.name, reference=self.reference, date=self.date)
        return self.env._("Opening balance %(name)s of %(date)s", name=self.opening_id.name, date=self.date)
